import type { RgbRaster } from '#analysis/image/raster.ts';
import { resize } from '#analysis/image/resize.ts';
import type { Chance } from '../../hard-pages/random.ts';
import { blurLight } from './camera.ts';

/**
 * What phones do to a picture by its places, as `camera.ts` does nowhere: shadows are lifted by how dark their surroundings are (local tone mapping), so that
 * their noise grows, and noise is smoothed away the more, the darker it is there. Two parts of one face then have different noise, and nothing was put in.
 *
 * @param reachPx how far surroundings reach
 */
export function processByPlaces(image: RgbRaster, reachPx: number, chance: Chance): RgbRaster {
  const { width, height, data } = image;
  const strength = chance.between(0.1, 0.5);
  const smoothing = chance.happens(0.7) ? chance.between(0.3, 0.95) : 0;
  const reach = chance.between(4, 14);
  // Surroundings are as smooth as a small picture.
  const shrink = Math.max(1, reachPx / 2);
  const small = resize(
    image,
    Math.max(2, Math.round(width / shrink)),
    Math.max(2, Math.round(height / shrink)),
  );
  const near = Float32Array.from(small.data);
  const soft = blurLight(near, small.width, small.height, 3, 2);
  const surroundings = resize({ ...small, data: Uint8Array.from(soft) }, width, height).data;
  const smooth = blurLight(Float32Array.from(data), width, height, 3, 1);
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 3) {
    const around = ((surroundings[at] ?? 0) + (surroundings[at + 1] ?? 0) + (surroundings[at + 2] ?? 0)) / 3;
    const gain = (130 / Math.max(20, around)) ** strength;
    const smoothed = smoothing * Math.min(1, Math.max(0, (170 - around) / 120));
    for (let i = at; i < at + 3; i += 1) {
      const off = (data[i] ?? 0) - (smooth[i] ?? 0);
      const value = (smooth[i] ?? 0) + off * (1 - smoothed * Math.exp(-((off / reach) ** 2)));
      out[i] = Math.min(255, value * gain + 0.5);
    }
  }
  return { width, height, channels: 3, data: out };
}
