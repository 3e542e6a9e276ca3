import type { GrayRaster } from './raster.ts';

/** Larger than print and smaller than most shadows and highlights: 7 to 10 mm of a flat page. */
const tilePx = 100;
/** Print covers less than a third of a tile, so that this share of its pixels, from the darkest, ends in paper. */
const paperShare = 0.6;
/** The darkest few are ink wherever a tile has any. */
const inkShare = 0.02;
/**
 * Less is the paper's own pattern, which must not be stretched to black and white. With 48 the easy pages of the corpus lost a value in sixteen,
 * from 100 on none, and the others gain as much by either.
 */
const leastContrast = 110;
const white = 255;

/**
 * The raster with paper white and ink black all over, whatever light fell on it: each tile's paper and ink are measured and what lies between is
 * stretched, with smooth passages from tile to tile. Text recognition thresholds a page as a whole, and loses what lies in shadow or
 * glare otherwise.
 */
export function evenContrast({ width, height, data }: GrayRaster): GrayRaster {
  const columns = Math.max(1, Math.round(width / tilePx));
  const rows = Math.max(1, Math.round(height / tilePx));
  const paper = new Float64Array(columns * rows);
  const ink = new Float64Array(columns * rows);
  const counts = new Uint32Array(256);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      counts.fill(0);
      const [left, right] = [edge(column, columns, width), edge(column + 1, columns, width)];
      const [top, bottom] = [edge(row, rows, height), edge(row + 1, rows, height)];
      for (let y = top; y < bottom; y += 1)
        for (let at = y * width + left, end = y * width + right; at < end; at += 1) {
          const value = data[at] ?? 0;
          counts[value] = (counts[value] ?? 0) + 1;
        }
      const pixels = (right - left) * (bottom - top);
      paper[row * columns + column] = levelAt(counts, paperShare * pixels);
      ink[row * columns + column] = levelAt(counts, inkShare * pixels);
    }
  }
  const out = new Uint8Array(width * height);
  // Columns between the same two tiles' middles, and those beyond the outermost: within such a stretch paper and ink run straight.
  const placeOf = (x: number): number => ((x + 0.5) * columns) / width - 0.5;
  const stretchOf = (x: number): number => Math.max(-1, Math.min(columns - 1, Math.floor(placeOf(x))));
  const stretches: number[] = [0];
  for (let x = 1; x < width; x += 1) if (stretchOf(x) !== stretchOf(x - 1)) stretches.push(x);
  const [papers, inks] = [new Float64Array(columns), new Float64Array(columns)];
  for (let y = 0; y < height; y += 1) {
    const [upper, lower, down] = between(((y + 0.5) * rows) / height - 0.5, rows);
    const mixed = (of: Float64Array, column: number): number =>
      (of[upper * columns + column] ?? 0) * (1 - down) + (of[lower * columns + column] ?? 0) * down;
    for (let column = 0; column < columns; column += 1) {
      papers[column] = mixed(paper, column);
      inks[column] = Math.min(mixed(ink, column), mixed(paper, column) - leastContrast);
    }
    for (let stretch = 0; stretch < stretches.length; stretch += 1) {
      const from = stretches[stretch] ?? 0;
      const to = stretches[stretch + 1] ?? width;
      const [first, second, right] = between(placeOf(from), columns);
      const step = first === second || placeOf(from) < 0 ? 0 : columns / width;
      const highStep = ((papers[second] ?? 0) - (papers[first] ?? 0)) * step;
      const lowStep = ((inks[second] ?? 0) - (inks[first] ?? 0)) * step;
      let high = (papers[first] ?? 0) * (1 - right) + (papers[second] ?? 0) * right;
      let low = (inks[first] ?? 0) * (1 - right) + (inks[second] ?? 0) * right;
      for (let at = y * width + from, end = y * width + to; at < end; at += 1) {
        const level = (((data[at] ?? 0) - low) * white) / (high - low);
        out[at] = level <= 0 ? 0 : level >= white ? white : level + 0.5;
        high += highStep;
        low += lowStep;
      }
    }
  }
  return { width, height, channels: 1, data: out };
}

const edge = (index: number, of: number, length: number): number => Math.round((index * length) / of);

/** The least level that so many pixels reach or stay under. */
function levelAt(counts: Uint32Array, pixels: number): number {
  let seen = 0;
  for (let level = 0; level < counts.length; level += 1) {
    seen += counts[level] ?? 0;
    if (seen >= pixels) return level;
  }
  return counts.length - 1;
}

/** The tiles whose middles a place lies between, and how far it is on the way. */
function between(place: number, count: number): readonly [number, number, number] {
  const at = Math.max(0, Math.min(count - 1, place));
  const first = Math.floor(at);
  return [first, Math.min(count - 1, first + 1), at - first];
}
