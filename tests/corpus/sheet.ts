import {
  createCanvas,
  fill,
  fillRect,
  paste,
  stroke,
  toRaster,
  type Canvas,
  type Color,
} from '#analysis/samples/canvas.ts';
import { outlinesOfText, sizeForPitch, type TextFont } from '#analysis/samples/outlines-of-text.ts';
import { crop } from '#analysis/image/crop.ts';
import type { GrayRaster, RgbRaster } from '#analysis/image/raster.ts';
import { resize } from '#analysis/image/resize.ts';
import type { FieldName, RegionKind } from '#shared/domain/analysis.ts';
import { boundsOf, type Point, type Rect } from '#shared/domain/geometry.ts';
import type { Chance } from '../hard-pages/random.ts';
import type { FieldTruth, FlatSide, RegionTruth } from './page-truth.ts';

/** How a text looks beyond its font. */
export interface TextLook {
  readonly font: TextFont;
  /** Of the em, in millimeters. */
  readonly sizeMm: number;
  readonly color: Color;
  /** 1 is as the font has it; less is narrower. */
  readonly squeeze?: number;
  /** Adds a stroke around the letters, as a share of the em: a bold of its own. */
  readonly bold?: number;
  /** Degrees, clockwise, about the text's start. */
  readonly turnDeg?: number;
}

/** One side that is drawn on, in millimeters from its top left corner, and what is known of it. */
export interface Sheet {
  readonly canvas: Canvas;
  readonly pxPerMm: number;
  /** Draws a text; its rectangle in pixels, empty where nothing of it is seen. */
  text(words: string, xMm: number, baselineMm: number, look: TextLook): Rect;
  /** Draws a text that is a field's value. Several lines are several calls: pass the rectangles on to `field`. */
  field(name: FieldName, value: string, normalized: string, rectPx: Rect): void;
  /** Records what the zone or the barcode says of a field. */
  told(truth: Omit<FieldTruth, 'rectPx'>, rectPx: Rect | null): void;
  portrait(
    picture: RgbRaster,
    xMm: number,
    yMm: number,
    widthMm: number,
    kind?: 'portrait' | 'ghost-portrait',
  ): void;
  signature(xMm: number, yMm: number, widthMm: number, chance: Chance): void;
  stamp(words: string, xMm: number, yMm: number, radiusMm: number, font: TextFont, color: Color): void;
  mrz(
    format: string,
    lines: readonly string[],
    font: TextFont,
    place: { lastLineMm: number; stepMm: number },
  ): Rect;
  barcode(
    symbology: string,
    text: string,
    modules: GrayRaster,
    place: { xMm: number; yMm: number; widthMm: number; heightMm: number },
  ): void;
  finish(side: 'front' | 'back', cornerRadiusMm: number): FlatSide;
}

export const ink: Color = [30, 31, 38];

// A long side of 1540 px is a little more than a document has in the largest photograph of the corpus.
const longSidePx = 1540;

