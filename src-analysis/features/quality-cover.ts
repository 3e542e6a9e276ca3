import { boundsOf, type Quad, type Rect } from '#shared/domain/geometry.ts';
import { homographyToQuad, mapPoint, type Homography } from '#shared/domain/homography.ts';
import type { RgbRaster } from '../image/raster.ts';
import { warpByHomography } from '../image/warp.ts';

export interface Cover {
  /** Of the document's area, 0 to 1. */
  readonly share: number;
  /** Bounds in the picture of what covers, largest first. */
  readonly regionsPx: readonly Rect[];
}

/** The flat document's long side, and how far around it is looked: a finger is 1.5 cm wide, 15 pixels on a page of 125 mm. */
const longSidePx = 160;
const marginPx = 12;
/** Inside and outside of the edge are compared this far from it: beyond what corners are off by, within a finger. */
const reachPx = 4;
/** Over an edge that nothing covers color steps by more than this; along a finger by less. Distance in RGB. */
const sameColor = 36;
/** A shorter bridge over the edge is narrower than a finger. */
const shortestBridgePx = 5;
/** A longer one is a table of the document's color; and what spreads further along a side, the document itself: a page of rose paper. */
const longestBridgeShare = 0.45;

/**
 * How much of the document's flat area lies under something that comes in over its edge and has the color of skin: fingers. It is told by
 * what an uncovered edge never shows, the same skin-like color on both sides of it (chroma of skin: Chai and Ngan 1999). What lies within
 * the document without touching its edge is not seen. `undefined` where the corners span no area.
 */
export function measureCover(image: RgbRaster, quad: Quad): Cover | undefined {
  const found = findCover(image, quad, 0);
  if (found === undefined) return undefined;
  const { width, height, regions, fromFull } = found;
  return {
    share: regions.reduce((sum, { area }) => sum + area, 0) / (width * height),
    regionsPx: regions.map(({ rect: { x, y, width: w, height: h } }) =>
      boundsOf(
        [
          { x, y },
          { x: x + w, y },
          { x: x + w, y: y + h },
          { x, y: y + h },
        ].map((corner) => mapPoint(fromFull, corner)),
      ),
    ),
  };
}

/**
 * How much of each place of a document lies under such fingers, 0 to 1; places as shares of its width and height. Between skin on both sides of a row
 * lies skin too: a nail, or what shines. `undefined` where the corners span no area.
 */
export function coverOfPlaces(
  image: RgbRaster,
  quad: Quad,
  places: readonly Rect[],
): readonly number[] | undefined {
  // The palm behind a document in the hand is seen along its edge where a corner is a little off, as if one finger lay along all of it.
  const found = findCover(image, quad, reachPx);
  if (found === undefined) return undefined;
  const { width, height, spots, regions } = found;
  const rowWidth = width + 2 * marginPx;
  return places.map((place) => {
    const [left, top] = [Math.max(0, Math.round(place.x * width)), Math.max(0, Math.round(place.y * height))];
    const right = Math.min(width, Math.max(left + 1, Math.round((place.x + place.width) * width)));
    const bottom = Math.min(height, Math.max(top + 1, Math.round((place.y + place.height) * height)));
    if (right <= left || bottom <= top) return 0;
    let hidden = 0;
    for (let y = top; y < bottom; y += 1) {
      const from = (marginPx + y) * rowWidth + marginPx;
      const row = spots.subarray(from, from + width);
      for (const { spot } of regions) {
        const first = row.indexOf(spot);
        if (first >= 0)
          hidden += Math.max(0, Math.min(right, row.lastIndexOf(spot) + 1) - Math.max(left, first));
      }
    }
    return Math.min(1, hidden / ((right - left) * (bottom - top)));
  });
}

interface FoundCover {
  readonly width: number;
  readonly height: number;
  /** The number of the region that covers each pixel of the flat picture with its margin, of those that were dropped too; 0 for none. */
  readonly spots: Uint16Array;
  readonly regions: readonly Region[];
  readonly fromFull: Homography;
}

/** What covers the page; `insetPx` within its edge nothing is looked at, but for where fingers come in. */
function findCover(image: RgbRaster, quad: Quad, insetPx: number): FoundCover | undefined {
  const length = (a: 0 | 1 | 2 | 3, b: 0 | 1 | 2 | 3): number =>
    Math.hypot(quad[a].x - quad[b].x, quad[a].y - quad[b].y);
  const [wide, high] = [Math.max(length(0, 1), length(3, 2)), Math.max(length(0, 3), length(1, 2))];
  const scale = longSidePx / Math.max(wide, high);
  const [width, height] = [Math.max(8, Math.round(wide * scale)), Math.max(8, Math.round(high * scale))];
  const toPicture = homographyToQuad(width, height, quad);
  if (toPicture === undefined) return undefined;
  const [fullWidth, fullHeight] = [width + 2 * marginPx, height + 2 * marginPx];
  const around = [
    { x: -marginPx, y: -marginPx },
    { x: width + marginPx, y: -marginPx },
    { x: width + marginPx, y: height + marginPx },
    { x: -marginPx, y: height + marginPx },
  ].map((corner) => mapPoint(toPicture, corner)) as unknown as Quad;
  const fromFull = homographyToQuad(fullWidth, fullHeight, around);
  if (fromFull === undefined) return undefined;
  const flat = warpByHomography(image, fromFull, fullWidth, fullHeight);
  const spots = new Uint16Array(fullWidth * fullHeight);
  const regions: Region[] = [];
  let spot = 0;
  for (const side of sidesOf(width, height))
    for (const bridge of bridgesOver(flat, side)) {
      spot += 1;
      const region = grow(flat, { spots, spot }, bridge, { width, height, insetPx });
      if (region !== null && side.extent(region.rect) <= longestBridgeShare * side.length)
        regions.push({ ...region, spot });
    }
  regions.sort((a, b) => b.area - a.area);
  return { width, height, spots, regions, fromFull };
}

