import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createOcr, type OcrBackend, type OcrPage } from './ocr.ts';
import { parseTsv } from './parse-tsv.ts';
import { createSystemTesseract } from './system-tesseract.ts';
import { createTesseractJs } from './tesseract-js.ts';

async function pageOfText(lines: readonly string[]): Promise<OcrPage> {
  const rows = lines
    .map((line, i) => `<text x="40" y="${String(90 + i * 80)}" font-size="44">${line}</text>`)
    .join('');
  const height = lines.length * 80 + 60;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="${String(height)}"><rect width="100%" height="100%" fill="#fff"/>
    <g font-family="DejaVu Sans, sans-serif">${rows}</g></svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .flatten()
    .grayscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const image = { width: info.width, height: info.height, channels: 1 as const, data: new Uint8Array(data) };
  return { image, dpi: 300 };
}

const lines = ['Surname ERIKSSON', 'Date of birth 12 AUG 1974'];
const hasTesseract = (await createSystemTesseract().version()) !== null;

describe.each([
  { engine: 'tesseract' as const, there: hasTesseract },
  { engine: 'tesseract.js' as const, there: true },
])('$engine', ({ engine, there }) => {
  const ocr = createOcr({ engine });
  afterAll(() => ocr.dispose());

  it.skipIf(!there)('reads words with their places (skipped where it is not installed)', async () => {
    const result = await ocr.read(pageOfText(lines), { psm: 6 });
    expect(result).toMatchObject({ ok: true, engine });
    const words = result?.ok === true ? result.words : [];
    expect(words.map(({ text }) => text)).toEqual(lines.join(' ').split(' '));
    expect(new Set(words.map(({ line }) => line)).size).toBe(2);
    const [surname] = words;
    // The rendered text starts at x = 40, its baseline is at y = 90.
    expect(surname?.rectPx.x).toBeGreaterThan(35);
    expect(surname?.rectPx.x).toBeLessThan(50);
    expect(surname?.rectPx.y).toBeLessThan(90);
  });

  it.skipIf(!there)('stops at once when aborted, and reads again afterwards', async () => {
    const page = pageOfText(lines);
    await page;
    const controller = new AbortController();
    const reading = ocr.read(page, { psm: 6, signal: controller.signal });
    setTimeout(() => {
      controller.abort(new Error('enough'));
    }, 30);
    await expect(reading).rejects.toThrow('enough');
    expect(await ocr.read(page, { psm: 6 })).toMatchObject({ ok: true });
  });

  it.skipIf(!there)('stops, and leaves nothing running, where there turns out to be no page', async () => {
    expect(await ocr.read(Promise.resolve(null), { psm: 6 })).toBeNull();
    const failing = Promise.reject(new Error('no outline'));
    await expect(ocr.read(failing, { psm: 6 })).rejects.toThrow('no outline');
  });
});

describe.skipIf(!hasTesseract || process.platform === 'win32')('a prepared Tesseract', () => {
  const ocr = createOcr({ engine: 'tesseract' });
  afterAll(() => ocr.dispose());
  const children = async (): Promise<string[]> => {
    const listed = promisify(execFile)('pgrep', ['-P', String(process.pid), 'tesseract']);
    return (await listed.catch(() => ({ stdout: '' }))).stdout.split('\n').filter((line) => line !== '');
  };

  it('waits for its page, reads it as one that is started for it, and is not used for another task', async () => {
    const fresh = await ocr.read(pageOfText(lines), { psm: 11 });
    await ocr.prepare();
    const waiting = await children();
    expect(waiting).not.toHaveLength(0);
    expect(await ocr.read(pageOfText(lines), { psm: 6 })).toMatchObject({ ok: true });
    expect(await children()).toEqual(waiting);
    expect(await ocr.read(pageOfText(lines), { psm: 11 })).toEqual(fresh);
    expect((await children()).length).toBe(waiting.length - 1);
  });

  it('is not given a page once somebody has ended it, and leaves nothing behind', async () => {
    await ocr.prepare();
    for (const pid of await children()) process.kill(Number(pid), 'SIGKILL');
    await vi.waitFor(async () => {
      expect(await children()).toHaveLength(0);
    });
    expect(await ocr.read(pageOfText(lines), { psm: 11 })).toMatchObject({ ok: true });
    await ocr.prepare();
    await ocr.dispose();
    await vi.waitFor(async () => {
      expect(await children()).toHaveLength(0);
    });
  });
});

it('says that no engine is there rather than finding no words', async () => {
  const ocr = createOcr({ backends: [createSystemTesseract('no-such-program-here')] });
  expect(await ocr.describe()).toBeNull();
  expect(await ocr.read(pageOfText(['X']), { psm: 6 })).toEqual({ ok: false, code: 'ocr-missing' });
});

it('takes the next engine where the first is missing, and tells a broken engine from an empty page', async () => {
  const broken: OcrBackend = {
    engine: 'tesseract.js',
    version: () => Promise.resolve('1'),
    languages: () => Promise.resolve(new Set(['eng'] as const)),
    read: () => Promise.reject(new Error('crashed')),
    dispose: () => Promise.resolve(),
  };
  const ocr = createOcr({ backends: [createSystemTesseract('no-such-program-here'), broken] });
  expect(await ocr.describe()).toEqual({ engine: 'tesseract.js', version: '1' });
  expect(await ocr.read(pageOfText(['X']), { psm: 6 })).toEqual({ ok: false, code: 'ocr-failed' });
});

it('says that it has no data of a language rather than reading garbage', async () => {
  const ocr = createOcr({ engine: 'tesseract.js' });
  expect(await ocr.read(pageOfText(['ИВАНОВ']), { psm: 7, languages: ['rus', 'eng'] })).toEqual({
    ok: false,
    code: 'ocr-language-missing',
  });
  await ocr.dispose();
});

it('finds the packaged data without the network', async () => {
  expect(await createTesseractJs().version()).toMatch(/^\d+\.\d+\.\d+$/);
});

it('passes over the lines of the TSV that are no words', () => {
  const tsv = [
    'level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext',
    '4\t1\t1\t1\t1\t0\t0\t0\t90\t20\t-1\t',
    '5\t1\t1\t1\t1\t1\t3\t4\t30\t12\t96.5\tNAME',
    '5\t1\t1\t1\t1\t2\t40\t4\t3\t12\t95\t ',
    '5\t1\t1\t1\t2\t1\t3\t24\t30\t12\t-1\tX\r',
  ].join('\n');
  expect(parseTsv(tsv)).toEqual([
    { text: 'NAME', confidence: 0.965, rectPx: { x: 3, y: 4, width: 30, height: 12 }, line: 0 },
    { text: 'X', confidence: 0, rectPx: { x: 3, y: 24, width: 30, height: 12 }, line: 1 },
  ]);
});
