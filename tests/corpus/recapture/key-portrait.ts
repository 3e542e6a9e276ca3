import type { RgbRaster } from '#analysis/image/raster.ts';
import { resize } from '#analysis/image/resize.ts';
import { blurLight } from './camera.ts';

/** The rendered portraits stand before a light, even ground: so far off its color, in gray levels, hair and skin begin, and are whole. */
const [leastOff, wholeOff] = [10, 60];

/**
 * A rendered portrait before another ground. What is joined to the picture's border and of the border's color is ground; along it, each pixel
 * is taken for a mixture of the ground's color and the person's, so that no light fringe is left about the hair.
 */
export function putBefore(portrait: RgbRaster, ground: RgbRaster): RgbRaster {
  const { width, height, data } = portrait;
  const paper = [0, 1, 2].map((c) => ((data[c] ?? 0) + (data[(width - 1) * 3 + c] ?? 0)) / 2);
  const off = (at: number): number =>
    Math.max(...paper.map((level, c) => Math.abs((data[at * 3 + c] ?? 0) - level)));
  const isGround = new Float32Array(width * height);
  const queue: number[] = [];
  const reach = (at: number): void => {
    if (isGround[at] === 1 || off(at) > leastOff) return;
    isGround[at] = 1;
    queue.push(at);
  };
  for (let x = 0; x < width; x += 1) reach(x);
  for (let y = 0; y < height / 2; y += 1) {
    reach(y * width);
    reach(y * width + width - 1);
  }
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const x = at % width;
    if (x > 0) reach(at - 1);
    if (x < width - 1) reach(at + 1);
    if (at >= width) reach(at - width);
    if (at < width * (height - 1)) reach(at + width);
  }
  const nearGround = blurLight(isGround, width, height, 1, 2.5);
  const behind = resize(ground, width, height).data;
  const out = new Uint8Array(data.length);
  for (let at = 0; at < isGround.length; at += 1) {
    const mixed = Math.min(1, Math.max(0, (off(at) - leastOff) / (wholeOff - leastOff)));
    const share = isGround[at] === 1 ? 0 : (nearGround[at] ?? 0) > 0.02 ? mixed : 1;
    for (let c = 0; c < 3; c += 1) {
      const i = at * 3 + c;
      // Of a mixture, the ground's part is replaced; the person's stays as it is.
      const own = (data[i] ?? 0) - (1 - share) * (paper[c] ?? 0);
      out[i] = Math.min(255, Math.max(0, own + (1 - share) * (behind[i] ?? 0) + 0.5));
    }
  }
  return { width, height, channels: 3, data: out };
}
