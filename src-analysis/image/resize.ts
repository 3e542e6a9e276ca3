import type { Rect } from '#shared/domain/geometry.ts';
import type { Raster } from './raster.ts';

/**
 * The image at another size: by area averaging where it shrinks (no aliasing, whatever the factor), by bilinear
 * interpolation where it grows; each axis on its own. Pixel centers are at half-integers.
 */
export function resize<Channels extends 1 | 3>(
  image: Raster<Channels>,
  width: number,
  height: number,
): Raster<Channels> {
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) {
    throw new RangeError(`cannot resize to ${String(width)} x ${String(height)}`);
  }
  if (width === image.width && height === image.height) return image;
  // Most of a strong shrinking is done by whole pixels, several times faster, the rest by exact areas.
  const factor = Math.max(1, Math.floor(Math.min(image.width / width, image.height / height)));
  const source = factor >= 2 ? shrinkByInteger(image, factor) : image;
  const done = image.width === width * factor && image.height === height * factor;
  return done ? source : resizeByAxes(source, width, height, image.width / factor, image.height / factor);
}

/**
 * The whole image, or the part `rectPx` of it in whole pixels, at one `factor`-th of its size: each pixel the mean of a square.
 * Squares cut by the right or bottom edge are the mean of what there is.
 */
export function shrinkByInteger<Channels extends 1 | 3>(
  image: Raster<Channels>,
  factor: number,
  rectPx: Rect = { x: 0, y: 0, width: image.width, height: image.height },
): Raster<Channels> {
  const { channels, data } = image;
  const width = Math.ceil(rectPx.width / factor);
  const height = Math.ceil(rectPx.height / factor);
  if (factor === 2 && rectPx.width % 2 === 0 && rectPx.height % 2 === 0) {
    return { width, height, channels, data: halved(image, rectPx, width, height) };
  }
  const out = new Uint8Array(width * height * channels);
  const sums = new Uint32Array(width * channels);
  const wholeColumns = Math.floor(rectPx.width / factor);
  const columnsLeft = rectPx.width - wholeColumns * factor;
  for (let y = 0, to = 0; y < height; y += 1) {
    sums.fill(0);
    const firstRow = rectPx.y + y * factor;
    const rows = Math.min(factor, rectPx.y + rectPx.height - firstRow);
    for (let row = firstRow; row < firstRow + rows; row += 1) {
      const from = (row * image.width + rectPx.x) * channels;
      if (channels === 1) addGrayRow(data, from, factor, wholeColumns, sums);
      else addColorRow(data, from, factor, wholeColumns, sums);
      for (let at = from + wholeColumns * factor * channels, c = 0; c < columnsLeft * channels; c += 1) {
        const sum = wholeColumns * channels + (c % channels);
        sums[sum] = (sums[sum] ?? 0) + (data[at + c] ?? 0);
      }
    }
    const share = 1 / (rows * factor);
    const whole = wholeColumns * channels;
    for (let at = 0; at < whole; at += 1, to += 1) out[to] = (sums[at] ?? 0) * share + 0.5;
    for (let at = whole; at < sums.length; at += 1, to += 1)
      out[to] = (sums[at] ?? 0) / (rows * columnsLeft) + 0.5;
  }
  return { width, height, channels, data: out };
}

function addGrayRow(
  data: Uint8Array,
  start: number,
  factor: number,
  columns: number,
  sums: Uint32Array,
): void {
  for (let column = 0, from = start; column < columns; column += 1) {
    let sum = sums[column] ?? 0;
    for (const end = from + factor; from < end; from += 1) sum += data[from] ?? 0;
    sums[column] = sum;
  }
}

function addColorRow(
  data: Uint8Array,
  start: number,
  factor: number,
  columns: number,
  sums: Uint32Array,
): void {
  for (let column = 0, from = start, to = 0; column < columns; column += 1, to += 3) {
    let red = sums[to] ?? 0;
    let green = sums[to + 1] ?? 0;
    let blue = sums[to + 2] ?? 0;
    for (const end = from + 3 * factor; from < end; from += 3) {
      red += data[from] ?? 0;
      green += data[from + 1] ?? 0;
      blue += data[from + 2] ?? 0;
    }
    sums[to] = red;
    sums[to + 1] = green;
    sums[to + 2] = blue;
  }
}

/** The usual factor, written for speed: every pixel the mean of exactly four. */
function halved(
  { width: sourceWidth, channels, data }: Raster,
  rectPx: Rect,
  width: number,
  height: number,
): Uint8Array {
  const rowLength = width * channels;
  const out = new Uint8Array(rowLength * height);
  const rowStep = sourceWidth * channels;
  for (let y = 0, to = 0; y < height; y += 1) {
    let from = ((rectPx.y + 2 * y) * sourceWidth + rectPx.x) * channels;
    let below = from + rowStep;
    if (channels === 1) {
      for (const end = to + rowLength; to < end; to += 1, from += 2, below += 2) {
        out[to] =
          ((data[from] ?? 0) + (data[from + 1] ?? 0) + (data[below] ?? 0) + (data[below + 1] ?? 0) + 2) >> 2;
      }
    } else {
      for (const end = to + rowLength; to < end; to += 3, from += 6, below += 6) {
        out[to] =
          ((data[from] ?? 0) + (data[from + 3] ?? 0) + (data[below] ?? 0) + (data[below + 3] ?? 0) + 2) >> 2;
        out[to + 1] =
          ((data[from + 1] ?? 0) +
            (data[from + 4] ?? 0) +
            (data[below + 1] ?? 0) +
            (data[below + 4] ?? 0) +
            2) >>
          2;
        out[to + 2] =
          ((data[from + 2] ?? 0) +
            (data[from + 5] ?? 0) +
            (data[below + 2] ?? 0) +
            (data[below + 5] ?? 0) +
            2) >>
          2;
      }
    }
  }
  return out;
}

