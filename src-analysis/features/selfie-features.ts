import type { AnalyzedFace, FaceRole } from '#shared/domain/analysis.ts';
import { boundsOf, type Quad } from '#shared/domain/geometry.ts';
import type { CaptureId } from '#shared/domain/ids.ts';
import type { StepType } from '#shared/domain/scenario.ts';
import type { Face } from '../faces/face.ts';
import { measureGround } from '../faces/ground.ts';
import type { RgbRaster } from '../image/raster.ts';
import type { CaptureFeatures } from './capture-features.ts';
import { found, missing, type FeatureOutcome, type MissingReason } from './feature-outcome.ts';
import { findHeldDocument, type HeldDocument, type PersonWithDocument } from './held-document.ts';
import type { FeatureValues } from './feature-values.ts';
import { measureDetailAround } from '../presentation/detail-of-face.ts';
import { findEdgesAround } from '../presentation/edges-around-face.ts';
import { compareNoiseAround } from '../presentation/noise-of-face.ts';
import { readFileTraces } from '../presentation/file-traces.ts';
import { toAnalyzedFace } from './to-analyzed-face.ts';

/** What a selfie step gives: features for the checks, and the face that is compared. */
export interface SelfieStep {
  readonly features: {
    readonly selfieCapture: FeatureOutcome<FeatureValues['selfieCapture']>;
    readonly selfiePhoto: FeatureOutcome<FeatureValues['selfiePhoto']>;
    readonly selfieEyes: FeatureOutcome<FeatureValues['selfieEyes']>;
    readonly selfieCover: FeatureOutcome<FeatureValues['selfieCover']>;
    readonly selfieMouth: FeatureOutcome<FeatureValues['selfieMouth']>;
    readonly selfieGround: FeatureOutcome<FeatureValues['selfieGround']>;
    readonly heldDocument: FeatureOutcome<FeatureValues['heldDocument']>;
    readonly selfieTexture: FeatureOutcome<FeatureValues['selfieTexture']>;
    readonly selfieDetail: FeatureOutcome<FeatureValues['selfieDetail']>;
    readonly selfieNoise: FeatureOutcome<FeatureValues['selfieNoise']>;
    readonly selfieEdges: FeatureOutcome<FeatureValues['selfieEdges']>;
    readonly selfieHead: FeatureOutcome<FeatureValues['selfieHead']>;
    readonly selfieFile: FeatureOutcome<FeatureValues['selfieFile']>;
    readonly selfieRealness: FeatureOutcome<FeatureValues['selfieRealness']>;
  };
  readonly best: { readonly face: Face; readonly analyzed: AnalyzedFace } | null;
  readonly detected: readonly AnalyzedFace[];
  /** What the person holds; `null` where nothing was found, and where no document is asked for. */
  readonly held: HeldFacts | null;
}

/** A document in the hand, with the picture that it is in. */
export interface HeldFacts {
  readonly capture: CaptureFeatures;
  readonly image: RgbRaster;
  readonly quadPx: Quad | null;
  readonly source: HeldDocument['source'];
  readonly confidence: number;
  readonly portrait: { readonly face: Face; readonly analyzed: AnalyzedFace } | null;
}

/**
 * A face smaller than a quarter of the largest stands several meters behind, or is a picture on a wall: it is nobody who takes
 * part in the selfie.
 */
const leastShareOfLargest = 0.25;

const roleOf: Readonly<Record<Exclude<StepType, 'document'>, FaceRole>> = {
  selfie: 'selfie',
  'selfie-with-document': 'selfie-with-document',
  liveness: 'liveness',
};

/**
 * Everything of a step that shows a person. The most prominent face is the one that is measured and compared; where a document is asked for in the hand,
 * faces printed on it are nobody who is there.
 */
export async function extractSelfieFeatures(
  capture: CaptureFeatures | undefined,
  stepType: Exclude<StepType, 'document'>,
): Promise<SelfieStep> {
  if (capture === undefined) {
    return {
      features: {
        selfieCapture: found({ captureId: null, refusal: null, faces: [] }),
        ...withoutFace('capture-missing'),
        heldDocument: missing('capture-missing'),
        ...withoutPicture('capture-missing'),
      },
      best: null,
      detected: [],
      held: null,
    };
  }
  const { captureId } = capture.input;
  const decoded = await capture.decoded();
  if (!decoded.ok) {
    return {
      features: {
        selfieCapture: found({ captureId, refusal: decoded.code, faces: [] }),
        ...withoutFace(decoded.code),
        heldDocument: missing(decoded.code),
        ...withoutPicture(decoded.code),
      },
      best: null,
      detected: [],
      held: null,
    };
  }
  const { image } = decoded;
  const withDocument = stepType === 'selfie-with-document';
  const everyone = await capture.faces({ withParts: true, ...(withDocument && { isThorough: true }) });
  const nothingHeld: Pick<PersonWithDocument, 'printed' | 'held'> = { printed: [], held: null };
  const { printed, held } = withDocument
    ? await findHeldDocument(image, everyone, capture, capture.input.givenQuadPx)
    : nothingHeld;
  const all = everyone.filter((face) => !printed.includes(face));
  const largestPx = Math.max(0, ...all.map(({ quality }) => quality.interEyePx));
  const faces = all.filter(({ quality }) => quality.interEyePx >= leastShareOfLargest * largestPx);
  const analyzedAs = (face: Face, role: FaceRole): AnalyzedFace =>
    toAnalyzedFace(face, captureId, Math.max(0, everyone.indexOf(face)), role);
  const detected = faces.map((face) => analyzedAs(face, roleOf[stepType]));
  const [face] = faces;
  const [analyzed] = detected;
  const heldFace = held?.portrait ?? null;
  const portrait =
    heldFace === null ? null : { face: heldFace, analyzed: analyzedAs(heldFace, 'held-portrait') };
  const best = face === undefined || analyzed === undefined ? null : { face, analyzed };
  return {
    features: {
      selfieCapture: found({ captureId, refusal: null, faces: detected }),
      ...(best === null ? withoutFace('no-face') : featuresOf(captureId, best, image)),
      heldDocument: found({
        captureId,
        regionPx: held?.quadPx ? boundsOf(held.quadPx) : null,
        portrait: portrait?.analyzed ?? null,
      }),
      ...(await presentationOf(capture, best)),
      selfieFile: found({
        captureId,
        framePx: { x: 0, y: 0, width: decoded.image.width, height: decoded.image.height },
        traces: readFileTraces(capture.input.bytes, decoded.info.exif),
      }),
    },
    best,
    detected: portrait === null ? detected : [...detected, portrait.analyzed],
    held: held === null ? null : { capture, image, ...held, portrait },
  };
}

