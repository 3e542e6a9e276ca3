import type { Face } from '#analysis/faces/face.ts';
import { getSharp } from '#analysis/image/sharp-loaders.ts';
import type { Point } from '#shared/domain/geometry.ts';
import {
  between,
  frameOf,
  hairColors,
  handOf,
  path,
  type Cover,
  type Frame,
  type Hidden,
} from './face-covers.ts';

/** Shares of a part that are to be covered; hair lets a little through, so that 1 is all that a cover can hide. */
export const coverShares = [0, 0.25, 0.5, 0.75, 1] as const;

/** Something that moves over a part of the face: `way` 0 is beside it, 1 is over all of it. */
export interface SlidingCover {
  readonly name: string;
  readonly hides: Exclude<Hidden, 'nothing'>;
  /** Outline of the part that is covered. */
  readonly part: (frame: Frame) => readonly Point[];
  readonly draw: (frame: Frame, way: number) => string;
}

/** An eye with its lids and lashes: what the training takes for one, see models/training/face-parts/compose.py. */
function eye({ at }: Frame, first: number): readonly Point[] {
  const points = [0, 1, 2, 3, 4, 5].map((offset) => at(first + offset));
  const [x, y] = [meanOf(points.map((point) => point.x)), meanOf(points.map((point) => point.y))];
  return points.map((point) => ({ x: x + 1.1 * (point.x - x), y: y + 1.5 * (point.y - y) }));
}

const mouth = ({ at }: Frame): readonly Point[] => Array.from({ length: 12 }, (_, k) => at(48 + k));
const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const drawnStrands = 420;

/** Strands that all follow `courseOf`, from one place of a hundred to the other. */
function hair(
  { unit, random }: Frame,
  courseOf: (place: number, chance: () => number) => readonly [Point, Point, Point],
): string {
  const color = hairColors[Math.floor(random() * hairColors.length)] ?? hairColors[0];
  return Array.from({ length: drawnStrands }, () => {
    const [from, over, to] = courseOf(random(), random);
    const width = unit * (0.012 + 0.02 * random());
    return `<path d="M${from.x.toFixed(1)} ${from.y.toFixed(1)} Q ${over.x.toFixed(1)} ${over.y.toFixed(1)} ${to.x.toFixed(1)} ${to.y.toFixed(1)}" fill="none" stroke="${color}" stroke-opacity="${(0.8 + 0.2 * random()).toFixed(2)}" stroke-width="${width.toFixed(2)}"/>`;
  }).join('');
}

function fringe(frame: Frame, way: number): string {
  const { at, unit } = frame;
  const [left, right] = [at(17).x - 0.15 * unit, at(26).x + 0.15 * unit];
  const bottom = at(19).y + 0.05 * unit + 0.75 * unit * way;
  return hair(frame, (place, chance) => {
    const x = left + (right - left) * place;
    const end = bottom + 0.08 * unit * (chance() - 0.5);
    const start = x + 0.3 * unit * (chance() - 0.5);
    return [
      { x: start, y: at(19).y - 1.1 * unit },
      { x: x + 0.08 * unit, y: at(19).y - 0.3 * unit },
      { x, y: end },
    ];
  });
}

/** From a parting above the other eye down along the right of the picture, past the jaw. */
function curtain(frame: Frame, way: number): string {
  const { at, unit } = frame;
  const outer = at(16).x + 0.3 * unit;
  const inner = at(45).x + 0.2 * unit - 1.1 * unit * way;
  return hair(frame, (place, chance) => {
    const x = inner + (outer - inner) * place + 0.04 * unit * (chance() - 0.5);
    const start = at(27).x + 0.4 * unit * (chance() - 0.5);
    return [
      { x: start, y: at(24).y - 1.2 * unit },
      { x: x + 0.15 * unit, y: at(24).y - 0.4 * unit },
      { x: x + 0.1 * unit * place, y: at(11).y },
    ];
  });
}

function handFrom(
  frame: Frame,
  aim: Point,
  far: Point,
  way: number,
  leanDeg: (chance: number) => number,
): string {
  return handOf(frame, between(far, aim, way), leanDeg);
}

