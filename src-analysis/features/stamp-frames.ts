import type { FoundStamp, Marks } from './ink-marks.ts';

/** A stamp's longer side; a line of print is no higher than the shorter one. Frames are up to 80 mm wide, such as that of a registration. */
const leastMm = 12;
const leastHighMm = 8;
const mostMm = 80;
/** A stamp is set by hand: so much askew. */
const mostTurnDeg = 15;
/** Half of it moves the end of a side of 40 mm by half a millimeter, which the slack of a line takes up. */
const turnStepDeg = 1.5;
/** A side is looked at in steps: longer ones take letters below each other for a line. */
const stepMm = 0.5;
/** Lines that are looked at together, in each direction: more are a pattern's. */
const mostLines = 14;
/** What lies within this of the page's edge is the ground beyond it. */
const edgeMm = 1.5;
/** Of a frame's sides so much is seen on average and of the worst of them: the rest may be hidden, or was not pressed. */
const leastSeen = 0.6;
const leastSide = 0.3;
/** And so much more than of lines beside it, out- and inside: patterns and text are as dense there. */
const leastApart = 0.3;
const leastApartWithin = 0.1;
/**
 * Lines of print make small rectangles, stamps larger ones: half of the outline, by how much more of it is seen than of what lies outside.
 * Measured on the split tune: 37 of 41 stamps have more, the best of what 42 pages without one show has 29.6.
 */
const leastOutlineMm = 30;
/** Beside it, outside: past the width of its line, and short of what is printed next to it. */
const outsideMm = 1.25;
/** Inside: past a second line of a double frame. */
const insideMm = 2;

/** Rectangles that are drawn as a line around something, askew or not; parts of their sides may be hidden. */
export function findFrames(marks: Marks, pixelsPerMm: number): FoundStamp[] {
  const inked: number[] = [];
  for (let at = 0; at < marks.inked.length; at += 1) if (marks.inked[at] === 1) inked.push(at);
  // Less ink than the smallest frame's worst sides have.
  if (inked.length < leastSide * 2 * (leastMm + leastHighMm) * pixelsPerMm) return [];
  const frames: Frame[] = [];
  for (const turnDeg of likelyTurns(inked, marks, pixelsPerMm))
    frames.push(...framesAt(turnDeg, inked, marks, pixelsPerMm));
  frames.sort((a, b) => b.outline - a.outline);
  const kept: Frame[] = [];
  for (const frame of frames) if (!kept.some((other) => isOver(frame.rectPx, other.rectPx))) kept.push(frame);
  return kept.map(({ rectPx, apart }) => ({
    rectPx,
    confidence: Math.min(0.95, apart),
    look: { color: marks.color, shape: 'rectangular' as const },
  }));
}

interface Frame {
  readonly rectPx: FoundStamp['rectPx'];
  /** How much more of it is seen than of the lines outside of it. */
  readonly apart: number;
  /** Half of its outline, times that; in pixels. */
  readonly outline: number;
}

/** So many turns are looked at closely. */
const mostTurns = 3;

/** Turns at which ink falls into narrow lines, both ways: sides of a frame do at its own turn only. */
function likelyTurns(
  inked: readonly number[],
  { width, height }: Marks,
  pixelsPerMm: number,
): readonly number[] {
  const reach = Math.ceil(Math.hypot(width, height));
  const beside = Math.round(outsideMm * pixelsPerMm);
  const [level, upright] = [new Float32Array(reach + 1), new Float32Array(reach + 1)];
  const counts = [level, upright];
  const turns: { readonly turnDeg: number; readonly sharpness: number }[] = [];
  for (let turnDeg = -mostTurnDeg; turnDeg <= mostTurnDeg; turnDeg += turnStepDeg) {
    const [cos, sin] = [Math.cos((turnDeg * Math.PI) / 180), Math.sin((turnDeg * Math.PI) / 180)];
    for (const count of counts) count.fill(0);
    for (const cell of inked) {
      const x = (cell % width) - width / 2;
      const y = Math.floor(cell / width) - height / 2;
      const across = Math.floor(y * cos - x * sin + reach / 2);
      const along = Math.floor(x * cos + y * sin + reach / 2);
      level[across] = (level[across] ?? 0) + 1;
      upright[along] = (upright[along] ?? 0) + 1;
    }
    // A frame has two lines each way.
    const sharpness = counts.reduce((sum, count) => {
      let [first, second] = [0, 0];
      for (let at = beside; at <= reach - beside; at += 1) {
        const apart = (count[at] ?? 0) - Math.max(count[at - beside] ?? 0, count[at + beside] ?? 0);
        if (apart > first) [first, second] = [apart, first];
        else if (apart > second) second = apart;
      }
      return sum + first + second;
    }, 0);
    turns.push({ turnDeg, sharpness });
  }
  return turns
    .sort((a, b) => b.sharpness - a.sharpness)
    .slice(0, mostTurns)
    .map(({ turnDeg }) => turnDeg);
}

