import type { Chance } from '../../hard-pages/random.ts';

export const levels = ['easy', 'medium', 'hard'] as const;
export type Level = (typeof levels)[number];

export const grounds = [
  'plain',
  'wood',
  'cloth',
  'stone',
  'tiles',
  'checks',
  'print',
  'desk',
  'room',
  'like-paper',
] as const;
export type Ground = (typeof grounds)[number];

/**
 * How a document is photographed. Lengths are in pixels of the full frame, before `scale`; angles in degrees; strengths from 0 (not
 * there) to 1 (as bad as it gets).
 */
export interface Scene {
  /** `scan` is the document and nothing else, edge to edge. */
  readonly setting: 'table' | 'hand' | 'scan';
  readonly ground: Ground;
  /** Of the document in its plane, clockwise. */
  readonly turnDeg: number;
  /** Between the camera's axis and the document's normal. */
  readonly tiltDeg: number;
  readonly tiltAxisDeg: number;
  /** Camera to document in diagonals of the document: near is strong perspective. */
  readonly distance: number;
  /** Of the frame's width or height, whichever is filled first. */
  readonly fill: number;
  /** Share of the document's extent that lies beyond the frame's edge. */
  readonly overEdge: number;
  /** Arch of a page of paper as a share of its height, see `bentPage`. */
  readonly bend: number;
  /** A second document lies beside the first. */
  readonly withSecond: boolean;
  readonly defocusPx: number;
  readonly motionPx: number;
  readonly glare: number;
  /** Fall-off of the light from one side of the frame to the other. */
  readonly unevenness: number;
  /** Depth of a shadow with an edge across the document. */
  readonly shadow: number;
  /** Factor on all light, 1 is well exposed. */
  readonly exposure: number;
  /** Deviation in gray levels. */
  readonly noise: number;
  readonly jpegQuality: number;
  /** Of the full frame; its sides are as 4 to 3. */
  readonly longSidePx: number;
  /** Of the finished picture against the full frame. */
  readonly scale: number;
}

/** A document on a table, seen from above, in good light: what every fault is put into alone. */
export function goodScene(chance: Chance): Scene {
  return {
    setting: 'table',
    ground: chance.pick(['plain', 'wood', 'cloth', 'stone']),
    turnDeg: chance.between(-6, 6),
    tiltDeg: chance.between(0, 7),
    tiltAxisDeg: chance.between(0, 360),
    distance: chance.between(2.5, 4),
    fill: chance.between(0.78, 0.92),
    overEdge: 0,
    bend: 0,
    withSecond: false,
    defocusPx: chance.between(0.3, 0.6),
    motionPx: 0,
    glare: 0,
    unevenness: chance.between(0, 0.12),
    shadow: 0,
    exposure: chance.between(0.95, 1.03),
    noise: chance.between(1, 2.5),
    jpegQuality: chance.whole(86, 94),
    longSidePx: 1800,
    scale: 1,
  };
}

/** What somebody at a desk, somebody in a hurry and somebody in the worst of circumstances sends. */
export function drawScene(level: Level, chance: Chance): Scene {
  const some = (probability: number, from: number, to: number): number =>
    chance.happens(probability) ? chance.between(from, to) : 0;
  const good = goodScene(chance);
  switch (level) {
    case 'easy':
      return good;
    case 'medium':
      return {
        ...good,
        setting: chance.pick(['table', 'table', 'table', 'hand', 'hand', 'scan']),
        ground: chance.pick(['plain', 'wood', 'cloth', 'stone', 'tiles', 'checks', 'room']),
        turnDeg: chance.happens(0.2)
          ? chance.pick([90, 180, 270]) + chance.between(-6, 6)
          : chance.between(-25, 25),
        tiltDeg: chance.between(3, 18),
        distance: chance.between(1.8, 3),
        fill: chance.between(0.62, 0.9),
        defocusPx: chance.between(0.4, 1.1),
        motionPx: some(0.2, 1, 3),
        glare: some(0.3, 0.15, 0.45),
        unevenness: chance.between(0, 0.3),
        shadow: some(0.3, 0.15, 0.35),
        exposure: chance.between(0.75, 1.1),
        noise: chance.between(2, 5),
        jpegQuality: chance.whole(70, 88),
        scale: chance.between(0.75, 1),
      };
    case 'hard':
      return {
        ...good,
        setting: chance.pick(['table', 'table', 'table', 'hand', 'hand', 'scan']),
        ground: chance.pick(grounds),
        turnDeg: chance.between(0, 360),
        tiltDeg: chance.between(12, 30),
        distance: chance.between(1.3, 2.2),
        fill: chance.between(0.5, 0.88),
        overEdge: some(0.2, 0.03, 0.12),
        bend: some(0.4, -0.03, 0.03),
        withSecond: chance.happens(0.2),
        defocusPx: chance.between(0.6, 1.7),
        motionPx: some(0.35, 2, 6),
        glare: some(0.45, 0.3, 0.9),
        unevenness: chance.between(0.1, 0.55),
        shadow: some(0.45, 0.25, 0.6),
        exposure: chance.between(0.5, 1.25),
        noise: chance.between(4, 11),
        jpegQuality: chance.whole(40, 75),
        scale: chance.between(0.55, 0.85),
      };
  }
}

/** The quality faults, each of which the checks of a picture are there to tell. */
export const faults = ['defocus', 'motion', 'glare', 'dark', 'bright', 'low-resolution', 'cut-off'] as const;
export type Fault = (typeof faults)[number];

/** A good scene with one fault, from 0 (none of it) to 1. */
export function spoiledScene(fault: Fault, strength: number, chance: Chance): Scene {
  const good = goodScene(chance);
  switch (fault) {
    case 'defocus':
      return { ...good, defocusPx: 0.4 + 6 * strength };
    case 'motion':
      return { ...good, motionPx: 24 * strength };
    case 'glare':
      return { ...good, glare: strength };
    case 'dark':
      // What little light there is is amplified, and the noise with it.
      return { ...good, exposure: 1 - 0.93 * strength, noise: good.noise + 6 * strength };
    case 'bright':
      // At eight times the light even black ink is nearly white.
      return { ...good, exposure: 1 + 7 * strength };
    case 'low-resolution':
      return { ...good, scale: 1 - 0.85 * strength };
    case 'cut-off':
      return { ...good, overEdge: 0.3 * strength };
  }
}
