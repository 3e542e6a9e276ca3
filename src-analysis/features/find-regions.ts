import type { DocumentRegion } from '#shared/domain/analysis.ts';
import type { Rect } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';

type Look = NonNullable<DocumentRegion['look']>;

/** Something drawn or stamped on a flat page, in its pixels. */
export interface FoundMark {
  readonly kind: 'signature' | 'stamp';
  readonly rectPx: Rect;
  readonly confidence: number;
  readonly look?: Look;
}

export interface FindMarksInput {
  /** The flat page in color. */
  readonly page: RgbRaster;
  readonly pixelsPerMm: number;
  /** Portraits, zones, barcodes and words of print: where nothing is sought, in pixels of the page. */
  readonly occupied: readonly Rect[];
  /** Where the holder's signature belongs: its place, or beside its label. */
  readonly signaturePlaces: readonly Rect[];
}

/** Stamps of offices are 10 to 50 mm in size; smaller ones are marks of the print, larger ones its pattern. */
const leastStampMm = 10;
const mostStampMm = 50;
/** A cell of half a millimeter: the strokes of a stamp are thicker, and gaps between its letters smaller than two. */
const cellMm = 0.5;

/**
 * Stamps by their ink: areas of one strong color, blue, violet, red or green, in shape round or rectangular; and signatures by their strokes
 * where they belong. Both by eye would be told from print; a confidence says how much of that is there.
 */
export function findMarks(input: FindMarksInput): readonly FoundMark[] {
  return [...findStamps(input), ...findSignatures(input)];
}

type Ink = Exclude<Look['color'], 'black'>;
const inks: readonly Ink[] = ['blue', 'violet', 'red', 'green'];

function findStamps({ page, pixelsPerMm, occupied }: FindMarksInput): FoundMark[] {
  const cell = Math.max(1, Math.round(cellMm * pixelsPerMm));
  const [columns, rows] = [Math.floor(page.width / cell), Math.floor(page.height / cell)];
  const free = maskOf(columns, rows, cell, occupied);
  const inkOfCell = colorsOf(page, cell, columns, rows);
  return inks.flatMap((color, ink) => {
    const marked = new Uint8Array(columns * rows);
    for (let at = 0; at < marked.length; at += 1)
      if (inkOfCell[at] === ink + 1 && free[at] === 1) marked[at] = 1;
    return componentsOf(marked, columns, rows).flatMap(({ rect, count, corners }) => {
      const [wide, high] = [(rect.width * cell) / pixelsPerMm, (rect.height * cell) / pixelsPerMm];
      const isSized =
        Math.min(wide, high) >= leastStampMm &&
        Math.max(wide, high) <= mostStampMm &&
        wide / high < 4 &&
        high / wide < 2;
      const share = count / (rect.width * rect.height);
      // A ring with letters covers a fifth to two thirds of its square; a flat area is print, a sprinkle is its pattern.
      if (!isSized || share < 0.12 || share > 0.8) return [];
      const isSquare = Math.max(wide, high) / Math.min(wide, high) < 1.3;
      const shape =
        isSquare && corners < 0.12 ? 'round' : corners > 0.2 || !isSquare ? 'rectangular' : 'other';
      return [
        {
          kind: 'stamp' as const,
          rectPx: scaled(rect, cell),
          confidence: Math.min(0.95, 0.5 + share),
          look: { color, shape },
        },
      ];
    });
  });
}

/** Ink by cell: 0 none, else the index in `inks` and one. A cell is as colored as its most colored pixel, against the page's own tint. */
function colorsOf(page: RgbRaster, cell: number, columns: number, rows: number): Uint8Array {
  const paper = medianColor(page);
  const found = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let [strongest, best] = [0, 0];
      for (let y = row * cell; y < (row + 1) * cell; y += 1) {
        for (let x = column * cell; x < (column + 1) * cell; x += 1) {
          const at = (y * page.width + x) * 3;
          // As if the paper were white, so that tinted paper and warm light count for nothing.
          const r = Math.min(255, ((page.data[at] ?? 0) * 255) / paper[0]);
          const g = Math.min(255, ((page.data[at + 1] ?? 0) * 255) / paper[1]);
          const b = Math.min(255, ((page.data[at + 2] ?? 0) * 255) / paper[2]);
          const chroma = Math.max(r, g, b) - Math.min(r, g, b);
          if (chroma > strongest) [strongest, best] = [chroma, inkOf(r, g, b, chroma)];
        }
      }
      // A quarter of the range: security print is fainter, inks that people stamp with are not.
      if (strongest >= 64) found[row * columns + column] = best;
    }
  }
  return found;
}

function inkOf(r: number, g: number, b: number, chroma: number): number {
  const hueDeg =
    r >= g && r >= b
      ? (60 * (g - b)) / chroma
      : g >= b
        ? 120 + (60 * (b - r)) / chroma
        : 240 + (60 * (r - g)) / chroma;
  const hue = (hueDeg + 360) % 360;
  if (hue >= 195 && hue < 250) return 1;
  if (hue >= 250 && hue < 315) return 2;
  if (hue >= 335 || hue < 18) return 3;
  return hue >= 85 && hue < 170 ? 4 : 0;
}

