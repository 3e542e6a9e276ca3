import type { Canvas } from '#analysis/samples/canvas.ts';
import type { Point } from '#shared/domain/geometry.ts';
import type { Chance } from '../../hard-pages/random.ts';

/** Base colors of skin, from light to dark. */
const skins = [
  [228, 186, 160],
  [204, 154, 122],
  [168, 116, 86],
  [116, 76, 56],
  [82, 54, 42],
] as const;
export type Skin = (typeof skins)[number];

export const drawSkin = (chance: Chance): Skin => chance.pick(skins);

export interface Finger {
  readonly from: Point;
  readonly to: Point;
  readonly fromRadius: number;
  readonly toRadius: number;
}

/**
 * A finger as a tapering round bar, lit from above and rounded off at its tip, with a nail where asked. Marks what it covers in `mask`
 * (one byte a pixel of the canvas), and throws a soft shadow beside itself.
 */
export function drawFinger(
  canvas: Canvas,
  mask: Uint8Array,
  finger: Finger,
  skin: Skin,
  hasNail: boolean,
): void {
  const { from, to, fromRadius, toRadius } = finger;
  const most = Math.max(fromRadius, toRadius) * 1.5;
  const [left, right] = [Math.floor(Math.min(from.x, to.x) - most), Math.ceil(Math.max(from.x, to.x) + most)];
  const [top, bottom] = [Math.floor(Math.min(from.y, to.y) - most), Math.ceil(Math.max(from.y, to.y) + most)];
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  const [ux, uy] = [dx / length, dy / length];
  for (let y = Math.max(0, top); y < Math.min(canvas.height, bottom); y += 1) {
    for (let x = Math.max(0, left); x < Math.min(canvas.width, right); x += 1) {
      const along = (x - from.x) * ux + (y - from.y) * uy;
      const t = Math.min(1, Math.max(0, along / length));
      const radius = fromRadius + (toRadius - fromRadius) * t;
      const across = Math.hypot(x - from.x - dx * t, y - from.y - dy * t);
      const depth = across / radius;
      const at = (y * canvas.width + x) * 3;
      if (depth > 1.35) continue;
      if (depth > 1) {
        if (mask[y * canvas.width + x] === 255) continue;
        const shade = 1 - 0.45 * ((1.35 - depth) / 0.35);
        for (let c = 0; c < 3; c += 1) canvas.data[at + c] = (canvas.data[at + c] ?? 0) * shade;
        continue;
      }
      mask[y * canvas.width + x] = 255;
      const round = Math.sqrt(1 - depth * depth);
      // Creases of the joint, and a little redness towards the tip.
      const joint = 1 - 0.1 * Math.exp(-(((along - 0.45 * length) / (0.05 * length)) ** 2));
      const light = (0.5 + 0.5 * round) * joint;
      const edge = Math.min(1, (1 - depth) * radius);
      const isNail =
        hasNail && isOnNail(along - length + 0.15 * toRadius, signedAcross(x, y, finger, ux, uy), toRadius);
      for (let c = 0; c < 3; c += 1) {
        const base = (skin[c] ?? 0) * (c === 0 ? 1 + 0.04 * t : 1 - 0.03 * t);
        const value = isNail ? base * 0.55 + 105 + 20 * round : base * light;
        canvas.data[at + c] = (canvas.data[at + c] ?? 0) * (1 - edge) + Math.min(255, value) * edge;
      }
    }
  }
}

function signedAcross(x: number, y: number, { from }: Finger, ux: number, uy: number): number {
  return -(x - from.x) * uy + (y - from.y) * ux;
}

function isOnNail(along: number, across: number, radius: number): boolean {
  return (along / (0.62 * radius)) ** 2 + (across / (0.58 * radius)) ** 2 < 1;
}
