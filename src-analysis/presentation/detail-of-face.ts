import type { Point } from '#shared/domain/geometry.ts';
import { meanPoint } from '../faces/face-template.ts';
import type { GrayRaster } from '../image/raster.ts';

/** Side of the blocks whose finest detail is measured, in pixels of the picture: as JPEG's, so that none has more block edges than another. */
const blockPx = 8;
/** Fewer blocks of skin than this say nothing; reached by a face about 130 px wide. */
const leastBlocks = 20;
/** The calm blocks of a region show what the camera adds everywhere, its grain; the others show hair, brows and wrinkles. */
const calmShare = 0.2;
/** Of a gray level: what rounding and JPEG leave where there is nothing. */
const floor = 0.2;

/**
 * How much more of the finest detail there is right around the inner face than in it: log2 of the ratio of the calmest blocks of forehead or neck,
 * whichever has less, to those of the cheeks. Grain of one camera and one compression lies evenly over a face: about 0. A face that was
 * generated, taken from a smaller picture or smoothed, and put in, lacks it: 1 is half of it. `null` where too little skin is seen.
 *
 * @param landmarksPx the 68 points of `Face`
 */
export function measureDetailAround(gray: GrayRaster, landmarksPx: readonly Point[]): number | null {
  const [left, right, chin] = [landmarksPx[0], landmarksPx[16], landmarksPx[8]];
  if (left === undefined || right === undefined || chin === undefined) return null;
  const brows = meanPoint(landmarksPx.slice(17, 27));
  const width = Math.hypot(right.x - left.x, right.y - left.y);
  const height = Math.hypot(chin.x - brows.x, chin.y - brows.y);
  /** A place by shares of the face: across from the middle, and down from the brows (0) to the chin (1). */
  const blocksAt = (across: number, down: number, wide: number, high: number): readonly number[] =>
    detailsIn(
      gray,
      {
        x: brows.x + across * (right.x - left.x) + down * (chin.x - brows.x),
        y: brows.y + across * (right.y - left.y) + down * (chin.y - brows.y),
      },
      wide * width,
      high * height,
    );
  const forehead = blocksAt(0, -0.33, 0.55, 0.3);
  const neck = blocksAt(0, 1.22, 0.4, 0.22);
  const cheeks = [...blocksAt(-0.24, 0.5, 0.22, 0.28), ...blocksAt(0.24, 0.5, 0.22, 0.28)];
  if (forehead.length < leastBlocks || cheeks.length < leastBlocks) return null;
  const around = Math.min(calmest(forehead), neck.length < leastBlocks ? Infinity : calmest(neck));
  return Math.log2((around + floor) / (calmest(cheeks) + floor));
}

function calmest(details: readonly number[]): number {
  return details.toSorted((a, b) => a - b)[Math.floor(calmShare * details.length)] ?? 0;
}

/** Of each block within a rectangle: the mean size of the diagonal difference of Haar, in gray levels. */
function detailsIn(
  { width, height, data }: GrayRaster,
  center: Point,
  wide: number,
  high: number,
): readonly number[] {
  const details: number[] = [];
  const [fromX, toX] = [
    Math.max(0, Math.round(center.x - wide / 2)),
    Math.min(width - 1, center.x + wide / 2),
  ];
  const [fromY, toY] = [
    Math.max(0, Math.round(center.y - high / 2)),
    Math.min(height - 1, center.y + high / 2),
  ];
  for (let y = fromY; y + blockPx < toY; y += blockPx)
    for (let x = fromX; x + blockPx < toX; x += blockPx) {
      let sum = 0;
      for (let row = y; row < y + blockPx; row += 1)
        for (let at = row * width + x, end = at + blockPx; at < end; at += 1)
          sum += Math.abs(
            (data[at] ?? 0) - (data[at + 1] ?? 0) - (data[at + width] ?? 0) + (data[at + width + 1] ?? 0),
          );
      details.push(sum / (blockPx * blockPx));
    }
  return details;
}
