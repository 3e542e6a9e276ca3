import { readFile } from 'node:fs/promises';
import { afterAll, expect, it } from 'vitest';
import { must } from '#shared/lib/invariant.ts';
import { decodeImage } from '../image/decode.ts';
import { evenContrast } from '../image/even-contrast.ts';
import { toGray } from '../image/gray.ts';
import type { GrayRaster } from '../image/raster.ts';
import { createPrintLineNet } from '../models/print-line-net.ts';
import { locateModels } from '../models/locate-models.ts';
import { createModelPool, mustGetNet } from '../models/pool.ts';
import { charactersOf, lettersOfNames, type PrintCharacters } from './print-alphabet.ts';
import { cutLines, readWords, type PrintRecognizer } from './print-lines.ts';

async function aPiece(name: string): Promise<GrayRaster> {
  const decoded = await decodeImage(await readFile(`src-analysis/ocr/fixtures/${name}.png`));
  return evenContrast(toGray(must(decoded.ok ? decoded.image : null, 'a picture that decodes')));
}

const { manifest, installedFolder } = locateModels();
const pool = createModelPool({ manifest, folder: installedFolder });
afterAll(() => pool.dispose());
const recognizer = async (): Promise<PrintRecognizer> =>
  createPrintLineNet(await mustGetNet(pool, 'print-line'));

async function read(piece: GrayRaster, most: number, readable: PrintCharacters) {
  const lines = cutLines(piece, most);
  const lattices = await (await recognizer()).run(lines);
  return lines.map((line, index) =>
    readWords(line, must(lattices[index], 'a lattice for each line'), readable, index),
  );
}

it('reads the lines of a value below its cut label, with their accents, each character with its own confidence', async () => {
  const piece = await aPiece('latin-lines');
  const lines = await read(piece, 2, charactersOf.latin);
  expect(lines.map((words) => words.map(({ text }) => text))).toEqual([
    ['ŠŤASTNÁ-GRÜN'],
    ["O'BRIEN", 'ÇELİK'],
  ]);
  for (const { text, confidence, confidences = [], charactersPx = [], rectPx } of lines.flat()) {
    expect(confidences).toHaveLength(text.length);
    expect(confidence).toBe(Math.min(...confidences));
    expect(rectPx.x + rectPx.width).toBeLessThanOrEqual(piece.width);
    const middles = charactersPx.map((place) => place.x + place.width / 2);
    expect(middles).toHaveLength(text.length);
    expect(middles).toEqual([...middles].sort((a, b) => a - b));
  }
  // A word begins and ends where its ink does: no letter is cut.
  const { x, width, y, height } = must(lines[0]?.[0], 'the only word of its line').rectPx;
  const [left, right] = inkBetween(piece, y + 0.3 * height, y + 0.9 * height);
  expect(Math.abs(x - left)).toBeLessThan(0.15 * height);
  expect(Math.abs(x + width - right)).toBeLessThan(0.15 * height);
  const [first, second] = lines[1] ?? [];
  expect(second?.rectPx.x).toBeGreaterThan((first?.rectPx.x ?? 0) + (first?.rectPx.width ?? 0));
});

/** The first and the last dark column of some rows. */
function inkBetween({ width, data }: GrayRaster, top: number, bottom: number): readonly [number, number] {
  const dark = Array.from({ length: width }, (_, x) => x).filter((x) => {
    for (let y = Math.round(top); y < bottom; y += 1) if ((data[y * width + x] ?? 255) < 100) return true;
    return false;
  });
  return [dark[0] ?? 0, dark.at(-1) ?? width];
}

it('reads what looks alike as letters of the script that is asked for', async () => {
  const piece = await aPiece('cyrillic-line');
  expect((await read(piece, 1, charactersOf.cyrillic)).flat().map(({ text }) => text)).toEqual([
    'ЩЕГЛОВ-ЮЖНЫЙ',
  ]);
  const inLatin = (await read(piece, 1, charactersOf.latin)).flat().map(({ text }) => text);
  expect(inLatin.join('')).not.toMatch(/\p{Script=Cyrillic}/u);
  expect(lettersOfNames.latin.filter((char) => char !== null).join('')).not.toMatch(
    /[\d\p{Script=Cyrillic}№]/u,
  );
});

it('sees no line on paper without print', () => {
  const paper = { width: 200, height: 60, channels: 1, data: new Uint8Array(12_000).fill(245) } as const;
  expect(cutLines(paper, 2)).toEqual([]);
});
