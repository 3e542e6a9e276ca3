import type { AnalyzedFace } from '#shared/domain/analysis.ts';
import type { CaptureId } from '#shared/domain/ids.ts';
import type { Face, FaceQuality } from '../faces/face.ts';
import type { CaptureFeatures } from './capture-features.ts';
import { found, missing, type FeatureOutcome, type MissingReason } from './feature-outcome.ts';
import type { FeatureValues } from './feature-values.ts';
import { toAnalyzedFace } from './to-analyzed-face.ts';

/** What a selfie step gives: features for the checks, and the face that is compared. */
export interface SelfieStep {
  readonly features: {
    readonly selfieCapture: FeatureOutcome<FeatureValues['selfieCapture']>;
    readonly selfiePhoto: FeatureOutcome<FeatureValues['selfiePhoto']>;
    readonly selfieEyes: FeatureOutcome<FeatureValues['selfieEyes']>;
    readonly selfieCover: FeatureOutcome<FeatureValues['selfieCover']>;
  };
  readonly best: { readonly face: Face; readonly analyzed: AnalyzedFace } | null;
  readonly detected: readonly AnalyzedFace[];
}

/**
 * A face smaller than a quarter of the largest stands several meters behind, or is a picture on a wall: it is nobody who takes
 * part in the selfie.
 */
const leastShareOfLargest = 0.25;

/** Everything of a selfie step. The most prominent face is the one that is measured and compared. */
export async function extractSelfieFeatures(capture: CaptureFeatures | undefined): Promise<SelfieStep> {
  if (capture === undefined) {
    return {
      features: {
        selfieCapture: found({ captureId: null, refusal: null, faces: [] }),
        ...withoutFace('capture-missing'),
      },
      best: null,
      detected: [],
    };
  }
  const { captureId } = capture.input;
  const decoded = await capture.decoded();
  if (!decoded.ok) {
    return {
      features: {
        selfieCapture: found({ captureId, refusal: decoded.code, faces: [] }),
        ...withoutFace(decoded.code),
      },
      best: null,
      detected: [],
    };
  }
  const all = await capture.faces({ withParts: true });
  const largestPx = Math.max(0, ...all.map(({ quality }) => quality.interEyePx));
  const faces = all.filter(({ quality }) => quality.interEyePx >= leastShareOfLargest * largestPx);
  const detected = faces.map((face) => toAnalyzedFace(face, captureId, all.indexOf(face), 'selfie'));
  const [face] = faces;
  const [analyzed] = detected;
  const best = face === undefined || analyzed === undefined ? null : { face, analyzed };
  return {
    features: {
      selfieCapture: found({ captureId, refusal: null, faces: detected }),
      ...(best === null ? withoutFace('no-face') : featuresOf(captureId, best.analyzed, best.face.quality)),
    },
    best,
    detected,
  };
}

type OfFace = Omit<SelfieStep['features'], 'selfieCapture'>;

function withoutFace(reason: MissingReason): OfFace {
  return { selfiePhoto: missing(reason), selfieEyes: missing(reason), selfieCover: missing(reason) };
}

function featuresOf(captureId: CaptureId, face: AnalyzedFace, quality: FaceQuality): OfFace {
  const { eyeOpening, eyesCovered, lowerFaceCovered } = quality;
  const selfiePhoto = found({ captureId, face, quality });
  // Where the landmarks did not settle, nobody knows where the eyes are.
  if (eyesCovered === null || lowerFaceCovered === null)
    return { ...withoutFace('selfie-unclear'), selfiePhoto };
  return {
    selfiePhoto,
    selfieEyes:
      eyeOpening === null ? missing('eyes-covered') : found({ captureId, face, opening: eyeOpening }),
    selfieCover: found({ captureId, face, eyes: eyesCovered, lowerFace: lowerFaceCovered }),
  };
}
