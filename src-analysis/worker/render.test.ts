import sharp from 'sharp';
import { expect, it } from 'vitest';
import { render } from './render.ts';

const signal = new AbortController().signal;

/** 200 by 100, its left half red, its right half blue. */
async function aPicture(): Promise<Uint8Array> {
  const half = (r: number, b: number) =>
    ({ create: { width: 100, height: 100, channels: 3, background: { r, g: 0, b } } }) as const;
  const right = await sharp(half(0, 255)).png().toBuffer();
  return sharp(half(255, 0))
    .extend({ right: 100 })
    .composite([{ input: right, left: 100, top: 0 }])
    .png()
    .toBuffer();
}

async function colorAt(bytes: Uint8Array, x: number, y: number): Promise<'red' | 'blue' | 'other'> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const at = (y * info.width + x) * info.channels;
  const [r = 0, , b = 0] = data.subarray(at, at + 3);
  return r > 200 && b < 60 ? 'red' : b > 200 && r < 60 ? 'blue' : 'other';
}

it('renders the whole picture no longer than asked, as a JPEG without metadata', async () => {
  const reply = await render({ bytes: await aPicture(), maxPx: 50 }, signal);
  expect(reply).toMatchObject({ ok: true, mediaType: 'image/jpeg', width: 50, height: 25 });
  if (!reply.ok) return;
  const { format, exif } = await sharp(reply.bytes).metadata();
  expect({ format, exif }).toEqual({ format: 'jpeg', exif: undefined });
});

it('never enlarges', async () => {
  expect(await render({ bytes: await aPicture(), maxPx: 5000 }, signal)).toMatchObject({
    width: 200,
    height: 100,
  });
});

it('renders a region in pixels of the original', async () => {
  const reply = await render(
    { bytes: await aPicture(), maxPx: 500, cropPx: { x: 120, y: 10, width: 60, height: 40 } },
    signal,
  );
  expect(reply).toMatchObject({ ok: true, width: 60, height: 40 });
  expect(reply.ok && (await colorAt(reply.bytes, 30, 20))).toBe('blue');
});

it('undoes a clockwise roll: what leaned to the right comes up', async () => {
  // A head rolled 90 degrees clockwise has its top at the right: here, the blue half.
  const reply = await render(
    { bytes: await aPicture(), maxPx: 500, cropPx: { x: 50, y: 0, width: 100, height: 100 }, rollDeg: 90 },
    signal,
  );
  expect(reply).toMatchObject({ ok: true, width: 100, height: 100 });
  if (!reply.ok) return;
  expect([await colorAt(reply.bytes, 50, 20), await colorAt(reply.bytes, 50, 80)]).toEqual(['blue', 'red']);
});

it('makes the content of a quadrilateral a rectangle, its first corner top left', async () => {
  const bytes = await aPicture();
  // A document that stands on its right side, half on red and half on blue: upright, blue is on top.
  const quadPx = [
    { x: 140, y: 20 },
    { x: 140, y: 80 },
    { x: 60, y: 80 },
    { x: 60, y: 20 },
  ] as const;
  const reply = await render({ bytes, maxPx: 500, flat: { quadPx, width: 60, height: 80 } }, signal);
  expect(reply).toMatchObject({ ok: true, width: 60, height: 80 });
  if (!reply.ok) return;
  expect([await colorAt(reply.bytes, 30, 20), await colorAt(reply.bytes, 30, 60)]).toEqual(['blue', 'red']);
  const [a, b, c, d] = quadPx;
  const crossed = render(
    { bytes, maxPx: 500, flat: { quadPx: [a, c, b, d], width: 60, height: 80 } },
    signal,
  );
  expect(await crossed).toEqual({ ok: false, code: 'not-flat' });
});

it('clips a region that reaches beyond the picture', async () => {
  const reply = await render(
    { bytes: await aPicture(), maxPx: 500, cropPx: { x: 150, y: 50, width: 500, height: 500 } },
    signal,
  );
  expect(reply).toMatchObject({ ok: true, width: 50, height: 50 });
});

it('refuses what is no picture with the decoder’s code', async () => {
  expect(await render({ bytes: Buffer.from('hello there, this is text'), maxPx: 50 }, signal)).toEqual({
    ok: false,
    code: 'unknown-format',
  });
});
