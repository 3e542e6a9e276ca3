import type { RgbRaster } from '../image/raster.ts';

/** Gradient of a picture, per pixel that of the color channel where it is strongest; gray levels per pixel. */
export interface Gradient {
  readonly width: number;
  readonly height: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly magnitude: Float32Array;
  readonly medianMagnitude: number;
  /** Share of pixels with a magnitude above 7, a step that the eye sees. */
  readonly strongShare: number;
}

/** Scharr's operator, whose direction is right to a degree at any angle. The border of one pixel is zero. */
export function measureGradient({ width, height, data }: RgbRaster): Gradient {
  const gx = new Float32Array(width * height);
  const gy = new Float32Array(width * height);
  const magnitude = new Float32Array(width * height);
  const row = width * 3;
  const histogram = new Uint32Array(256); // of magnitudes in quarters of a gray level, all that the median needs
  let strong = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      let [bestX, bestY, best] = [0, 0, -1];
      for (let c = 0; c < 3; c += 1) {
        const i = at * 3 + c;
        const nw = data[i - row - 3] ?? 0;
        const ne = data[i - row + 3] ?? 0;
        const sw = data[i + row - 3] ?? 0;
        const se = data[i + row + 3] ?? 0;
        const dx = (3 * (ne + se - nw - sw) + 10 * ((data[i + 3] ?? 0) - (data[i - 3] ?? 0))) / 32;
        const dy = (3 * (sw + se - nw - ne) + 10 * ((data[i + row] ?? 0) - (data[i - row] ?? 0))) / 32;
        const squared = dx * dx + dy * dy;
        if (squared > best) [bestX, bestY, best] = [dx, dy, squared];
      }
      gx[at] = bestX;
      gy[at] = bestY;
      const size = Math.sqrt(best);
      magnitude[at] = size;
      const bin = Math.min(255, Math.floor(size * 4));
      histogram[bin] = (histogram[bin] ?? 0) + 1;
      if (best > 49) strong += 1;
    }
  }
  const half = ((width - 2) * (height - 2)) / 2;
  let seen = 0;
  const medianMagnitude = histogram.findIndex((count) => (seen += count) >= half) / 4;
  return { width, height, x: gx, y: gy, magnitude, medianMagnitude, strongShare: strong / (width * height) };
}
