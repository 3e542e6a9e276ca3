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
import { createHintImages, fillFromRgba, fillFromYuv, type HintImage, type RgbaImage } from './hint-image.ts';
import { frameIn, within, withMargin, type FrameShape } from './rect.ts';

function fromRgba(image: RgbaImage): HintImage {
  const into = createHintImages({ hasChroma: true })(image.width, image.height);
  fillFromRgba(into, image);
  return into;
}

type Paint = (x: number, y: number) => number;

/** A gray picture of 480 by 360 with a frame in its middle, as the camera screen hands it over. */
function hintOf(paint: Paint): Hint {
  const [width, height] = [480, 360];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) data.fill(paint(x, y), (y * width + x) * 4, (y * width + x) * 4 + 3);
  return chooseHint(
    fromRgba({ width, height, data }),
    { x: 40, y: 40, width: 400, height: 280 },
    'horizontal',
  );
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
  return chooseHint(fromRgba(seenImage), within(frame, seen, scale), shape);
}

/** As a camera gives it: luma of all pixels, chroma of every second, both in the range of a video, one plane or two for chroma. */
function lookAtPlanes(image: RgbRaster, shape: FrameShape, format: 'I420' | 'NV12'): Hint {
  const { width, height, data: rgb } = image;
  const [halfWidth, halfHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const stride = width + 7;
  const data = new Uint8Array(stride * height + 2 * halfWidth * halfHeight);
  const chroma = stride * height;
  const step = format === 'NV12' ? 2 : 1;
  const cb = { offset: chroma, stride: halfWidth * step, step };
  const cr = { ...cb, offset: chroma + (format === 'NV12' ? 1 : halfWidth * halfHeight) };
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const from = (y * width + x) * 3;
      const [r, g, b] = [rgb[from] ?? 0, rgb[from + 1] ?? 0, rgb[from + 2] ?? 0];
      data[y * stride + x] = 16 + (219 * (0.299 * r + 0.587 * g + 0.114 * b)) / 255;
      const half = (y >> 1) * cb.stride + (x >> 1) * step;
      data[cb.offset + half] = 128 + (224 * (-0.169 * r - 0.331 * g + 0.5 * b)) / 255;
      data[cr.offset + half] = 128 + (224 * (0.5 * r - 0.419 * g - 0.081 * b)) / 255;
    }
  const frame = frameIn(width, height, shape);
  const seen = withMargin(frame, width, height);
  const scale = 480 / Math.max(seen.width, seen.height);
  const into = createHintImages({ hasChroma: true })(
    Math.round(seen.width * scale),
    Math.round(seen.height * scale),
  );
  fillFromYuv(into, { data, luma: { offset: 0, stride, step: 1 }, cb, cr, isFullRange: false }, seen);
  return chooseHint(into, within(frame, seen, scale), shape);
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
  const seen = [sharp, half, await photo(4)];
  const expected = ['good', 'farther', 'blurred'];
  expect(seen.map((image) => look(image, 'horizontal'))).toEqual(expected);
  expect(seen.map((image) => lookAtPlanes(image, 'horizontal', 'I420'))).toEqual(expected);
  expect(seen.map((image) => lookAtPlanes(image, 'horizontal', 'NV12'))).toEqual(expected);
});

it('is content with the sample selfies, and misses a face where there is none', async () => {
  const people = ['p01', 'p02', 'p03', 'p05'];
  const selfies = await Promise.all(people.map((name) => decoded(resource(`samples/${name}-selfie.jpg`))));
  const wall: RgbRaster = { width: 300, height: 400, channels: 3, data: new Uint8Array(360_000).fill(140) };
  const expected = ['good', 'good', 'good', 'good', 'no-face'];
  const seen = [...selfies, wall];
  expect(seen.map((image) => look(image, 'face'))).toEqual(expected);
  expect(seen.map((image) => lookAtPlanes(image, 'face', 'I420'))).toEqual(expected);
  expect(seen.map((image) => lookAtPlanes(image, 'face', 'NV12'))).toEqual(expected);
});
