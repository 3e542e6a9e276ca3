import { boundsOf, type Point, type Quad, type Rect } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { homographyToQuad, mapPoint, warpByHomography, type Homography } from '../image/warp.ts';

/** What of a document is gone at its edge, as far as one picture tells. */
export interface Damage {
  /** Largest part inside the outline through which the ground is seen, in mm²: a torn or cut corner, a tear at the edge. */
  readonly missingMm2: number;
  /** Bounds in the picture of every such part, largest first. */
  readonly missingPx: readonly Rect[];
  /** Share of the outline at which ground and document differ enough to tell, 0 to 1. */
  readonly edgeToldShare: number;
}

/** Flat pixels per millimeter: a torn corner of 4 mm is 12 pixels. */
const perMm = 3;
/** How far around the document the ground is looked at. */
const marginMm = 7;
/** Beyond what corners are off by; rounded corners of 3.2 mm leave 1.3 mm of the diagonal open. */
const insetMm = 1.5;
/** Colors are counted in 16 steps a channel: light falls off by less across a document. */
const steps = 16;
/** A color is the ground's where it is this many times as common around the document as on it. */
const groundOdds = 4;

/**
 * Looks for missing parts of the document at `quad`, whose size is known or guessed: corners torn or cut off, tears at the edge. Missing is
 * what has colors of the ground, not of the document, and hangs together with the ground outside; a finger differs from the ground and does
 * not count. Folds, stains, scratches and holes away from the edge are not looked for. `undefined` where the corners span no area.
 */
export function measureDamage(
  image: RgbRaster,
  quad: Quad,
  size: { readonly widthMm: number; readonly heightMm: number },
): Damage | undefined {
  const [width, height] = [Math.round(size.widthMm * perMm), Math.round(size.heightMm * perMm)];
  const toPicture = homographyToQuad(width, height, quad);
  if (toPicture === undefined) return undefined;
  const margin = Math.round(marginMm * perMm);
  const flat = flatWithMargin(image, toPicture, width, height, margin);
  if (flat === undefined) return undefined;
  const { parts, toldShare } = partsMissing(flat.image, flat.isSeen, margin);
  return {
    missingMm2: (parts[0]?.area ?? 0) / perMm ** 2,
    missingPx: parts.map(({ rect }) => rectThrough(flat.toPicture, rect)),
    edgeToldShare: toldShare,
  };
}

interface FlatGround {
  readonly image: RgbRaster;
  readonly toPicture: Homography;
  /** Whether a pixel lies within the picture: beyond it the warp repeats its border. */
  readonly isSeen: (x: number, y: number) => boolean;
}

function flatWithMargin(
  image: RgbRaster,
  toPicture: Homography,
  width: number,
  height: number,
  margin: number,
): FlatGround | undefined {
  const corner = (x: number, y: number): Point => mapPoint(toPicture, { x, y });
  const around: Quad = [
    corner(-margin, -margin),
    corner(width + margin, -margin),
    corner(width + margin, height + margin),
    corner(-margin, height + margin),
  ];
  const [fullWidth, fullHeight] = [width + 2 * margin, height + 2 * margin];
  const fromFull = homographyToQuad(fullWidth, fullHeight, around);
  if (fromFull === undefined) return undefined;
  return {
    image: warpByHomography(image, fromFull, fullWidth, fullHeight),
    toPicture: fromFull,
    isSeen: (x, y) => {
      const at = mapPoint(fromFull, { x: x + 0.5, y: y + 0.5 });
      return at.x >= 0 && at.y >= 0 && at.x < image.width && at.y < image.height;
    },
  };
}

interface Part {
  readonly area: number;
  readonly rect: Rect;
}

function partsMissing(
  flat: RgbRaster,
  isSeen: FlatGround['isSeen'],
  margin: number,
): { readonly parts: readonly Part[]; readonly toldShare: number } {
  const { width, height } = flat;
  const inset = Math.round(insetMm * perMm);
  /** How far inside the document, in pixels; negative outside. */
  const depth = (x: number, y: number): number =>
    Math.min(x - margin, y - margin, width - 1 - margin - x, height - 1 - margin - y);
  // The shadow of a document lies around it: the ground is what is a little off, and near it.
  const sides = Array.from({ length: 4 }, () => createColorCounts());
  const paper = createColorCounts();
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const inside = depth(x, y);
      if (inside < -inset) {
        const nearest = [x - margin, y - margin, width - 1 - margin - x, height - 1 - margin - y].indexOf(
          inside,
        );
        if (isSeen(x, y)) sides[nearest]?.add(flat, x, y);
      } else if (inside > inset) paper.add(flat, x, y);
    }
  const odds = oddsOf(commonToSides(sides.map((side) => side.smoothed())), paper.smoothed());
  const isGround = new Uint8Array(width * height);
  for (let i = 0; i < isGround.length; i += 1) isGround[i] = (odds[binAt(flat, i)] ?? 0) > groundOdds ? 1 : 0;
  const opened = opening(isGround, width, height);
  let [told, looked] = [0, 0];
  const seen = new Uint8Array(width * height);
  const seeds: number[] = [];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const inside = depth(x, y);
      if (inside >= -inset || inside < -2 * inset) continue;
      looked += 1;
      if (opened[y * width + x] !== 1 || !isSeen(x, y)) continue;
      told += 1;
      seeds.push(y * width + x);
    }
  const reached = flood(opened, seeds, width, height);
  const parts: Part[] = [];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      if (reached[at] !== 1 || seen[at] === 1 || depth(x, y) < inset) continue;
      parts.push(
        partAt(at, width, (i) => reached[i] === 1 && depth(i % width, Math.floor(i / width)) >= inset, seen),
      );
    }
  parts.sort((a, b) => b.area - a.area);
  return {
    parts: parts.filter(({ area }) => area > perMm ** 2).slice(0, 8),
    toldShare: looked === 0 ? 0 : told / looked,
  };
}

