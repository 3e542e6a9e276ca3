import { readFile } from 'node:fs/promises';
import { afterAll, expect, it } from 'vitest';
import type { Rect } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import { documentDefinitionSchema } from '../documents/definition.ts';
import { decodeImage } from '../image/decode.ts';
import { evenContrast } from '../image/even-contrast.ts';
import { toGray } from '../image/gray.ts';
import type { GrayRaster } from '../image/raster.ts';
import { rotateQuarter } from '../image/warp.ts';
import { locateModels } from '../models/locate-models.ts';
import { createModelPool, mustGetNet } from '../models/pool.ts';
import { createPrintLineNet } from '../models/print-line-net.ts';
import { readAgain } from './printed-again.ts';
import type { PrintedField } from './printed-fields.ts';

const { manifest, installedFolder } = locateModels();
const pool = createModelPool({ manifest, folder: installedFolder });
afterAll(() => pool.dispose());

/** The print of `latin-lines` on a larger white page. */
async function aPage(): Promise<{ page: GrayRaster; piece: GrayRaster }> {
  const decoded = await decodeImage(await readFile('src-analysis/ocr/fixtures/latin-lines.png'));
  const piece = evenContrast(toGray(must(decoded.ok ? decoded.image : null, 'a picture that decodes')));
  const [width, height] = [piece.width + left + 30, piece.height + top + 50];
  const page: GrayRaster = { width, height, channels: 1, data: new Uint8Array(width * height).fill(255) };
  for (let y = 0; y < piece.height; y += 1)
    page.data.set(piece.data.subarray(y * piece.width, (y + 1) * piece.width), (top + y) * width + left);
  return { page, piece };
}
const [left, top] = [40, 60];

const place = { leftMm: 0, topMm: 0, widthMm: 1, heightMm: 1 };
const nameTurned = (turnDeg: number) =>
  must(
    documentDefinitionSchema.parse({
      id: 'test',
      version: 1,
      title: { en: 'test', ru: 'test' },
      type: 'id-card',
      countries: null,
      sizeMm: null,
      mrz: null,
      front: { fields: [{ name: 'surname', kind: 'name', lines: 2, turnDeg, place }] },
    }).front.fields[0],
    'a field',
  );

it('tells where each character stands on the page, of turned print too', async () => {
  const { page, piece } = await aPage();
  const recognizer = createPrintLineNet(await mustGetNet(pool, 'print-line'));
  const read = async (turnDeg: number, rectPx: Rect, flat: GrayRaster): Promise<PrintedField> => {
    const [value] = await readAgain([{ field: nameTurned(turnDeg), rectPx }], flat, {
      recognizer,
      signal: new AbortController().signal,
      values: { dateOrders: ['dmy'], referenceDay: '2026-11-26' },
    });
    return must(value, 'a value');
  };
  const { width, height } = piece;
  const upright = await read(0, { x: left, y: top, width, height }, page);
  const middles = middlesOf(upright);
  expect(upright.text).toBe("ŠŤASTNÁ-GRÜN O'BRIEN ÇELİK");
  expect(middles).toHaveLength(24);
  for (const [x, y] of middles) expect(inkAround(page, x, y)).toBeGreaterThan(0);
  // A quarter turn clockwise sends (x, y) to (height - y, x).
  const aside = { x: page.height - top - height, y: left, width: height, height: width };
  expect(middlesOf(await read(90, aside, rotateQuarter(page, 1)))).toEqual(
    middles.map(([x, y]) => [expect.closeTo(page.height - y, 0), expect.closeTo(x, 0)]),
  );
});

const middlesOf = ({ words }: PrintedField): readonly (readonly [number, number])[] =>
  words.flatMap(({ charactersPx = [] }) =>
    charactersPx.map(({ x, y, width, height }) => [x + width / 2, y + height / 2] as const),
  );

/** Dark pixels within an eighth of a capital beside a column. */
function inkAround({ width, data }: GrayRaster, x: number, y: number): number {
  let dark = 0;
  for (let row = Math.round(y) - 14; row <= y + 14; row += 1)
    for (let column = Math.round(x) - 3; column <= x + 3; column += 1)
      if ((data[row * width + column] ?? 255) < 150) dark += 1;
  return dark;
}
