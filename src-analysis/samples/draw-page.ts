import type { Point } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import { crop } from '../image/crop.ts';
import type { RgbRaster } from '../image/raster.ts';
import { resize } from '../image/resize.ts';
import { createCanvas, fill, fillRect, paste, stroke, toRaster, type Canvas, type Color } from './canvas.ts';
import { outlinesOfText, sizeForPitch, type TextFont } from './outlines-of-text.ts';
import { idCardMrz, issuingState, passportMrz } from './specimen-mrz.ts';
import type { SpecimenDesign, SpecimenHolder } from './specimen.ts';

export interface PageFonts {
  readonly ocrB: TextFont;
  readonly label: TextFont;
  readonly value: TextFont;
}

export interface PageRequest {
  readonly design: SpecimenDesign;
  readonly holder: SpecimenHolder;
  readonly portrait: RgbRaster;
  readonly fonts: PageFonts;
  readonly wrongBirthCheckDigit: boolean;
}

/**
 * Sizes in millimeters (ICAO Doc 9303-4, for the data page of a TD3; Doc 9303-5, for a TD1), and the scale
 * at which a page is drawn: just above that of its photograph, which is 1600 px wide on the page.
 */
export const pageFormats: Readonly<
  Record<SpecimenDesign, { widthMm: number; heightMm: number; pxPerMm: number }>
> = {
  passport: { widthMm: 125, heightMm: 88, pxPerMm: 14 },
  'id-card-front': { widthMm: 85.6, heightMm: 54, pxPerMm: 20 },
  'id-card-back': { widthMm: 85.6, heightMm: 54, pxPerMm: 20 },
};

const ink: Color = [28, 30, 38];
const labelInk: Color = [58, 84, 112];
const red: Color = [168, 40, 52];

/** The document's page, flat and evenly lit, at the scale of {@link pageFormats}. */
export function drawPage(request: PageRequest): RgbRaster {
  switch (request.design) {
    case 'passport':
      return drawPassport(request);
    case 'id-card-front':
      return drawIdCardFront(request);
    case 'id-card-back':
      return drawIdCardBack(request);
  }
}

function drawPassport({ holder, portrait, fonts, wrongBirthCheckDigit }: PageRequest): RgbRaster {
  const page = startPage(
    'passport',
    [236, 240, 236],
    [
      [96, 150, 168],
      [196, 140, 110],
    ],
  );
  page.text(fonts.value, 'UTOPIA', 6, 8.2, 4.4, red);
  page.text(fonts.label, 'PASSPORT / PASSEPORT', 30, 8.2, 3, ink);
  page.text(fonts.value, 'SPECIMEN', 97, 8.2, 3.6, red);
  page.portrait(portrait, 6, 14, 34);

  const field = fieldPrinter(page, fonts);
  field('Type / Type', 'P', 46, 14);
  field('Code / Code', issuingState, 62, 14);
  field('Passport No. / No du passeport', holder.documentNumber, 84, 14);
  field('Surname / Nom', holder.surname, 46, 21.2);
  field('Given names / Prénoms', holder.givenNames, 46, 28.4);
  field('Nationality / Nationalité', 'UTOPIAN', 46, 35.6);
  field('Date of birth / Date de naissance', printedDay(holder.birthDay), 84, 35.6);
  field('Sex / Sexe', holder.sex, 46, 42.8);
  field('Place of birth / Lieu de naissance', holder.placeOfBirth, 62, 42.8);
  field('Date of issue / Date de délivrance', printedDay(holder.issueDay), 46, 50);
  field('Authority / Autorité', 'PASSPORT OFFICE', 84, 50);
  field("Date of expiry / Date d'expiration", printedDay(holder.expiryDay), 46, 57.2);
  page.signature(88, 60.5, holder.surname.length);

  // Centers of the lines 15.75 and 9.4 mm above the lower edge (Doc 9303-4); 44 characters 2.54 mm apart.
  const [first, second] = passportMrz(holder, wrongBirthCheckDigit);
  page.mrz(fonts.ocrB, first, 6.6, 88 - 15.75);
  page.mrz(fonts.ocrB, second, 6.6, 88 - 9.4);
  return toRaster(page.canvas);
}

