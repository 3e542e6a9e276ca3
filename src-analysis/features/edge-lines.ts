import type { Point } from '#shared/domain/geometry.ts';
import type { Gradient } from './gradient.ts';

/** A straight line `x cos(angle) + y sin(angle) = rho`, the angle being its normal's, 0 to 180 degrees. */
export interface EdgeLine {
  readonly angleDeg: number;
  readonly rho: number;
  /** A side of the picture itself, not an edge seen. */
  readonly onBorder: boolean;
  /** Running counts of edge pixels along the line by the sign of the step across it; `undefined` for a border. */
  readonly profile: LineProfile | undefined;
}

interface LineProfile {
  /** Index of the point nearest the origin. */
  readonly origin: number;
  readonly rising: Uint16Array;
  readonly falling: Uint16Array;
}

const angleSteps = 180;
const rhoStepPx = 1.5;
// Enough for a document on a table with a keyboard beside it; the pairs of pairs grow with the fourth power.
const mostLines = 32;
// A strong edge gets no more votes than a clear one, or print would outvote a light card on a light table.
const mostVote = 24;

// How far a pixel votes from its gradient's direction, in degrees: what the grid bends a clear edge, or what noise bends a faint one.
// Of an edge ten gray levels high, noise of a phone's sensor turns half the pixels by more than 6 degrees.
const leastTurns = 2;
const mostTurns = 12;
const doubtSigmas = 2;
// Noise has its magnitudes in Rayleigh's distribution; its median is so many standard deviations of either component.
const rayleighMedian = 1.1774;
// Enough to follow a line that the first peak has a degree off its ends; most stand still at the second.
const mostRefinements = 4;

/**
 * The strongest straight edges, by a Hough transform in which each pixel votes only near its own gradient's direction, and only for
 * the strongest line through it: the votes of a line's pixels are taken back before the next is sought, so that one bold edge
 * does not fill the list with its variants.
 */
export function findLines(gradient: Gradient, leastGradient: number): EdgeLine[] {
  const { width, height } = gradient;
  const ballot = new Ballot(gradient, leastGradient);
  // An edge a tenth of the picture long, at 14 gray levels per pixel, or a longer and fainter one.
  const leastVotes = 0.1 * Math.min(width, height) * 14;
  const lines: EdgeLine[] = [];
  while (lines.length < mostLines) {
    const peak = ballot.strongest();
    if (peak.votes < leastVotes) break;
    const refined = refineFully(gradient, peak.angleDeg, peak.rho, leastGradient);
    const taken = ballot.takeBack(peak.angleDeg, peak.rho) + ballot.takeBack(refined.angleDeg, refined.rho);
    if (taken === 0) break;
    const profile = profileOf(gradient, refined.angleDeg, refined.rho, leastGradient);
    lines.push({ ...refined, onBorder: false, profile });
  }
  return lines;
}