interface Region {
  readonly spot: number;
  readonly area: number;
  readonly rect: Rect;
}

interface Side {
  readonly length: number;
  /** The pixel of the flat picture at a place along the side, so far inside the document (negative: outside). */
  readonly at: (along: number, inward: number) => readonly [number, number];
  /** How far a region reaches along the side. */
  readonly extent: (region: Rect) => number;
}

function sidesOf(width: number, height: number): Side[] {
  const m = marginPx;
  const across = { length: width, extent: (region: Rect) => region.width };
  const down = { length: height, extent: (region: Rect) => region.height };
  return [
    { ...across, at: (along, inward) => [m + along, m + inward] },
    { ...across, at: (along, inward) => [m + along, m + height - 1 - inward] },
    { ...down, at: (along, inward) => [m + inward, m + along] },
    { ...down, at: (along, inward) => [m + width - 1 - inward, m + along] },
  ];
}

type Color = readonly [number, number, number];

/** Pixels just inside the edge of each stretch over which skin runs from outside to inside. */
function bridgesOver(flat: RgbRaster, { length, at }: Side): (readonly [number, number])[][] {
  const bridges: (readonly [number, number])[][] = [];
  let run: (readonly [number, number])[] = [];
  const finish = (): void => {
    if (run.length >= shortestBridgePx && run.length <= longestBridgeShare * length) bridges.push(run);
    run = [];
  };
  for (let along = 0; along < length; along += 1) {
    const inside = colorAt(flat, at(along, reachPx));
    const outside = colorAt(flat, at(along, -reachPx));
    const isBridge = isSkin(inside) && isSkin(outside) && distanceOf(inside, outside) < sameColor;
    if (isBridge) run.push(at(along, reachPx));
    else finish();
  }
  finish();
  return bridges;
}

/** Grows a bridge over pixels within the document that are like their neighbors and like skin; `null` where another bridge has been there. */
function grow(
  flat: RgbRaster,
  { spots, spot }: { readonly spots: Uint16Array; readonly spot: number },
  bridge: readonly (readonly [number, number])[],
  { width, height, insetPx }: Pick<FoundCover, 'width' | 'height'> & { readonly insetPx: number },
): Omit<Region, 'spot'> | null {
  const mean = meanOf(bridge.map((place) => colorAt(flat, place)));
  const stack = [...bridge];
  const own: (readonly [number, number])[] = [];
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    const [x, y] = place;
    const [left, top] = [marginPx + insetPx, marginPx + insetPx];
    const isInside =
      x >= left && y >= top && x < left + width - 2 * insetPx && y < top + height - 2 * insetPx;
    const index = y * flat.width + x;
    if (!isInside || spots[index] !== 0) continue;
    const color = colorAt(flat, place);
    // Shade runs over a round finger by more than its edge steps.
    if (!isSkin(color) || distanceOf(color, mean) > 2 * sameColor) continue;
    spots[index] = spot;
    own.push(place);
    stack.push([x + 1, y], [x - 1, y], [x, y + 1], [x, y - 1]);
  }
  if (own.length === 0) return null;
  return { area: own.length, rect: boundsOf(own.map(([x, y]) => ({ x, y }))) };
}

/** Skin of any tone lies here in chroma, whatever its luma (Chai and Ngan 1999). */
function isSkin([red, green, blue]: Color): boolean {
  const cb = 128 - 0.169 * red - 0.331 * green + 0.5 * blue;
  const cr = 128 + 0.5 * red - 0.419 * green - 0.081 * blue;
  return cb >= 77 && cb <= 127 && cr >= 133 && cr <= 173;
}

function colorAt({ width, data }: RgbRaster, [x, y]: readonly [number, number]): Color {
  const at = (y * width + x) * 3;
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
}

function meanOf(colors: readonly Color[]): Color {
  const sum = colors.reduce<Color>((a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]], [0, 0, 0]);
  return [sum[0] / colors.length, sum[1] / colors.length, sum[2] / colors.length];
}

const distanceOf = (a: Color, b: Color): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
