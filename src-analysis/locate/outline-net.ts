import type { Point } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { resize } from '../image/resize.ts';
import type { Net } from '../models/pool.ts';

/** What the outline net marks in a picture, in cells of about a hundredth of its long side. */
export interface OutlineMaps {
  readonly width: number;
  readonly height: number;
  /** Pixels of the picture per cell, across and down. */
  readonly cellPx: Point;
  /** Probability that the cell is covered by a document, fingers on it included; row by row. */
  readonly inside: Float32Array;
  /** That a document's side runs through the cell. */
  readonly side: Float32Array;
}

/** `models/training/locate/targets.py` says the same. */
const inputLongSidePx = 224;
const inputStepPx = 32;
const cellsPerInputPx = 1 / 2;

/**
 * Marks the documents of a picture by `models/own/document-outline.onnx`: input `image` [n, 3, H, W], RGB 0 to 255, the long side
 * 224 and the other the nearest multiple of 32; output `marks` [n, 2, H / 2, W / 2], probabilities. The picture goes in as it is, mirrored
 * across, down and both, and the mean of the four answers counts.
 */
export async function markDocuments(image: RgbRaster, net: Pick<Net, 'run'>): Promise<OutlineMaps> {
  const scale = inputLongSidePx / Math.max(image.width, image.height);
  const sideOf = (side: number): number =>
    Math.max(inputStepPx, Math.round((side * scale) / inputStepPx) * inputStepPx);
  const [inputWidth, inputHeight] = [sideOf(image.width), sideOf(image.height)];
  const small = resize(image, inputWidth, inputHeight);
  const plane = inputWidth * inputHeight;
  const data = new Float32Array(mirrorings.length * 3 * plane);
  for (const [n, { across, down }] of mirrorings.entries())
    for (let c = 0; c < 3; c += 1)
      writePlane(
        small.data,
        c,
        inputWidth,
        across,
        down,
        data.subarray((3 * n + c) * plane, (3 * n + c + 1) * plane),
      );
  const { marks } = await net.run({ image: { data, dims: [mirrorings.length, 3, inputHeight, inputWidth] } });
  const [width, height] = [inputWidth * cellsPerInputPx, inputHeight * cellsPerInputPx];
  if (marks?.data.length !== mirrorings.length * 2 * width * height) {
    throw new TypeError('the net for outlines answers in another shape than it was trained for');
  }
  const cells = width * height;
  const [inside, side] = [new Float32Array(cells), new Float32Array(cells)];
  for (const [n, { across, down }] of mirrorings.entries())
    for (const [map, sum] of [inside, side].entries())
      addMap(
        marks.data.subarray((2 * n + map) * cells, (2 * n + map + 1) * cells),
        width,
        across,
        down,
        1 / mirrorings.length,
        sum,
      );
  return { width, height, cellPx: { x: image.width / width, y: image.height / height }, inside, side };
}

// The loops over pixels are functions of arrays and numbers only: with objects in them V8 compiles them anew for every picture, since the
// shapes of these are forgotten between analyses.

/** One color of a picture, RGB by pixels, mirrored. */
function writePlane(
  from: Uint8Array,
  color: number,
  width: number,
  across: boolean,
  down: boolean,
  to: Float32Array,
): void {
  const height = to.length / width;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      to[y * width + x] = from[3 * placeOf(x, y, width, height, across, down) + color] ?? 0;
}

/** Adds a share of what the net says of a mirrored picture where it is on the picture. */
function addMap(
  from: Float32Array,
  width: number,
  across: boolean,
  down: boolean,
  share: number,
  sum: Float32Array,
): void {
  const height = sum.length / width;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = placeOf(x, y, width, height, across, down);
      sum[at] = (sum[at] ?? 0) + (from[y * width + x] ?? 0) * share;
    }
  }
}

const mirrorings: readonly { readonly across: boolean; readonly down: boolean }[] = [
  { across: false, down: false },
  { across: true, down: false },
  { across: false, down: true },
  { across: true, down: true },
];

function placeOf(
  x: number,
  y: number,
  width: number,
  height: number,
  across: boolean,
  down: boolean,
): number {
  return (down ? height - 1 - y : y) * width + (across ? width - 1 - x : x);
}

/** The value of a map at a point of the picture, between cells; of what lies outside the picture, that of its border. */
export function sampleMap(
  { width, height, cellPx }: Pick<OutlineMaps, 'width' | 'height' | 'cellPx'>,
  map: Float32Array,
  { x, y }: Point,
): number {
  const cx = Math.min(width - 1, Math.max(0, x / cellPx.x - 0.5));
  const cy = Math.min(height - 1, Math.max(0, y / cellPx.y - 0.5));
  const [left, top] = [Math.floor(cx), Math.floor(cy)];
  const [right, below] = [Math.min(width - 1, left + 1), Math.min(height - 1, top + 1)];
  const [fx, fy] = [cx - left, cy - top];
  const at = (column: number, row: number): number => map[row * width + column] ?? 0;
  return (
    (1 - fy) * ((1 - fx) * at(left, top) + fx * at(right, top)) +
    fy * ((1 - fx) * at(left, below) + fx * at(right, below))
  );
}
