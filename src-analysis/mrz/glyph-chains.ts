/** A mark that may be a glyph: center along (`u`) and across (`v`) the direction searched, and height. */
export interface Glyph {
  readonly u: number;
  readonly v: number;
  readonly h: number;
}

/** Glyphs in one row, with the line through them, in the frame of the direction searched. */
export interface Chain {
  glyphs: readonly Glyph[];
  /** v = slope * u + offset in the rotated frame. */
  slope: number;
  offset: number;
  /** How far its middle lies below the line (towards greater v) relative to its ends; 0 where it is straight. */
  bend: number;
  first: number;
  last: number;
  h: number;
  pitch: number;
  /** Share of steps that are whole pitches, within a fifth; 0.4 by chance, 0.9 in fixed-pitch print. */
  regularity: number;
}

/** Rows of the grid that makes neighbours cheap to find; no less than the reach across of the tallest glyph (0.36 of 75 px). */
const gridRowPx = 28;

/** Neighbours in reading direction, as lists of glyphs. `glyphs` are sorted by u. */
export function linked(glyphs: readonly Glyph[]): Glyph[][] {
  const n = glyphs.length;
  const us = Float64Array.from(glyphs, ({ u }) => u);
  const vs = Float64Array.from(glyphs, ({ v }) => v);
  const hs = Float64Array.from(glyphs, ({ h }) => h);
  const parent = new Int32Array(n);
  let lowest = Infinity;
  for (let i = 0; i < n; i++) {
    parent[i] = i;
    lowest = Math.min(lowest, vs[i] ?? 0);
  }
  const rows: { members: number[]; from: number }[] = [];
  const rowOf = (v: number): number => Math.floor((v - lowest) / gridRowPx) + 1;
  for (let i = 0; i < n; i++) {
    const row = rowOf(vs[i] ?? 0);
    while (rows.length < row + 2) rows.push({ members: [], from: 0 });
    rows[row]?.members.push(i);
  }
  const find = (i: number): number => {
    let at = i;
    while ((parent[at] ?? at) !== at) {
      parent[at] = parent[parent[at] ?? at] ?? at;
      at = parent[at] ?? at;
    }
    return at;
  };
  for (let i = 0; i < n; i++) {
    const u = us[i] ?? 0;
    const v = vs[i] ?? 0;
    const h = hs[i] ?? 0;
    const reach = 2.6 * Math.max(h, 10);
    let best = Infinity;
    let bestAt = -1;
    const own = rowOf(v);
    for (let r = own - 1; r <= own + 1; r++) {
      const row = rows[r];
      if (row === undefined) continue;
      const { members } = row;
      while (row.from < members.length && (us[members[row.from] ?? 0] ?? 0) <= u) row.from++;
      for (let m = row.from; m < members.length; m++) {
        const j = members[m] ?? 0;
        const du = (us[j] ?? 0) - u;
        if (du >= reach) break;
        const dv = Math.abs((vs[j] ?? 0) - v);
        const other = hs[j] ?? 0;
        const taller = Math.max(h, other);
        if (dv >= 0.36 * taller || du <= 0.25 * taller || taller > 2.2 * Math.min(h, other)) continue;
        const distance = du + 2 * dv;
        if (distance < best) {
          best = distance;
          bestAt = j;
        }
      }
    }
    if (bestAt >= 0) parent[find(bestAt)] = find(i);
  }
  const groups = new Map<number, Glyph[]>();
  for (const [i, glyph] of glyphs.entries()) {
    const root = find(i);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [glyph]);
    else group.push(glyph);
  }
  return [...groups.values()].filter((group) => group.length >= 5);
}

interface Fit {
  slope: number;
  offset: number;
}

function fitted(glyphs: readonly Glyph[]): Fit {
  let [su, sv, suu, suv] = [0, 0, 0, 0];
  const n = glyphs.length;
  for (const { u, v } of glyphs) {
    su += u;
    sv += v;
    suu += u * u;
    suv += u * v;
  }
  const spread = suu - (su * su) / n;
  const slope = spread > 0 ? (suv - (su * sv) / n) / spread : 0;
  return { slope, offset: (sv - slope * su) / n };
}

/** A parabola: `slope` and `offset` are of its chord from `first` to `last`, `bend` how far the middle lies off it. */
interface Curve extends Fit {
  readonly bend: number;
  readonly first: number;
  readonly last: number;
}

/** Shares of the glyphs' height: less bend is noise, more is no line of print. */
const bends = { least: 0.08, most: 3 } as const;
/** A bend is taken only where it halves what glyphs are off: on flat pages heights of glyphs alone look bent. */
const bendGain = 0.5;

