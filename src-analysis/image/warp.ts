import { boundsOf, type Point, type Quad } from '#shared/domain/geometry.ts';
import { homographyToQuad, mapPoint, type Homography } from '#shared/domain/homography.ts';
import type { Raster } from './raster.ts';
import { shrinkByInteger } from './resize.ts';

/** A rotation, scale and shift, target to source: `x' = a x - b y + tx`, `y' = b x + a y + ty`. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

/** Samples per axis beyond which more of them change nothing the eye or a net would notice. */
const mostSamplesPerAxis = 8;

/**
 * The content of `quad` (corners in pixels, reading order) as an upright rectangle of `width` by `height`. Bilinear, with
 * as many samples per target pixel as the shrinking asks for; what lies outside the image is black. `undefined` where the
 * corners span no convex area.
 */
export function warpQuad<Channels extends 1 | 3>(
  image: Raster<Channels>,
  quad: Quad,
  width: number,
  height: number,
): Raster<Channels> | undefined {
  const homography = homographyToQuad(width, height, quad);
  return homography === undefined ? undefined : warpByHomography(image, homography, width, height);
}

/** `warpQuad` with the mapping given. */
export function warpByHomography<Channels extends 1 | 3>(
  image: Raster<Channels>,
  homography: Homography,
  width: number,
  height: number,
): Raster<Channels> {
  const out = new Uint8Array(width * height * image.channels);
  const { source, mapping, samples } = shrinkBeforeWarp(image, homography, width, height);
  if (image.channels === 3) warpColor(source, mapping, width, height, samples, out);
  else if (samples === 1) warpGrayRows(source, mapping, width, 0, height, out);
  else warpGrayOften(source, mapping, width, height, samples, out);
  return { width, height, channels: image.channels, data: out };
}

/** Color, with `samples` times `samples` samples per pixel. Nothing is made anew in the loops, and a row that lies inside the source is not held against its border. */
function warpColor(
  { width: sourceWidth, height: sourceHeight, data }: Raster,
  [m0, m1, m2, m3, m4, m5, m6, m7]: Homography,
  width: number,
  height: number,
  samples: number,
  out: Uint8Array,
): void {
  const right = sourceWidth - 1;
  const bottom = sourceHeight - 1;
  const rowStep = sourceWidth * 3;
  const columnStep = right > 0 ? 3 : 0;
  const nextRow = bottom > 0 ? rowStep : 0;
  const lastLeft = Math.max(0, right - 1);
  const lastTop = Math.max(0, bottom - 1);
  const inverse = 1 / (samples * samples);
  const isInside = (tx: number, ty: number): boolean => {
    const w = 1 / (m6 * tx + m7 * ty + 1);
    const sx = (m0 * tx + m1 * ty + m2) * w - 0.5;
    const sy = (m3 * tx + m4 * ty + m5) * w - 0.5;
    return sx >= 0.001 && sy >= 0.001 && sx <= right - 0.001 && sy <= bottom - 0.001;
  };
  for (let y = 0, to = 0; y < height; y += 1) {
    // A row runs along a straight line of the source, and all samples of a pixel within it.
    const isRowInside = isInside(0, y) && isInside(width, y) && isInside(0, y + 1) && isInside(width, y + 1);
    for (let x = 0; x < width; x += 1, to += 3) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let v = 0; v < samples; v += 1) {
        const ty = y + (v + 0.5) / samples;
        for (let u = 0; u < samples; u += 1) {
          const tx = x + (u + 0.5) / samples;
          const w = 1 / (m6 * tx + m7 * ty + 1);
          let sx = (m0 * tx + m1 * ty + m2) * w - 0.5;
          let sy = (m3 * tx + m4 * ty + m5) * w - 0.5;
          let left = sx | 0;
          let top = sy | 0;
          if (!isRowInside) {
            if (!(sx >= -0.5 && sy >= -0.5 && sx <= right + 0.5 && sy <= bottom + 0.5)) continue;
            // The outer half of a border pixel has no neighbor to blend with and counts as the pixel itself.
            sx = sx < 0 ? 0 : sx > right ? right : sx;
            sy = sy < 0 ? 0 : sy > bottom ? bottom : sy;
            left = sx > lastLeft ? lastLeft : sx | 0;
            top = sy > lastTop ? lastTop : sy | 0;
          }
          const fx = sx - left;
          const fy = sy - top;
          const w00 = (1 - fx) * (1 - fy);
          const w10 = fx * (1 - fy);
          const w01 = (1 - fx) * fy;
          const w11 = fx * fy;
          const at = top * rowStep + left * 3;
          const beside = at + columnStep;
          const below = at + nextRow;
          const across = below + columnStep;
          red +=
            w00 * (data[at] ?? 0) +
            w10 * (data[beside] ?? 0) +
            w01 * (data[below] ?? 0) +
            w11 * (data[across] ?? 0);
          green +=
            w00 * (data[at + 1] ?? 0) +
            w10 * (data[beside + 1] ?? 0) +
            w01 * (data[below + 1] ?? 0) +
            w11 * (data[across + 1] ?? 0);
          blue +=
            w00 * (data[at + 2] ?? 0) +
            w10 * (data[beside + 2] ?? 0) +
            w01 * (data[below + 2] ?? 0) +
            w11 * (data[across + 2] ?? 0);
        }
      }
      out[to] = red * inverse + 0.5;
      out[to + 1] = green * inverse + 0.5;
      out[to + 2] = blue * inverse + 0.5;
    }
  }
}