export function createSheet(widthMm: number, heightMm: number, paper: Color): Sheet {
  const pxPerMm = longSidePx / Math.max(widthMm, heightMm);
  const canvas = createCanvas(Math.round(widthMm * pxPerMm), Math.round(heightMm * pxPerMm), paper);
  const px = (mm: number): number => mm * pxPerMm;
  const fields: FieldTruth[] = [];
  const regions: RegionTruth[] = [];
  let zone: FlatSide['mrz'] = null;
  const barcodes: FlatSide['barcodes'][number][] = [];
  const region = (kind: RegionKind, rectPx: Rect): void => {
    regions.push({ kind, rectPx });
  };

  return {
    canvas,
    pxPerMm,
    text(words, xMm, baselineMm, { font, sizeMm, color, squeeze = 1, bold = 0, turnDeg = 0 }) {
      const [x0, y0, sizePx] = [px(xMm), px(baselineMm), px(sizeMm)];
      const angle = (turnDeg * Math.PI) / 180;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const place = ({ x, y }: Point): Point => {
        const [dx, dy] = [x * squeeze, y];
        return { x: x0 + dx * cos - dy * sin, y: y0 + dx * sin + dy * cos };
      };
      const outlines = outlinesOfText(font, words, { x: 0, baselineY: 0, sizePx }).map((outline) =>
        outline.map(place),
      );
      fill(canvas, outlines, color);
      if (bold > 0) {
        for (const outline of outlines) {
          const [first] = outline;
          if (first !== undefined) stroke(canvas, [...outline, first], bold * sizePx, color);
        }
      }
      return outlines.length === 0 ? { x: x0, y: y0, width: 0, height: 0 } : boundsOf(outlines.flat());
    },
    field(name, value, normalized, rectPx) {
      fields.push({ name, source: 'viz', value, normalized, rectPx });
    },
    told(truth, rectPx) {
      fields.push({ ...truth, rectPx });
    },
    portrait(picture, xMm, yMm, widthMm, kind = 'portrait') {
      const heightMm45 = (widthMm * 45) / 35;
      const [width, height] = [Math.round(px(widthMm)), Math.round(px(heightMm45))];
      const [x, y] = [Math.round(px(xMm)), Math.round(px(yMm))];
      const small = resize(cropToAspect(picture, width / height), width, height);
      if (kind === 'portrait') {
        paste(canvas, small, x, y);
      } else {
        blendGray(canvas, small, x, y);
      }
      region(kind, { x, y, width, height });
    },
    signature(xMm, yMm, widthMm, chance) {
      region('signature', boundsOf(strokeSignature(canvas, pxPerMm, { xMm, yMm, widthMm }, chance)));
    },
    stamp(words, xMm, yMm, radiusMm, font, color) {
      const alpha = 0.62;
      for (const radius of [radiusMm, radiusMm * 0.7]) {
        const ring = Array.from({ length: 91 }, (_, step) => {
          const angle = (step * Math.PI) / 45;
          return { x: px(xMm + radius * Math.cos(angle)), y: px(yMm + radius * Math.sin(angle)) };
        });
        stroke(canvas, ring, px(0.35), color, alpha);
      }
      // Letters around the ring, each turned to the center.
      const sizePx = px(radiusMm * 0.24);
      [...words].forEach((char, index) => {
        const angle = (index / words.length) * 2 * Math.PI - Math.PI / 2;
        const [cos, sin] = [Math.cos(angle + Math.PI / 2), Math.sin(angle + Math.PI / 2)];
        const center = {
          x: px(xMm + radiusMm * 0.77 * Math.cos(angle)),
          y: px(yMm + radiusMm * 0.77 * Math.sin(angle)),
        };
        const letter = outlinesOfText(font, char, { x: -sizePx * 0.3, baselineY: 0, sizePx });
        fill(
          canvas,
          letter.map((outline) =>
            outline.map(({ x, y }) => ({ x: center.x + x * cos - y * sin, y: center.y + x * sin + y * cos })),
          ),
          color,
          alpha,
        );
      });
      const star = Array.from({ length: 10 }, (_, corner) => {
        const radius = radiusMm * (corner % 2 === 0 ? 0.42 : 0.18);
        const angle = (corner * Math.PI) / 5 - Math.PI / 2;
        return { x: px(xMm + radius * Math.cos(angle)), y: px(yMm + radius * Math.sin(angle)) };
      });
      fill(canvas, [star], color, alpha * 0.8);
      region('stamp', {
        x: px(xMm - radiusMm),
        y: px(yMm - radiusMm),
        width: px(2 * radiusMm),
        height: px(2 * radiusMm),
      });
    },
    mrz(format, lines, font, { lastLineMm, stepMm }) {
      // OCR-B size 1: 10 characters to the inch (ICAO Doc 9303-3, section 4.4); capitals are 0.7 em high, centered on the line.
      const pitchPx = px(2.54);
      const sizePx = sizeForPitch(font, pitchPx);
      const drawn: Point[] = [];
      lines.forEach((line, index) => {
        const x = px((widthMm - 2.54 * line.length) / 2);
        const baselineY = px(heightMm - lastLineMm - (lines.length - 1 - index) * stepMm) + 0.35 * sizePx;
        const outlines = outlinesOfText(font, line, { x, baselineY, sizePx, pitchPx });
        fill(canvas, outlines, ink);
        drawn.push(...outlines.flat());
      });
      const rectPx = boundsOf(drawn);
      zone = { format, lines, rectPx };
      region('mrz', rectPx);
      return rectPx;
    },
    barcode(symbology, text, modules, { xMm, yMm, widthMm, heightMm: high }) {
      const quiet = 1.2;
      fillRect(
        canvas,
        px(xMm - quiet),
        px(yMm - quiet),
        px(widthMm + 2 * quiet),
        px(high + 2 * quiet),
        [250, 250, 250],
      );
      const [stepX, stepY] = [px(widthMm) / modules.width, px(high) / modules.height];
      for (let row = 0; row < modules.height; row += 1) {
        for (let column = 0; column < modules.width;) {
          const from = column;
          const isDark = (modules.data[row * modules.width + column] ?? 255) < 128;
          while (
            column < modules.width &&
            (modules.data[row * modules.width + column] ?? 255) < 128 === isDark
          )
            column += 1;
          if (isDark)
            fillRect(
              canvas,
              px(xMm) + from * stepX,
              px(yMm) + row * stepY,
              (column - from) * stepX,
              stepY + 0.02,
              [20, 20, 22],
            );
        }
      }
      const rectPx = { x: px(xMm), y: px(yMm), width: px(widthMm), height: px(high) };
      barcodes.push({ symbology, text, rectPx });
      region('barcode', rectPx);
    },
    finish: (side, cornerRadiusMm) => ({
      side,
      image: toRaster(canvas),
      widthMm,
      heightMm,
      cornerRadiusMm,
      fields,
      mrz: zone,
      barcodes,
      regions,
    }),
  };
}

