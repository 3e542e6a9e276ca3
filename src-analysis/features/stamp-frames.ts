import type { Rect } from '#shared/domain/geometry.ts';
import type { FoundStamp, Marks } from './ink-marks.ts';
import { areasOf, boundsOfCells } from './marked-areas.ts';

/** Shorter ones are marks of the print. */
const leastMm = 12;
/** Frames are up to 80 mm wide, such as that of a registration; lower ones are lines of print. */
const mostFrameMm = 80;
const leastFrameMm = 8;
/** A stamp is set by hand: so much askew. */
const mostTurnDeg = 15;
const turnStepDeg = 1.5;
/** Of each side of a frame so much must be seen, and so much more than of a line within it: text has rows, too. */
const leastSide = 0.6;
const leastSideApart = 0.25;

/** Rectangles that are drawn as a line around something, askew or not. */
export function findFrames(marks: Marks, pixelsPerMm: number): FoundStamp[] {
  const { width, inked, free } = marks;
  return areasOf(inked, width, 2).flatMap((cells) => {
    const bounds = boundsOfCells(cells, width);
    const [wide, high] = [bounds.width / pixelsPerMm, bounds.height / pixelsPerMm];
    if (Math.min(wide, high) < leastFrameMm || Math.max(wide, high) < leastMm) return [];
    if (Math.max(wide, high) > mostFrameMm) return [];
    let [seen, apart] = [0, 0];
    for (let turnDeg = -mostTurnDeg; turnDeg <= mostTurnDeg; turnDeg += turnStepDeg) {
      const sides = sidesSeen(cells, width, pixelsPerMm, turnDeg);
      if (sides.seen > seen) ({ seen, apart } = sides);
    }
    const isTaken = shareOf(free, width, bounds) < 0.7;
    if (seen < leastSide || apart < leastSideApart || isTaken) return [];
    return [
      {
        rectPx: bounds,
        confidence: Math.min(0.95, seen),
        look: { color: marks.color, shape: 'rectangular' as const },
      },
    ];
  });
}

/** Of a rectangle around the cells, turned: how much of its worst side is seen, and how much more of all its sides than of lines within. */
function sidesSeen(
  cells: readonly number[],
  width: number,
  pixelsPerMm: number,
  turnDeg: number,
): { readonly seen: number; readonly apart: number } {
  const [cos, sin] = [Math.cos((turnDeg * Math.PI) / 180), Math.sin((turnDeg * Math.PI) / 180)];
  const points = cells.map((cell) => {
    const [x, y] = [cell % width, Math.floor(cell / width)];
    return { along: x * cos + y * sin, across: y * cos - x * sin };
  });
  const rangeOf = (values: readonly number[]): readonly [number, number] => {
    const sorted = [...values].sort((a, b) => a - b);
    return [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  };
  const [left, right] = rangeOf(points.map(({ along }) => along));
  const [top, bottom] = rangeOf(points.map(({ across }) => across));
  const bin = 0.5 * pixelsPerMm;
  const line = 0.7 * pixelsPerMm;
  const within = 2 * pixelsPerMm;
  const shares = [0, within].map((inset) => {
    const sides = [top + inset, bottom - inset, left + inset, right - inset].map((at, index) => {
      const isLevel = index < 2;
      const [from, to] = isLevel ? [left, right] : [top, bottom];
      const bins = new Uint8Array(Math.max(1, Math.ceil((to - from) / bin)));
      for (const { along, across } of points)
        if (Math.abs((isLevel ? across : along) - at) <= line)
          bins[Math.min(bins.length - 1, Math.floor(((isLevel ? along : across) - from) / bin))] = 1;
      return bins.reduce((sum, value) => sum + value, 0) / bins.length;
    });
    return { least: Math.min(...sides), mean: sides.reduce((sum, share) => sum + share, 0) / 4 };
  });
  const [outer, inner] = shares;
  return { seen: outer?.least ?? 0, apart: (outer?.mean ?? 0) - (inner?.mean ?? 0) };
}

function shareOf(values: Uint8Array, width: number, { x, y, width: wide, height: high }: Rect): number {
  let count = 0;
  for (let row = y; row < y + high; row += 1)
    for (let column = x; column < x + wide; column += 1) count += values[row * width + column] ?? 0;
  return count / (wide * high);
}