function medianColor(page: RgbRaster): readonly [number, number, number] {
  const pixels = page.width * page.height;
  // A few thousand pixels tell a median; the upper third is paper, not print.
  const step = Math.max(1, Math.floor(pixels / 4000));
  const channel = (c: number): number => {
    const values: number[] = [];
    for (let at = 0; at < pixels; at += step) values.push(page.data[at * 3 + c] ?? 0);
    values.sort((a, b) => a - b);
    return Math.max(32, values[Math.floor(values.length * 0.66)] ?? 255);
  };
  return [channel(0), channel(1), channel(2)];
}

/** 1 where nothing is known to stand. */
function maskOf(columns: number, rows: number, cell: number, occupied: readonly Rect[]): Uint8Array {
  const free = new Uint8Array(columns * rows).fill(1);
  for (const { x, y, width, height } of occupied) {
    const [left, right] = [
      Math.max(0, Math.floor(x / cell)),
      Math.min(columns, Math.ceil((x + width) / cell)),
    ];
    const [top, bottom] = [Math.max(0, Math.floor(y / cell)), Math.min(rows, Math.ceil((y + height) / cell))];
    for (let row = top; row < bottom; row += 1)
      free.fill(0, row * columns + left, row * columns + Math.max(left, right));
  }
  return free;
}

interface Component {
  readonly rect: Rect;
  readonly count: number;
  /** Share of the marked cells in the corners of its rectangle, each an eighth of a side: a ring has none there. */
  readonly corners: number;
}

/** Areas of marked cells that touch, or have two unmarked cells between them at most. */
function componentsOf(marked: Uint8Array, columns: number, rows: number): Component[] {
  const seen = new Uint8Array(marked.length);
  const components: Component[] = [];
  const reach = 2;
  for (let start = 0; start < marked.length; start += 1) {
    if (marked[start] !== 1 || seen[start] === 1) continue;
    const cells = [start];
    seen[start] = 1;
    // The list grows while it is gone through.
    for (const cell of cells) {
      const [column, row] = [cell % columns, Math.floor(cell / columns)];
      for (let y = Math.max(0, row - reach); y <= Math.min(rows - 1, row + reach); y += 1) {
        for (let x = Math.max(0, column - reach); x <= Math.min(columns - 1, column + reach); x += 1) {
          const next = y * columns + x;
          if (marked[next] !== 1 || seen[next] === 1) continue;
          seen[next] = 1;
          cells.push(next);
        }
      }
    }
    components.push(describe(cells, columns));
  }
  return components;
}

function describe(cells: readonly number[], columns: number): Component {
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
  for (const cell of cells) {
    const [x, y] = [cell % columns, Math.floor(cell / columns)];
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + 1);
    bottom = Math.max(bottom, y + 1);
  }
  const rect = { x: left, y: top, width: right - left, height: bottom - top };
  const [alongX, alongY] = [rect.width / 8, rect.height / 8];
  const inCorners = cells.filter((cell) => {
    const [x, y] = [(cell % columns) + 0.5 - left, Math.floor(cell / columns) + 0.5 - top];
    return (x < alongX || x > rect.width - alongX) && (y < alongY || y > rect.height - alongY);
  });
  // Against what evenly marked corners would have: a sixteenth of the rectangle.
  return {
    rect,
    count: cells.length,
    corners: inCorners.length / Math.max(1, (rect.width * rect.height) / 16),
  };
}

/** Darker than the paper around it by this much of the range is a stroke. */
const strokeContrast = 40;

function findSignatures({ page, pixelsPerMm, occupied, signaturePlaces }: FindMarksInput): FoundMark[] {
  return signaturePlaces.flatMap((place) => {
    const left = Math.max(0, Math.floor(place.x));
    const top = Math.max(0, Math.floor(place.y));
    const width = Math.min(page.width, Math.ceil(place.x + place.width)) - left;
    const height = Math.min(page.height, Math.ceil(place.y + place.height)) - top;
    if (width < 8 || height < 8) return [];
    const lumas = new Uint8Array(width * height);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const at = ((top + y) * page.width + left + x) * 3;
        lumas[y * width + x] = Math.round(
          0.3 * (page.data[at] ?? 0) + 0.59 * (page.data[at + 1] ?? 0) + 0.11 * (page.data[at + 2] ?? 0),
        );
      }
    }
    const paper = [...lumas].sort((a, b) => a - b)[Math.floor(lumas.length * 0.7)] ?? 255;
    const free = maskOf(
      width,
      height,
      1,
      occupied.map((rect) => ({ ...rect, x: rect.x - left, y: rect.y - top })),
    );
    const marked = new Uint8Array(lumas.length);
    for (let at = 0; at < lumas.length; at += 1)
      if (free[at] === 1 && paper - (lumas[at] ?? 255) >= strokeContrast) marked[at] = 1;
    const [largest] = componentsOf(marked, width, height).sort((a, b) => b.rect.width - a.rect.width);
    if (largest === undefined) return [];
    const [wide, high] = [largest.rect.width / pixelsPerMm, largest.rect.height / pixelsPerMm];
    const share = largest.count / (largest.rect.width * largest.rect.height);
    // A pen's line a centimeter long and more, that leaves most of its rectangle bare; a ruled line has no height.
    if (wide < 8 || high < 1.2 || share > 0.5) return [];
    return [
      {
        kind: 'signature' as const,
        rectPx: { ...largest.rect, x: largest.rect.x + left, y: largest.rect.y + top },
        confidence: Math.min(0.95, 0.5 + wide / 50),
      },
    ];
  });
}

const scaled = ({ x, y, width, height }: Rect, by: number): Rect => ({
  x: x * by,
  y: y * by,
  width: width * by,
  height: height * by,
});
