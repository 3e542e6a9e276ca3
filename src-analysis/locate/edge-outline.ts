import type { Point, Quad } from '#shared/domain/geometry.ts';
import {
  crossingOf,
  findLines,
  sideSupport,
  type EdgeLine,
  type SideSupport,
} from '../features/edge-lines.ts';
import type { Gradient } from '../features/gradient.ts';
import {
  holds,
  isPortraitFrame,
  mrzBonus,
  proportionPenalty,
  type DocumentEvidence,
} from './document-evidence.ts';
import { areaOf, clockwiseFromTopLeft } from './quad-geometry.ts';

/** An outline by edges alone, and how well it is seen; a whole, clearly seen one scores about 1. */
export interface ScoredQuad {
  readonly quad: Quad;
  readonly score: number;
  /** Sides that are the picture's own borders. */
  readonly borders: number;
}

/** The best four of the strong straight edges of a picture, judged by how continuously each side is seen, where it ends, the outline's
 * proportions, and whether it holds the evidence. */
export function findBestQuad(gradient: Gradient, evidence: DocumentEvidence): ScoredQuad | undefined {
  const { width, height } = gradient;
  const lines = [...findLines(gradient, leastEdge(gradient)), ...borderLines(width, height)];
  const sketch = createSketch(lines, width, height);
  const pairs = parallelPairs(lines, Math.min(width, height));
  let best: ScoredQuad | undefined;
  for (let i = 0; i < pairs.length; i += 1) {
    for (let j = i + 1; j < pairs.length; j += 1) {
      const [a, b] = [pairs[i], pairs[j]];
      if (a === undefined || b === undefined) continue;
      const scored = scoreQuad(a, b, sketch, evidence);
      if (scored !== undefined && scored.score > (best?.score ?? 0)) best = scored;
    }
  }
  return best;
}

/** The lines with where they cross and how their sides are seen, each worked out once: quadrilaterals share most of them. */
interface Sketch {
  readonly lines: readonly EdgeLine[];
  readonly width: number;
  readonly height: number;
  /** Where two lines that stand across each other meet, in the picture or just outside it; else `undefined`. */
  corner(a: number, b: number): Point | undefined;
  /** The side along `line` between its crossings with two others. */
  side(line: number, from: number, to: number): SideSupport;
}

function createSketch(lines: readonly EdgeLine[], width: number, height: number): Sketch {
  const count = lines.length;
  const [reachX, reachY] = [0.04 * width, 0.04 * height];
  const corners = lines.flatMap((a) =>
    lines.map((b) => {
      if (angleBetween(a, b) < 55) return undefined;
      const at = crossingOf(a, b);
      const isNear =
        at !== undefined &&
        at.x >= -reachX &&
        at.y >= -reachY &&
        at.x <= width + reachX &&
        at.y <= height + reachY;
      return isNear ? at : undefined;
    }),
  );
  const sides = new Map<number, SideSupport>();
  const corner = (a: number, b: number): Point | undefined => corners[a * count + b];
  return {
    lines,
    width,
    height,
    corner,
    side(line, from, to) {
      const key = (line * count + Math.min(from, to)) * count + Math.max(from, to);
      let side = sides.get(key);
      if (side === undefined) {
        side = sideOf(lines[line], corner(line, from), corner(line, to));
        sides.set(key, side);
      }
      return side;
    },
  };
}

/**
 * The least step that counts as an edge: three times what most of the picture shows, so that a light card on a light table is
 * seen and the weave of a cloth is not; between 3 (camera noise after shrinking) and 8 gray levels per pixel.
 */
function leastEdge({ medianMagnitude }: Gradient): number {
  return Math.min(8, Math.max(3, 3 * medianMagnitude));
}

/** Indexes of two lines. */
type LinePair = readonly [number, number];

/** Lines that could be opposite sides: within 25 degrees of parallel (strong perspective) and well apart. */
function parallelPairs(lines: readonly EdgeLine[], shortSide: number): LinePair[] {
  const pairs: LinePair[] = [];
  lines.forEach((a, i) => {
    lines.forEach((b, j) => {
      if (j <= i || angleBetween(a, b) > 25 || (a.onBorder && b.onBorder)) return;
      if (separation(a, b) >= 0.18 * shortSide) pairs.push([i, j]);
    });
  });
  return pairs;
}

function borderLines(width: number, height: number): EdgeLine[] {
  const along = (angleDeg: number, rho: number): EdgeLine => ({
    angleDeg,
    rho,
    onBorder: true,
    profile: undefined,
  });
  return [along(0, 0.5), along(0, width - 0.5), along(90, 0.5), along(90, height - 0.5)];
}

function angleBetween(a: EdgeLine, b: EdgeLine): number {
  const difference = Math.abs(a.angleDeg - b.angleDeg) % 180;
  return Math.min(difference, 180 - difference);
}

/** Distance of the middles of two nearly parallel lines. */
function separation(a: EdgeLine, b: EdgeLine): number {
  const flipped = Math.abs(a.angleDeg - b.angleDeg) > 90;
  return Math.abs(a.rho - (flipped ? -b.rho : b.rho));
}

// What a side on the picture's border is credited with: less than any side that is seen, so that a cut-off document is found
// but never preferred to a whole one.
const borderCredit = 0.45;

function scoreQuad(
  [a0, a1]: LinePair,
  [b0, b1]: LinePair,
  sketch: Sketch,
  evidence: DocumentEvidence,
): ScoredQuad | undefined {
  // Most of the pairs of pairs end here, before anything is made for them.
  const first = sketch.corner(a0, b0);
  if (first === undefined) return undefined;
  const second = sketch.corner(a0, b1);
  if (second === undefined) return undefined;
  const third = sketch.corner(a1, b1);
  if (third === undefined) return undefined;
  const fourth = sketch.corner(a1, b0);
  if (fourth === undefined) return undefined;
  const { lines, width, height } = sketch;
  const borders = [a0, a1, b0, b1].filter((line) => lines[line]?.onBorder === true).length;
  if (borders > 2) return undefined;
  const known = [first, second, third, fourth];
  const quad = clockwiseFromTopLeft(known);
  if (quad === undefined) return undefined;
  const areaShare = areaOf(quad) / (width * height);
  if (areaShare < 0.05) return undefined;
  const proportions = proportionPenalty(quad, evidence.format);
  if (proportions === undefined || !holds(quad, evidence)) return undefined;
  if (isPortraitFrame(quad, areaShare, evidence)) return undefined;

  const sides = [
    sketch.side(a0, b0, b1),
    sketch.side(b1, a0, a1),
    sketch.side(a1, b0, b1),
    sketch.side(b0, a0, a1),
  ];
  const seen = sides.map((side) => side.seen);
  const mean = meanOf(seen);
  const score =
    0.6 * mean +
    0.3 * Math.min(...seen) +
    0.1 * meanOf(sides.map((side) => side.sameSign)) -
    0.6 * meanOf(sides.map((side) => side.beyond)) +
    0.12 * Math.sqrt(areaShare) -
    proportions +
    mrzBonus(quad, evidence);
  return { quad, score, borders };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sideOf(line: EdgeLine | undefined, from: Point | undefined, to: Point | undefined): SideSupport {
  if (line?.profile === undefined || from === undefined || to === undefined) {
    return { seen: borderCredit, sameSign: borderCredit, beyond: 0 };
  }
  return sideSupport(line, from, to);
}
