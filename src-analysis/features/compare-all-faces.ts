import type { AnalyzedFace, FacesNotCompared } from '#shared/domain/analysis.ts';
import type { Face } from '../faces/face.ts';
import { compareFaces } from '../faces/similarity.ts';

/** A face of a session, with what it is compared by. */
export interface SessionFaceFacts {
  readonly face: Face;
  readonly analyzed: AnalyzedFace;
}

/** Below which sharpness nothing is said of a face, by what it is printed on or taken by. */
export interface ClearnessLimits {
  readonly portraitSharpness: number;
  readonly selfieSharpness: number;
}

/** Two faces that are clear enough, and how alike they are. */
export interface PairOfFaces {
  readonly a: SessionFaceFacts;
  readonly b: SessionFaceFacts;
  readonly similarity: number;
  readonly distance: number;
}

/** Each face of a session with each other: the pairs of which something can be said, and why it cannot of the others. */
export interface AllFacesCompared {
  readonly pairs: readonly PairOfFaces[];
  readonly notCompared: readonly FacesNotCompared[];
}

/** Faces in the order of `faces`; of two the earlier one is `a`. */
export function compareAllFaces(
  faces: readonly SessionFaceFacts[],
  limits: ClearnessLimits,
): AllFacesCompared {
  const pairs: PairOfFaces[] = [];
  const notCompared: FacesNotCompared[] = [];
  faces.forEach((a, index) => {
    for (const b of faces.slice(index + 1)) {
      const told = compareTwo(a, b, limits);
      if ('reason' in told) notCompared.push(told);
      else pairs.push(told);
    }
  });
  return { pairs, notCompared };
}

/** Quality comes before comparison: of a face too small or unclear the distance says nothing, and showing it would read as "another person". */
export function compareTwo(
  a: SessionFaceFacts,
  b: SessionFaceFacts,
  limits: ClearnessLimits,
): PairOfFaces | FacesNotCompared {
  const { distance, similarity, comparable } = compareFaces(a.face, b.face);
  const [idA, idB] = [a.analyzed.id, b.analyzed.id];
  if (!comparable) {
    const isA = a.face.quality.interEyePx <= b.face.quality.interEyePx;
    return { a: idA, b: idB, reason: 'face-too-small', poorer: isA ? idA : idB };
  }
  const [short, shortB] = [a, b].map((face) => face.face.quality.sharpness / leastSharpnessOf(face, limits));
  if ((short ?? 0) < 1 || (shortB ?? 0) < 1)
    return {
      a: idA,
      b: idB,
      reason: 'face-unclear',
      poorer: (short ?? 0) <= (shortB ?? 0) ? idA : idB,
    };
  return { a, b, similarity, distance };
}

function leastSharpnessOf({ analyzed: { role } }: SessionFaceFacts, limits: ClearnessLimits): number {
  const isPrinted = role === 'document-portrait' || role === 'ghost-portrait' || role === 'held-portrait';
  return isPrinted ? limits.portraitSharpness : limits.selfieSharpness;
}
