import type { Point, Quad } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { proportionOff } from './document-evidence.ts';
import type { OutlineMaps } from './outline-net.ts';
import { areaOf, contains, distance, nextOf, sideNumbers } from './quad-geometry.ts';
import type { RefinedQuad } from './refine-sides.ts';
import { edgesAlong, spreadAcross } from './side-edges.ts';
import { cutStrip, partOf, type StripPlan } from './side-strip.ts';

/** What speaks for an outline and what against it; shares of 0 to 1. */
export interface OutlineSigns {
  /** Mean over the sides that can be seen: how surely an edge runs along them. */
  readonly seen: number;
  /** The same of the lines' continuation beyond the corners, where a document's side has ended and a pattern's goes on. */
  readonly beyond: number;
  /** Marked area and outline, shared over joined. */
  readonly agreement: number;
  /** No known document has such proportions, at a tilt that its perspective speaks for. */
  readonly isOdd: boolean;
}

// A fifth of the side beyond either end, but for what the corner's rounding and blur reach.
const plan: Omit<StripPlan, 'reachPx' | 'archPx'> = {
  rows: 17,
  columns: 56,
  from: -0.2,
  to: 1.2,
  samplesPerColumn: 4,
};
const cornerShare = 0.03;
// Of an outline's size: what blur and a rim reach.
const reach = 0.02;
const fewestColumns = 4;

/** Looks along an outline's sides; those on the picture's border show nothing and are left out. */
export function signsOf(
  image: RgbRaster,
  { quad, onFrame, archPx }: Pick<RefinedQuad, 'quad' | 'onFrame' | 'archPx'>,
  maps: OutlineMaps | null,
): OutlineSigns {
  const reachPx = reach * Math.sqrt(areaOf(quad));
  const middle = plan.rows >> 1;
  let [seen, beyond, sides] = [0, 0, 0];
  for (const k of sideNumbers) {
    const [a, b] = [quad[k], nextOf(quad, k)];
    if (onFrame[k] || isOnBorder(a, b, image, 2)) continue;
    const strip = cutStrip(image, a, b, { ...plan, reachPx, archPx: archPx[k] });
    const edges = spreadAcross(edgesAlong(strip), plan.columns);
    const [along, past] = [
      { sum: 0, count: 0 },
      { sum: 0, count: 0 },
    ];
    for (let column = 0; column < plan.columns; column += 1) {
      const at = middle * plan.columns + column;
      if (strip.inPicture[at - plan.columns] !== 1 || strip.inPicture[at + plan.columns] !== 1) continue;
      const part = partOf(column, strip.plan);
      const isCorner = part < 0 ? part > -cornerShare : part > 1 && part < 1 + cornerShare;
      if (isCorner) continue;
      const to = part >= 0 && part <= 1 ? along : past;
      to.sum += edges[at] ?? 0;
      to.count += 1;
    }
    if (along.count < fewestColumns) continue;
    sides += 1;
    seen += along.sum / along.count;
    beyond += past.count < fewestColumns ? 0 : past.sum / past.count;
  }
  return {
    seen: sides === 0 ? 0 : seen / sides,
    beyond: sides === 0 ? 0 : beyond / sides,
    agreement: maps === null ? 0 : agreementOf(quad, maps),
    isOdd: sides === 4 && isOdd(quad),
  };
}

// A tilt of 35 degrees shortens a side by a fifth without any perspective to be seen; where opposite sides differ, more may be meant.
const mostOff = 0.2;

function isOdd(quad: Quad): boolean {
  const off = proportionOff(quad, undefined);
  const [top, right, bottom, left] = quad.map((corner, k) => distance(corner, nextOf(quad, k)));
  const converging = Math.max(
    Math.abs(Math.log((top ?? 1) / (bottom ?? 1))),
    Math.abs(Math.log((left ?? 1) / (right ?? 1))),
  );
  return off > mostOff + converging;
}

// By comparing outlines of the same documents, of the corpus' tune split and of draw_pages.py, see models/training/locate/README.md; the
// constant and that of odd ones are set by hand, the latter so that what is as clear as a card but has a phone's shape counts for less.
const weights = { seen: 5, beyond: -4.7, agreement: 17, odd: -4, constant: -14.5 };

/** How much speaks for the outline, 0 to 1: orders outlines of any origin; no frequency that was counted. */
export function confidenceOf({ seen, beyond, agreement, isOdd }: OutlineSigns): number {
  const sum =
    weights.constant +
    weights.seen * seen +
    weights.beyond * beyond +
    weights.agreement * agreement +
    (isOdd ? weights.odd : 0);
  return 1 / (1 + Math.exp(-sum));
}

/** How well an outline agrees with what is marked: shared over joined, of its cells and of the marked ones in and close around it. */
export function agreementOf(quad: Quad, { width, height, cellPx, inside }: OutlineMaps): number {
  let [shared, joined] = [0, 0];
  const around = expanded(quad, 1.25);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const at = { x: (column + 0.5) * cellPx.x, y: (row + 0.5) * cellPx.y };
      if (!contains(around, at)) continue;
      const marked = inside[row * width + column] ?? 0;
      const isIn = contains(quad, at);
      shared += isIn ? marked : 0;
      joined += isIn ? 1 : marked;
    }
  }
  return joined === 0 ? 0 : shared / joined;
}

function expanded(quad: Quad, factor: number): Quad {
  const center = {
    x: (quad[0].x + quad[1].x + quad[2].x + quad[3].x) / 4,
    y: (quad[0].y + quad[1].y + quad[2].y + quad[3].y) / 4,
  };
  const move = (corner: Quad[0]): Quad[0] => ({
    x: center.x + factor * (corner.x - center.x),
    y: center.y + factor * (corner.y - center.y),
  });
  return [move(quad[0]), move(quad[1]), move(quad[2]), move(quad[3])];
}

/** Whether a side runs along the picture's border, to within `slackPx`. */
export function isOnBorder(a: Point, b: Point, { width, height }: RgbRaster, slackPx = 1): boolean {
  return [a.x, a.y, a.x - width, a.y - height].some(
    (value, k) =>
      Math.abs(value) < slackPx && Math.abs([b.x, b.y, b.x - width, b.y - height][k] ?? slackPx) < slackPx,
  );
}
