import { expect, it } from 'vitest';
import type { GrayRaster } from '../image/raster.ts';
import type { OcrPage, OcrResult } from './ocr.ts';
import { gapIn, readInHalves } from './read-in-halves.ts';

const [width, height] = [200, 300];

/** White, with a row of upright strokes for each line of print that begins at one of the rows, 20 px high. */
function pageWithLines(...tops: readonly number[]): GrayRaster {
  const data = new Uint8Array(width * height).fill(255);
  for (const top of tops)
    for (let y = top; y < top + 20; y += 1) for (let x = 10; x < width - 10; x += 4) data[y * width + x] = 0;
  return { width, height, channels: 1, data };
}

const word = (text: string, y: number, line: number) => ({
  text,
  confidence: 0.9,
  rectPx: { x: 5, y, width: 40, height: 20 },
  line,
});

function anOcr(answers: readonly (OcrResult | null)[]) {
  const given: (OcrPage | null)[] = [];
  return {
    given,
    async read(page: Promise<OcrPage | null>): Promise<OcrResult | null> {
      const at = given.push(await page) - 1;
      return given[at] === null ? null : (answers[at] ?? null);
    },
  };
}

const read = (...words: ReturnType<typeof word>[]): OcrResult => ({
  ok: true,
  engine: 'tesseract',
  version: '5',
  words,
});

it('cuts in the middle of the gap between lines that is nearest to half of the print', () => {
  expect(gapIn(pageWithLines(20, 60, 100, 170, 210, 250))).toBeCloseTo(145, -1);
});

it('cuts no line of print: a page without a gap in its middle stays whole', () => {
  const lines = Array.from({ length: 15 }, (_, i) => i * 20);
  expect(gapIn(pageWithLines(...lines))).toBeNull();
});

it('gives words of both halves in pixels of the whole page, lines counted on', async () => {
  const image = pageWithLines(20, 60, 100, 170, 210, 250);
  const ocr = anOcr([read(word('UPPER', 30, 0), word('LAST', 70, 1)), read(word('LOWER', 4, 0))]);
  const result = await readInHalves(ocr, Promise.resolve({ image, dpi: 300 }), () => ({ psm: 11 }));
  const cutAt = ocr.given[0]?.image.height ?? 0;
  expect(ocr.given.map((page) => page?.image.height)).toEqual([cutAt, height - cutAt]);
  expect(result).toEqual(read(word('UPPER', 30, 0), word('LAST', 70, 1), word('LOWER', 4 + cutAt, 2)));
});

it('reads a page without a gap once', async () => {
  const image = pageWithLines(...Array.from({ length: 15 }, (_, i) => i * 20));
  const ocr = anOcr([read(word('WHOLE', 30, 0))]);
  const result = await readInHalves(ocr, Promise.resolve({ image, dpi: 300 }), () => ({ psm: 11 }));
  expect(ocr.given[1]).toBeNull();
  expect(result).toEqual(read(word('WHOLE', 30, 0)));
});

it('answers nothing without a page, and a half’s failure for the page', async () => {
  const options = () => ({ psm: 11 as const });
  expect(await readInHalves(anOcr([]), Promise.resolve(null), options)).toBeNull();
  const image = pageWithLines(20, 60, 100, 170, 210, 250);
  const failed = anOcr([read(), { ok: false, code: 'ocr-failed' }]);
  expect(await readInHalves(failed, Promise.resolve({ image, dpi: 300 }), options)).toEqual({
    ok: false,
    code: 'ocr-failed',
  });
});

it('breaks off with the page’s own reason', async () => {
  const reason = new Error('aborted');
  await expect(readInHalves(anOcr([]), Promise.reject(reason), () => ({ psm: 11 }))).rejects.toBe(reason);
});
