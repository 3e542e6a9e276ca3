import type { AnalyzedFace } from '#shared/domain/analysis.ts';
import type { Face } from '../faces/face.ts';
import type { CaptureFeatures } from './capture-features.ts';
import { found, missing, type FeatureOutcome, type MissingReason } from './feature-outcome.ts';
import type { FeatureValues } from './feature-values.ts';
import { measureDetailAround } from '../presentation/detail-of-face.ts';
import { readFileTraces } from '../presentation/file-traces.ts';
import { toAnalyzedFace } from './to-analyzed-face.ts';

/** What a selfie step gives: features for the checks, and the face that is compared. */
export interface SelfieStep {
  readonly features: {
    readonly selfieCapture: FeatureOutcome<FeatureValues['selfieCapture']>;
    readonly selfiePhoto: FeatureOutcome<FeatureValues['selfiePhoto']>;
    readonly selfieTexture: FeatureOutcome<FeatureValues['selfieTexture']>;
    readonly selfieDetail: FeatureOutcome<FeatureValues['selfieDetail']>;
    readonly selfieFile: FeatureOutcome<FeatureValues['selfieFile']>;
    readonly selfieRealness: FeatureOutcome<FeatureValues['selfieRealness']>;
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
        selfiePhoto: missing('capture-missing'),
        ...withoutPicture('capture-missing'),
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
        selfiePhoto: missing(decoded.code),
        ...withoutPicture(decoded.code),
      },
      best: null,
      detected: [],
    };
  }
  const all = await capture.faces();
  const largestPx = Math.max(0, ...all.map(({ quality }) => quality.interEyePx));
  const faces = all.filter(({ quality }) => quality.interEyePx >= leastShareOfLargest * largestPx);
  const detected = faces.map((face) => toAnalyzedFace(face, captureId, all.indexOf(face), 'selfie'));
  const [face] = faces;
  const [analyzed] = detected;
  const best = face === undefined || analyzed === undefined ? null : { face, analyzed };
  return {
    features: {
      selfieCapture: found({ captureId, refusal: null, faces: detected }),
      selfiePhoto:
        best === null
          ? missing('no-face')
          : found({ captureId, face: best.analyzed, quality: best.face.quality }),
      ...(await presentationOf(capture, best)),
      selfieFile: found({
        captureId,
        framePx: { x: 0, y: 0, width: decoded.image.width, height: decoded.image.height },
        traces: readFileTraces(capture.input.bytes, decoded.info.exif),
      }),
    },
    best,
    detected,
  };
}

type PresentationFeatures = Pick<SelfieStep['features'], 'selfieTexture' | 'selfieDetail' | 'selfieRealness'>;

/** How the face was presented to the camera, as far as its picture tells. */
async function presentationOf(
  capture: CaptureFeatures,
  best: SelfieStep['best'],
): Promise<PresentationFeatures> {
  if (best === null)
    return {
      selfieTexture: missing('no-face'),
      selfieDetail: missing('no-face'),
      selfieRealness: missing('no-face'),
    };
  const { analyzed: face } = best;
  const texture = await capture.texture(face.regionPx);
  const gray = await capture.gray();
  const detail = gray === null ? null : measureDetailAround(gray, best.face.landmarksPx);
  const score = await capture.realness(face.regionPx);
  return {
    selfieTexture: texture === null ? missing('texture-too-small') : found({ face, texture }),
    selfieDetail: detail === null ? missing('skin-too-small') : found({ face, score: detail }),
    selfieRealness: score === null ? missing('pack-not-installed') : found({ face, score }),
  };
}

function withoutPicture(
  reason: MissingReason,
): PresentationFeatures & Pick<SelfieStep['features'], 'selfieFile'> {
  return {
    selfieTexture: missing(reason),
    selfieDetail: missing(reason),
    selfieFile: missing(reason),
    selfieRealness: missing(reason),
  };
}
