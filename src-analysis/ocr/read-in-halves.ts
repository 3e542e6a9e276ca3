import { crop } from '../image/crop.ts';
import type { GrayRaster } from '../image/raster.ts';
import type { Ocr, OcrOptions, OcrPage, OcrResult } from './ocr.ts';

/** On a page of evened contrast, between paper and ink. */
const inkLuma = 128;
/** Where the page may be cut: halves that are much unlike help little. */
const leastShare = 0.35;
/** So many rows without letters are a gap between lines: at 300 dpi, a quarter of a small letter's height on either side of the cut. */
const gapRows = 7;
/** Of the strokes that the fullest rows have so many at most cross a gap: the pattern of the paper, a portrait's hair. */
const mostStrokes = 0.06;

/**
 * A page read as two halves beside each other, cut where no line of print runs: the longest wait of an analysis is for the one Tesseract of
 * a document with one picture. Whole where there is no such gap. `optionsOf` is asked once for each of two readings.
 */
export async function readInHalves(
  ocr: Pick<Ocr, 'read'>,
  page: Promise<OcrPage | null>,
  optionsOf: () => OcrOptions,
): Promise<OcrResult | null> {
  const halves = page.then((whole): Halves => (whole === null ? { upper: null, lower: null } : cut(whole)));
  halves.catch(() => undefined); // heard by both readings
  const [upper, lower] = await Promise.all([
    ocr.read(
      halves.then((parts) => parts.upper),
      optionsOf(),
    ),
    ocr.read(
      halves.then((parts) => parts.lower),
      optionsOf(),
    ),
  ]);
  const { upper: first } = await halves;
  if (upper === null || lower === null || !upper.ok) return upper;
  if (!lower.ok) return lower;
  const top = first?.image.height ?? 0;
  const lines = upper.words.reduce((most, { line }) => Math.max(most, line + 1), 0);
  const below = lower.words.map((word) => ({
    ...word,
    rectPx: { ...word.rectPx, y: word.rectPx.y + top },
    line: word.line + lines,
  }));
  return { ...upper, words: [...upper.words, ...below] };
}

interface Halves {
  readonly upper: OcrPage | null;
  /** `null` where the page is in one piece. */
  readonly lower: OcrPage | null;
}

function cut(page: OcrPage): Halves {
  const { image, dpi } = page;
  const row = gapIn(image);
  if (row === null) return { upper: page, lower: null };
  const part = (y: number, height: number): OcrPage => ({
    image: crop(image, { x: 0, y, width: image.width, height }),
    dpi,
  });
  return { upper: part(0, row), lower: part(row, image.height - row) };
}

/** The row in the middle of a gap between lines of print, that with half of the print above it if it is nearest; `null` where there is none. */
export function gapIn({ width, height, data }: GrayRaster): number | null {
  const strokes = new Uint32Array(height);
  let all = 0;
  for (let y = 0; y < height; y += 1) {
    let count = 0;
    let wasInk = true;
    for (let at = y * width, end = at + width; at < end; at += 1) {
      const isInk = (data[at] ?? 0) < inkLuma;
      if (isInk && !wasInk) count += 1;
      wasInk = isInk;
    }
    strokes[y] = count;
    all += count;
  }
  const around = new Float64Array(height);
  const reach = (gapRows - 1) / 2;
  let fullest = 0;
  let [middle, above] = [0, 0];
  for (let y = reach; y < height - reach; y += 1) {
    let sum = 0;
    for (let row = y - reach; row <= y + reach; row += 1) sum += strokes[row] ?? 0;
    around[y] = sum / gapRows;
    fullest = Math.max(fullest, sum / gapRows);
  }
  while (middle < height - 1 && above < all / 2) above += strokes[middle++] ?? 0;
  let best: number | null = null;
  for (let y = Math.ceil(leastShare * height); y <= (1 - leastShare) * height; y += 1) {
    if ((around[y] ?? 0) > mostStrokes * fullest) continue;
    if (best === null || Math.abs(y - middle) < Math.abs(best - middle)) best = y;
  }
  if (best === null) return null;
  // To the middle of its gap: a page that lies a little askew has its lines so too.
  let [first, last] = [best, best];
  while (first > reach && (around[first - 1] ?? Infinity) <= mostStrokes * fullest) first -= 1;
  while (last < height - reach && (around[last + 1] ?? Infinity) <= mostStrokes * fullest) last += 1;
  return Math.round((first + last) / 2);
}
