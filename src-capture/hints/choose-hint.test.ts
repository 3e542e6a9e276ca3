import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { crop } from '#analysis/image/crop.ts';
import { decodeImage } from '#analysis/image/decode.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { resize } from '#analysis/image/resize.ts';
import { drawSpecimen } from '#analysis/samples/draw-specimen.ts';
import { sampleSessions } from '#main/samples/sample-sessions.ts';
import { must } from '#shared/lib/invariant.ts';
import { chooseHint, type Hint } from './choose-hint.ts';
import type { RgbaImage } from './measure-frame.ts';
import { frameIn, within, withMargin, type FrameShape } from './rect.ts';

type Paint = (x: number, y: number) => number;

/** A gray picture of 480 by 360 with a frame in its middle, as the camera screen hands it over. */
function hintOf(paint: Paint): Hint {
  const [width, height] = [480, 360];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) data.fill(paint(x, y), (y * width + x) * 4, (y * width + x) * 4 + 3);
  return chooseHint({ width, height, data }, { x: 40, y: 40, width: 400, height: 280 }, 'horizontal');
}

/** Lines of print on paper from `left` to `right` and `top` to `bottom`, on a plain table. */
function paper(left: number, top: number, right: number, bottom: number): Paint {
  return (x, y) => {
    if (x < left || x >= right || y < top || y >= bottom) return 110;
    return Math.floor(x / 3) % 2 === 0 && Math.floor(y / 8) % 2 === 0 ? 40 : 220;
  };
}

it('tells the first thing that spoils the picture of a document', () => {
  const page = paper(52, 50, 428, 310);
  const shine: Paint = (x, y) => (x > 200 && x < 300 && y > 100 && y < 160 ? 255 : page(x, y));
  const heard = {
    page: hintOf(page),
    night: hintOf((x, y) => page(x, y) / 5),
    sun: hintOf((x, y) => Math.min(255, page(x, y) + 190)),
    shine: hintOf(shine),
    table: hintOf(() => 110),
    small: hintOf(paper(150, 110, 330, 240)),
    large: hintOf(paper(0, 0, 480, 360)),
    aside: hintOf(paper(0, 50, 290, 310)),
  };
  expect(heard).toEqual({
    page: 'good',
    night: 'too-dark',
    sun: 'too-bright',
    shine: 'glare',
    table: 'nothing',
    small: 'closer',
    large: 'farther',
    aside: 'center',
  });
});

/** As `createHintReader` does it with a canvas. */
function look(image: RgbRaster, shape: FrameShape): Hint {
  const frame = frameIn(image.width, image.height, shape);
  const seen = withMargin(frame, image.width, image.height);
  const rect = {
    x: Math.ceil(seen.x),
    y: Math.ceil(seen.y),
    width: Math.floor(seen.width) - 1,
    height: Math.floor(seen.height) - 1,
  };
  const scale = 480 / Math.max(rect.width, rect.height);
  const small = resize(crop(image, rect), Math.round(rect.width * scale), Math.round(rect.height * scale));
  const data = new Uint8ClampedArray(small.width * small.height * 4).fill(255);
  for (let from = 0, to = 0; from < small.data.length; from += 3, to += 4)
    data.set(small.data.subarray(from, from + 3), to);
  const seenImage: RgbaImage = { width: small.width, height: small.height, data };
  return chooseHint(seenImage, within(frame, seen, scale), shape);
}

const resource = (path: string): Uint8Array => new Uint8Array(readFileSync(`resources/${path}`));

async function decoded(bytes: Uint8Array): Promise<RgbRaster> {
  const reply = await decodeImage(bytes);
  if (!reply.ok) throw new Error(reply.code);
  return reply.image;
}

it('is content with a photographed specimen and asks for a sharper one when it is out of focus', async () => {
  const { holder } = must(sampleSessions[0], 'a sample');
  const photo = async (defocusPx: number): Promise<RgbRaster> => {
    const drawn = await drawSpecimen({
      design: 'passport',
      holder,
      portrait: resource('samples/p01-portrait.jpg'),
      fonts: {
        ocrB: resource('fonts/ocr-b.otf'),
        label: resource('fonts/inter-latin-500.woff'),
        value: resource('fonts/inter-latin-700.woff'),
      },
      defocusPx,
      seed: 11,
    });
    if (!drawn.ok) throw new Error(drawn.code);
    return await decoded(drawn.bytes);
  };
  const sharp = await photo(0);
  const half = crop(sharp, { x: 250, y: 180, width: 1000, height: 750 });
  expect([look(sharp, 'horizontal'), look(half, 'horizontal'), look(await photo(4), 'horizontal')]).toEqual([
    'good',
    'farther',
    'blurred',
  ]);
});

it('is content with the sample selfies, and misses a face where there is none', async () => {
  const people = ['p01', 'p02', 'p03', 'p05'];
  const selfies = await Promise.all(people.map((name) => decoded(resource(`samples/${name}-selfie.jpg`))));
  const wall: RgbRaster = { width: 300, height: 400, channels: 3, data: new Uint8Array(360_000).fill(140) };
  expect([...selfies, wall].map((image) => look(image, 'face'))).toEqual([
    'good',
    'good',
    'good',
    'good',
    'no-face',
  ]);
});