/** `sourceWidth` and `sourceHeight` are the extents of the image in its own pixels: the last column may be a part of one. */
function resizeByAxes<Channels extends 1 | 3>(
  image: Raster<Channels>,
  width: number,
  height: number,
  sourceWidth: number,
  sourceHeight: number,
): Raster<Channels> {
  const { channels } = image;
  const columns = axisWeights(image.width, sourceWidth, width);
  const rows = axisWeights(image.height, sourceHeight, height);
  const rowLength = width * channels;
  const out = new Uint8Array(rowLength * height);
  // Rows are narrowed once, when first needed, and the last few kept: an output row reads consecutive input rows.
  const kept = new Map<number, Float32Array>();
  const sum = new Float32Array(rowLength);
  for (let y = 0; y < height; y += 1) {
    const first = rows.first[y] ?? 0;
    const count = rows.count[y] ?? 0;
    const at = rows.offset[y] ?? 0;
    for (const row of kept.keys()) if (row < first) kept.delete(row);
    sum.fill(0.5);
    for (let k = 0; k < count; k += 1) {
      let narrowed = kept.get(first + k);
      if (narrowed === undefined) {
        narrowed = narrowRow(image, first + k, columns, width);
        kept.set(first + k, narrowed);
      }
      const weight = rows.weights[at + k] ?? 0;
      for (let i = 0; i < rowLength; i += 1) sum[i] = (sum[i] ?? 0) + weight * (narrowed[i] ?? 0);
    }
    out.set(sum, y * rowLength); // the assignment truncates, hence the 0.5
  }
  return { width, height, channels, data: out };
}

/** Shrunk so that its long side is at most `longSidePx`, and by what to multiply its coordinates to get the image's. */
export function shrinkToFit<Channels extends 1 | 3>(
  image: Raster<Channels>,
  longSidePx: number,
): { image: Raster<Channels>; toOriginal: number } {
  const longSide = Math.max(image.width, image.height);
  if (longSide <= longSidePx) return { image, toOriginal: 1 };
  const toOriginal = longSide / longSidePx;
  const width = Math.max(1, Math.round(image.width / toOriginal));
  const height = Math.max(1, Math.round(image.height / toOriginal));
  return { image: resize(image, width, height), toOriginal };
}

interface AxisWeights {
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly offset: Int32Array;
  readonly weights: Float32Array;
}

function axisWeights(from: number, extent: number, to: number): AxisWeights {
  const scale = extent / to;
  const taps = Math.max(2, Math.ceil(scale) + 1);
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const offset = new Int32Array(to);
  const weights = new Float32Array(to * taps);
  for (let i = 0; i < to; i += 1) {
    offset[i] = i * taps;
    if (scale > 1) {
      const [start, end] = [i * scale, Math.min(extent, (i + 1) * scale)];
      const begin = Math.min(from - 1, Math.floor(start));
      first[i] = begin;
      let n = 0;
      for (let s = begin; s < end - 1e-9 && s < from && n < taps; s += 1, n += 1) {
        weights[i * taps + n] = (Math.min(s + 1, end) - Math.max(s, start)) / (end - start);
      }
      count[i] = n;
    } else {
      const position = Math.min(from - 1, Math.max(0, (i + 0.5) * scale - 0.5));
      const begin = Math.min(Math.floor(position), Math.max(0, from - 2));
      first[i] = begin;
      count[i] = from > 1 ? 2 : 1;
      weights[i * taps] = from > 1 ? 1 - (position - begin) : 1;
      weights[i * taps + 1] = position - begin;
    }
  }
  return { first, count, offset, weights };
}

function narrowRow(image: Raster, row: number, columns: AxisWeights, width: number): Float32Array {
  const { data, channels } = image;
  const { first, count, offset, weights } = columns;
  const start = row * image.width * channels;
  const out = new Float32Array(width * channels);
  if (channels === 1) {
    for (let x = 0; x < width; x += 1) {
      const n = count[x] ?? 0;
      const at = offset[x] ?? 0;
      const from = start + (first[x] ?? 0);
      let sum = 0;
      for (let k = 0; k < n; k += 1) sum += (weights[at + k] ?? 0) * (data[from + k] ?? 0);
      out[x] = sum;
    }
    return out;
  }
  for (let x = 0; x < width; x += 1) {
    const n = count[x] ?? 0;
    const at = offset[x] ?? 0;
    let from = start + (first[x] ?? 0) * 3;
    let [red, green, blue] = [0, 0, 0];
    for (let k = 0; k < n; k += 1, from += 3) {
      const weight = weights[at + k] ?? 0;
      red += weight * (data[from] ?? 0);
      green += weight * (data[from + 1] ?? 0);
      blue += weight * (data[from + 2] ?? 0);
    }
    out[x * 3] = red;
    out[x * 3 + 1] = green;
    out[x * 3 + 2] = blue;
  }
  return out;
}