function drawIdCardFront({ holder, portrait, fonts }: PageRequest): RgbRaster {
  const page = startPage(
    'id-card-front',
    [232, 238, 244],
    [
      [110, 140, 190],
      [120, 176, 150],
    ],
  );
  page.text(fonts.value, 'UTOPIA', 4, 6.6, 3.6, red);
  page.text(fonts.label, "IDENTITY CARD / CARTE D'IDENTITÉ", 22, 6.4, 2.3, ink);
  page.text(fonts.value, 'SPECIMEN', 67, 6.5, 2.6, red);
  page.portrait(portrait, 4, 10.5, 26);

  const field = fieldPrinter(page, fonts);
  field('Surname / Nom', holder.surname, 34, 10.4);
  field('Given names / Prénoms', holder.givenNames, 34, 17.4);
  field('Sex / Sexe', holder.sex, 34, 24.4);
  field('Nationality / Nationalité', 'UTOPIAN', 52, 24.4);
  field('Date of birth / Naissance', printedDay(holder.birthDay), 34, 31.4);
  field('Date of expiry / Expiration', printedDay(holder.expiryDay), 34, 38.4);
  field('Document No. / No du document', holder.documentNumber, 34, 45.4);
  page.signature(64, 42, Math.min(8, holder.surname.length));
  return toRaster(page.canvas);
}

function drawIdCardBack({ holder, fonts, wrongBirthCheckDigit }: PageRequest): RgbRaster {
  const page = startPage(
    'id-card-back',
    [232, 238, 244],
    [
      [110, 140, 190],
      [120, 176, 150],
    ],
  );
  const field = fieldPrinter(page, fonts);
  field('Place of birth / Lieu de naissance', holder.placeOfBirth, 5, 4);
  field('Date of issue / Délivrance', printedDay(holder.issueDay), 48, 4);
  field('Personal No. / No personnel', holder.personalNumber, 5, 11.4);
  field('Authority / Autorité', 'CIVIL REGISTRY', 48, 11.4);
  page.text(fonts.value, 'SPECIMEN', 5, 25, 3, red);

  // Three lines, centers 6.35 mm apart, within the 23.2 mm at the lower edge (Doc 9303-5).
  idCardMrz(holder, wrongBirthCheckDigit).forEach((line, index) => {
    page.mrz(fonts.ocrB, line, 4.7, 54 - 18.1 + index * 6.35);
  });
  return toRaster(page.canvas);
}

interface Page {
  readonly canvas: Canvas;
  /** All lengths in millimeters; `sizeMm` is the em's. */
  text(font: TextFont, text: string, xMm: number, baselineMm: number, sizeMm: number, color: Color): void;
  mrz(font: TextFont, line: string, xMm: number, centerMm: number): void;
  /** 35 by 45 in proportion, `widthMm` wide. */
  portrait(portrait: RgbRaster, xMm: number, yMm: number, widthMm: number): void;
  signature(xMm: number, yMm: number, letters: number): void;
}

