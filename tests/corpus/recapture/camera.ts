import { encodeImage } from '#analysis/image/encode.ts';
import { decodeImage } from '#analysis/image/decode.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { resize } from '#analysis/image/resize.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Chance } from '../../hard-pages/random.ts';
import { toCode, type Radiance } from './light.ts';

/** How a phone's camera makes a picture of what is before it. The same for genuine faces and for attacks: it must not tell them apart. */
export interface Camera {
  readonly blurPx: number;
  readonly isGradientCorrected: boolean;
  /** Shot noise at full light and read noise, as shares of full light. */
  readonly shotNoise: number;
  readonly readNoise: number;
  readonly exposure: number;
  readonly balance: readonly [number, number, number];
  /** Of the picture's noise, what the phone smooths away; 0 to 1. */
  readonly denoising: number;
  readonly sharpening: number;
  /** Strength of the S curve, 0 to 1. */
  readonly toneCurve: number;
}

export function drawCamera(chance: Chance): Camera {
  const noise = chance.pick([0.004, 0.008, 0.015, 0.03, 0.05]);
  return {
    blurPx: chance.happens(0.25) ? chance.between(0.7, 1.3) : chance.between(0.2, 0.7),
    isGradientCorrected: chance.happens(0.7),
    shotNoise: noise * chance.between(0.7, 1.4),
    readNoise: noise * chance.between(0.1, 0.4),
    exposure: chance.between(0.75, 1.25),
    balance: [chance.between(0.9, 1.1), 1, chance.between(0.88, 1.12)],
    denoising: chance.happens(0.5) ? chance.between(0.2, 0.9) : 0,
    sharpening: chance.happens(0.7) ? chance.between(0.2, 1.2) : 0,
    toneCurve: chance.between(0, 0.5),
  };
}

/**
 * A picture of `width` by `height`: light through a lens that blurs, a mosaic of Bayer's filter, its noise, demosaiced (bilinear, or Malvar, He
 * and Cutler 2004), smoothed, sharpened and given a tone curve. Moiré in color comes of the mosaic, as it does in phones.
 */
export function expose(
  radiance: Radiance,
  width: number,
  height: number,
  camera: Camera,
  chance: Chance,
): RgbRaster {
  const pixel = new Float32Array(3);
  const light = new Float32Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 3) {
      radiance(x + 0.5, y + 0.5, pixel);
      for (let c = 0; c < 3; c += 1)
        light[at + c] = (pixel[c] ?? 0) * camera.exposure * (camera.balance[c] ?? 1);
    }
  const focused = blurLight(light, width, height, 3, camera.blurPx);
  const raw = new Float32Array(width * height);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      const value = Math.min(1.1, focused[at * 3 + bayerColor(x, y)] ?? 0);
      const deviation = Math.sqrt(camera.shotNoise ** 2 * value + camera.readNoise ** 2);
      raw[at] = Math.min(1, Math.max(0, value + deviation * chance.normal()));
    }
  const color = demosaic(raw, width, height, camera.isGradientCorrected);
  return develop(color, width, height, camera);
}

/** Of RGGB: 0 red, 1 green, 2 blue. */
const bayerColor = (x: number, y: number): number => (y & 1 ? (x & 1 ? 2 : 1) : x & 1 ? 1 : 0);

/** A Gaussian blur of interleaved channels; below a fifth of a pixel nothing changes. */
export function blurLight(
  data: Float32Array,
  width: number,
  height: number,
  channels: number,
  sigmaPx: number,
): Float32Array {
  if (sigmaPx < 0.2) return data;
  const reach = Math.ceil(3 * sigmaPx);
  const kernel = Float32Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigmaPx ** 2)),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  const along = (from: Float32Array, length: number, lines: number, step: number, lineStep: number) => {
    const to = new Float32Array(from.length);
    for (let line = 0; line < lines; line += 1)
      for (let i = 0; i < length; i += 1)
        for (let c = 0; c < channels; c += 1) {
          let total = 0;
          for (let k = -reach; k <= reach; k += 1) {
            const at = Math.min(length - 1, Math.max(0, i + k));
            total += (from[line * lineStep + at * step + c] ?? 0) * (kernel[k + reach] ?? 0);
          }
          to[line * lineStep + i * step + c] = total / sum;
        }
    return to;
  };
  const rows = along(data, width, height, channels, width * channels);
  return along(rows, height, width, width * channels, channels);
}