function framesAt(
  turnDeg: number,
  inked: readonly number[],
  { width, height }: Marks,
  pixelsPerMm: number,
): readonly Frame[] {
  const [cos, sin] = [Math.cos((turnDeg * Math.PI) / 180), Math.sin((turnDeg * Math.PI) / 180)];
  const reach = Math.ceil(Math.hypot(width, height));
  const middle = { x: width / 2, y: height / 2 };
  const step = stepMm * pixelsPerMm;
  const levels = createLines(reach, step);
  const uprights = createLines(reach, step);
  for (const cell of inked) {
    const dx = (cell % width) + 0.5 - middle.x;
    const dy = Math.floor(cell / width) + 0.5 - middle.y;
    const along = dx * cos + dy * sin + reach / 2;
    const across = dy * cos - dx * sin + reach / 2;
    addInk(levels, across, along);
    addInk(uprights, along, across);
  }
  countInk(levels);
  countInk(uprights);
  const least = leastHighMm * pixelsPerMm;
  const rows = longestLines(levels, least);
  const columns = longestLines(uprights, least);
  const wideLeast = leastMm * pixelsPerMm;
  const most = mostMm * pixelsPerMm;
  const outside = outsideMm * pixelsPerMm;
  const inside = insideMm * pixelsPerMm;
  const leastOutline = leastOutlineMm * pixelsPerMm;
  const found: Frame[] = [];
  for (const [top, bottom] of pairsOf(rows, least, most))
    for (const [left, right] of pairsOf(columns, least, most)) {
      const half = right - left + bottom - top;
      if (Math.max(right - left, bottom - top) < wideLeast || half < leastOutline) continue;
      const sidesOf = (out: number): readonly number[] => [
        shareOf(levels, top - out, left - out, right + out),
        shareOf(levels, bottom + out, left - out, right + out),
        shareOf(uprights, left - out, top - out, bottom + out),
        shareOf(uprights, right + out, top - out, bottom + out),
      ];
      const sides = sidesOf(0);
      const seen = meanOf(sides);
      if (seen < leastSeen || Math.min(...sides) < leastSide) continue;
      const apart = seen - meanOf(sidesOf(outside));
      const outline = half * apart;
      if (outline < leastOutline) continue;
      if (apart < leastApart || seen - meanOf(sidesOf(-inside)) < leastApartWithin) continue;
      const corners = [
        [left, top],
        [right, top],
        [right, bottom],
        [left, bottom],
      ].map(([u = 0, v = 0]) => {
        const [a, b] = [u - reach / 2, v - reach / 2];
        return { x: middle.x + a * cos - b * sin, y: middle.y + a * sin + b * cos };
      });
      const xs = corners.map(({ x }) => x);
      const ys = corners.map(({ y }) => y);
      const edge = edgeMm * pixelsPerMm;
      const [x, y, end, foot] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
      if (x < edge || y < edge || end > width - edge || foot > height - edge) continue;
      found.push({ rectPx: { x, y, width: end - x, height: foot - y }, apart, outline });
    }
  return found;
}

/** Ink along parallel lines, each a pixel and its neighbors wide, in steps. */
interface Lines {
  readonly reach: number;
  readonly step: number;
  readonly steps: number;
  readonly ink: Uint8Array;
  /** By line how many of its steps before each have ink; of use after {@link countInk}. */
  readonly sums: Uint16Array;
}

// Functions of a module: those that are made with each page V8 would compile anew for each.
function createLines(reach: number, step: number): Lines {
  const steps = Math.ceil(reach / step) + 1;
  return {
    reach,
    step,
    steps,
    ink: new Uint8Array((reach + 2) * steps),
    sums: new Uint16Array((reach + 2) * (steps + 1)),
  };
}

function addInk({ reach, step, steps, ink }: Lines, at: number, along: number): void {
  const line = Math.floor(at);
  const place = Math.floor(along / step);
  if (line < 1 || line >= reach || place < 0 || place >= steps) return;
  for (let near = (line - 1) * steps + place, last = near + 2 * steps; near <= last; near += steps)
    ink[near] = 1;
}

function countInk({ reach, steps, ink, sums }: Lines): void {
  for (let line = 0; line < reach + 2; line += 1) {
    let sum = 0;
    for (let place = 0, at = line * (steps + 1); place < steps; place += 1, at += 1) {
      sum += ink[line * steps + place] ?? 0;
      sums[at + 1] = sum;
    }
  }
}

/** The share of the steps from one place along a line to another that have ink. */
function shareOf({ reach, step, steps, sums }: Lines, at: number, from: number, to: number): number {
  const line = Math.min(reach + 1, Math.max(0, Math.floor(at)));
  const first = Math.min(steps - 1, Math.max(0, Math.floor(from / step)));
  const last = Math.min(steps - 1, Math.max(first, Math.floor(to / step)));
  const row = line * (steps + 1);
  return ((sums[row + last + 1] ?? 0) - (sums[row + first] ?? 0)) / (last + 1 - first);
}

/** Where lines with a long stretch of ink lie, the longest first, of neighbors the best. */
function longestLines({ reach, step, steps, ink, sums }: Lines, leastPx: number): readonly number[] {
  const scores = new Float32Array(reach + 2);
  const least = (leastSide * leastPx) / step;
  for (let line = 0; line < reach + 2; line += 1) {
    // A stretch scores no more than it has ink.
    if ((sums[line * (steps + 1) + steps] ?? 0) < least) continue;
    // The stretch of most ink, where a step without counts against one with: half of a side may be hidden.
    let score = 0;
    let best = 0;
    for (let at = line * steps, end = at + steps; at < end; at += 1) {
      score += ink[at] === 1 ? 1 : -1;
      if (score < 0) score = 0;
      else if (score > best) best = score;
    }
    scores[line] = best;
  }
  const peaks: number[] = [];
  for (let line = 1; line <= reach; line += 1) {
    const score = scores[line] ?? 0;
    const isPeak = score >= (scores[line - 1] ?? 0) && score > (scores[line + 1] ?? 0);
    if (score >= least && isPeak) peaks.push(line);
  }
  return peaks
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
    .slice(0, mostLines)
    .map((line) => line + 0.5);
}

function pairsOf(lines: readonly number[], least: number, most: number): (readonly [number, number])[] {
  return lines.flatMap((a) =>
    lines.flatMap((b) => (b - a >= least && b - a <= most ? [[a, b] as const] : [])),
  );
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function isOver(a: FoundStamp['rectPx'], b: FoundStamp['rectPx']): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
