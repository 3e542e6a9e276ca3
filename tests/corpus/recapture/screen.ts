import type { Chance } from '../../hard-pages/random.ts';
import { sample, type LightField } from './light.ts';

/** Where the colored parts of a device's pixel lie. */
export type ScreenGeometry = 'rgb-stripe' | 'bgr-stripe' | 'turned-stripe' | 'pentile' | 's-stripe';

/** `s-stripe` is kept from training: what the net tells of it, it tells of a geometry that it never saw. */
export const trainedGeometries: readonly ScreenGeometry[] = [
  'rgb-stripe',
  'bgr-stripe',
  'turned-stripe',
  'pentile',
];

/** A screen that shows a picture. */
export interface Screen {
  readonly geometry: ScreenGeometry;
  /** Camera pixels per device pixel, straight ahead: under a half nothing of the pixels is left but moiré. */
  readonly pitchPx: number;
  /** Share of each part's width that is dark. */
  readonly gap: number;
  readonly gamma: number;
  readonly blackLevel: number;
  readonly tint: readonly [number, number, number];
  /** Of the dark bands of a dimmed backlight under a rolling shutter. */
  readonly banding: { readonly depth: number; readonly periodPx: number; readonly phase: number };
  /** Light of the room that the glass throws back, as a share of full light. */
  readonly ambient: number;
}

export function drawScreen(chance: Chance, geometries: readonly ScreenGeometry[], pitchPx: number): Screen {
  return {
    geometry: chance.pick(geometries),
    pitchPx,
    gap: chance.between(0.04, 0.3),
    gamma: chance.between(0.9, 1.2),
    blackLevel: chance.between(0.001, 0.02),
    tint: [chance.between(0.88, 1.05), chance.between(0.94, 1.03), chance.between(0.98, 1.15)],
    banding: {
      depth: chance.happens(0.4) ? chance.between(0.02, 0.16) : 0,
      periodPx: chance.between(30, 400),
      phase: chance.between(0, 2 * Math.PI),
    },
    ambient: chance.between(0, 0.05),
  };
}

/** Of a pulse that is on from `from` to `to` of each period of 1, the share over the width `width` about `at`. */
function pulse(at: number, width: number, from: number, to: number): number {
  return (pulsesTo(at + width / 2, from, to) - pulsesTo(at - width / 2, from, to)) / width;
}

function pulsesTo(at: number, from: number, to: number): number {
  const whole = Math.floor(at);
  return whole * (to - from) + Math.min(to, Math.max(from, at - whole)) - from;
}

/** Of a square wave of period 2, 1 in even periods and -1 in odd ones, the mean over `width`. */
function parity(at: number, width: number): number {
  return 2 * pulse(at / 2, width / 2, 0, 0.5) - 1;
}

/**
 * Light of the screen at the place (u, v) of the picture that it shows, over a square of `footprint` of its pixels; a camera's pixel sees so
 * much. Parts of a pixel are integrated exactly, so that what aliases is the camera and not the simulation.
 *
 * @param unit pixels of the picture shown per camera pixel
 */
export function screenLight(
  screen: Screen,
  shown: LightField,
  unit: number,
): (u: number, v: number, footprint: number, out: Float32Array) => void {
  const device = screen.pitchPx * unit;
  const { geometry, gap, gamma, blackLevel, tint, ambient } = screen;
  const g = gap / 6;
  return (u, v, footprint, out) => {
    const w = Math.max(0.05, footprint / device);
    const [du, dv] = [u / device, v / device];
    // A camera that resolves the device's pixels sees each in one color.
    if (w < 0.8) sample(shown, (Math.floor(du) + 0.5) * device, (Math.floor(dv) + 0.5) * device, out);
    else sample(shown, u, v, out);
    let red: number;
    let green: number;
    let blue: number;
    const rows = (at: number): number => pulse(at, w, gap / 3, 1 - gap / 3) / (1 - (2 * gap) / 3);
    const third = 1 / 3 - 2 * g;
    if (geometry === 'pentile') {
      const [even, odd] = [parity(du, w), parity(dv, w)];
      const shared = pulse(du, w, 0.55, 0.95 - g) / (0.4 - g);
      const row = rows(dv);
      green = (row * pulse(du, w, 0.05 + g, 0.45)) / (0.4 - g);
      red = row * shared * (1 + even * odd);
      blue = row * shared * (1 - even * odd);
    } else if (geometry === 's-stripe') {
      const side = pulse(du, w, 0.05 + g, 0.45) / (0.4 - g);
      red = (side * pulse(dv, w, 0.05, 0.45)) / 0.4;
      blue = (side * pulse(dv, w, 0.55, 0.95)) / 0.4;
      green = (pulse(du, w, 0.55 + g, 0.95) / (0.4 - g)) * rows(dv);
    } else {
      const [along, across] = geometry === 'turned-stripe' ? [dv, du] : [du, dv];
      const row = rows(across);
      const stripe = (n: number): number => (row * pulse(along, w, n / 3 + g, (n + 1) / 3 - g)) / third;
      green = stripe(1);
      [red, blue] = geometry === 'bgr-stripe' ? [stripe(2), stripe(0)] : [stripe(0), stripe(2)];
    }
    const veil = ambient + blackLevel;
    out[0] = veil + (out[0] ?? 0) ** gamma * red * tint[0];
    out[1] = veil + (out[1] ?? 0) ** gamma * green * tint[1];
    out[2] = veil + (out[2] ?? 0) ** gamma * blue * tint[2];
  };
}

/** How bright the rows of a picture are under the screen's banding: 1 where it has none. */
export function bandingAt({ banding: { depth, periodPx, phase } }: Screen, y: number): number {
  return depth === 0 ? 1 : 1 - depth * (0.5 + 0.5 * Math.sin((2 * Math.PI * y) / periodPx + phase));
}
