import { boundsOf, type Quad, type Rect } from '#shared/domain/geometry.ts';
import { homographyToQuad, mapPoint, type Homography } from '#shared/domain/homography.ts';
import { crop } from '../image/crop.ts';
import { toGray } from '../image/gray.ts';
import type { GrayRaster, Raster } from '../image/raster.ts';
import { resize } from '../image/resize.ts';
import { warpByHomography } from '../image/warp.ts';
import { evennessOfPrint } from './print-evenness.ts';

/** The part of a picture to measure: a rectangle, or a quadrilateral that is straightened first. Without one, all of it. */
export type MeasuredRegion = Rect | Quad;

// 300 dpi on an ID-1 card: the scale at which the print is read. A larger picture is shrunk to it, so that megapixels
// do not pass for focus.
const readingLongSidePx = 1010;
// Light is looked at with fewer pixels, which shares and percentiles do not notice.
const lightLongSidePx = 400;

/** The luma of a region, and the way from its pixels to the picture's. */
interface StraightArea {
  readonly gray: GrayRaster;
  readonly toPicture: Homography;
}

/** A region at the size at which print is read, and at the smaller one at which light is looked at. */
export interface MeasuredArea {
  readonly print: StraightArea;
  readonly light: StraightArea;
}

/** A part of a picture made ready to be measured: in gray, straightened, shrunk where it is large and never enlarged. */
export function areaToMeasure(image: Raster, region?: MeasuredRegion): MeasuredArea {
  const print = straightArea(image, region, readingLongSidePx);
  return { print, light: smallOf(print, lightLongSidePx) };
}

function straightArea(image: Raster, region: MeasuredRegion | undefined, longSidePx: number): StraightArea {
  const whole: Rect = { x: 0, y: 0, width: image.width, height: image.height };
  const target = region ?? whole;
  if (isQuad(target)) {
    const side = (a: 0 | 1 | 2 | 3, b: 0 | 1 | 2 | 3): number =>
      Math.hypot(target[a].x - target[b].x, target[a].y - target[b].y);
    const [width, height] = shrunk(
      Math.max(side(0, 1), side(3, 2)),
      Math.max(side(0, 3), side(1, 2)),
      longSidePx,
    );
    const toPicture = homographyToQuad(width, height, target);
    if (toPicture !== undefined) {
      return { gray: toGray(warpByHomography(image, toPicture, width, height)), toPicture };
    }
  }
  const rectPx = isQuad(target) ? boundsOf(target) : target;
  const part = crop(image, rectPx);
  const [width, height] = shrunk(part.width, part.height, longSidePx);
  const left = Math.max(0, Math.floor(rectPx.x));
  const top = Math.max(0, Math.floor(rectPx.y));
  const toPicture: Homography = [part.width / width, 0, left, 0, part.height / height, top, 0, 0];
  return { gray: toGray(resize(part, width, height)), toPicture };
}

function smallOf({ gray, toPicture }: StraightArea, longSidePx: number): StraightArea {
  const [width, height] = shrunk(gray.width, gray.height, longSidePx);
  const [wide, high] = [gray.width / width, gray.height / height];
  const [m0, m1, m2, m3, m4, m5, m6, m7] = toPicture;
  return {
    gray: resize(gray, width, height),
    toPicture: [m0 * wide, m1 * high, m2, m3 * wide, m4 * high, m5, m6 * wide, m7 * high],
  };
}

function isQuad(region: MeasuredRegion): region is Quad {
  return Array.isArray(region);
}

