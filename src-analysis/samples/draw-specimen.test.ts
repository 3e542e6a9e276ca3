import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodeImage } from '../image/decode.ts';
import { createCanvas, fill, stroke } from './canvas.ts';
import { drawPage, pageFormats, printedDay } from './draw-page.ts';
import { drawSpecimen } from './draw-specimen.ts';
import { readFont } from './outlines-of-text.ts';
import type { SpecimenRequest } from './specimen.ts';

const resource = (path: string): Uint8Array => new Uint8Array(readFileSync(`resources/${path}`));
const request: SpecimenRequest = {
  design: 'passport',
  holder: {
    surname: 'BRANDT',
    givenNames: 'JONAS',
    sex: 'M',
    birthDay: '2002-03-14',
    issueDay: '2024-05-21',
    expiryDay: '2034-05-20',
    documentNumber: 'U20B74K19',
    personalNumber: '20020314',
    placeOfBirth: 'ZENITH',
  },
  portrait: resource('samples/p01-portrait.jpg'),
  fonts: {
    ocrB: resource('fonts/ocr-b.otf'),
    label: resource('fonts/inter-latin-500.woff'),
    value: resource('fonts/inter-latin-700.woff'),
  },
  seed: 11,
};

it('covers pixels by the area of the shape in them, and cuts holes', () => {
  const canvas = createCanvas(6, 4, [255, 255, 255]);
  const square = (left: number, top: number, right: number, bottom: number) => [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
  fill(canvas, [square(0.5, 0, 5, 4), square(2, 1, 3, 3).reverse()], [0, 0, 0]);
  const row = (y: number) => Array.from({ length: 6 }, (_, x) => canvas.data[(y * 6 + x) * 3]);
  expect([row(0), row(1)]).toEqual([
    [128, 0, 0, 0, 0, 255],
    [128, 0, 255, 0, 0, 255],
  ]);
});

it('sums a slanted edge up to its exact area', () => {
  const canvas = createCanvas(8, 2, [0, 0, 0]);
  fill(
    canvas,
    [
      [
        { x: 0, y: 0 },
        { x: 8, y: 0 },
        { x: 0, y: 2 },
      ],
    ],
    [255, 255, 255],
  );
  const sum = Array.from({ length: 16 }, (_, pixel) => canvas.data[pixel * 3] ?? 0).reduce((a, b) => a + b);
  // The triangle covers 8 of the 16 pixels.
  expect(sum / 255).toBeCloseTo(8, 1);
});

it('draws a line as wide as asked, whichever way it goes', () => {
  const canvas = createCanvas(4, 4, [255, 255, 255]);
  stroke(
    canvas,
    [
      { x: 3, y: 2 },
      { x: 1, y: 2 },
      { x: 3, y: 2 },
    ],
    2,
    [0, 0, 0],
  );
  expect(Array.from({ length: 4 }, (_, y) => canvas.data[(y * 4 + 2) * 3])).toEqual([255, 0, 0, 255]);
});

it('prints days as documents do', () => {
  expect(printedDay('2002-03-14')).toBe('14 MAR 2002');
});

it('draws each design in its own proportions, with ink where the machine-readable lines belong', async () => {
  const portrait = await decodeImage(request.portrait);
  if (!portrait.ok) throw new Error(portrait.code);
  const fonts = {
    ocrB: readFont(request.fonts.ocrB),
    label: readFont(request.fonts.label),
    value: readFont(request.fonts.value),
  };
  for (const design of ['passport', 'id-card-front', 'id-card-back'] as const) {
    const { widthMm, heightMm, pxPerMm } = pageFormats[design];
    const page = drawPage({
      design,
      holder: request.holder,
      portrait: portrait.image,
      fonts,
      wrongBirthCheckDigit: false,
    });
    expect([page.width, page.height]).toEqual([
      Math.round(widthMm * pxPerMm),
      Math.round(heightMm * pxPerMm),
    ]);
    // The last line's center, 9.4 or 5.4 mm above the lower edge, and its first 40 mm.
    const y = Math.round((heightMm - (design === 'passport' ? 9.4 : 5.4)) * pxPerMm);
    let dark = 0;
    for (let x = 0; x < 40 * pxPerMm; x += 1) if ((page.data[(y * page.width + x) * 3] ?? 0) < 90) dark += 1;
    if (design !== 'id-card-front') expect(dark).toBeGreaterThan(30);
  }
});

it('photographs the page as a JPEG that is the same each time', async () => {
  const first = await drawSpecimen(request);
  const second = await drawSpecimen(request);
  if (!first.ok) throw new Error(first.code);
  expect(second).toEqual(first);
  const decoded = await decodeImage(first.bytes);
  expect(decoded).toMatchObject({ ok: true, image: { width: 2000, height: 1500 }, info: { format: 'jpeg' } });
});

it('says that a portrait is no picture', async () => {
  expect(await drawSpecimen({ ...request, portrait: new Uint8Array(10) })).toEqual({
    ok: false,
    code: 'portrait-undecodable',
  });
});

it('puts the page into the hand of whoever a selfie shows, whole and before the chest', async () => {
  const heldBy = resource('samples/p01-selfie.jpg');
  const [first, second] = await Promise.all([
    drawSpecimen({ ...request, heldBy }),
    drawSpecimen({ ...request, heldBy }),
  ]);
  if (!first.ok || !second.ok) throw new Error('drawn');
  expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
  const picture = await decodeImage(first.bytes);
  if (!picture.ok) throw new Error(picture.code);
  const { width, height, data } = picture.image;
  expect([width, height]).toEqual([1440, 1920]);
  // Paper is the lightest there is: none of it above the chest, and none at the picture's edges.
  const isPaper = (x: number, y: number): boolean => (data[(y * width + x) * 3 + 2] ?? 0) > 215;
  const rows = Array.from({ length: height }, (_, y) => y).filter(
    (y) => Array.from({ length: width }, (_, x) => x).filter((x) => isPaper(x, y)).length > 200,
  );
  expect(rows[0]).toBeGreaterThan(0.55 * height);
  expect(rows.at(-1)).toBeLessThan(0.97 * height);
  expect((await drawSpecimen({ ...request, heldBy: new Uint8Array([1]) })).ok).toBe(false);
});