/**
 * The usual case of whole pages, written for speed: `height` rows from row `top` on, gray, one sample per pixel. Sampling positions
 * are kept on the pixel grid's inside, where the weights of the four neighbors need no care at the border.
 */
function warpGrayRows(
  { width: sourceWidth, height: sourceHeight, data }: Raster,
  [m0, m1, m2, m3, m4, m5, m6, m7]: Homography,
  width: number,
  top: number,
  height: number,
  out: Uint8Array,
): void {
  const right = sourceWidth - 1;
  const bottom = sourceHeight - 1;
  const lastLeft = Math.max(0, right - 1);
  const lastTop = Math.max(0, bottom - 1);
  const columnStep = right > 0 ? 1 : 0;
  const rowStep = bottom > 0 ? sourceWidth : 0;
  const isInside = (x: number, y: number): boolean => {
    const w = 1 / (m6 * x + m7 * y + 1);
    const sx = (m0 * x + m1 * y + m2) * w - 0.5;
    const sy = (m3 * x + m4 * y + m5) * w - 0.5;
    // A thousandth less than it takes, since the loop adds its way along and rounds otherwise.
    return sx >= 0.001 && sy >= 0.001 && sx <= right - 0.001 && sy <= bottom - 0.001;
  };
  for (let y = top, to = 0; y < top + height; y += 1) {
    const ty = y + 0.5;
    let numeratorX = m0 * 0.5 + m1 * ty + m2;
    let numeratorY = m3 * 0.5 + m4 * ty + m5;
    let denominator = m6 * 0.5 + m7 * ty + 1;
    // A row runs along a straight line of the source: with both ends inside, all of it is, and nothing has to be looked at.
    if (isInside(0.5, ty) && isInside(width - 0.5, ty)) {
      for (const end = to + width; to < end; to += 1) {
        const w = 1 / denominator;
        const sx = numeratorX * w - 0.5;
        const sy = numeratorY * w - 0.5;
        numeratorX += m0;
        numeratorY += m3;
        denominator += m6;
        const column = sx | 0;
        const row = sy | 0;
        const fx = sx - column;
        const at = row * sourceWidth + column;
        const below = at + sourceWidth;
        const upper = (data[at] ?? 0) * (1 - fx) + (data[at + 1] ?? 0) * fx;
        const lower = (data[below] ?? 0) * (1 - fx) + (data[below + 1] ?? 0) * fx;
        out[to] = upper + (lower - upper) * (sy - row) + 0.5;
      }
      continue;
    }
    for (let x = 0; x < width; x += 1, to += 1) {
      const w = 1 / denominator;
      let sx = numeratorX * w - 0.5;
      let sy = numeratorY * w - 0.5;
      numeratorX += m0;
      numeratorY += m3;
      denominator += m6;
      if (!(sx >= -0.5 && sy >= -0.5 && sx <= right + 0.5 && sy <= bottom + 0.5)) continue;
      sx = sx < 0 ? 0 : sx > right ? right : sx;
      sy = sy < 0 ? 0 : sy > bottom ? bottom : sy;
      const column = sx > lastLeft ? lastLeft : sx | 0;
      const row = sy > lastTop ? lastTop : sy | 0;
      const fx = sx - column;
      const fy = sy - row;
      const at = row * sourceWidth + column;
      const below = at + rowStep;
      const upper = (data[at] ?? 0) * (1 - fx) + (data[at + columnStep] ?? 0) * fx;
      const lower = (data[below] ?? 0) * (1 - fx) + (data[below + columnStep] ?? 0) * fx;
      out[to] = upper + (lower - upper) * fy + 0.5;
    }
  }
}