function shrunk(width: number, height: number, longSidePx: number): [number, number] {
  const scale = Math.min(1, longSidePx / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

export interface Sharpness {
  /**
   * 0 (no detail) to 1, the median over the parts that carry detail: the share of local variation that a 9-pixel blur takes away
   * (Crete et al. 2007), which contrast and the amount of text leave alone. Print in focus measures above 0.5.
   */
  readonly sharpness: number;
  /** The same for the least sharp tenth of those parts: a picture half out of focus has a low one. */
  readonly weakest: number;
  /** Share of the region's parts with enough detail to measure, 0 to 1. With none, both values are 0 and mean nothing. */
  readonly measuredShare: number;
  /** How evenly the print's steps run in all directions; `null` with too little of it, see `evennessOfPrint`. Movement takes one direction away. */
  readonly evenness: number | null;
}

const tileSidePx = 48;
const blurTaps = 9;
// Steps under this are camera noise and JPEG, which a blur takes away in a blurred picture too.
const noiseStep = 8;
// A tile with fewer steps than this share of its pixels has no print on it.
const leastDetail = 0.02;

/** How sharp a document's content is. */
export function measureSharpness({ print: { gray } }: MeasuredArea): Sharpness {
  const columns = Math.max(1, Math.floor(gray.width / tileSidePx));
  const rows = Math.max(1, Math.floor(gray.height / tileSidePx));
  const lost = [lostVariation(gray, columns, rows), lostVariation(transpose(gray), rows, columns)];
  const values: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const across = lost[0]?.[row * columns + column] ?? null;
      const along = lost[1]?.[column * rows + row] ?? null;
      // Motion blurs one direction only: the worse one counts, where both have detail.
      const seen = [across, along].filter((value) => value !== null);
      if (seen.length > 0) values.push(Math.min(...seen));
    }
  }
  const evenness = evennessOfPrint(gray);
  if (values.length === 0) return { sharpness: 0, weakest: 0, measuredShare: 0, evenness };
  values.sort((a, b) => a - b);
  return {
    sharpness: values[values.length >> 1] ?? 0,
    weakest: values[Math.floor(values.length / 10)] ?? 0,
    measuredShare: values.length / (columns * rows),
    evenness,
  };
}

/** Per tile, the share of horizontal variation that a horizontal blur removes; `null` where there is too little variation. */
function lostVariation(gray: GrayRaster, columns: number, rows: number): (number | null)[] {
  const { width, height, data } = gray;
  const before = new Float64Array(columns * rows);
  const removed = new Float64Array(columns * rows);
  const steps = new Uint32Array(columns * rows);
  const reach = blurTaps >> 1;
  const columnOf = Uint16Array.from({ length: width }, (_, x) => Math.floor((x * columns) / width));
  for (let y = 0; y < height; y += 1) {
    const row = Math.min(rows - 1, Math.floor((y * rows) / height));
    const start = y * width;
    for (let x = reach + 1; x < width - reach; x += 1) {
      const step = Math.abs((data[start + x] ?? 0) - (data[start + x - 1] ?? 0));
      if (step < noiseStep) continue;
      // The blurred difference of neighbors telescopes to the window's two ends.
      const blurred =
        Math.abs((data[start + x + reach] ?? 0) - (data[start + x - reach - 1] ?? 0)) / blurTaps;
      const tile = row * columns + (columnOf[x] ?? 0);
      before[tile] = (before[tile] ?? 0) + step;
      removed[tile] = (removed[tile] ?? 0) + Math.max(0, step - blurred);
      steps[tile] = (steps[tile] ?? 0) + 1;
    }
  }
  const least = (leastDetail * width * height) / (columns * rows);
  return Array.from(before, (sum, tile) => ((steps[tile] ?? 0) < least ? null : (removed[tile] ?? 0) / sum));
}

function transpose({ width, height, data }: GrayRaster): GrayRaster {
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) out[x * height + y] = data[y * width + x] ?? 0;
  return { width: height, height: width, channels: 1, data: out };
}

export interface Exposure {
  /** Luma, 0 to 255. */
  readonly meanLuma: number;
  readonly medianLuma: number;
  /** Share of pixels at luma 8 or below: shadows without detail. */
  readonly darkShare: number;
  /** Share at 250 or above: burnt out. */
  readonly brightShare: number;
  /** From the 5th to the 95th percentile of luma, 0 to 255. */
  readonly contrast: number;
  /** How much darker the darker half (left or right) is, 0 (evenly lit) to 1. */
  readonly imbalance: number;
}

/** Light on a region. */
export function measureExposure({ light: { gray } }: MeasuredArea): Exposure {
  const { width, height, data } = gray;
  const histogram = new Uint32Array(256);
  let [left, right] = [0, 0];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const luma = data[y * width + x] ?? 0;
      histogram[luma] = (histogram[luma] ?? 0) + 1;
      if (2 * x < width) left += luma;
      else right += luma;
    }
  }
  const count = gray.data.length;
  const shareOf = (from: number, to: number): number =>
    histogram.subarray(from, to + 1).reduce((sum, value) => sum + value, 0) / count;
  const percentile = (part: number): number => {
    let seen = 0;
    return histogram.findIndex((value) => (seen += value) >= part * count);
  };
  return {
    meanLuma: (left + right) / count,
    medianLuma: percentile(0.5),
    darkShare: shareOf(0, 8),
    brightShare: shareOf(250, 255),
    contrast: percentile(0.95) - percentile(0.05),
    imbalance: 1 - Math.min(left, right) / Math.max(left, right, 1),
  };
}