/**
 * How common each color is on at least three of the four sides of the document: what lies around it does, while a hand that holds it, whose
 * fingers lie over it too, comes from one.
 */
function commonToSides(sides: readonly Float64Array[]): Float64Array {
  return Float64Array.from({ length: steps ** 3 }, (_, bin) => {
    const shares = sides.map((side) => side[bin] ?? 0).sort((a, b) => a - b);
    return shares[1] ?? 0;
  });
}

interface ColorCounts {
  add(image: RgbRaster, x: number, y: number): void;
  /** Shares of all pixels, each spread over its neighbors along every channel. */
  smoothed(): Float64Array;
}

function createColorCounts(): ColorCounts {
  const counts = new Float64Array(steps ** 3);
  let total = 0;
  return {
    add(image, x, y) {
      const bin = binAt(image, y * image.width + x);
      counts[bin] = (counts[bin] ?? 0) + 1;
      total += 1;
    },
    smoothed() {
      let from = counts;
      for (const stride of [1, steps, steps * steps]) {
        const to = new Float64Array(from.length);
        for (let i = 0; i < from.length; i += 1) {
          const place = Math.floor(i / stride) % steps;
          const below = place > 0 ? (from[i - stride] ?? 0) : 0;
          const above = place < steps - 1 ? (from[i + stride] ?? 0) : 0;
          to[i] = 0.5 * (from[i] ?? 0) + 0.25 * (below + above);
        }
        from = to;
      }
      return from.map((count) => count / Math.max(1, total));
    },
  };
}

/** How many times as common each color is in the first as in the second; what neither has is nobody's. */
function oddsOf(ground: Float64Array, paper: Float64Array): Float64Array {
  const least = 2e-4; // one pixel in five thousand: print and portrait have a few of every color
  return ground.map((share, bin) => (share < least ? 0 : share / ((paper[bin] ?? 0) + least)));
}

function binAt({ data }: RgbRaster, pixel: number): number {
  const level = (channel: number): number => (data[pixel * 3 + channel] ?? 0) >> 4;
  return (level(0) * steps + level(1)) * steps + level(2);
}

/** Takes away what is narrower than three pixels, a millimeter: dark print that touches the edge. */
function opening(mask: Uint8Array, width: number, height: number): Uint8Array {
  const kept = (from: Uint8Array, isKept: (count: number) => boolean): Uint8Array => {
    const to = new Uint8Array(from.length);
    for (let y = 1; y < height - 1; y += 1)
      for (let x = 1; x < width - 1; x += 1) {
        let count = 0;
        for (let dy = -1; dy <= 1; dy += 1)
          for (let dx = -1; dx <= 1; dx += 1) count += from[(y + dy) * width + x + dx] ?? 0;
        to[y * width + x] = isKept(count) ? 1 : 0;
      }
    return to;
  };
  // Eight of nine: a grain of the ground that the paper has too must not make a hole in it.
  return kept(
    kept(mask, (count) => count >= 8),
    (count) => count > 0,
  );
}

function flood(mask: Uint8Array, seeds: readonly number[], width: number, height: number): Uint8Array {
  const reached = new Uint8Array(width * height);
  const stack = [...seeds];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at < 0 || at >= mask.length || mask[at] !== 1 || reached[at] === 1) continue;
    reached[at] = 1;
    const x = at % width;
    if (x > 0) stack.push(at - 1);
    if (x < width - 1) stack.push(at + 1);
    stack.push(at - width, at + width);
  }
  return reached;
}

function partAt(seed: number, width: number, belongs: (at: number) => boolean, seen: Uint8Array): Part {
  const stack = [seed];
  let area = 0;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at < 0 || at >= seen.length || seen[at] === 1 || !belongs(at)) continue;
    seen[at] = 1;
    area += 1;
    const [x, y] = [at % width, Math.floor(at / width)];
    [left, top, right, bottom] = [
      Math.min(left, x),
      Math.min(top, y),
      Math.max(right, x),
      Math.max(bottom, y),
    ];
    stack.push(at - 1, at + 1, at - width, at + width);
  }
  return { area, rect: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 } };
}

function rectThrough(toPicture: Homography, { x, y, width, height }: Rect): Rect {
  return boundsOf(
    [
      { x, y },
      { x: x + width, y },
      { x: x + width, y: y + height },
      { x, y: y + height },
    ].map((corner) => mapPoint(toPicture, corner)),
  );
}
