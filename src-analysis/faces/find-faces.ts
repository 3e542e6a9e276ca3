import type { RgbRaster } from '../image/raster.ts';
import { mustGetNet, type ModelPool } from '../models/pool.ts';
import { estimateAgeAndSex } from './age-sex.ts';
import { alignFace } from './align.ts';
import { detectFaces } from './detect-faces.ts';
import { embedFace } from './embed.ts';
import { measureFaceQuality } from './face-quality.ts';
import type { Face } from './face.ts';
import { findLandmarks } from './landmarks.ts';

// A doubtful detection whose landmarks do not settle is a pattern, not a face. Upright faces of every sort settle below 0.1.
const doubtfulScore = 0.6;
const strangeDisagreement = 0.25;

export interface FindFacesOptions {
  readonly signal?: AbortSignal;
  /** The most prominent so many; by default 4, enough to see that a picture has several people. */
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
  const { signal, maxFaces = 4 } = options;
  signal?.throwIfAborted();
  const [landmarkNet, recognitionNet, ageNet] = await Promise.all([
    mustGetNet(deps.pool, 'face-landmark-68'),
    mustGetNet(deps.pool, 'face-recognition'),
    mustGetNet(deps.pool, 'age-gender'),
  ]);
  const detections = await detectFaces(image, deps, {
    maxFaces,
    ...(signal === undefined ? {} : { signal }),
  });
  const faces: Face[] = [];
  for (const detection of detections) {
    signal?.throwIfAborted();
    const { points: landmarksPx, disagreement } = await findLandmarks(landmarkNet, image, detection);
    if (detection.score < doubtfulScore && disagreement > strangeDisagreement) continue;
    const aligned = alignFace(image, landmarksPx);
    const embedding = await embedFace(recognitionNet, aligned);
    const ageAndSex = await estimateAgeAndSex(ageNet, image, landmarksPx);
    const quality = measureFaceQuality(aligned, landmarksPx);
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