/** A pen's line from a place to the right; returns its points. */
export function strokeSignature(
  canvas: Canvas,
  pxPerMm: number,
  { xMm, yMm, widthMm }: { readonly xMm: number; readonly yMm: number; readonly widthMm: number },
  chance: Chance,
): readonly Point[] {
  const px = (mm: number): number => mm * pxPerMm;
  const points: Point[] = [];
  const [speed, swing] = [chance.between(4, 7), chance.between(1.2, 2.2)];
  const steps = 120;
  for (let step = 0; step <= steps; step += 1) {
    const t = (step / steps) * 7;
    const rise = swing * Math.sin(t * speed) * Math.exp(-t / 5) + 0.5 * Math.sin(t * 2.3);
    points.push({ x: px(xMm + (widthMm * t) / 7 + 0.5 * Math.cos(t * speed)), y: px(yMm - rise) });
  }
  stroke(
    canvas,
    points,
    px(0.3),
    chance.pick([
      [32, 40, 110],
      [24, 26, 34],
    ]),
    0.9,
  );
  return points;
}

function cropToAspect(image: RgbRaster, aspect: number): RgbRaster {
  const width = Math.min(image.width, image.height * aspect);
  const height = width / aspect;
  // From the top, where the head is.
  return crop(image, { x: (image.width - width) / 2, y: 0, width, height });
}

/** A second portrait, in one ink and half as strong, as cards print it. */
function blendGray(canvas: Canvas, image: RgbRaster, left: number, top: number): void {
  for (let y = 0; y < image.height; y += 1) {
    for (let x = 0; x < image.width; x += 1) {
      const from = (y * image.width + x) * 3;
      const to = ((top + y) * canvas.width + left + x) * 3;
      const luma =
        0.3 * (image.data[from] ?? 0) +
        0.59 * (image.data[from + 1] ?? 0) +
        0.11 * (image.data[from + 2] ?? 0);
      for (let c = 0; c < 3; c += 1)
        canvas.data[to + c] = (canvas.data[to + c] ?? 0) * (0.45 + (0.55 * luma) / 255);
    }
  }
}