/** A sheet of paper with print on it, whose upper edge rises. */
function sheet({ at, unit, random }: Frame, way: number): string {
  const top = at(8).y + 0.1 * unit - (at(8).y + 0.2 * unit - at(33).y) * way;
  const [left, width, tilt] = [at(8).x - 1.3 * unit, 2.6 * unit, 10 * (random() - 0.5)];
  const rows = Array.from(
    { length: 14 },
    (_, k) =>
      `<rect x="${String(left + 0.2 * unit)}" y="${String(top + (0.3 + 0.22 * k) * unit)}" width="${String(width * (0.5 + 0.35 * random()))}" height="${String(0.06 * unit)}" fill="#555"/>`,
  );
  return `<g transform="rotate(${String(tilt)} ${String(at(8).x)} ${String(top)})"><rect x="${String(left)}" y="${String(top)}" width="${String(width)}" height="${String(4 * unit)}" fill="#efece4"/>${rows.join('')}</g>`;
}

export const slidingCovers: readonly SlidingCover[] = [
  {
    name: 'hand from below',
    hides: 'lower face',
    part: mouth,
    draw: (frame, way) => {
      const { at, unit } = frame;
      const [low, high] = [between(at(8), at(57), -0.5), between(at(30), at(33), 0.6)];
      return handFrom(
        frame,
        { x: high.x - 0.1 * unit, y: high.y },
        { x: low.x + 0.3 * unit, y: low.y },
        way,
        (chance) => 20 + 25 * chance,
      );
    },
  },
  { name: 'sheet of paper from below', hides: 'lower face', part: mouth, draw: sheet },
  {
    name: 'hand from the side',
    hides: 'eyes',
    part: (frame) => eye(frame, 42),
    draw: (frame, way) => {
      const { at, unit } = frame;
      const y = at(45).y + 0.2 * unit;
      return handFrom(
        frame,
        { x: at(42).x + 0.1 * unit, y },
        { x: at(16).x + 0.7 * unit, y },
        way,
        (chance) => 75 + 30 * chance,
      );
    },
  },
  {
    name: 'hair over half of the face',
    hides: 'eyes',
    part: (frame) => eye(frame, 42),
    draw: curtain,
  },
  {
    name: 'fringe over both eyes',
    hides: 'eyes',
    // Of one: the other is as high.
    part: (frame) => eye(frame, 36),
    draw: fringe,
  },
];

/** How much of the part is under the drawing, by its opacity, 0 to 1. */
async function shareUnder(drawing: string, part: readonly Point[]): Promise<number> {
  const sharp = getSharp();
  sharp.unblock({ operation: ['VipsForeignLoadSvgBuffer'] });
  const [xs, ys] = [part.map(({ x }) => x), part.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - x, Math.max(...ys) - y];
  const opacityOf = async (inside: string): Promise<number> => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="64" preserveAspectRatio="none" viewBox="${[x, y, width, height].map(String).join(' ')}"><defs><clipPath id="part"><path d="${path(part)} Z"/></clipPath></defs><g clip-path="url(#part)">${inside}</g></svg>`;
    const { data } = await sharp(Buffer.from(svg))
      .ensureAlpha()
      .extractChannel('alpha')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return data.reduce((sum, value) => sum + value, 0);
  };
  const all = await opacityOf(
    `<rect x="${String(x)}" y="${String(y)}" width="${String(width)}" height="${String(height)}"/>`,
  );
  return (await opacityOf(drawing)) / all;
}

const halvings = 9;

/** The drawing that covers so much of the part, and what it covers: a share of 1 is all that it can. */
export async function coverOfShare(
  cover: SlidingCover,
  face: Face,
  size: { readonly width: number; readonly height: number },
  seed: number,
  share: number,
): Promise<{ readonly cover: Pick<Cover, 'draw'>; readonly covered: number }> {
  const fresh = (): Frame => frameOf(face, size.width, size.height, seed);
  const part = cover.part(fresh());
  const under = (way: number): Promise<number> => shareUnder(cover.draw(fresh(), way), part);
  const way = share === 0 || share === 1 ? share : await wayTo(share, under);
  return { cover: { draw: (frame) => cover.draw(frame, way) }, covered: await under(way) };
}

/** By halves: what is covered grows with the way. */
async function wayTo(share: number, under: (way: number) => Promise<number>): Promise<number> {
  let [low, high] = [0, 1];
  for (let step = 0; step < halvings; step += 1) {
    const middle = (low + high) / 2;
    if ((await under(middle)) < share) low = middle;
    else high = middle;
  }
  return high;
}
