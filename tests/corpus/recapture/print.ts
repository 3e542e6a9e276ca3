import { createChance, type Chance } from '../../hard-pages/random.ts';
import { sample, type LightField } from './light.ts';

/**
 * How ink lies on a sheet: round dots on a rotated grid for each ink (offset, newspapers, some laser printers), lines (most laser printers),
 * scattered dots (ink-jet), or none (photographic paper, dye sublimation), which leaves nothing but the paper and the gamut.
 */
export type Screening = 'am-dots' | 'am-lines' | 'fm' | 'continuous';

export interface Print {
  readonly screening: Screening;
  /** From dot to dot in camera pixels. */
  readonly periodPx: number;
  /** Of cyan, magenta, yellow and black, in radians. */
  readonly angles: readonly [number, number, number, number];
  /** How sharply the dots stand out, 0 to 1: ink spreads, and so does light within the paper. */
  readonly crispness: number;
  /** Share of the common gray that is printed black. */
  readonly black: number;
  /** What the darkest ink throws back. */
  readonly inkReflectance: number;
  readonly paper: readonly [number, number, number];
  readonly fiber: { readonly depth: number; readonly sizePx: number };
  /** Stripes along the print head's way. */
  readonly stripes: { readonly depth: number; readonly periodPx: number };
  readonly offset: readonly [number, number];
}

export function drawPrint(chance: Chance, screening: Screening, periodPx: number): Print {
  const turn = chance.between(-0.12, 0.12);
  const [cyan, magenta, yellow, black] = chance
    .pick([
      [15, 75, 0, 45],
      [75, 15, 90, 45],
      [45, 75, 90, 15],
      [37, 53, 0, 45],
      [18, 72, 0, 45],
    ] as const)
    .map((degrees) => (degrees * Math.PI) / 180 + turn);
  return {
    screening,
    periodPx,
    angles: [cyan ?? 0, magenta ?? 0, yellow ?? 0, black ?? 0],
    crispness: chance.between(0.2, 1),
    black: chance.between(0, 0.8),
    inkReflectance: chance.between(0.02, 0.1),
    paper: [chance.between(0.8, 0.93), chance.between(0.8, 0.93), chance.between(0.76, 0.95)],
    fiber: { depth: chance.between(0.003, 0.03), sizePx: chance.between(0.8, 4) },
    stripes: {
      depth: screening === 'fm' && chance.happens(0.4) ? chance.between(0.005, 0.03) : 0,
      periodPx: chance.between(6, 60),
    },
    offset: [chance.between(0, 64), chance.between(0, 64)],
  };
}

const tileSide = 64;
let tileOf: Float32Array | undefined;

/** Thresholds 0 to 1, each as often, that are scattered without clumps: white noise whose slow part is taken away and whose ranks are taken, over and over. */
function blueNoise(): Float32Array {
  if (tileOf !== undefined) return tileOf;
  const chance = createChance('blue noise');
  const count = tileSide * tileSide;
  let tile = Float32Array.from({ length: count }, () => chance.between(0, 1));
  const wrap = (at: number): number => (at + tileSide) % tileSide;
  for (let round = 0; round < 12; round += 1) {
    const high = tile.map((value, i) => {
      const [x, y] = [i % tileSide, Math.floor(i / tileSide)];
      let [sum, weights] = [0, 0];
      for (let dy = -2; dy <= 2; dy += 1)
        for (let dx = -2; dx <= 2; dx += 1) {
          const weight = Math.exp(-(dx * dx + dy * dy) / 2.5);
          sum += weight * (tile[wrap(y + dy) * tileSide + wrap(x + dx)] ?? 0);
          weights += weight;
        }
      return value - sum / weights;
    });
    const order = [...high.keys()].sort((a, b) => (high[a] ?? 0) - (high[b] ?? 0));
    tile = new Float32Array(count);
    for (const [rank, i] of order.entries()) tile[i] = (rank + 0.5) / count;
  }
  tileOf = tile;
  return tile;
}

