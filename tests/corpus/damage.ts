import { must } from '#shared/lib/invariant.ts';
import type { Point } from '#shared/domain/geometry.ts';
import type { Chance } from '../hard-pages/random.ts';
import type { FlatSide } from './page-truth.ts';

/** What wears a document: a corner cut or torn off, a tear at its edge, a fold across it. */
export const damages = ['corner', 'tear', 'fold'] as const;
export type DamageKind = (typeof damages)[number];

/** The side with one fault. `strength` is 0, just to be seen, to 1. The same chance gives the same fault. */
export function damaged(side: FlatSide, kind: DamageKind, strength: number, chance: Chance): FlatSide {
  const perMm = side.image.width / side.widthMm;
  if (kind === 'fold') return folded(side, strength, perMm, chance);
  const sizeMm = 4 + 9 * strength;
  const outline =
    kind === 'corner' ? cornerOf(side, sizeMm * perMm, chance) : tearOf(side, sizeMm * perMm, chance);
  return { ...side, missing: [outline] };
}

/** A ragged line from `a` to `b`, with its ends. */
function ragged(a: Point, b: Point, rough: number, chance: Chance): Point[] {
  const pieces = 9;
  return Array.from({ length: pieces + 1 }, (_, n) => {
    const off = n === 0 || n === pieces ? 0 : chance.between(-rough, rough);
    return { x: a.x + ((b.x - a.x) * n) / pieces + off, y: a.y + ((b.y - a.y) * n) / pieces + off };
  });
}

function cornerOf({ image }: FlatSide, sizePx: number, chance: Chance): Point[] {
  const [right, bottom] = [chance.happens(0.5), chance.happens(0.5)];
  // Beyond the page, so that nothing of its antialiased rim stays.
  const at = (x: number, y: number): Point => ({
    x: right ? image.width - x : x,
    y: bottom ? image.height - y : y,
  });
  const [across, down] = [sizePx * chance.between(0.8, 1.5), sizePx * chance.between(0.8, 1.5)];
  const rough = chance.happens(0.5) ? 0 : sizePx * 0.08;
  return [at(-9, -9), at(across, -9), ...ragged(at(across, 0), at(0, down), rough, chance), at(-9, down)];
}

function tearOf({ image }: FlatSide, sizePx: number, chance: Chance): Point[] {
  const edge = chance.pick(['top', 'right', 'bottom', 'left'] as const);
  const isLevel = edge === 'top' || edge === 'bottom';
  const length = isLevel ? image.width : image.height;
  const at = (along: number, deep: number): Point =>
    edge === 'top'
      ? { x: along, y: deep }
      : edge === 'bottom'
        ? { x: along, y: image.height - deep }
        : edge === 'left'
          ? { x: deep, y: along }
          : { x: image.width - deep, y: along };
  const middle = length * chance.between(0.2, 0.8);
  const half = sizePx * chance.between(0.3, 0.6);
  const tip = at(middle + half * chance.between(-1, 1), sizePx);
  const rough = sizePx * 0.06;
  return [
    at(middle - half, -9),
    ...ragged(at(middle - half, 0), tip, rough, chance),
    ...ragged(tip, at(middle + half, 0), rough, chance),
    at(middle + half, -9),
  ];
}

/** A fold from edge to edge: broken ink and light along it, the shadow of its flank, and the halves turned differently to the light. */
function folded(side: FlatSide, strength: number, perMm: number, chance: Chance): FlatSide {
  const { width, height, data } = side.image;
  const isDown = chance.happens(0.5);
  const [across, along] = isDown ? [width, height] : [height, width];
  const from = across * chance.between(0.15, 0.85);
  const to = Math.min(across * 0.9, Math.max(across * 0.1, from + along * chance.between(-0.25, 0.25)));
  const half = perMm * (0.12 + 0.25 * strength);
  const whitening = 0.15 + 0.6 * strength;
  const flank = 0.04 + 0.16 * strength;
  const turned = 1 + chance.between(-0.06, 0.06);
  const waves = Array.from({ length: 3 }, () => ({
    size: perMm * chance.between(0.05, 0.25),
    length: along / chance.between(1, 9),
    phase: chance.between(0, 6.3),
  }));
  const breaks = Array.from({ length: 64 }, () => chance.between(0.35, 1));
  const out = new Uint8Array(data);
  for (let u = 0; u < along; u += 1) {
    const wobble = waves.reduce(
      (sum, { size, length, phase }) => sum + size * Math.sin((6.283 * u) / length + phase),
      0,
    );
    const middle = from + ((to - from) * u) / along + wobble;
    const whole = must(breaks[Math.floor((u * 64) / along)], 'a piece');
    for (let v = 0; v < across; v += 1) {
      const off = v - middle;
      const [x, y] = isDown ? [v, u] : [u, v];
      const light = whole * whitening * Math.exp(-((off / half) ** 2));
      const dark = off > 0 ? flank * Math.exp(-off / (perMm * 1.5)) : 0;
      const shade = (off > 0 ? turned : 1) * (1 - dark);
      for (let c = 0; c < 3; c += 1) {
        const i = (y * width + x) * 3 + c;
        const value = (data[i] ?? 0) * shade;
        out[i] = Math.min(255, Math.round(value + (238 - value) * light));
      }
    }
  }
  return { ...side, image: { ...side.image, data: out } };
}
