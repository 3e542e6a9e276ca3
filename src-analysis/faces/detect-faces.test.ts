import { afterAll, beforeAll, expect, it } from 'vitest';
import { must } from '#shared/lib/invariant.ts';
import { decodeImage } from '../image/decode.ts';
import { installModels } from '../models/install.ts';
import { locateModels } from '../models/locate-models.ts';
import { createModelPool, mustGetNet, mustGetOutput, type ModelPool } from '../models/pool.ts';
import { aSelfie, aSpecimen } from '../testing/specimen-pictures.ts';
import { letterbox, toInterleavedFloats, type Letterboxed } from './net-input.ts';

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