function demosaic(
  raw: Float32Array,
  width: number,
  height: number,
  isGradientCorrected: boolean,
): Float32Array {
  const out = new Float32Array(width * height * 3);
  // Mirrored with the mosaic's period, so that a neighbor beyond the border has its own color.
  const mirrored = (at: number, size: number): number => (at < 0 ? -at : at >= size ? 2 * size - 2 - at : at);
  const value = (x: number, y: number): number => raw[mirrored(y, height) * width + mirrored(x, width)] ?? 0;
  const k = isGradientCorrected ? 1 : 0;
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 3) {
      const own = value(x, y);
      const cross = (value(x - 1, y) + value(x + 1, y) + value(x, y - 1) + value(x, y + 1)) / 4;
      const far = k === 0 ? own : (value(x - 2, y) + value(x + 2, y) + value(x, y - 2) + value(x, y + 2)) / 4;
      const color = bayerColor(x, y);
      if (color !== 1) {
        const diagonal =
          (value(x - 1, y - 1) + value(x + 1, y - 1) + value(x - 1, y + 1) + value(x + 1, y + 1)) / 4;
        out[at + color] = own;
        out[at + 1] = cross + k * 0.5 * (own - far);
        out[at + 2 - color] = diagonal + k * 0.75 * (own - far);
        continue;
      }
      const [acrossX, acrossY] = [
        (value(x - 1, y) + value(x + 1, y)) / 2,
        (value(x, y - 1) + value(x, y + 1)) / 2,
      ];
      const correction = k * 0.5 * (own - far);
      const isRedRow = (y & 1) === 0;
      out[at + 1] = own;
      out[at] = (isRedRow ? acrossX : acrossY) + correction;
      out[at + 2] = (isRedRow ? acrossY : acrossX) + correction;
    }
  return out;
}

function develop(light: Float32Array, width: number, height: number, camera: Camera): RgbRaster {
  const { denoising, sharpening, toneCurve } = camera;
  const coded = new Float32Array(light.length);
  for (let i = 0; i < light.length; i += 1) coded[i] = toCode(light[i] ?? 0);
  let image = coded;
  if (denoising > 0) {
    // Where a pixel is little off its surroundings, that is taken for noise.
    const smooth = blurLight(image, width, height, 3, 1);
    image = image.map((value, i) => {
      const off = value - (smooth[i] ?? 0);
      return (smooth[i] ?? 0) + off * (1 - denoising * Math.exp(-((off / 9) ** 2)));
    });
  }
  if (sharpening > 0) {
    const soft = blurLight(image, width, height, 3, 1.1);
    image = image.map((value, i) => value + sharpening * (value - (soft[i] ?? 0)));
  }
  const data = new Uint8Array(image.length);
  for (let i = 0; i < data.length; i += 1) {
    const part = Math.min(1, Math.max(0, (image[i] ?? 0) / 255));
    const curved = part + toneCurve * (part * part * (3 - 2 * part) - part);
    data[i] = 255 * curved + 0.5;
  }
  return { width, height, channels: 3, data };
}

/** What happens to a picture after it was taken: shrunk (or blown up) and compressed, by the phone and by whoever passes it on. */
export interface Passage {
  readonly scale: number;
  /** Of the JPEGs, in the order in which they are made. */
  readonly qualities: readonly number[];
  /** By how much the picture is shrunk between the first JPEG and the second, as messengers do. */
  readonly between: number;
}

export function drawPassage(chance: Chance): Passage {
  const scale = chance.happens(0.5)
    ? 1
    : chance.happens(0.85)
      ? chance.between(0.45, 0.95)
      : chance.between(1.05, 1.5);
  const first = chance.whole(72, 98);
  return chance.happens(0.3)
    ? {
        scale,
        qualities: [first, chance.whole(60, 90)],
        between: chance.happens(0.5) ? 1 : chance.between(0.6, 0.95),
      }
    : { scale, qualities: [first], between: 1 };
}

/** The picture as it arrives, as the bytes of a JPEG. */
export async function pass(image: RgbRaster, { scale, qualities, between }: Passage): Promise<Uint8Array> {
  const [first = 90, second] = qualities;
  const once = await encodeImage(scaled(image, scale), { format: 'jpeg', quality: first });
  if (second === undefined) return once;
  return encodeImage(scaled(await mustDecode(once), between), { format: 'jpeg', quality: second });
}

export async function mustDecode(bytes: Uint8Array): Promise<RgbRaster> {
  const decoded = await decodeImage(bytes);
  return must(decoded.ok ? decoded.image : null, 'a picture that decodes');
}

const scaled = (image: RgbRaster, scale: number): RgbRaster =>
  scale === 1 ? image : resize(image, Math.round(image.width * scale), Math.round(image.height * scale));
