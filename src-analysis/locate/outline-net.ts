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
  const data = new Float32Array(mirrorings.length * 3 * inputWidth * inputHeight);
  let to = 0;
  for (const mirroring of mirrorings) {
    for (let c = 0; c < 3; c += 1) {
      for (let y = 0; y < inputHeight; y += 1) {
        for (let x = 0; x < inputWidth; x += 1, to += 1) {
          data[to] = small.data[3 * placeOf(x, y, inputWidth, inputHeight, mirroring) + c] ?? 0;
        }
      }
    }
  }
  const { marks } = await net.run({ image: { data, dims: [mirrorings.length, 3, inputHeight, inputWidth] } });
  const [width, height] = [inputWidth * cellsPerInputPx, inputHeight * cellsPerInputPx];
  if (marks?.data.length !== mirrorings.length * 2 * width * height) {
    throw new TypeError('the net for outlines answers in another shape than it was trained for');
  }
  const mean = new Float32Array(2 * width * height);
  let from = 0;
  for (const mirroring of mirrorings) {
    for (let map = 0; map < 2; map += 1) {
      for (let y = 0; y < height; y += 1) {
        for (let x = 0; x < width; x += 1, from += 1) {
          const at = map * width * height + placeOf(x, y, width, height, mirroring);
          mean[at] = (mean[at] ?? 0) + (marks.data[from] ?? 0) / mirrorings.length;
        }
      }
    }
  }
  return {
    width,
    height,
    cellPx: { x: image.width / width, y: image.height / height },
    inside: mean.subarray(0, width * height),
    side: mean.subarray(width * height),
  };
}

interface Mirroring {
  readonly across: boolean;
  readonly down: boolean;
}

const mirrorings: readonly Mirroring[] = [
  { across: false, down: false },
  { across: true, down: false },
  { across: false, down: true },
  { across: true, down: true },
];

function placeOf(x: number, y: number, width: number, height: number, { across, down }: Mirroring): number {
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
