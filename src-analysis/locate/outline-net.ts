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
const inputLongSidePx = 160;
const inputStepPx = 32;
const cellsPerInputPx = 1 / 2;

/**
 * Marks the documents of a picture by `models/own/document-outline.onnx`: input `image` [1, 3, H, W], RGB 0 to 255, the long side
 * 160 and the other the nearest multiple of 32; output `marks` [1, 2, H / 2, W / 2], probabilities.
 */
export async function markDocuments(image: RgbRaster, net: Pick<Net, 'run'>): Promise<OutlineMaps> {
  const scale = inputLongSidePx / Math.max(image.width, image.height);
  const sideOf = (side: number): number =>
    Math.max(inputStepPx, Math.round((side * scale) / inputStepPx) * inputStepPx);
  const [inputWidth, inputHeight] = [sideOf(image.width), sideOf(image.height)];
  const small = resize(image, inputWidth, inputHeight);
  const size = inputWidth * inputHeight;
  const data = new Float32Array(3 * size);
  for (let at = 0; at < size; at += 1) {
    for (let c = 0; c < 3; c += 1) data[c * size + at] = small.data[3 * at + c] ?? 0;
  }
  const { marks } = await net.run({ image: { data, dims: [1, 3, inputHeight, inputWidth] } });
  const [width, height] = [inputWidth * cellsPerInputPx, inputHeight * cellsPerInputPx];
  if (marks?.data.length !== 2 * width * height) {
    throw new TypeError('the net for outlines answers in another shape than it was trained for');
  }
  return {
    width,
    height,
    cellPx: { x: image.width / width, y: image.height / height },
    inside: marks.data.subarray(0, width * height),
    side: marks.data.subarray(width * height),
  };
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
