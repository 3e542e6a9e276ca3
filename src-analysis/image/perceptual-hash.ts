import { toGray } from './gray.ts';
import type { RgbRaster } from './raster.ts';
import { resizeNatively } from './resize-natively.ts';
import { resize } from './resize.ts';

/** Below this a coefficient is what is left of rounding: the picture has nothing of that frequency. */
const nothing = 1e-6;

/** Row k: cosines of frequency k + 1 at the pixels' centers (DCT-II). Frequency 0 is the mean and is left out on both axes. */
const cosinesOf = (side: number, frequencies: number): readonly Float64Array[] =>
  Array.from({ length: frequencies }, (_, k) =>
    Float64Array.from({ length: side }, (__, at) =>
      Math.cos((Math.PI * (k + 1) * (2 * at + 1)) / (2 * side)),
    ),
  );
const coarse = cosinesOf(32, 8);
const fine = cosinesOf(64, 16);

/**
 * What a picture looks like from afar, in 64 bits as 16 hexadecimal digits: luma shrunk to 32 × 32 whatever the aspect, DCT-II, the
 * frequencies 1 to 8 of each axis, and for each whether it lies above the median of all. Bits in rows (frequencies of y), the first in the highest
 * place. Compression, another size, light and contrast change few of them. After pHash (Zauner, "Implementation and Benchmarking of Perceptual
 * Image Hash Functions", 2010). A hash of a portrait is personal data: who has it can tell whether they have the same picture.
 */
export function perceptualHash(image: RgbRaster): string {
  return hashOf(image, coarse);
}

/** The same in 256 bits as 64 digits, of 64 × 64 pixels and 16 frequencies: it tells documents of one layout apart, which are alike from afar. */
function finePerceptualHash(image: RgbRaster): string {
  return hashOf(image, fine);
}

/** Both hashes of a picture, which is shrunk once for them, in native code: a phone's has twelve megapixels. */
export async function hashPicture(
  image: RgbRaster,
): Promise<{ readonly coarse: string; readonly fine: string }> {
  const side = fine[0]?.length ?? 0;
  const small = await resizeNatively(image, side, side);
  return { coarse: perceptualHash(small), fine: finePerceptualHash(small) };
}

/** Both hashes of a picture and of its mirror image. */
export async function hashBothWays(image: RgbRaster): Promise<{
  readonly own: { readonly coarse: string; readonly fine: string };
  readonly mirrored: { readonly coarse: string; readonly fine: string };
}> {
  const side = fine[0]?.length ?? 0;
  const small = await resizeNatively(image, side, side);
  const flipped = mirroredOf(small);
  return {
    own: { coarse: perceptualHash(small), fine: finePerceptualHash(small) },
    mirrored: { coarse: perceptualHash(flipped), fine: finePerceptualHash(flipped) },
  };
}

function mirroredOf({ width, height, channels, data: from }: RgbRaster): RgbRaster {
  const data = new Uint8Array(from.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const source = (y * width + width - 1 - x) * channels;
      data.set(from.subarray(source, source + channels), (y * width + x) * channels);
    }
  return { width, height, channels, data };
}

function hashOf(image: RgbRaster, cosines: readonly Float64Array[]): string {
  const side = cosines[0]?.length ?? 0;
  // Shrunk before it is gray: a picture of twelve megapixels has few left then.
  const { data } = toGray(resize(image, side, side));
  const coefficients: number[] = [];
  for (const down of cosines) {
    const row = weightedRow(data, down);
    for (const across of cosines) coefficients.push(dot(row, across));
  }
  const sorted = coefficients.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const median = ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
  let hash = 0n;
  for (const value of coefficients) hash = (hash << 1n) | (value - median > nothing ? 1n : 0n);
  return hash.toString(16).padStart(coefficients.length / 4, '0');
}

/** The sum of a square picture's rows, each by its weight. */
function weightedRow(data: Uint8Array, weights: Float64Array): Float64Array {
  const side = weights.length;
  const sums = new Float64Array(side);
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1)
      sums[x] = (sums[x] ?? 0) + (weights[y] ?? 0) * (data[y * side + x] ?? 0);
  return sums;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

/** In how many bits two hashes of one kind differ; those of unrelated pictures in about half of them. */
export function hammingDistance(a: string, b: string): number {
  let differing = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  let count = 0;
  for (; differing !== 0n; differing &= differing - 1n) count += 1;
  return count;
}