const sinc = (x: number): number => (Math.abs(x) < 1e-6 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/**
 * What the sheet throws back of white light at the place (u, v) of the picture printed, over `footprint` of its pixels.
 *
 * @param unit pixels of the picture printed per camera pixel
 */
export function printLight(
  print: Print,
  printed: LightField,
  unit: number,
): (u: number, v: number, footprint: number, out: Float32Array) => void {
  const { screening, angles, crispness, black, inkReflectance, paper, fiber, stripes, offset } = print;
  const period = print.periodPx * unit;
  const tile = blueNoise();
  const turns = angles.map((angle) => [Math.cos(angle), Math.sin(angle)] as const);
  const full = 1 - inkReflectance;
  const tileAt = (x: number, y: number, ink: number): number => {
    const [column, row] = [Math.floor(x) + ink * 17, Math.floor(y) + ink * 29];
    return tile[(row & (tileSide - 1)) * tileSide + (column & (tileSide - 1))] ?? 0;
  };
  /** The share of the footprint that this ink covers where it should cover `amount`. */
  const covered = (amount: number, ink: number, u: number, v: number, ratio: number): number => {
    if (screening === 'continuous') return amount;
    if (screening === 'fm') {
      const [x, y] = [u / period + offset[0], v / period + offset[1]];
      const left = ratio < 0.7 ? (amount > tileAt(x, y, ink) ? 1 : 0) : mixed(amount, x, y, ink);
      const seen = crispness * Math.exp(-0.7 * ratio * ratio);
      return seen * left + (1 - seen) * amount;
    }
    const [cos, sin] = turns[ink] ?? [1, 0];
    const [x, y] = [(u * cos + v * sin) / period, (v * cos - u * sin) / period];
    const threshold =
      screening === 'am-lines'
        ? 0.5 + 0.5 * Math.cos(2 * Math.PI * x)
        : 0.5 + 0.25 * (Math.cos(2 * Math.PI * x) + Math.cos(2 * Math.PI * y));
    const hard = Math.min(1, Math.max(0, (amount - threshold) / (0.12 + 0.8 * ratio) + 0.5));
    const seen = crispness * sinc(Math.min(1.9, ratio));
    return seen * hard + (1 - seen) * amount;
  };
  /** Over a footprint of about a dot: four neighbors by their share. */
  const mixed = (amount: number, x: number, y: number, ink: number): number => {
    const [fx, fy] = [x - Math.floor(x), y - Math.floor(y)];
    const on = (dx: number, dy: number): number => (amount > tileAt(x + dx, y + dy, ink) ? 1 : 0);
    return (on(0, 0) * (1 - fx) + on(1, 0) * fx) * (1 - fy) + (on(0, 1) * (1 - fx) + on(1, 1) * fx) * fy;
  };
  return (u, v, footprint, out) => {
    sample(printed, u, v, out);
    const ratio = footprint / period;
    const amounts = [0, 1, 2].map((c) => Math.min(1, Math.max(0, (1 - (out[c] ?? 0)) / full)));
    const common = black * Math.min(...amounts) ** 2;
    const key = 1 - full * covered(common, 3, u, v, ratio);
    const grain =
      fiber.depth * (valueNoise(u / (fiber.sizePx * unit), v / (fiber.sizePx * unit)) - 0.5) * 2 +
      stripes.depth * Math.sin((2 * Math.PI * v) / (stripes.periodPx * unit));
    for (let c = 0; c < 3; c += 1) {
      const own = Math.max(0, ((amounts[c] ?? 0) - common) / Math.max(0.05, 1 - common));
      out[c] = (paper[c] ?? 1) * (1 + grain) * key * (1 - full * covered(own, c, u, v, ratio));
    }
  };
}

/** Smooth noise 0 to 1 between the knots of a grid of 1. */
function valueNoise(x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - left, y - top];
  const knot = (column: number, row: number): number => {
    let mixed = Math.imul(column, 0x27d4eb2d) ^ Math.imul(row, 0x165667b1);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
    return ((mixed ^ (mixed >>> 13)) >>> 0) / 4_294_967_296;
  };
  const upper = knot(left, top) * (1 - fx) + knot(left + 1, top) * fx;
  const lower = knot(left, top + 1) * (1 - fx) + knot(left + 1, top + 1) * fx;
  return upper + (lower - upper) * fy;
}
