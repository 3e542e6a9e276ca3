import type { Point } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { fitSimilarity, warpSimilarity } from '../image/warp.ts';
import { dlibFivePoints, placeTemplatePoint, pointAt } from './face-template.ts';

/** The side of the aligned crop in pixels: what the recognition net takes. */
export const alignedSidePx = 150;
const padding = 0.25; // dlib's get_face_chip_details

/** The face upright and size-normalized by its eye corners and the base of its nose, as dlib's recognition net was trained. */
export function alignFace(image: RgbRaster, landmarksPx: readonly Point[]): RgbRaster {
  const targets = dlibFivePoints.map(({ point }) => {
    const { x, y } = placeTemplatePoint(point, padding, alignedSidePx);
    return { x: x + 0.5, y: y + 0.5 }; // dlib counts from the first pixel's center, our warps from its corner
  });
  const sources = dlibFivePoints.map(({ index }) => pointAt(landmarksPx, index));
  return warpSimilarity(image, fitSimilarity(targets, sources), alignedSidePx, alignedSidePx);
}
