import type { Point, Rect } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { mustGetNet, type ModelPool } from '../models/pool.ts';
import { alignFace } from './align.ts';
import { detectFaces } from './detect-faces.ts';
import { embedFace } from './embed.ts';
import { lookAtParts } from './face-parts.ts';
import { measureFaceQuality } from './face-quality.ts';
import type { FaceQuality } from './face.ts';
import { findLandmarks } from './landmarks.ts';

/** A face of one frame of many: what movements are told from, and no more. */
export interface FrameFace {
  readonly boxPx: Rect;
  readonly landmarksPx: readonly Point[];
  readonly quality: FaceQuality;
  /** Compared by euclidean distance; `null` where it was not asked for. */
  readonly embedding: Float32Array | null;
}

export interface FrameFaces {
  /** The most prominent; `null` where there is none, or none whose landmarks settle. */
  readonly face: FrameFace | null;
  /** Eye distances (by the detector's boxes) of all that were detected, the face's own among them, in pixels. */
  readonly sizesPx: readonly number[];
}

export interface FindFrameFacesOptions {
  readonly signal?: AbortSignal;
  /** Whether the face is to be compared: the dearest of the nets after the detector. */
  readonly withEmbedding: boolean;
}

/** The mean over upright faces of the distance of their eyes as a share of the detector's box. */
const eyesOfBox = 0.375;
const mostFaces = 4;

/**
 * The most prominent face of a frame from a camera, which is upright: looked for once, without margins and turned copies, and neither aged nor
 * told to be a woman's or a man's. Rejects like `findFaces`.
 */
export async function findFrameFaces(
  image: RgbRaster,
  deps: { readonly pool: ModelPool },
  { signal, withEmbedding }: FindFrameFacesOptions,
): Promise<FrameFaces> {
  signal?.throwIfAborted();
  const [landmarkNet, recognitionNet, partsNet] = await Promise.all([
    mustGetNet(deps.pool, 'face-landmark-68'),
    mustGetNet(deps.pool, 'face-recognition'),
    mustGetNet(deps.pool, 'face-parts'),
  ]);
  const detections = await detectFaces(image, deps, {
    maxFaces: mostFaces,
    quarterTurns: 0,
    isExpected: false,
    ...(signal === undefined ? {} : { signal }),
  });
  const sizesPx = detections.map(({ boxPx }) => eyesOfBox * boxPx.width);
  const [detection] = detections;
  if (detection === undefined) return { face: null, sizesPx };
  signal?.throwIfAborted();
  const { points, isSettled } = await findLandmarks(landmarkNet, image, detection, { isUpright: true });
  if (!isSettled) return { face: null, sizesPx };
  const aligned = alignFace(image, points);
  return {
    face: {
      boxPx: detection.boxPx,
      landmarksPx: points,
      quality: { ...measureFaceQuality(aligned, points), ...(await lookAtParts(partsNet, aligned)) },
      embedding: withEmbedding ? await embedFace(recognitionNet, aligned) : null,
    },
    sizesPx,
  };
}
