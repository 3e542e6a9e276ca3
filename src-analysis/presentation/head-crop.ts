import { boundsOf, type Point, type Rect } from '#shared/domain/geometry.ts';
import { crop } from '../image/crop.ts';
import type { RgbRaster } from '../image/raster.ts';
import { resize } from '../image/resize.ts';

/** Side of what the net for heads was trained on, in pixels. */
export const headPx = 128;
/** Of the larger side of the landmarks' bounds (brows to chin, jaw to jaw): with hair, neck and a little of what is beside the head. */
const reach = 2.4;
/** The landmarks end at the brows, the head does not: the square is moved up by so much of the same side. */
const raise = 0.12;
/** What lies beyond the picture is middle gray, in training as here. */
const beyond = 128;
/** With fewer pixels from brows to chin or from jaw to jaw no rim of an opening is seen. */
const leastFacePx = 60;
/** With less of the square in the picture nothing of the head's surroundings is seen. */
const leastShare = 0.55;

/** The square of a picture, in its pixels and not clipped to it, that shows a head with what is right around it. */
export function headSquare(landmarksPx: readonly Point[]): Rect {
  const { x, y, width, height } = boundsOf(landmarksPx);
  const size = Math.max(width, height);
  const side = reach * size;
  return {
    x: x + width / 2 - side / 2,
    y: y + height / 2 - raise * size - side / 2,
    width: side,
    height: side,
  };
}

/**
 * The head with its surroundings as the net takes it, {@link headPx} pixels square; `null` where the face is too small, or too little around it is in
 * the picture.
 *
 * @param landmarksPx the 68 points of `Face`
 */
export function cropHead(image: RgbRaster, landmarksPx: readonly Point[]): RgbRaster | null {
  if (landmarksPx.length === 0) return null;
  const square = headSquare(landmarksPx);
  const { x, y, width: side } = square;
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [right, bottom] = [Math.min(image.width, x + side), Math.min(image.height, y + side)];
  if (side < reach * leastFacePx || right <= left || bottom <= top) return null;
  if ((right - left) * (bottom - top) < leastShare * side * side) return null;
  const part = crop(image, { x: left, y: top, width: right - left, height: bottom - top });
  const scale = headPx / side;
  const [x0, y0] = [Math.round((left - x) * scale), Math.round((top - y) * scale)];
  const width = Math.max(1, Math.min(headPx - x0, Math.round((right - left) * scale)));
  const height = Math.max(1, Math.min(headPx - y0, Math.round((bottom - top) * scale)));
  return inGray(resize(part, width, height), x0, y0);
}

/** The part of a picture that there is, at its place in a square that is gray elsewhere. */
export function inGray({ width, height, data }: RgbRaster, x: number, y: number): RgbRaster {
  const out = new Uint8Array(headPx * headPx * 3).fill(beyond);
  for (let row = 0; row < height; row += 1)
    out.set(data.subarray(row * width * 3, (row + 1) * width * 3), ((y + row) * headPx + x) * 3);
  return { width: headPx, height: headPx, channels: 3, data: out };
}