function startPage(design: SpecimenDesign, paper: Color, colors: readonly Color[]): Page {
  const { widthMm, heightMm, pxPerMm } = pageFormats[design];
  const canvas = createCanvas(Math.round(widthMm * pxPerMm), Math.round(heightMm * pxPerMm), paper);
  drawGuilloche(canvas, colors);
  const px = (mm: number): number => mm * pxPerMm;

  return {
    canvas,
    text(font, text, xMm, baselineMm, sizeMm, color) {
      fill(
        canvas,
        outlinesOfText(font, text, { x: px(xMm), baselineY: px(baselineMm), sizePx: px(sizeMm) }),
        color,
      );
    },
    mrz(font, line, xMm, centerMm) {
      // OCR-B size 1: 10 characters to the inch (ICAO Doc 9303-3, section 4.4).
      const pitchPx = px(2.54);
      const sizePx = sizeForPitch(font, pitchPx);
      // Capitals of this font are 0.7 em high, and stand centered on the line.
      const baselineY = px(centerMm) + 0.35 * sizePx;
      fill(canvas, outlinesOfText(font, line, { x: px(xMm), baselineY, sizePx, pitchPx }), ink);
    },
    portrait(portrait, xMm, yMm, widthMm) {
      const [width, height] = [Math.round(px(widthMm)), Math.round(px((widthMm * 45) / 35))];
      const [x, y] = [Math.round(px(xMm)), Math.round(px(yMm))];
      fillRect(canvas, x - 3, y - 3, width + 6, height + 6, labelInk, 0.5);
      paste(canvas, resize(cropToAspect(portrait, width / height), width, height), x, y);
    },
    signature(xMm, yMm, letters) {
      const points: Point[] = [];
      for (let step = 0; step <= letters * 12; step += 1) {
        const t = step / 12;
        const swing = 1.6 * Math.sin(t * 5.1) * Math.exp(-t / 7) + 0.5 * Math.sin(t * 2.3);
        points.push({ x: px(xMm + t * 2 + 0.5 * Math.cos(t * 5.1)), y: px(yMm - swing) });
      }
      stroke(canvas, points, px(0.28), [36, 44, 110], 0.9);
    },
  };
}

/** Prints a label with its value below, at the place of the label's top left corner. */
function fieldPrinter(page: Page, fonts: PageFonts) {
  return (label: string, value: string, xMm: number, topMm: number): void => {
    page.text(fonts.label, label, xMm, topMm + 1.7, 1.75, labelInk);
    page.text(fonts.value, value, xMm, topMm + 5.2, 3.3, ink);
  };
}

/** Fine waves in two inks and a rosette, as security printing has them: pale enough to read over. */
function drawGuilloche(canvas: Canvas, colors: readonly Color[]): void {
  const { width, height } = canvas;
  colors.forEach((color, family) => {
    const period = width / (3 + family);
    for (let line = 0; line < 26; line += 1) {
      const middle = (height * (line + 0.5)) / 26;
      const points: Point[] = [];
      for (let x = -8; x <= width + 8; x += 8) {
        const wave = Math.sin((x / period) * 2 * Math.PI + family * 2 + line * 0.22);
        const ripple = Math.sin((x / period) * 10 + line * 0.5);
        points.push({ x, y: middle + wave * height * 0.045 + ripple * height * 0.008 });
      }
      stroke(canvas, points, 1.4, color, 0.35);
    }
  });
  const [cx, cy, radius] = [width * 0.7, height * 0.42, height * 0.24];
  for (let ring = 0; ring < 7; ring += 1) {
    const points: Point[] = [];
    for (let step = 0; step <= 360; step += 1) {
      const angle = (step * Math.PI) / 180;
      const distance = radius * (0.62 + 0.3 * Math.sin(angle * 9 + ring * 0.45));
      points.push({ x: cx + distance * Math.cos(angle), y: cy + distance * Math.sin(angle) });
    }
    stroke(canvas, points, 1.3, must(colors[ring % colors.length], 'a color'), 0.3);
  }
}

function cropToAspect(image: RgbRaster, aspect: number): RgbRaster {
  const width = Math.min(image.width, image.height * aspect);
  const height = width / aspect;
  // From the top, where the head is.
  return crop(image, { x: (image.width - width) / 2, y: 0, width, height });
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] as const;

/** An ISO day as documents print it, e.g. `14 MAR 2002` (ICAO Doc 9303-3, section 3.8). */
export function printedDay(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${date} ${must(months[Number(month) - 1], 'a month')} ${year}`;
}
