import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RgbRaster } from '#analysis/image/raster.ts';
import {
  type Canvas,
  type Color,
  createCanvas,
  fill,
  fillRect,
  stroke,
  toRaster,
} from '#analysis/samples/canvas.ts';
import { outlinesOfText, readFont, sizeForPitch, type TextFont } from '#analysis/samples/outlines-of-text.ts';
import type { Point } from '#shared/domain/geometry.ts';
import type { Chance } from './random.ts';
import type { MrzFormat } from '#shared/domain/analysis.ts';
import { documentText } from './zone-text.ts';

export interface Fonts {
  readonly ocrB: TextFont;
  readonly label: TextFont;
  readonly value: TextFont;
}

/** A flat page, the lines of its zone (none on other print), and where the zone lies in pixels of the page. */
export interface FlatPage {
  readonly image: RgbRaster;
  readonly lines: readonly string[];
  readonly zoneTopPx: number;
}

export async function loadFonts(resources: string): Promise<Fonts> {
  const font = async (name: string): Promise<TextFont> =>
    readFont(await readFile(join(resources, 'fonts', name)));
  return {
    ocrB: await font('ocr-b.otf'),
    label: await font('inter-latin-500.woff'),
    value: await font('inter-latin-700.woff'),
  };
}

/** Millimeters (ICAO Doc 9303-4 to 7), and the center of the zone's last line above the lower edge. */
const sizes: Readonly<Record<MrzFormat, { widthMm: number; heightMm: number; lastLineMm: number }>> = {
  TD1: { widthMm: 85.6, heightMm: 54, lastLineMm: 6 },
  TD2: { widthMm: 105, heightMm: 74, lastLineMm: 9.4 },
  TD3: { widthMm: 125, heightMm: 88, lastLineMm: 9.4 },
  MRVA: { widthMm: 120, heightMm: 80, lastLineMm: 9.4 },
  MRVB: { widthMm: 105, heightMm: 74, lastLineMm: 9.4 },
  FRID: { widthMm: 105, heightMm: 74, lastLineMm: 9.4 },
  RUIP: { widthMm: 125, heightMm: 88, lastLineMm: 9.4 },
  FRDL: { widthMm: 85.6, heightMm: 54, lastLineMm: 6 },
  CHDL: { widthMm: 85.6, heightMm: 54, lastLineMm: 6 },
};
const pxPerMm = 12;
const ink: Color = [30, 31, 38];

/** A document page with tinted waves, a portrait's place, printed fields and the zone. */
export function drawDocument(format: MrzFormat, fonts: Fonts, chance: Chance): FlatPage {
  const { widthMm, heightMm, lastLineMm } = sizes[format];
  const { lines, printed } = documentText(format, chance);
  const paper: Color = [chance.whole(205, 248), chance.whole(205, 248), chance.whole(205, 248)];
  const canvas = createCanvas(Math.round(widthMm * pxPerMm), Math.round(heightMm * pxPerMm), paper);
  drawWaves(canvas, chance);
  const lineStepMm = lines.length === 3 ? 5.9 : 6.35;
  const longest = Math.max(...lines.map((line) => line.length));
  const zoneTopMm = heightMm - lastLineMm - (lines.length - 1) * lineStepMm - 3.5;
  const rows = Math.max(1, Math.min(printed.length, Math.floor((zoneTopMm - 9) / 7.2)));
  const text = (
    font: TextFont,
    words: string,
    xMm: number,
    yMm: number,
    sizeMm: number,
    color: Color,
  ): void => {
    const place = { x: xMm * pxPerMm, baselineY: yMm * pxPerMm, sizePx: sizeMm * pxPerMm };
    fill(canvas, outlinesOfText(font, words, place), color);
  };
  text(fonts.value, 'SPECIMEN OF UTOPIA', 5, 7, 3.4, [150, 40, 50]);
  const portraitMm = Math.min(30, zoneTopMm - 11);
  fillRect(
    canvas,
    5 * pxPerMm,
    9.5 * pxPerMm,
    0.78 * portraitMm * pxPerMm,
    portraitMm * pxPerMm,
    [120, 132, 150],
  );
  printed.slice(0, rows).forEach(([label, value], row) => {
    text(fonts.label, label, 36, 11 + row * 7.2, 1.75, [60, 84, 112]);
    text(fonts.value, value, 36, 14.6 + row * 7.2, 3, ink);
  });
  const zoneInk: Color = chance.happens(0.2) ? [80, 78, 84] : ink;
  lines.forEach((line, index) => {
    const centerMm = heightMm - lastLineMm - (lines.length - 1 - index) * lineStepMm;
    const xMm = (widthMm - 2.54 * longest) / 2;
    drawOcrB(canvas, fonts, line, { xMm, centerMm, pitchMm: 2.54 }, zoneInk);
  });
  return { image: toRaster(canvas), lines, zoneTopPx: Math.round(zoneTopMm * pxPerMm) };
}