/** The parabola through `glyphs` where it fits clearly better than the line, else the line; by least squares. */
function curveOf(glyphs: readonly Glyph[], height: number): Curve {
  const line = fitted(glyphs);
  const [first, last] = [glyphs[0]?.u ?? 0, glyphs.at(-1)?.u ?? 0];
  const straight: Curve = { ...line, bend: 0, first, last };
  const rest = (curve: Curve): number => glyphs.reduce((sum, glyph) => sum + offCurve(glyph, curve) ** 2, 0);
  if (glyphs.length < 20) return straight;
  // Of what the line leaves over, the part that goes as the parabola does once it has itself been freed of a line.
  const bumps = glyphs.map(({ u }) => ({ u, v: bump(u, first, last), h: 0 }));
  const flat = fitted(bumps);
  let [along, square] = [0, 0];
  for (const [i, glyph] of glyphs.entries()) {
    const pure = (bumps[i]?.v ?? 0) - flat.slope * glyph.u - flat.offset;
    along += pure * (glyph.v - line.slope * glyph.u - line.offset);
    square += pure * pure;
  }
  const bend = square > 0 ? along / square : 0;
  if (Math.abs(bend) < bends.least * height || Math.abs(bend) > bends.most * height) return straight;
  const curve = {
    slope: line.slope - bend * flat.slope,
    offset: line.offset - bend * flat.offset,
    bend,
    first,
    last,
  };
  return rest(curve) < bendGain * rest(straight) ? curve : straight;
}

/** Where `chain` lies across the direction searched, at `u` along it. */
export function acrossAt({ slope, offset, bend, first, last }: Chain, u: number): number {
  return slope * u + offset + bend * bump(u, first, last);
}

/** 0 at both ends, 1 in the middle. */
function bump(u: number, first: number, last: number): number {
  const share = last > first ? (u - first) / (last - first) : 0;
  return 4 * share * (1 - share);
}

const offCurve = ({ u, v }: Glyph, { slope, offset, bend, first, last }: Curve): number =>
  v - slope * u - offset - bend * bump(u, first, last);

const median = (values: readonly number[]): number => quantile(values, 0.5);

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Joins pieces of a line that a stamp or a fold has parted: collinear, of like height, at most 16 glyphs apart. */
export function joined(pieces: Glyph[][]): Glyph[][] {
  const open = pieces
    .map((glyphs) => ({
      glyphs,
      fit: fitted(glyphs),
      h: median(glyphs.map(({ h }) => h)),
      start: 0,
      end: 0,
    }))
    .map((piece) => ({
      ...piece,
      start: piece.glyphs[0]?.u ?? 0,
      end: piece.glyphs.at(-1)?.u ?? 0,
    }))
    .sort((a, b) => a.start - b.start);
  const out: typeof open = [];
  for (const piece of open) {
    const host = out.find((other) => {
      const gap = piece.start - other.end;
      const taller = Math.max(piece.h, other.h);
      if (gap < 0 || gap > 16 * taller || taller > 1.5 * Math.min(piece.h, other.h)) return false;
      // Either piece's own line, prolonged, must meet the other: the longer one says where the line goes.
      const guide = other.glyphs.length >= piece.glyphs.length ? other : piece;
      const target = guide === other ? piece : other;
      const middle = (target.start + target.end) / 2;
      const there = target.fit.slope * middle + target.fit.offset;
      return Math.abs(guide.fit.slope * middle + guide.fit.offset - there) < 0.4 * taller;
    });
    if (host === undefined) {
      out.push(piece);
    } else {
      host.glyphs = [...host.glyphs, ...piece.glyphs];
      host.end = piece.end;
      host.fit = fitted(host.glyphs);
    }
  }
  return out.map(({ glyphs }) => glyphs).filter((glyphs) => glyphs.length >= 12);
}

/** The line through a row of glyphs; `undefined` where fewer than twelve lie on it. */
export function toChain(glyphs: readonly Glyph[]): Chain | undefined {
  const height = median(glyphs.map(({ h }) => h));
  const rough = curveOf(glyphs, height);
  const kept = glyphs.filter((glyph) => Math.abs(offCurve(glyph, rough)) < 0.5 * height);
  if (kept.length < 12) return undefined;
  const { slope, offset, bend } = curveOf(kept, height);
  const us = kept.map(({ u }) => u).sort((a, b) => a - b);
  const steps = us.slice(1).map((u, i) => u - (us[i] ?? u));
  const pitch = median(steps);
  if (pitch <= 0) return undefined;
  const even = steps.filter((step) => Math.abs(step / pitch - Math.round(step / pitch)) < 0.2).length;
  return {
    glyphs: kept,
    slope,
    offset,
    bend,
    first: us[0] ?? 0,
    last: us.at(-1) ?? 0,
    h: quantile(
      kept.map(({ h }) => h),
      0.8,
    ),
    pitch,
    regularity: even / steps.length,
  };
}