/** That the mouth is hidden, by the net for parts: photographed faces that nothing hides give up to 0.959, for a smile with the lids down. */
const surelyCovered = 0.96;

type OfFace = Pick<
  SelfieStep['features'],
  'selfiePhoto' | 'selfieEyes' | 'selfieCover' | 'selfieMouth' | 'selfieGround'
>;

function withoutFace(reason: MissingReason): OfFace {
  return {
    selfiePhoto: missing(reason),
    selfieEyes: missing(reason),
    selfieCover: missing(reason),
    selfieMouth: missing(reason),
    selfieGround: missing(reason),
  };
}

function featuresOf(
  captureId: CaptureId,
  { face: { quality, landmarksPx }, analyzed: face }: NonNullable<SelfieStep['best']>,
  image: RgbRaster,
): OfFace {
  const { eyeOpening, eyesCovered, lowerFaceCovered } = quality;
  const selfiePhoto = found({ captureId, face, quality });
  // Where the landmarks did not settle, nobody knows where the eyes are.
  if (eyesCovered === null || lowerFaceCovered === null)
    return { ...withoutFace('selfie-unclear'), selfiePhoto };
  const ground = measureGround(image, landmarksPx);
  return {
    selfieGround:
      ground === null ? missing('ground-not-seen') : found({ captureId, face, busyShare: ground.busyShare }),
    selfieMouth:
      lowerFaceCovered > surelyCovered
        ? missing('mouth-covered')
        : found({ captureId, face, opening: quality.mouthOpening }),
    selfiePhoto,
    selfieEyes:
      eyeOpening === null ? missing('eyes-covered') : found({ captureId, face, opening: eyeOpening }),
    selfieCover: found({ captureId, face, eyes: eyesCovered, lowerFace: lowerFaceCovered }),
  };
}

type PresentationFeatures = Pick<
  SelfieStep['features'],
  'selfieTexture' | 'selfieDetail' | 'selfieNoise' | 'selfieEdges' | 'selfieHead' | 'selfieRealness'
>;

/** How the face was presented to the camera, as far as its picture tells. */
async function presentationOf(
  capture: CaptureFeatures,
  best: SelfieStep['best'],
): Promise<PresentationFeatures> {
  if (best === null)
    return {
      selfieTexture: missing('no-face'),
      selfieDetail: missing('no-face'),
      selfieNoise: missing('no-face'),
      selfieEdges: missing('no-face'),
      selfieHead: missing('no-face'),
      selfieRealness: missing('no-face'),
    };
  const { analyzed: face } = best;
  const texture = await capture.texture(face.regionPx);
  const gray = await capture.gray();
  const detail = gray === null ? null : measureDetailAround(gray, best.face.landmarksPx);
  const noise = gray === null ? null : compareNoiseAround(gray, best.face.landmarksPx);
  const shrunk = await capture.shrunk();
  const odds = await capture.head(best.face.landmarksPx);
  const score = await capture.realness(face.regionPx);
  return {
    selfieTexture: texture === null ? missing('texture-too-small') : found({ face, texture }),
    selfieDetail: detail === null ? missing('skin-too-small') : found({ face, score: detail }),
    selfieNoise:
      noise === null
        ? missing('capture-missing')
        : noise.ok
          ? found({ face, differences: noise.differences })
          : missing(noise.reason),
    selfieEdges:
      shrunk === null
        ? missing('capture-missing')
        : found({ face, edges: findEdgesAround(shrunk, face.regionPx) }),
    selfieHead: odds === null ? missing('head-too-small') : found({ face, odds }),
    selfieRealness: score === null ? missing('pack-not-installed') : found({ face, score }),
  };
}

function withoutPicture(
  reason: MissingReason,
): PresentationFeatures & Pick<SelfieStep['features'], 'selfieFile'> {
  return {
    selfieTexture: missing(reason),
    selfieDetail: missing(reason),
    selfieNoise: missing(reason),
    selfieEdges: missing(reason),
    selfieHead: missing(reason),
    selfieFile: missing(reason),
    selfieRealness: missing(reason),
  };
}