/** Gray with several samples per pixel: a band of rows is sampled on the finer grid, then averaged. */
function warpGrayOften(
  source: Raster,
  [m0, m1, m2, m3, m4, m5, m6, m7]: Homography,
  width: number,
  height: number,
  samples: number,
  out: Uint8Array,
): void {
  const finer: Homography = [
    m0 / samples,
    m1 / samples,
    m2,
    m3 / samples,
    m4 / samples,
    m5,
    m6 / samples,
    m7 / samples,
  ];
  const bandWidth = width * samples;
  const band = new Uint8Array(bandWidth * samples);
  const count = samples * samples;
  for (let y = 0, to = 0; y < height; y += 1) {
    band.fill(0);
    warpGrayRows(source, finer, bandWidth, y * samples, samples, band);
    for (let left = 0; left < bandWidth; left += samples, to += 1) {
      let sum = 0;
      for (let row = left; row < band.length; row += bandWidth)
        for (let at = row; at < row + samples; at += 1) sum += band[at] ?? 0;
      out[to] = sum / count + 0.5;
    }
  }
}

/** What the samples are taken from: the image, or the part that is asked for shrunk by whole pixels where it shrinks a lot. */
function shrinkBeforeWarp<Channels extends 1 | 3>(
  image: Raster<Channels>,
  homography: Homography,
  width: number,
  height: number,
): { source: Raster<Channels>; mapping: Homography; samples: number } {
  const { least, most } = shrinkingOf(homography, width, height);
  // By the least shrinking anywhere, so that no part loses detail that it would have shown.
  const factor = Math.floor(least);
  if (factor < 2) return { source: image, mapping: homography, samples: samplesPerAxis(most) };
  const corners = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ].map((corner) => mapPoint(homography, corner));
  const bounds = boundsOf(corners);
  const left = Math.floor(Math.max(0, bounds.x - factor) / factor) * factor;
  const top = Math.floor(Math.max(0, bounds.y - factor) / factor) * factor;
  const right = Math.min(image.width, Math.ceil(bounds.x + bounds.width + factor));
  const bottom = Math.min(image.height, Math.ceil(bounds.y + bounds.height + factor));
  if (right - left < 2 * factor || bottom - top < 2 * factor) {
    return { source: image, mapping: homography, samples: samplesPerAxis(most) };
  }
  const source = shrinkByInteger(image, factor, {
    x: left,
    y: top,
    width: right - left,
    height: bottom - top,
  });
  const [m0, m1, m2, m3, m4, m5, m6, m7] = homography;
  const mapping: Homography = [
    (m0 - left * m6) / factor,
    (m1 - left * m7) / factor,
    (m2 - left) / factor,
    (m3 - top * m6) / factor,
    (m4 - top * m7) / factor,
    (m5 - top) / factor,
    m6,
    m7,
  ];
  return { source, mapping, samples: samplesPerAxis(most / factor) };
}

