import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readBarcodes } from '#analysis/barcodes/read-barcodes.ts';
import { crop } from '#analysis/image/crop.ts';
import { decodeImage } from '#analysis/image/decode.ts';
import { toGray } from '#analysis/image/gray.ts';
import type { GrayRaster } from '#analysis/image/raster.ts';
import { resize } from '#analysis/image/resize.ts';
import { warpQuad } from '#analysis/image/warp.ts';
import type { Quad } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import { createChance } from '../hard-pages/random.ts';
import { drawDocument } from './draw-document.ts';
import { documentKinds } from './page-truth.ts';
import { bentPage } from './photograph/bend.ts';
import { drawGround } from './photograph/grounds.ts';
import { photograph } from './photograph/photograph.ts';
import { drawScene, goodScene, grounds, spoiledScene } from './photograph/scene.ts';
import { loadResources, type CorpusResources } from './resources.ts';

const root = join(import.meta.dirname, '..', '..');
let resources: CorpusResources;
beforeAll(async () => {
  resources = await loadResources(root);
});

const lineLengths: Readonly<Record<string, readonly [count: number, length: number]>> = {
  TD1: [3, 30],
  TD2: [2, 36],
  TD3: [2, 44],
  MRVA: [2, 44],
  MRVB: [2, 36],
  RUIP: [2, 44],
};

it.each(documentKinds)(
  '%s: every field has ink where the truth says, and the zone is of its format',
  async (kind) => {
    const { sides } = await drawDocument(kind, createChance(`test ${kind}`), resources);
    const printed = sides.flatMap(({ image, fields }) =>
      fields.flatMap(({ name, source, value, rectPx }) =>
        source === 'viz' ? [{ image, name, value, rectPx: must(rectPx, 'a place') }] : [],
      ),
    );
    expect(printed.length + sides.flatMap(({ barcodes }) => barcodes).length).toBeGreaterThan(4);
    for (const { image, name, value, rectPx } of printed) {
      const inside =
        rectPx.x >= 0 &&
        rectPx.y >= 0 &&
        rectPx.x + rectPx.width <= image.width &&
        rectPx.y + rectPx.height <= image.height;
      const { data } = toGray(crop(image, rectPx));
      const [darkest, brightest] = [Math.min(...data), Math.max(...data)];
      expect({ name, value, inside, hasInk: brightest - darkest > 90 }).toEqual({
        name,
        value,
        inside: true,
        hasInk: true,
      });
    }
    for (const { mrz } of sides) {
      if (mrz === null) continue;
      const [count, length] = must(lineLengths[mrz.format], mrz.format);
      expect(mrz.lines.map((line) => line.length)).toEqual(Array.from({ length: count }, () => length));
      expect(mrz.lines.join('')).toMatch(/^[A-Z0-9<]+$/);
    }
  },
);

it('the same seed gives the same pictures and truths, another seed others', async () => {
  const made = async (seed: string): Promise<string> => {
    const chance = createChance(`seed ${seed}`);
    const { sides } = await drawDocument('td2-card', chance, resources);
    const side = must(sides[0], 'a side');
    const scene = { ...drawScene('hard', chance), longSidePx: 700 };
    const { bytes, quadPx } = await photograph(side, null, scene, resources.fonts.plain, chance);
    return createHash('sha256')
      .update(bytes)
      .update(JSON.stringify([quadPx, side.fields]))
      .digest('hex');
  };
  const first = await made('1');
  expect(await made('1')).toBe(first);
  expect(await made('2')).not.toBe(first);
});

/** How alike two pictures of one size are, whatever their brightness and contrast: Pearson's correlation. */
function likeness(a: GrayRaster, b: GrayRaster): number {
  const mean = (data: Uint8Array): number => data.reduce((sum, value) => sum + value, 0) / data.length;
  const [meanA, meanB] = [mean(a.data), mean(b.data)];
  let [both, ofA, ofB] = [0, 0, 0];
  a.data.forEach((value, i) => {
    const [x, y] = [value - meanA, (b.data[i] ?? 0) - meanB];
    [both, ofA, ofB] = [both + x * y, ofA + x * x, ofB + y * y];
  });
  return both / Math.sqrt(ofA * ofB);
}

