import type { RgbRaster } from '#analysis/image/raster.ts';

/** Linear light, 0 to 1 and beyond where a lamp shines: red, green, blue interleaved by rows. */
export interface LightField {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

const linearOf = Float32Array.from({ length: 256 }, (_, value) => {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
});

/** IEC 61966-2-1, from linear light in 4096 steps to code values. */
const steps = 4096;
const codeOf = Float32Array.from({ length: steps + 1 }, (_, step) => {
  const light = step / steps;
  return 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);
});

export function toLight({ width, height, data }: RgbRaster): LightField {
  const out = new Float32Array(data.length);
  for (let i = 0; i < data.length; i += 1) out[i] = linearOf[data[i] ?? 0] ?? 0;
  return { width, height, data: out };
}

/** The code value of light, not rounded. */
export function toCode(light: number): number {
  if (light <= 0) return 0;
  if (light >= 1) return 255;
  const at = light * steps;
  const low = at | 0;
  const first = codeOf[low] ?? 0;
  return first + ((codeOf[low + 1] ?? first) - first) * (at - low);
}

/** Bilinear, at the place (x, y) in pixels (centers at halves); beyond the border the border's own. */
export function sample({ width, height, data }: LightField, x: number, y: number, out: Float32Array): void {
  const sx = Math.min(width - 1, Math.max(0, x - 0.5));
  const sy = Math.min(height - 1, Math.max(0, y - 0.5));
  const left = Math.min(width - 2, sx | 0);
  const top = Math.min(height - 2, sy | 0);
  const fx = sx - left;
  const fy = sy - top;
  const at = (top * width + left) * 3;
  const below = at + width * 3;
  for (let c = 0; c < 3; c += 1) {
    const upper = (data[at + c] ?? 0) * (1 - fx) + (data[at + 3 + c] ?? 0) * fx;
    const lower = (data[below + c] ?? 0) * (1 - fx) + (data[below + 3 + c] ?? 0) * fx;
    out[c] = upper + (lower - upper) * fy;
  }
}

/** What comes from the direction of a camera's pixel: linear light at its center, meant over its own width, into `out`. */
export type Radiance = (x: number, y: number, out: Float32Array) => void;