export interface Glare {
  /** Share of the region hidden by reflections, 0 to 1. */
  readonly share: number;
  /** Their bounds in the picture, the largest first, at most 8. */
  readonly regionsPx: readonly Rect[];
}

const glareLuma = 249;
// White paper in good light reaches glareLuma in places, but the camera's end of scale only in a tenth of such a place; of a reflection
// more than half lies there (58 photographs of the corpus' split tune).
const burntLuma = 254;
const leastBurntShare = 0.5;
// A reflection fades out; print and the edge of paper do not. Over two pixels at a long side of 400 px, measured on our
// composed reflections, it falls by less than this, a printed edge by more than twice as much.
const softFall = 45;
const leastGlareShare = 0.002;

/**
 * Reflections: burnt-out areas without texture whose border is soft. White print and a white ground of a scan, which end at
 * sharp edges or at the region's own border, are not counted.
 */
export function measureGlare({ light: { gray, toPicture } }: MeasuredArea): Glare {
  const { width, height, data } = gray;
  const labels = new Uint8Array(data.length);
  const spots: { area: number; rect: Rect }[] = [];
  for (let seed = 0; seed < data.length; seed += 1) {
    if (labels[seed] !== 0 || (data[seed] ?? 0) < glareLuma) continue;
    const spot = traceSpot(gray, labels, seed);
    const soft =
      spot.burnt >= leastBurntShare * spot.area &&
      spot.border > 0 &&
      spot.softBorder / spot.border > 0.5 &&
      spot.border > 0.25 * perimeterOf(spot.rect);
    if (spot.area >= leastGlareShare * data.length && soft) spots.push(spot);
  }
  spots.sort((a, b) => b.area - a.area);
  const share = spots.reduce((sum, { area }) => sum + area, 0) / (width * height);
  const regionsPx = spots.slice(0, 8).map(({ rect }) => {
    const right = rect.x + rect.width;
    const bottom = rect.y + rect.height;
    const corners = [
      { x: rect.x, y: rect.y },
      { x: right, y: rect.y },
      { x: right, y: bottom },
      { x: rect.x, y: bottom },
    ];
    return boundsOf(corners.map((corner) => mapPoint(toPicture, corner)));
  });
  return { share, regionsPx };
}

function perimeterOf({ width, height }: Rect): number {
  return 2 * (width + height);
}

interface Spot {
  readonly area: number;
  /** Pixels of it at the end of the camera's scale. */
  readonly burnt: number;
  readonly rect: Rect;
  /** Border pixels inside the region, and those of them beyond which the light fades slowly. */
  readonly border: number;
  readonly softBorder: number;
}

function traceSpot(gray: GrayRaster, labels: Uint8Array, seed: number): Spot {
  const { width, height, data } = gray;
  const stack = [seed];
  labels[seed] = 1;
  let [area, burnt, border, softBorder] = [0, 0, 0, 0];
  let [left, right, top, bottom] = [width, 0, height, 0];
  const directions = [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const;
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const x = at % width;
    const y = (at - x) / width;
    area += 1;
    if ((data[at] ?? 0) >= burntLuma) burnt += 1;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
    for (const [dx, dy] of directions) {
      const [nx, ny] = [x + dx, y + dy];
      if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue;
      const next = ny * width + nx;
      if ((data[next] ?? 0) >= glareLuma) {
        if (labels[next] === 0) {
          labels[next] = 1;
          stack.push(next);
        }
        continue;
      }
      const [fx, fy] = [x + 2 * dx, y + 2 * dy];
      if (fx < 0 || fy < 0 || fx >= width || fy >= height) continue;
      border += 1;
      if ((data[at] ?? 0) - (data[fy * width + fx] ?? 0) < softFall) softBorder += 1;
    }
  }
  return {
    area,
    burnt,
    rect: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 },
    border,
    softBorder,
  };
}
