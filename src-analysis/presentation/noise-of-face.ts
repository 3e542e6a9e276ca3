import type { Point, Rect } from '#shared/domain/geometry.ts';
import { meanPoint } from '../faces/face-template.ts';
import type { GrayRaster } from '../image/raster.ts';

/** How the grain of the face differs from that of skin beside it: log2 of its size there over that in the face, for coarse, middle and fine grain. */
export interface NoiseDifference {
  readonly place: 'forehead' | 'neck';
  readonly regionPx: Rect;
  readonly coarse: number;
  readonly middle: number;
  readonly fine: number;
  /** How many blocks are behind it, as the weight that all bins have together. */
  readonly weight: number;
}

export type NoiseOfFace =
  | { readonly ok: true; readonly differences: readonly NoiseDifference[] }
  | { readonly ok: false; readonly reason: 'skin-too-small' | 'skin-unlike' | 'grain-lost' };

/** Side of the blocks, in pixels of the picture, on the grid of its JPEG: what the quantization does is then the same in all of them. */
const blockPx = 8;
/** More blocks of one place cost time and tell no more. */
const mostBlocks = 600;
const leastBlocks = 16;
/** Grain of clipped pixels is cut off. */
const clipped = { dark: 6, light: 250 };
/** Blocks are compared with those of about the same brightness, since shot noise and tone curves go with it, … */
const levelsPerBin = 24;
const brightnessBins = Math.ceil(256 / levelsPerBin);
/** … and about as calm, by octaves of what is coarser than all that is compared: texture is no grain. Octaves from this one on show hair and folds. */
const calmBins = 5;
const bins = brightnessBins * calmBins;
/** Count, then the sums of coarse, middle and fine. */
const perBin = 4;
/** Bins with fewer blocks on either side say nothing. */
const leastInBin = 2;
/** Weight that all bins must have together: of a bin with n and m blocks n · m / (n + m). */
const leastWeight = 4;

/** Of the coarse band on the side that has more, in octaves over its floor: below it compression has left nothing on either. */
const leastLevel = 0.3;

/** A place on a face by shares of it: across from the middle in widths of the jaw, and down from the brows (0) to the chin (1). */
interface Place {
  readonly across: readonly [number, number];
  readonly down: readonly [number, number];
}
const cheeks: readonly Place[] = [
  { across: [-0.36, -0.08], down: [0.28, 0.78] },
  { across: [0.08, 0.36], down: [0.28, 0.78] },
];
const around: Readonly<Record<NoiseDifference['place'], Place>> = {
  forehead: { across: [-0.3, 0.3], down: [-0.5, -0.15] },
  neck: { across: [-0.22, 0.22], down: [1.1, 1.4] },
};

/**
 * Compares the grain of the cheeks with that of forehead and neck: in blocks of the same brightness and about as calm, three bands of their cosine
 * transform. One camera and one JPEG leave the same in all of them; a face that was scaled, turned, generated or taken by another camera and
 * put in brings another spectrum, weaker or stronger.
 *
 * @param landmarksPx the 68 points of `Face`
 */
export function compareNoiseAround(gray: GrayRaster, landmarksPx: readonly Point[]): NoiseOfFace {
  const axes = axesOf(landmarksPx);
  if (axes === null) return { ok: false, reason: 'skin-too-small' };
  const inFace = new Float64Array(bins * perBin);
  let blocks = 0;
  for (const place of cheeks) blocks += addBlocks(gray, axes, place, inFace);
  if (blocks < leastBlocks) return { ok: false, reason: 'skin-too-small' };
  const differences: NoiseDifference[] = [];
  let reason: 'skin-too-small' | 'skin-unlike' | 'grain-lost' = 'skin-too-small';
  for (const place of ['forehead', 'neck'] as const) {
    const beside = new Float64Array(bins * perBin);
    if (addBlocks(gray, axes, around[place], beside) < leastBlocks) continue;
    const difference = differenceOf(inFace, beside);
    reason = difference === null ? 'skin-unlike' : 'grain-lost';
    if (difference === null || difference.level < leastLevel) continue;
    const { coarse, middle, fine, weight } = difference;
    differences.push({ place, regionPx: boundsOfPlace(axes, around[place]), coarse, middle, fine, weight });
  }
  return differences.length === 0 ? { ok: false, reason } : { ok: true, differences };
}

interface FaceAxes {
  readonly brows: Point;
  readonly right: Point;
  readonly down: Point;
}

function axesOf(landmarksPx: readonly Point[]): FaceAxes | null {
  const [left, right, chin] = [landmarksPx[0], landmarksPx[16], landmarksPx[8]];
  if (left === undefined || right === undefined || chin === undefined) return null;
  const brows = meanPoint(landmarksPx.slice(17, 27));
  return {
    brows,
    right: { x: right.x - left.x, y: right.y - left.y },
    down: { x: chin.x - brows.x, y: chin.y - brows.y },
  };
}

