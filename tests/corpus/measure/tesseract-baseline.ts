import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'mrz';
import { encodeImage } from '#analysis/image/encode.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { warpQuad } from '#analysis/image/warp.ts';
import type { Quad } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import type { SizeMm } from '../photograph/placement.ts';

const run = promisify(execFile);

/** The text that `tesseract` prints of a picture file, with one thread; segmentation 1 turns pages upright, 3 does not. */
export async function tesseractText(bytes: Uint8Array, psm: 1 | 3, language: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vidimus-accuracy-'));
  try {
    const file = join(folder, 'picture');
    await writeFile(file, bytes);
    const env = { ...process.env, OMP_THREAD_LIMIT: '1' };
    const { stdout } = await run('tesseract', [file, '-', '--psm', String(psm), '-l', language], { env });
    return stdout;
  } catch (error) {
    // A picture without a recognizable orientation makes it give up; that it is not installed must be said, not measured.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw error;
    return '';
  } finally {
    await rm(folder, { recursive: true });
  }
}

export async function tesseractVersion(): Promise<string> {
  const { stdout, stderr } = await run('tesseract', ['--version']);
  return must((stdout + stderr).split('\n')[0], 'a version');
}

/** The document cut out by its true corners at 300 dpi: what a reader gets that is spared the search. */
export async function flattened(
  image: RgbRaster,
  quad: Quad,
  { widthMm, heightMm }: SizeMm,
): Promise<Uint8Array> {
  const pxPerMm = 300 / 25.4;
  const flat = must(
    warpQuad(image, quad, Math.round(widthMm * pxPerMm), Math.round(heightMm * pxPerMm)),
    'a document that is seen',
  );
  return encodeImage(flat, { format: 'png' });
}

/** The lines among a text that look like a zone: long, of its characters only (guillemets count as the fillers they are taken for). */
export function zoneLines(text: string): string[] | null {
  const candidates = text
    .split('\n')
    .map((line) => line.replace(/\s/g, '').replaceAll('«', '<<').replaceAll('‹', '<'));
  const isZoneLine = (line: string): boolean => {
    const own = (line.match(/[A-Z0-9<]/g) ?? []).length;
    return own >= 24 && own >= 0.9 * line.length && /<|\d{6}/.test(line);
  };
  const found = candidates.filter(isZoneLine).map((line) => line.replace(/[^A-Z0-9<]/g, ''));
  if (found.length < 2) return null;
  const isTd1 = found.length >= 3 && found.slice(-3).every((line) => line.length <= 33);
  return found.slice(isTd1 ? -3 : -2);
}

/** The lines after the corrections of the npm package `mrz`, and whether it finds every check digit right. */
export function parsedByMrz(
  lines: readonly string[],
  autocorrect: boolean,
): { readonly lines: readonly string[]; readonly allCheckDigitsValid: boolean } {
  try {
    const { details } = parse([...lines], { autocorrect });
    const corrected = lines.map((line) => [...line]);
    for (const { autocorrect: changes } of details) {
      for (const { line, column, corrected: char } of changes) must(corrected[line], 'a line')[column] = char;
    }
    const digits = details.filter(({ field }) => field?.endsWith('CheckDigit') ?? false);
    return {
      lines: corrected.map((line) => line.join('')),
      allCheckDigitsValid: digits.length > 0 && digits.every(({ valid }) => valid),
    };
  } catch {
    // It throws on lines of lengths that no format has.
    return { lines, allCheckDigitsValid: false };
  }
}