describe('a photograph', () => {
  it.each(['easy', 'medium', 'hard'] as const)('%s: the true corners cut the page out', async (level) => {
    const chance = createChance(`corners ${level}`);
    const { sides } = await drawDocument('td3-passport', chance, resources);
    const side = must(sides[0], 'a side');
    // Without what hides the page; the rest of the level as it comes.
    const scene = {
      ...drawScene(level, chance),
      setting: 'table',
      glare: 0,
      shadow: 0,
      overEdge: 0,
      bend: 0,
      longSidePx: 1000,
    } as const;
    const photo = await photograph(side, null, scene, resources.fonts.plain, chance);
    const decoded = await decodeImage(photo.bytes);
    const image = toGray(must(decoded.ok ? decoded.image : null, 'a picture'));
    expect([image.width, image.height]).toEqual([photo.width, photo.height]);
    const flat = resize(toGray(side.image), 770, 542);
    const cut = (quad: Quad): number => likeness(must(warpQuad(image, quad, 770, 542), 'a page'), flat);
    const right = cut(photo.quadPx);
    const moved = photo.quadPx.map(({ x, y }) => ({ x: x + 5, y: y + 5 })) as unknown as Quad;
    expect(right).toBeGreaterThan(level === 'hard' ? 0.7 : 0.9);
    expect(right - cut(moved)).toBeGreaterThan(0.05);
    // Read the other way round it is another page.
    const [a, b, c, d] = photo.quadPx;
    expect(cut([c, d, a, b])).toBeLessThan(0.6);
  });

  it('bends a page between its corners', () => {
    const { image, marginPx } = bentPage(
      { width: 5, height: 10, channels: 1, data: new Uint8Array(50).fill(200) },
      0.2,
    );
    const column = (x: number): number[] =>
      Array.from({ length: image.height }, (_, y) => image.data[y * 5 + x] ?? 0);
    expect([marginPx, image.height]).toEqual([2, 14]);
    // The middle is two rows lower; the sides hardly are.
    expect(column(2)).toEqual([0, 0, 0, 0, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200]);
    expect(column(0).findIndex((value) => value > 100)).toBeLessThanOrEqual(3);
  });

  it('a scan is the page and nothing else', async () => {
    const chance = createChance('scan');
    const { sides } = await drawDocument('eu-licence', chance, resources);
    const photo = await photograph(
      must(sides[0], 'a side'),
      null,
      { ...goodScene(chance), setting: 'scan' },
      resources.fonts.plain,
      chance,
    );
    expect(photo.quadPx[2]).toEqual({ x: photo.width, y: photo.height });
  });

  it('tells what is beyond the frame and what a thumb hides', async () => {
    const chance = createChance('hidden');
    const { sides } = await drawDocument('td2-card', chance, resources);
    const side = must(sides[0], 'a side');
    const whole = { x: 0, y: 0, width: side.image.width, height: side.image.height };
    const shoot = async (change: object): Promise<number> =>
      (
        await photograph(
          side,
          null,
          { ...goodScene(createChance('good')), longSidePx: 600, ...change },
          resources.fonts.plain,
          createChance('hidden 2'),
        )
      ).visibleShare(whole);
    expect(await shoot({})).toBe(1);
    const [cut, held] = [await shoot({ overEdge: 0.2 }), await shoot({ setting: 'hand' })];
    expect(cut).toBeGreaterThan(0.7);
    expect(cut).toBeLessThan(0.9);
    expect(held).toBeGreaterThan(0.9);
    expect(held).toBeLessThan(1);
  });

  it('loses likeness with the strength of a fault, in the same place', async () => {
    const { sides } = await drawDocument('td2-card', createChance('fault'), resources);
    const shoot = async (strength: number) => {
      const chance = createChance('fault');
      const scene = { ...spoiledScene('defocus', strength, chance), longSidePx: 600 };
      return photograph(must(sides[0], 'a side'), null, scene, resources.fonts.plain, chance);
    };
    const [none, some, much] = [await shoot(0), await shoot(0.3), await shoot(1)];
    expect(some.quadPx).toEqual(none.quadPx);
    const gray = async ({ bytes }: { bytes: Uint8Array }): Promise<GrayRaster> => {
      const decoded = await decodeImage(bytes);
      return toGray(must(decoded.ok ? decoded.image : null, 'a picture'));
    };
    expect(likeness(await gray(none), await gray(some))).toBeGreaterThan(
      likeness(await gray(none), await gray(much)),
    );
  });
});

it.each(grounds)('a ground: %s', (ground) => {
  const look = { paper: [230, 235, 240] as const, font: resources.fonts.plain };
  const { data } = drawGround(ground, 320, 240, look, createChance(ground));
  expect(data).toHaveLength(320 * 240 * 3);
  expect(new Set(data).size).toBeGreaterThan(8);
});

it('the barcode of a licence decodes to the text that is its truth', async () => {
  const { sides } = await drawDocument('aamva-licence', createChance('barcode'), resources);
  const back = must(sides[1], 'a back');
  const [truth] = back.barcodes;
  const [read] = await readBarcodes(toGray(back.image));
  const text = Buffer.from(must(read, 'a barcode').bytes).toString('latin1');
  expect([read?.symbology, text]).toEqual(['PDF417', truth?.text]);
});