/** Votes of edge pixels for the lines through them. A class and no closures: those would be compiled anew for every picture. */
class Ballot {
  readonly #gradient: Gradient;
  readonly #doubt: number;
  readonly #diagonal: number;
  readonly #rhoBins: number;
  readonly #votes: Float32Array;
  readonly #voted: Uint8Array;
  readonly #cosines = Float64Array.from({ length: angleSteps }, (_, k) =>
    Math.cos((k * Math.PI) / angleSteps),
  );
  readonly #sines = Float64Array.from({ length: angleSteps }, (_, k) => Math.sin((k * Math.PI) / angleSteps));
  /** The strongest cell of each angle, and whether it has to be sought again: a line taken back touches a few angles only. */
  readonly #bestOf = new Int32Array(angleSteps);
  readonly #isStale = new Uint8Array(angleSteps).fill(1);

  constructor(gradient: Gradient, leastGradient: number) {
    const { width, height, magnitude, medianMagnitude } = gradient;
    this.#gradient = gradient;
    this.#doubt = ((doubtSigmas * medianMagnitude) / rayleighMedian) * (180 / Math.PI);
    this.#diagonal = Math.hypot(width, height);
    this.#rhoBins = Math.ceil((2 * this.#diagonal) / rhoStepPx) + 3;
    this.#votes = new Float32Array(angleSteps * this.#rhoBins);
    this.#voted = new Uint8Array(width * height);
    for (let py = 1; py < height - 1; py += 1) {
      for (let px = 1; px < width - 1; px += 1) {
        if ((magnitude[py * width + px] ?? 0) >= leastGradient) this.#cast(px, py, 1);
      }
    }
  }

  #cast(px: number, py: number, sign: 1 | -1): void {
    const { width, x: gx, y: gy, magnitude } = this.#gradient;
    const votes = this.#votes;
    const isStale = this.#isStale;
    const diagonal = this.#diagonal;
    const rhoBins = this.#rhoBins;
    const cosines = this.#cosines;
    const sines = this.#sines;
    const at = py * width + px;
    const size = magnitude[at] ?? 0;
    const angle = Math.round((Math.atan2(gy[at] ?? 0, gx[at] ?? 0) * angleSteps) / Math.PI);
    const vote = sign * Math.min(size, mostVote);
    const turns = Math.min(mostTurns, Math.max(leastTurns, Math.ceil(this.#doubt / size)));
    this.#voted[at] = sign === 1 ? 1 : 0;
    for (let turn = -turns; turn <= turns; turn += 1) {
      const k = (((angle + turn) % angleSteps) + angleSteps) % angleSteps;
      const bin = ((px + 0.5) * (cosines[k] ?? 0) + (py + 0.5) * (sines[k] ?? 0) + diagonal) / rhoStepPx;
      const low = Math.floor(bin);
      const cell = k * rhoBins + low;
      votes[cell] = (votes[cell] ?? 0) + vote * (1 - bin + low);
      votes[cell + 1] = (votes[cell + 1] ?? 0) + vote * (bin - low);
      isStale[k] = 1;
    }
  }

  strongest(): { readonly angleDeg: number; readonly rho: number; readonly votes: number } {
    const votes = this.#votes;
    const rhoBins = this.#rhoBins;
    const bestOf = this.#bestOf;
    const isStale = this.#isStale;
    let best = 0;
    for (let k = 0; k < angleSteps; k += 1) {
      if (isStale[k] === 1) {
        let cell = k * rhoBins;
        let most = -1;
        for (let i = k * rhoBins; i < (k + 1) * rhoBins; i += 1) {
          const count = votes[i] ?? 0;
          if (count > most) {
            cell = i;
            most = count;
          }
        }
        bestOf[k] = cell;
        isStale[k] = 0;
      }
      const candidate = bestOf[k] ?? 0;
      if ((votes[candidate] ?? 0) > (votes[best] ?? 0)) best = candidate;
    }
    const k = Math.floor(best / rhoBins);
    return {
      angleDeg: k,
      rho: (best - k * rhoBins) * rhoStepPx - this.#diagonal,
      votes: votes[best] ?? 0,
    };
  }

  /** Removes the votes of edge pixels along a line; returns how many there were. */
  takeBack(angleDeg: number, rho: number): number {
    const { width, height, x: gx, y: gy, magnitude } = this.#gradient;
    const normal = { x: Math.cos((angleDeg * Math.PI) / 180), y: Math.sin((angleDeg * Math.PI) / 180) };
    const { first, last } = spanInside(width, height, normal, rho);
    let taken = 0;
    for (let t = first; t <= last; t += 1) {
      const x = rho * normal.x - t * normal.y;
      const y = rho * normal.y + t * normal.x;
      for (let offset = -3; offset <= 3; offset += 1) {
        const px = Math.floor(x + offset * normal.x);
        const py = Math.floor(y + offset * normal.y);
        if (px < 1 || py < 1 || px >= width - 1 || py >= height - 1) continue;
        const at = py * width + px;
        if (this.#voted[at] === 0) continue;
        const across = Math.abs((gx[at] ?? 0) * normal.x + (gy[at] ?? 0) * normal.y);
        if (across < 0.94 * (magnitude[at] ?? 0)) continue; // more than 20 degrees off: another line's
        this.#cast(px, py, -1);
        taken += 1;
      }
    }
    return taken;
  }
}

/**
 * Refines until the line stands still: each fit sees only what lies within 2.5 px of the last, which of a line a degree off is its
 * middle.
 */
function refineFully(
  gradient: Gradient,
  angleDeg: number,
  rho: number,
  leastGradient: number,
): { angleDeg: number; rho: number } {
  let line = { angleDeg, rho };
  for (let round = 0; round < mostRefinements; round += 1) {
    const next = refine(gradient, line.angleDeg, line.rho, leastGradient);
    // Further off than the peak and its neighbors another line is being followed.
    if (Math.abs(next.angleDeg - angleDeg) > 4) break;
    const moved = Math.abs(next.angleDeg - line.angleDeg);
    line = next;
    if (moved < 0.02) break;
  }
  return line;
}

/** Fits the line anew to the edge pixels within 2.5 px of it that agree with its direction, weighted by their strength. */
function refine(
  gradient: Gradient,
  angleDeg: number,
  rho: number,
  leastGradient: number,
): { angleDeg: number; rho: number } {
  const { width, height, x: gx, y: gy, magnitude } = gradient;
  const normal = { x: Math.cos((angleDeg * Math.PI) / 180), y: Math.sin((angleDeg * Math.PI) / 180) };
  let weights = 0;
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let sxy = 0;
  let syy = 0;
  const { first, last } = spanInside(width, height, normal, rho);
  for (let t = first; t <= last; t += 1) {
    const px = rho * normal.x - t * normal.y;
    const py = rho * normal.y + t * normal.x;
    for (let offset = -2; offset <= 2; offset += 1) {
      const qx = Math.floor(px + offset * normal.x);
      const qy = Math.floor(py + offset * normal.y);
      if (qx < 1 || qy < 1 || qx >= width - 1 || qy >= height - 1) continue;
      const at = qy * width + qx;
      const across = Math.abs((gx[at] ?? 0) * normal.x + (gy[at] ?? 0) * normal.y);
      if (across < leastGradient || across < 0.9 * (magnitude[at] ?? 0)) continue;
      const weight = Math.min(across, mostVote);
      const [cx, cy] = [qx + 0.5, qy + 0.5];
      weights += weight;
      sx += weight * cx;
      sy += weight * cy;
      sxx += weight * cx * cx;
      sxy += weight * cx * cy;
      syy += weight * cy * cy;
    }
  }
  if (weights === 0) return { angleDeg, rho };
  const [mx, my] = [sx / weights, sy / weights];
  const [cxx, cxy, cyy] = [sxx / weights - mx * mx, sxy / weights - mx * my, syy / weights - my * my];
  // The direction of greatest spread is the line's; its normal is 90 degrees on.
  const direction = 0.5 * Math.atan2(2 * cxy, cxx - cyy);
  let degrees = ((direction * 180) / Math.PI + 90 + 360) % 180;
  if (Math.abs(degrees - angleDeg) > 90) degrees += degrees < angleDeg ? 180 : -180;
  // Pixels scattered over a patch of texture have a direction of their own, which is not an edge's.
  if (Math.abs(degrees - angleDeg) > 3) return { angleDeg, rho };
  const radians = (degrees * Math.PI) / 180;
  return { angleDeg: degrees, rho: mx * Math.cos(radians) + my * Math.sin(radians) };
}

function profileOf(gradient: Gradient, angleDeg: number, rho: number, leastGradient: number): LineProfile {
  const { width, height, x: gx, y: gy, magnitude } = gradient;
  const normal = { x: Math.cos((angleDeg * Math.PI) / 180), y: Math.sin((angleDeg * Math.PI) / 180) };
  const origin = Math.ceil(Math.hypot(width, height));
  const rising = new Uint16Array(2 * origin + 2);
  const falling = new Uint16Array(2 * origin + 2);
  const { first, last } = spanInside(width, height, normal, rho);
  for (let t = first; t <= last; t += 1) {
    const px = rho * normal.x - t * normal.y;
    const py = rho * normal.y + t * normal.x;
    let strongest = 0;
    for (let offset = -1.5; offset <= 1.5; offset += 0.75) {
      const qx = Math.floor(px + offset * normal.x);
      const qy = Math.floor(py + offset * normal.y);
      if (qx < 1 || qy < 1 || qx >= width - 1 || qy >= height - 1) continue;
      const at = qy * width + qx;
      const across = (gx[at] ?? 0) * normal.x + (gy[at] ?? 0) * normal.y;
      // Within 26 degrees of the line's own normal: print crosses a line at every angle, an edge does not.
      if (Math.abs(across) > Math.abs(strongest) && Math.abs(across) > 0.9 * (magnitude[at] ?? 0))
        strongest = across;
    }
    if (strongest >= leastGradient) rising[origin + t + 1] = 1;
    if (strongest <= -leastGradient) falling[origin + t + 1] = 1;
  }
  for (let i = 1; i < rising.length; i += 1) {
    rising[i] = (rising[i] ?? 0) + (rising[i - 1] ?? 0);
    falling[i] = (falling[i] ?? 0) + (falling[i - 1] ?? 0);
  }
  return { origin, rising, falling };
}

/** From where to where a line is inside the picture, in whole pixels along it: at `t` it is `rho` times its normal, `t` further on. */
function spanInside(
  width: number,
  height: number,
  normal: Point,
  rho: number,
): { readonly first: number; readonly last: number } {
  // From where it crosses the four sides.
  let [first, last] = [-Infinity, Infinity];
  for (const [start, step, size] of [
    [rho * normal.x, -normal.y, width],
    [rho * normal.y, normal.x, height],
  ] as const) {
    if (Math.abs(step) < 1e-9) {
      if (start < 0 || start >= size) return { first: 0, last: -1 };
      continue;
    }
    const [p, q] = [-start / step, (size - start) / step];
    first = Math.max(first, Math.min(p, q));
    last = Math.min(last, Math.max(p, q));
  }
  return { first: Math.ceil(first), last: Math.floor(last) };
}

/** How a side between two points of its line is seen. */
export interface SideSupport {
  /** Share of its length that is an edge, 0 to 1. */
  readonly seen: number;
  /** Share with the commoner of the two signs of step: a plain sheet on a plain table is lighter, or darker, all along. */
  readonly sameSign: number;
  /** Share of the fifth beyond either end that is an edge too: a document's side stops there, a table's edge does not. */
  readonly beyond: number;
}

export function sideSupport(line: EdgeLine, from: Point, to: Point): SideSupport {
  const { profile } = line;
  if (profile === undefined) return { seen: 0, sameSign: 0, beyond: 0 };
  const radians = (line.angleDeg * Math.PI) / 180;
  const alongOf = ({ x, y }: Point): number => -x * Math.sin(radians) + y * Math.cos(radians);
  const [start, end] = [alongOf(from), alongOf(to)].toSorted((p, q) => p - q);
  if (start === undefined || end === undefined) return { seen: 0, sameSign: 0, beyond: 0 };
  const length = Math.max(1, end - start);
  const rising = countBetween(profile, profile.rising, start, end);
  const falling = countBetween(profile, profile.falling, start, end);
  const margin = 0.2 * length;
  const gap = 4; // rounded corners and the blur of a crossing edge
  const outer = [profile.rising, profile.falling].map(
    (counts) =>
      countBetween(profile, counts, start - gap - margin, start - gap) +
      countBetween(profile, counts, end + gap, end + gap + margin),
  );
  return {
    seen: Math.min(1, (rising + falling) / length),
    sameSign: Math.min(1, Math.max(rising, falling) / length),
    beyond: outer.reduce((sum, count) => sum + count, 0) / (2 * margin),
  };
}

/** Share of a line between two points on it that is an edge, 0 to 1. */
export function shareSeen(line: EdgeLine, from: Point, to: Point): number {
  const { profile } = line;
  if (profile === undefined) return 0;
  const radians = (line.angleDeg * Math.PI) / 180;
  const alongOf = ({ x, y }: Point): number => -x * Math.sin(radians) + y * Math.cos(radians);
  const [start, end] = [Math.min(alongOf(from), alongOf(to)), Math.max(alongOf(from), alongOf(to))];
  const edges =
    countBetween(profile, profile.rising, start, end) + countBetween(profile, profile.falling, start, end);
  return Math.min(1, edges / Math.max(1, end - start));
}

function countBetween({ origin }: LineProfile, counts: Uint16Array, start: number, end: number): number {
  const clamp = (t: number): number => Math.min(counts.length - 1, Math.max(0, Math.round(t) + origin));
  return (counts[clamp(end)] ?? 0) - (counts[clamp(start)] ?? 0);
}

/** Where two lines cross; `undefined` for parallel ones. */
export function crossingOf(a: EdgeLine, b: EdgeLine): Point | undefined {
  const [ra, rb] = [(a.angleDeg * Math.PI) / 180, (b.angleDeg * Math.PI) / 180];
  const determinant = Math.cos(ra) * Math.sin(rb) - Math.sin(ra) * Math.cos(rb);
  if (Math.abs(determinant) < 0.05) return undefined;
  return {
    x: (a.rho * Math.sin(rb) - b.rho * Math.sin(ra)) / determinant,
    y: (b.rho * Math.cos(ra) - a.rho * Math.cos(rb)) / determinant,
  };
}
