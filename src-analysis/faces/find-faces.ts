import type { RgbRaster } from '../image/raster.ts';
import { mustGetNet, type ModelPool } from '../models/pool.ts';
import { estimateAgeAndSex } from './age-sex.ts';
import { alignFace } from './align.ts';
import { detectFaces, type FaceDetection, type FaceExpectation } from './detect-faces.ts';
import { embedFace } from './embed.ts';
import { lookAtParts } from './face-parts.ts';
import { measureFaceQuality } from './face-quality.ts';
import type { Face, FaceQuality } from './face.ts';
import { findLandmarks } from './landmarks.ts';

// A doubtful detection whose landmarks do not settle is a pattern, not a face. Upright faces of every sort settle below 0.1.
const doubtfulScore = 0.6;
const strangeDisagreement = 0.25;

export interface FindFacesOptions extends FaceExpectation {
  readonly signal?: AbortSignal;
  /** The most prominent so many; by default 4, enough to see that a picture has several people, and 8 of a thorough search. */
  readonly maxFaces?: number;
}

/**
 * Every face of a picture with its landmarks, descriptor, apparent age and sex, and quality; the most prominent first, none
 * being an empty list. Rejects with `ModelUnavailableError` where a needed net is missing or not the manifest's, and with
 * the signal's reason when aborted.
 */
export async function findFaces(
  image: RgbRaster,
  deps: { readonly pool: ModelPool },
  options: FindFacesOptions = {},
): Promise<Face[]> {
  const {
    signal,
    maxFaces = options.isThorough === true ? 8 : 4,
    withParts = false,
    ...expectation
  } = options;
  signal?.throwIfAborted();
  const [landmarkNet, recognitionNet, ageNet, partsNet] = await Promise.all([
    mustGetNet(deps.pool, 'face-landmark-68'),
    mustGetNet(deps.pool, 'face-recognition'),
    mustGetNet(deps.pool, 'age-gender'),
    withParts ? mustGetNet(deps.pool, 'face-parts') : null,
  ]);
  const detections = await detectFaces(image, deps, {
    maxFaces,
    ...(signal === undefined ? {} : { signal }),
    ...expectation,
  });
  const faces: Face[] = [];
  for (const detection of detections) {
    signal?.throwIfAborted();
    const {
      points: landmarksPx,
      disagreement,
      isSettled,
    } = await findLandmarks(landmarkNet, image, detection);
    if (detection.score < doubtfulScore && disagreement > strangeDisagreement) continue;
    const aligned = alignFace(image, landmarksPx);
    const embedding = await embedFace(recognitionNet, aligned);
    const ageAndSex = await estimateAgeAndSex(ageNet, image, landmarksPx);
    const measured = measureFaceQuality(aligned, landmarksPx);
    const parts = isSettled && partsNet !== null ? await lookAtParts(partsNet, aligned) : {};
    const quality = isSettled ? { ...measured, ...parts } : withoutLandmarks(measured, detection);
    faces.push({
      boxPx: detection.boxPx,
      score: detection.score,
      landmarksPx,
      embedding,
      ...ageAndSex,
      quality,
    });
  }
  return faces;
}

/** The mean over upright faces of the distance of their eyes as a share of the detector's box. */
const eyesOfBox = 0.375;

/**
 * What can be said of a face whose landmarks never settled: its size and how it lies, from the detector alone. Its sharpness is
 * 0, so that no check takes it for a usable face and nobody is compared with it.
 */
function withoutLandmarks(measured: FaceQuality, { boxPx, quarterTurns }: FaceDetection): FaceQuality {
  const rollDeg = [0, -90, 180, 90][quarterTurns] ?? 0;
  return {
    ...measured,
    interEyePx: eyesOfBox * boxPx.width,
    yawDeg: 0,
    pitchDeg: 0,
    rollDeg,
    sharpness: 0,
    mouthOpening: 0,
    mouthWidth: 0,
  };
}