/** A similarity warp: `warpByHomography` for the mapping that alignment of faces uses. */
export function warpSimilarity<Channels extends 1 | 3>(
  image: Raster<Channels>,
  { a, b, tx, ty }: Similarity,
  width: number,
  height: number,
): Raster<Channels> {
  return warpByHomography(image, [a, -b, tx, b, a, ty, 0, 0], width, height);
}

/** The least-squares similarity (no reflection) that sends `targets` to `sources`, pairwise. */
export function fitSimilarity(targets: readonly Point[], sources: readonly Point[]): Similarity {
  const n = targets.length;
  if (n < 2 || sources.length !== n) throw new RangeError('a similarity needs two or more pairs of points');
  let [mx, my, ux, uy] = [0, 0, 0, 0];
  for (const { x, y } of targets) [mx, my] = [mx + x / n, my + y / n];
  for (const { x, y } of sources) [ux, uy] = [ux + x / n, uy + y / n];
  let [along, across, spread] = [0, 0, 0];
  targets.forEach((target, index) => {
    const source = sources[index] ?? target;
    const [x, y, u, v] = [target.x - mx, target.y - my, source.x - ux, source.y - uy];
    along += x * u + y * v;
    across += x * v - y * u;
    spread += x * x + y * y;
  });
  if (spread === 0) throw new RangeError('the target points coincide');
  const [a, b] = [along / spread, across / spread];
  return { a, b, tx: ux - a * mx + b * my, ty: uy - b * mx - a * my };
}

/** Where the similarity sends a target point. */
export function applySimilarity({ a, b, tx, ty }: Similarity, { x, y }: Point): Point {
  return { x: a * x - b * y + tx, y: b * x + a * y + ty };
}

/** A quarter turn clockwise, `turns` times. */
export function rotateQuarter<Channels extends 1 | 3>(
  image: Raster<Channels>,
  turns: 0 | 1 | 2 | 3,
): Raster<Channels> {
  if (turns === 0) return image;
  const { width, height, channels, data } = image;
  const [outWidth, outHeight] = turns === 2 ? [width, height] : [height, width];
  const out = new Uint8Array(data.length);
  for (let y = 0, to = 0; y < outHeight; y += 1) {
    for (let x = 0; x < outWidth; x += 1, to += channels) {
      const sx = turns === 1 ? y : turns === 2 ? width - 1 - x : width - 1 - y;
      const sy = turns === 1 ? height - 1 - x : turns === 2 ? height - 1 - y : x;
      const from = (sy * width + sx) * channels;
      for (let c = 0; c < channels; c += 1) out[to + c] = data[from + c] ?? 0;
    }
  }
  return { width: outWidth, height: outHeight, channels, data: out };
}

/** The least and the greatest shrinking along any axis, taken at the target's corners, where a perspective mapping has its extremes. */
function shrinkingOf(homography: Homography, width: number, height: number): { least: number; most: number } {
  let [least, most] = [Infinity, 0];
  for (const x of [0, width - 1]) {
    for (const y of [0, height - 1]) {
      const at = mapPoint(homography, { x, y });
      const right = mapPoint(homography, { x: x + 1, y });
      const below = mapPoint(homography, { x, y: y + 1 });
      const along = [Math.hypot(right.x - at.x, right.y - at.y), Math.hypot(below.x - at.x, below.y - at.y)];
      least = Math.min(least, ...along);
      most = Math.max(most, ...along);
    }
  }
  return { least, most };
}

/** Bilinear interpolation looks at two pixels per axis: up to 1.5 of them per sample it passes none over. */
function samplesPerAxis(shrinking: number): number {
  return Math.min(mostSamplesPerAxis, Math.max(1, Math.ceil(shrinking - 0.5)));
}
