import type { AnalyzedFace, FacesNotCompared } from '#shared/domain/analysis.ts';
import type { Face } from '../faces/face.ts';
import type { FaceCalibration } from '../faces/calibration.ts';
import { compareFaces } from '../faces/similarity.ts';
import { whyNotComparable, type ComparisonThresholds } from '../faces/why-not-comparable.ts';

/** A face of a session, with what it is compared by. */
export interface SessionFaceFacts {
  readonly face: Face;
  readonly analyzed: AnalyzedFace;
}

/** Two faces that are clear enough, and how alike they are. */
export interface PairOfFaces {
  readonly a: SessionFaceFacts;
  readonly b: SessionFaceFacts;
  readonly similarity: number;
  readonly distance: number;
  /** Of the net that the distance is of. */
  readonly calibration: FaceCalibration;
}

/** Each face of a session with each other: the pairs of which something can be said, and why it cannot of the others. */
export interface AllFacesCompared {
  readonly pairs: readonly PairOfFaces[];
  readonly notCompared: readonly FacesNotCompared[];
}

/** Faces in the order of `faces`; of two the earlier one is `a`. */
export function compareAllFaces(
  faces: readonly SessionFaceFacts[],
  thresholds: ComparisonThresholds,
  calibration: FaceCalibration | null,
): AllFacesCompared {
  const pairs: PairOfFaces[] = [];
  const notCompared: FacesNotCompared[] = [];
  faces.forEach((a, index) => {
    for (const b of faces.slice(index + 1)) {
      const told = compareTwo(a, b, thresholds, calibration);
      if ('reason' in told) notCompared.push(told);
      else pairs.push(told);
    }
  });
  return { pairs, notCompared };
}

/**
 * Quality comes before comparison: of a face that is too poor the distance says nothing, and showing it would read as "another person". Nor
 * does it where nobody counted how alike strangers are to the net.
 */
export function compareTwo(
  a: SessionFaceFacts,
  b: SessionFaceFacts,
  thresholds: ComparisonThresholds,
  calibration: FaceCalibration | null,
): PairOfFaces | FacesNotCompared {
  const [idA, idB] = [a.analyzed.id, b.analyzed.id];
  // Of two poor faces the smaller one is told, which most often makes the other faults.
  const [poorer, better] = a.face.quality.interEyePx <= b.face.quality.interEyePx ? [a, b] : [b, a];
  for (const { face, analyzed } of [poorer, better]) {
    const poorness = whyNotComparable(face, analyzed.role, thresholds);
    if (poorness !== null) return { a: idA, b: idB, reason: `face-${poorness}`, poorer: analyzed.id };
  }
  if (calibration === null) return { a: idA, b: idB, reason: 'not-calibrated', poorer: null };
  const { distance, similarity } = compareFaces(a.face, b.face);
  return { a, b, similarity, distance, calibration };
}
