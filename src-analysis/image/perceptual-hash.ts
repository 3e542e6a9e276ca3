import { toGray } from './gray.ts';
import type { RgbRaster } from './raster.ts';
import { resize } from './resize.ts';

const side = 32;
const kept = 8;

/** `cosines[frequency][place]` of the DCT-II over 32 places, the frequencies 0 to 7. */
const cosines = Array.from({ length: kept }, (_, frequency) =>
  Float64Array.from({ length: side }, (__, place) =>
    Math.cos((Math.PI * frequency * (2 * place + 1)) / (2 * side)),
  ),
);

/**
 * What a picture looks like in 64 bits, as 16 hexadecimal digits: the 8 × 8 lowest frequencies of the DCT of its luma at 32 × 32 pixels, row by row, each
 * a 1 where it is above their median. The first, which is the mean light alone, has no part in the median and its bit is 0. Compressing, scaling or
 * brightening a picture changes a few bits; two unlike pictures differ in about 32. (Zauner, Implementation and benchmarking of perceptual image
 * hash functions, 2010.)
 */
export function perceptualHash(image: RgbRaster): string {
  const { data } = resize(toGray(image), side, side);
  const rows = new Float64Array(kept * side);
  for (let v = 0; v < kept; v += 1)
    for (let x = 0; x < side; x += 1) {
      let sum = 0;
      for (let y = 0; y < side; y += 1) sum += (data[y * side + x] ?? 0) * (cosines[v]?.[y] ?? 0);
      rows[v * side + x] = sum;
    }
  const low = new Float64Array(kept * kept);
  for (let v = 0; v < kept; v += 1)
    for (let u = 0; u < kept; u += 1) {
      let sum = 0;
      for (let x = 0; x < side; x += 1) sum += (rows[v * side + x] ?? 0) * (cosines[u]?.[x] ?? 0);
      low[v * kept + u] = sum;
    }
  const sorted = low.slice(1).sort();
  const median = sorted[(sorted.length - 1) / 2] ?? 0;
  let hex = '';
  for (let nibble = 0; nibble < 16; nibble += 1) {
    let value = 0;
    for (let bit = 0; bit < 4; bit += 1) {
      const at = nibble * 4 + bit;
      value = value * 2 + (at > 0 && (low[at] ?? 0) > median ? 1 : 0);
    }
    hex += value.toString(16);
  }
  return hex;
}

/** In how many of their 64 bits two hashes differ. */
export function hammingDistance(a: string, b: string): number {
  if (a.length !== b.length) throw new RangeError('hashes of different lengths');
  let bits = 0;
  for (let at = 0; at < a.length; at += 1) {
    let difference = Number.parseInt(a.charAt(at), 16) ^ Number.parseInt(b.charAt(at), 16);
    for (; difference > 0; difference >>= 1) bits += difference & 1;
  }
  return bits;
}
