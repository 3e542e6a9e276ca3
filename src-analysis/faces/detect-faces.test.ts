import { afterAll, beforeAll, expect, it } from 'vitest';
import { intersectionOverUnion, type Rect } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import { decodeImage } from '../image/decode.ts';
import type { RgbRaster } from '../image/raster.ts';
import { resize } from '../image/resize.ts';
import { installModels } from '../models/install.ts';
import { locateModels } from '../models/locate-models.ts';
import { createModelPool, mustGetNet, mustGetOutput, type ModelPool } from '../models/pool.ts';
import { aSelfie, aSpecimen } from '../testing/specimen-pictures.ts';
import { rotateQuarter } from '../image/warp.ts';
import { detectFaces } from './detect-faces.ts';
import { letterbox, placeIn, toInterleavedFloats, type Letterboxed } from './net-input.ts';

let pool: ModelPool;

beforeAll(async () => {
  const home = locateModels();
  await installModels({ home });
  pool = createModelPool({ folder: home.installedFolder, manifest: home.manifest });
});
afterAll(() => pool.dispose());

/** The most certain box, as parts of the square, and its score. */
async function bestOf(input: Letterboxed): Promise<number[]> {
  const { image } = input;
  const net = await mustGetNet(pool, 'ssd-mobilenetv1');
  const outputs = await net.run({
    image: { data: toInterleavedFloats([image]), dims: [1, image.height, image.width, 3] },
  });
  const scores = mustGetOutput(outputs, 'scores').data;
  const best = scores.reduce((at, score, index) => (score > (scores[at] ?? 0) ? index : at), 0);
  const box = mustGetOutput(outputs, 'boxes').data.subarray(best * 4, best * 4 + 4);
  return [scores[best] ?? 0, ...box];
}

it.each([
  { shape: 'wide', bytes: aSpecimen },
  { shape: 'tall', bytes: aSelfie },
])(
  'finds in the part of the square that a $shape picture reaches what the whole square gives',
  async ({ bytes }) => {
    const decoded = await decodeImage(await bytes());
    const image = must(decoded.ok ? decoded.image : null, 'a picture of ours');
    const part = await letterbox(image, 512, 32);
    expect(Math.min(part.image.width, part.image.height)).toBeLessThan(512);
    const [ofPart, ofSquare] = [await bestOf(part), await bestOf(await letterbox(image, 512))];
    ofPart.forEach((value, index) => {
      expect(value).toBeCloseTo(ofSquare[index] ?? 0, 3);
    });
  },
);

/** How often the detector looked, beside what it found. */
async function looksAt(
  bytes: Uint8Array,
  turned: 0 | 1,
  quarterTurns?: 0 | 3,
): Promise<{ looks: number; scores: readonly number[] }> {
  const decoded = await decodeImage(bytes);
  const image = rotateQuarter(must(decoded.ok ? decoded.image : null, 'a picture of ours'), turned);
  let looks = 0;
  const counting: ModelPool = {
    ...pool,
    async session(name) {
      const result = await pool.session(name);
      if (!result.ok) return result;
      const { net } = result;
      const run: typeof net.run = (inputs) => {
        looks += 1;
        return net.run(inputs);
      };
      return { ...result, net: { ...net, run } };
    },
  };
  const faces = await detectFaces(
    image,
    { pool: counting },
    quarterTurns === undefined ? {} : { quarterTurns },
  );
  return { looks, scores: faces.map(({ score }) => score) };
}

it('looks in one orientation only where that is known, and finds there what it finds in an upright picture', async () => {
  const [front, back] = [
    await aSpecimen({ design: 'id-card-front' }),
    await aSpecimen({ design: 'id-card-back' }),
  ];
  expect(await looksAt(back, 0)).toEqual({ looks: 5, scores: [] });
  expect(await looksAt(back, 0, 0)).toEqual({ looks: 2, scores: [] });
  const [upright, turned] = [await looksAt(front, 0), await looksAt(front, 1, 3)];
  expect([upright.looks, turned.looks]).toEqual([1, 1]);
  expect(turned.scores[0]).toBeCloseTo(upright.scores[0] ?? 0, 2);
});

it.each([
  { heightPx: 24, at: { x: 150, y: 700 } },
  { heightPx: 40, at: { x: 210, y: 130 } },
])('finds a face of $heightPx px beside a large one where it is asked to look thoroughly', async (small) => {
  const decoded = await decodeImage(await aSelfie());
  const image = must(decoded.ok ? decoded.image : null, 'a picture of ours');
  const [face] = await detectFaces(image, { pool });
  const { boxPx } = must(face, 'a face on our selfie');
  const scale = small.heightPx / boxPx.height;
  const scene = placeIn(resize(image, 720, 960), 1280, 960, 560, 0, 128);
  const tiny = resize(image, Math.round(image.width * scale), Math.round(image.height * scale));
  paste(tiny, scene, small.at);
  const middle = {
    x: small.at.x + (boxPx.x + boxPx.width / 2) * scale,
    y: small.at.y + (boxPx.y + boxPx.height / 2) * scale,
  };
  const isThere = ({ boxPx: { x, y, width, height } }: { readonly boxPx: Rect }): boolean =>
    width < 100 && middle.x > x && middle.x < x + width && middle.y > y && middle.y < y + height;
  expect((await detectFaces(scene, { pool })).filter(isThere)).toHaveLength(0);
  const faces = await detectFaces(scene, { pool }, { isThorough: true });
  expect(faces.filter(isThere)).toHaveLength(1);
  // The large face stays the most prominent one.
  expect(must(faces[0], 'a face').boxPx.width).toBeGreaterThan(150);
});

function paste(image: RgbRaster, into: RgbRaster, at: { readonly x: number; readonly y: number }): void {
  const { data } = into;
  for (let row = 0; row < image.height; row += 1) {
    const from = row * image.width * 3;
    data.set(image.data.subarray(from, from + image.width * 3), ((at.y + row) * into.width + at.x) * 3);
  }
}

it('finds a face in an eighth of the light, of which nothing is seen unless brightened', async () => {
  const decoded = await decodeImage(await aSelfie());
  const image = must(decoded.ok ? decoded.image : null, 'a picture of ours');
  const dark = { ...image, data: image.data.map((value) => value / 8) };
  expect(await detectFaces(dark, { pool }, { isExpected: false })).toEqual([]);
  const [face] = await detectFaces(dark, { pool });
  const [asTaken] = await detectFaces(image, { pool });
  expect(face?.score).toBeGreaterThan(0.6);
  expect(intersectionOverUnion(must(face, 'a face').boxPx, must(asTaken, 'a face').boxPx)).toBeGreaterThan(
    0.8,
  );
});
