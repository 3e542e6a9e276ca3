import { expect, it } from 'vitest';
import { createRecaptureNet } from '../models/recapture-net.ts';
import type { RgbRaster } from '../image/raster.ts';
import { measureTexture, type TextureJudge } from './measure-texture.ts';
import { patchPx } from './texture-patches.ts';

/** The left half is black, the right half white. */
function halves(width: number, height: number): RgbRaster {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i += 1) data.fill(i % width < width / 2 ? 0 : 255, i * 3, i * 3 + 3);
  return { width, height, channels: 3, data };
}

/** Takes what is white for a screen. */
const whiteIsScreen: TextureJudge = {
  run: (patches) =>
    Promise.resolve(
      patches.map(({ data }) =>
        (data[0] ?? 0) > 128 ? { genuine: 0, screen: 1, print: 0 } : { genuine: 0.8, screen: 0, print: 0.2 },
      ),
    ),
};

it('means over patches, in pixels of the picture, and shows those that say so', async () => {
  const face = { x: 300, y: 300, width: 400, height: 400 };
  const measured = await measureTexture(halves(1000, 1000), face, whiteIsScreen);
  expect(measured).toMatchObject({ screen: 0.5, patches: 16, printPx: [] });
  expect(measured?.print).toBeCloseTo(0.1);
  expect(measured?.screenPx).toHaveLength(4);
  for (const { x } of measured?.screenPx ?? []) expect(x).toBeGreaterThanOrEqual(500);
});

it('says nothing of a picture that is too small', async () => {
  expect(
    await measureTexture(halves(90, 90), { x: 0, y: 0, width: 90, height: 90 }, whiteIsScreen),
  ).toBeNull();
});

it('gives the net planes of red, green and blue, and makes shares of its logits', async () => {
  let seen: Float32Array = new Float32Array();
  const judge = createRecaptureNet({
    run({ x }) {
      seen = x?.data ?? seen;
      return Promise.resolve({ logits: { data: Float32Array.of(0, Math.log(3), 0), dims: [1, 3] } });
    },
  });
  const data = new Uint8Array(patchPx * patchPx * 3);
  for (let i = 0; i < data.length; i += 1) data[i] = [10, 20, 30][i % 3] ?? 0;
  const [odds] = await judge.run([{ width: patchPx, height: patchPx, channels: 3, data }]);
  const plane = patchPx * patchPx;
  expect([seen[0], seen[plane], seen[2 * plane], seen.length]).toEqual([10, 20, 30, 3 * plane]);
  expect(odds?.screen).toBeCloseTo(0.6);
});