interface PlaceMm {
  readonly xMm: number;
  readonly centerMm: number;
  readonly pitchMm: number;
}

function drawOcrB(canvas: Canvas, fonts: Fonts, line: string, place: PlaceMm, color: Color): void {
  const pitchPx = place.pitchMm * pxPerMm;
  const sizePx = sizeForPitch(fonts.ocrB, pitchPx);
  // Capitals of this font are 0.7 em high.
  const baselineY = place.centerMm * pxPerMm + 0.35 * sizePx;
  fill(
    canvas,
    outlinesOfText(fonts.ocrB, line, { x: place.xMm * pxPerMm, baselineY, sizePx, pitchPx }),
    color,
  );
}

function drawWaves(canvas: Canvas, chance: Chance): void {
  const color: Color = [chance.whole(90, 180), chance.whole(90, 180), chance.whole(90, 180)];
  const [period, swing] = [canvas.width / chance.between(2, 6), canvas.height * chance.between(0.02, 0.06)];
  for (let line = 0; line < 24; line++) {
    const points: Point[] = [];
    for (let x = -10; x <= canvas.width + 10; x += 10) {
      const y =
        (canvas.height * (line + 0.5)) / 24 + swing * Math.sin((x / period) * 2 * Math.PI + line * 0.3);
      points.push({ x, y });
    }
    stroke(canvas, points, 1.5, color, 0.4);
  }
}

export const otherPrints = ['invoice', 'table', 'payment-slip', 'letter', 'document', 'label'] as const;
export type OtherPrint = (typeof otherPrints)[number];

/** A page that a search for zones may fall for: rows of evenly spaced print, OCR-B among it, but no zone. */
export function drawOtherPrint(kind: OtherPrint, fonts: Fonts, chance: Chance): FlatPage {
  if (kind === 'document')
    return withoutZone(drawDocument(chance.pick(['TD1', 'TD2', 'TD3']), fonts, chance));
  const [widthMm, heightMm] = [125, 110];
  const canvas = createCanvas(widthMm * pxPerMm, heightMm * pxPerMm, [246, 245, 240]);
  const chars = (pool: string, count: number): string =>
    Array.from({ length: count }, () => chance.pick([...pool])).join('');
  const digits = '0123456789';
  const serial = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';
  const words =
    'DELIVERY ORDER INVOICE ACCOUNT NUMBER PAYABLE WITHIN THIRTY DAYS GOODS REMAIN OURS UNTIL PAID'.split(
      ' ',
    );
  const sentence = (length: number): string => {
    let line = '';
    while (line.length < length) line += `${chance.pick(words)} `;
    return line.slice(0, length);
  };
  const ocrB = (line: string, row: number, pitchMm = 2.4): void => {
    drawOcrB(canvas, fonts, line, { xMm: 6, centerMm: 14 + row * 6.2, pitchMm }, ink);
  };
  const rows = Array.from({ length: 15 }, (_, row) => row);
  switch (kind) {
    case 'invoice':
      for (const row of rows)
        ocrB(
          `${chars(digits, 6)} ${sentence(22).padEnd(22)} ${chars(digits, 3)}.${chars(digits, 2)} ${chars(digits, 4)}`,
          row,
        );
      break;
    case 'table':
      for (const row of rows) ocrB(Array.from({ length: 5 }, () => chars(digits, 7)).join('  '), row);
      break;
    case 'payment-slip':
      for (const row of rows.slice(0, 9)) ocrB(sentence(40), row);
      // As on Swiss payment slips: two runs of OCR-B at the foot, with a separator of their own.
      ocrB(`${chars(digits, 13)}>${chars(digits, 16)}+ ${chars(digits, 9)}>`, 13);
      ocrB(`${chars(digits, 27)}+ ${chars(digits, 9)}>`, 14);
      break;
    case 'label':
      // One row of unbroken OCR-B, as long as the zone of a driving licence, and one of a few characters.
      ocrB(chars(serial, 30), 4, 2.54);
      ocrB(chars(serial, 9), 9, 2.54);
      break;
    case 'letter':
      for (const row of rows) {
        const place = { x: 6 * pxPerMm, baselineY: (14 + row * 6.2) * pxPerMm, sizePx: 3.4 * pxPerMm };
        fill(canvas, outlinesOfText(fonts.label, sentence(48), place), ink);
      }
      break;
  }
  return { image: toRaster(canvas), lines: [], zoneTopPx: 0 };
}

function withoutZone({ image, zoneTopPx }: FlatPage): FlatPage {
  const data = image.data.slice(0, image.width * zoneTopPx * 3);
  return { image: { ...image, height: zoneTopPx, data }, lines: [], zoneTopPx: 0 };
}
