import type { Rect } from '#shared/domain/geometry.ts';
import { crop } from '../image/crop.ts';
import type { GrayRaster } from '../image/raster.ts';
import { rotateQuarter } from '../image/warp.ts';
import type { Ocr, OcrLanguage, OcrWord } from '../ocr/ocr.ts';
import { toField, type MissedField, type PrintedField, type ReadLayoutInput } from './printed-fields.ts';

/** No side prints more fields that a definition leads to. */
const mostFields = 16;
/** Between the pieces, so that a line of one is none of the next. */
const gapPx = 24;
const white = 255;

/**
 * Reads the places of fields once more, cut out and put below each other on one page: one run of Tesseract, which finds small print by itself
 * that it passed over among portraits and patterns. Turned print is set upright. Fields that are not there stay unread.
 */
export async function readAgain(
  missed: readonly MissedField[],
  flat: { readonly gray: GrayRaster; readonly dpi: number },
  {
    ocr,
    languages,
    signal,
    values,
  }: {
    readonly ocr: Ocr;
    readonly languages: readonly OcrLanguage[];
    readonly signal: AbortSignal;
    readonly values: ReadLayoutInput['values'];
  },
): Promise<readonly PrintedField[]> {
  const pieces = missed.slice(0, mostFields).map(({ field, rectPx }) => {
    const cut = crop(flat.gray, rectPx);
    const turns: 0 | 1 | 3 = field.turnDeg === 90 ? 3 : field.turnDeg === -90 ? 1 : 0;
    return { field, rectPx, image: rotateQuarter(cut, turns), turns };
  });
  if (pieces.length === 0) return [];
  const { image, tops } = stacked(pieces.map((piece) => piece.image));
  const result = await ocr.read(Promise.resolve({ image, dpi: flat.dpi }), { psm: 6, languages, signal });
  if (result?.ok !== true) return [];
  return pieces.flatMap(({ field, rectPx, image: piece, turns }, index) => {
    const top = tops[index] ?? 0;
    const words = result.words
      .filter(
        ({ text, rectPx: word }) =>
          /[\p{L}\p{N}]/u.test(text) &&
          word.y + word.height / 2 >= top &&
          word.y + word.height / 2 < top + piece.height,
      )
      .map((word) => ({ ...word, rectPx: backOnPage(word.rectPx, top, piece, turns, rectPx) }));
    if (words.length === 0) return [];
    const read = toField(field, words, values);
    return read.normalized === null && read.days.length === 0 ? [] : [read];
  });
}

/** A word of a piece in pixels of the flat page. */
function backOnPage(
  { x, y, width, height }: OcrWord['rectPx'],
  top: number,
  piece: GrayRaster,
  turns: 0 | 1 | 3,
  origin: Rect,
): Rect {
  const [left, down] = [x - gapPx, y - top];
  const [ox, oy] = [Math.floor(Math.max(0, origin.x)), Math.floor(Math.max(0, origin.y))];
  if (turns === 0) return { x: ox + left, y: oy + down, width, height };
  return turns === 3
    ? { x: ox + piece.height - down - height, y: oy + left, width: height, height: width }
    : { x: ox + down, y: oy + piece.width - left - width, width: height, height: width };
}

function stacked(images: readonly GrayRaster[]): {
  readonly image: GrayRaster;
  readonly tops: readonly number[];
} {
  const width = Math.max(...images.map((image) => image.width)) + 2 * gapPx;
  const height = images.reduce((sum, image) => sum + image.height + gapPx, gapPx);
  const data = new Uint8Array(width * height).fill(white);
  const tops: number[] = [];
  let top = gapPx;
  for (const image of images) {
    tops.push(top);
    for (let row = 0; row < image.height; row += 1)
      data.set(image.data.subarray(row * image.width, (row + 1) * image.width), (top + row) * width + gapPx);
    top += image.height + gapPx;
  }
  return { image: { width, height, channels: 1, data }, tops };
}
