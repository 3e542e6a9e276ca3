import { expect, it } from 'vitest';
import { judgeByMinifas } from './minifas-net.ts';

it('gives the net a square of one and a half times the face, 0 to 1, by planes, and makes a probability of its logits', async () => {
  const [width, height] = [400, 400];
  const data = new Uint8Array(width * height * 3);
  // The face's own square is red, what is around it blue.
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const isFace = Math.abs(x - 199.5) < 50 && Math.abs(y - 199.5) < 50;
      data.set(isFace ? [255, 0, 0] : [0, 0, 255], (y * width + x) * 3);
    }
  let seen = new Float32Array();
  const score = await judgeByMinifas(
    {
      run({ input }) {
        seen = Float32Array.from(input?.data ?? []);
        return Promise.resolve({ output: { data: Float32Array.of(2, 1), dims: [1, 2] } });
      },
    },
    { width, height, channels: 3, data },
    { x: 160, y: 150, width: 80, height: 100 },
  );
  expect(score).toBeCloseTo(1 / (1 + Math.exp(-1)));
  expect(seen).toHaveLength(3 * 128 * 128);
  const plane = 128 * 128;
  const share = (from: number): number =>
    seen.subarray(from, from + plane).reduce((sum, value) => sum + value, 0) / plane;
  // A square of 100 px within one of 150.
  expect(share(0)).toBeCloseTo(4 / 9, 1);
  expect(share(2 * plane)).toBeCloseTo(5 / 9, 1);
  expect(share(plane)).toBe(0);
});
