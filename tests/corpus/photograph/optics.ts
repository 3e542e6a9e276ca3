import type { RgbRaster } from '#analysis/image/raster.ts';
import type { Chance } from '../../hard-pages/random.ts';

/** A Gaussian blur of `sigmaPx`, which need not be whole; below a fifth of a pixel nothing changes. */
export function blur(image: RgbRaster, sigmaPx: number): RgbRaster {
  if (sigmaPx < 0.2) return image;
  const reach = Math.ceil(3 * sigmaPx);
  const kernel = Float32Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigmaPx ** 2)),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  for (let i = 0; i < kernel.length; i += 1) kernel[i] = (kernel[i] ?? 0) / sum;
  // Each pass blurs along the rows and turns the picture on its diagonal, so that the second blurs the other way and turns it back.
  return blurRows(blurRows(image, kernel, reach), kernel, reach);
}

function blurRows({ width, height, data }: RgbRaster, kernel: Float32Array, reach: number): RgbRaster {
  const out = new Uint8Array(data.length);
  const row = new Float32Array(width + 2 * reach);
  for (let y = 0; y < height; y += 1) {
    for (let c = 0; c < 3; c += 1) {
      for (let x = -reach; x < width + reach; x += 1) {
        row[x + reach] = data[(y * width + Math.min(width - 1, Math.max(0, x))) * 3 + c] ?? 0;
      }
      for (let x = 0; x < width; x += 1) {
        let sum = 0.5;
        for (let k = 0; k < kernel.length; k += 1) sum += (row[x + k] ?? 0) * (kernel[k] ?? 0);
        out[(x * height + y) * 3 + c] = sum;
      }
    }
  }
  return { width: height, height: width, channels: 3, data: out };
}

/** The mean along a line of `lengthPx` in the direction `deg`: a hand that moved while the shutter was open. */
export function smear(image: RgbRaster, lengthPx: number, deg: number): RgbRaster {
  const steps = Math.round(lengthPx);
  if (steps < 1) return image;
  const { width, height, data } = image;
  const [dx, dy] = [Math.cos((deg * Math.PI) / 180), Math.sin((deg * Math.PI) / 180)];
  const offsets = Array.from(
    { length: steps + 1 },
    (_, i) => [Math.round((i - steps / 2) * dx), Math.round((i - steps / 2) * dy)] as const,
  );
  const out = new Uint8Array(data.length);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 3) {
      let [red, green, blue] = [0, 0, 0];
      for (const [ox, oy] of offsets) {
        const from =
          (Math.min(height - 1, Math.max(0, y + oy)) * width + Math.min(width - 1, Math.max(0, x + ox))) * 3;
        red += data[from] ?? 0;
        green += data[from + 1] ?? 0;
        blue += data[from + 2] ?? 0;
      }
      out[at] = red / offsets.length + 0.5;
      out[at + 1] = green / offsets.length + 0.5;
      out[at + 2] = blue / offsets.length + 0.5;
    }
  }
  return { ...image, data: out };
}

/** The sensor's noise, with more of it where there is more light, half of it common to the three channels. */
export function grain(image: RgbRaster, deviation: number, chance: Chance): RgbRaster {
  const data = new Uint8Array(image.data.length);
  for (let i = 0; i < data.length; i += 3) {
    const common = chance.normal();
    for (let c = 0; c < 3; c += 1) {
      const value = image.data[i + c] ?? 0;
      const strength = deviation * (0.6 + (0.6 * value) / 255) * 0.71;
      data[i + c] = Math.min(255, Math.max(0, value + strength * (common + chance.normal()) + 0.5));
    }
  }
  return { ...image, data };
}