function boundsOfPlace({ brows, right, down }: FaceAxes, place: Place): Rect {
  const xs: number[] = [];
  const ys: number[] = [];
  for (const across of place.across)
    for (const along of place.down) {
      xs.push(brows.x + across * right.x + along * down.x);
      ys.push(brows.y + across * right.y + along * down.y);
    }
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** Adds the blocks of a place to the bins; returns how many there were. */
function addBlocks(gray: GrayRaster, axes: FaceAxes, place: Place, sums: Float64Array): number {
  const { width, height, data } = gray;
  const { brows, right, down } = axes;
  const bounds = boundsOfPlace(axes, place);
  const determinant = right.x * down.y - right.y * down.x;
  const every = Math.max(
    1,
    Math.ceil(Math.sqrt((bounds.width * bounds.height) / (blockPx * blockPx * mostBlocks))),
  );
  const stepPx = every * blockPx;
  const fromX = Math.max(0, Math.ceil(bounds.x / blockPx) * blockPx);
  const fromY = Math.max(0, Math.ceil(bounds.y / blockPx) * blockPx);
  const toX = Math.min(width, bounds.x + bounds.width) - blockPx;
  const toY = Math.min(height, bounds.y + bounds.height) - blockPx;
  let count = 0;
  for (let y = fromY; y <= toY; y += stepPx)
    for (let x = fromX; x <= toX; x += stepPx) {
      const dx = x + blockPx / 2 - brows.x;
      const dy = y + blockPx / 2 - brows.y;
      const across = (dx * down.y - dy * down.x) / determinant;
      const along = (dy * right.x - dx * right.y) / determinant;
      if (across < place.across[0] || across > place.across[1]) continue;
      if (along < place.down[0] || along > place.down[1]) continue;
      count += addBlock(data, y * width + x, width, sums);
    }
  return count;
}

/** The first eight cosines of a row of eight pixels (type II, orthonormal). */
const cosines = Float64Array.from(
  { length: blockPx * blockPx },
  (_, i) =>
    (i < blockPx ? Math.SQRT1_2 : 1) *
    0.5 *
    Math.cos(((2 * (i % blockPx) + 1) * Math.floor(i / blockPx) * Math.PI) / (2 * blockPx)),
);
const rows = new Float64Array(blockPx * blockPx);
const energies = new Float64Array(perBin);
/** Which of the energies a sum of the two frequencies belongs to: what is coarser than grain (0), coarse, middle and fine grain; -1 is the finest, which JPEG wipes out. */
const bandOf = Int8Array.of(-1, 0, 0, 1, 1, 2, 2, 3, 3, 3, -1, -1, -1, -1, -1);
/** How many coefficients each band has. */
const bandSizes = Float64Array.from(
  { length: perBin },
  (_, band) =>
    Array.from({ length: blockPx * blockPx }).filter(
      (__, i) => bandOf[Math.floor(i / blockPx) + (i % blockPx)] === band,
    ).length,
);
/** Of a gray level, added before the logarithm: what rounding leaves where there is nothing. */
const floors = Float64Array.of(2, 1, 0.5, 0.4);

/** Measures one block and adds it to its bin; 1 where it counts, 0 where it is clipped or shows more than skin. */
function addBlock(data: Uint8Array, at: number, width: number, sums: Float64Array): number {
  let sum = 0;
  for (let y = 0; y < blockPx; y += 1) {
    const from = at + y * width;
    for (let x = 0; x < blockPx; x += 1) {
      const value = data[from + x] ?? 0;
      if (value <= clipped.dark || value >= clipped.light) return 0;
      sum += value;
    }
    for (let u = 0; u < blockPx; u += 1) {
      let total = 0;
      for (let x = 0; x < blockPx; x += 1) total += (cosines[u * blockPx + x] ?? 0) * (data[from + x] ?? 0);
      rows[y * blockPx + u] = total;
    }
  }
  energies.fill(0);
  for (let v = 0; v < blockPx; v += 1)
    for (let u = 0; u < blockPx; u += 1) {
      const band = bandOf[u + v] ?? -1;
      if (band < 0) continue;
      let total = 0;
      for (let y = 0; y < blockPx; y += 1)
        total += (cosines[v * blockPx + y] ?? 0) * (rows[y * blockPx + u] ?? 0);
      energies[band] = (energies[band] ?? 0) + total * total;
    }
  const calm = Math.floor(logOf(0)) - 1;
  if (calm >= calmBins) return 0;
  const bin = (Math.floor(sum / (blockPx * blockPx * levelsPerBin)) * calmBins + calm) * perBin;
  sums[bin] = (sums[bin] ?? 0) + 1;
  for (let band = 1; band < perBin; band += 1) sums[bin + band] = (sums[bin + band] ?? 0) + logOf(band);
  return 1;
}

const logOf = (band: number): number =>
  Math.log2(Math.sqrt((energies[band] ?? 0) / (bandSizes[band] ?? 1)) + (floors[band] ?? 1));

/** Coarse, middle and fine: the weighted mean over the bins that both have. */
function differenceOf(
  inFace: Float64Array,
  beside: Float64Array,
): (Pick<NoiseDifference, 'coarse' | 'middle' | 'fine' | 'weight'> & { readonly level: number }) | null {
  let weights = 0;
  let [coarse, middle, fine, level] = [0, 0, 0, 0];
  for (let bin = 0; bin < inFace.length; bin += perBin) {
    const n = inFace[bin] ?? 0;
    const m = beside[bin] ?? 0;
    if (n < leastInBin || m < leastInBin) continue;
    // Calm blocks show the grain best.
    const octave = (bin / perBin) % calmBins;
    const weight = ((n * m) / (n + m)) * 2 ** -Math.max(0, octave - 1);
    weights += weight;
    level += weight * Math.max((beside[bin + 1] ?? 0) / m, (inFace[bin + 1] ?? 0) / n);
    coarse += weight * ((beside[bin + 1] ?? 0) / m - (inFace[bin + 1] ?? 0) / n);
    middle += weight * ((beside[bin + 2] ?? 0) / m - (inFace[bin + 2] ?? 0) / n);
    fine += weight * ((beside[bin + 3] ?? 0) / m - (inFace[bin + 3] ?? 0) / n);
  }
  return weights < leastWeight
    ? null
    : {
        coarse: coarse / weights,
        middle: middle / weights,
        fine: fine / weights,
        weight: weights,
        level: level / weights,
      };
}
