import { euclideanDistance } from '../faces/similarity.ts';
import { evenFrames, withFace, type FrameWithFace, type MeasuredFrame } from './frame.ts';

export interface PersonOverFrames {
  /** The frame whose face is least like the first ones', with the distance of the two. */
  readonly least: { readonly frame: FrameWithFace; readonly distance: number };
  /** How many faces were compared. */
  readonly compared: number;
  /** A frame with more faces than one; `null` where there is none. */
  readonly several: MeasuredFrame | null;
  /** The share without a face of the frames that are taken however much moves. */
  readonly lostShare: number;
}

/** Every compared face against the first; `null` where fewer than two were compared. */
export function personOver(frames: readonly MeasuredFrame[]): PersonOverFrames | null {
  const compared = withFace(frames).flatMap((frame) =>
    frame.face.embedding === null ? [] : [{ frame, embedding: frame.face.embedding }],
  );
  const [reference, ...others] = compared;
  if (reference === undefined || others.length === 0) return null;
  const distances = others.map(({ frame, embedding }) => ({
    frame,
    distance: euclideanDistance(reference.embedding, embedding),
  }));
  const even = evenFrames(frames);
  return {
    least: distances.reduce((most, other) => (other.distance > most.distance ? other : most)),
    compared: compared.length,
    several: frames.find(({ faceCount }) => faceCount > 1) ?? null,
    lostShare: even.filter(({ face }) => face === null).length / even.length,
  };
}
