import type { Rect } from '#shared/domain/geometry.ts';
import { crop } from '../image/crop.ts';
import type { GrayRaster } from '../image/raster.ts';
import { rotateQuarter } from '../image/warp.ts';
import type { OcrWord } from '../ocr/ocr.ts';
import { charactersOf, lettersOfNames, type PrintCharacters } from '../ocr/print-alphabet.ts';
import { cutLines, readWords, type PrintRecognizer } from '../ocr/print-lines.ts';
import { toField, type MissedField, type PrintedField, type ReadLayoutInput } from './printed-fields.ts';

/** No side prints more fields that a definition leads to. */
const mostFields = 16;
/** A letter of a name that was taken for a figure: `O`, `З`. */
const mostFiguresOfNames = 1;

/**
 * Reads the places of fields once more, each cut out of the flat page, by a reader that knows glyphs and no words: independent of the first, and
 * with every accent. Turned print is set upright. Fields that are not there stay unread.
 */
export async function readAgain(
  missed: readonly MissedField[],
  flat: GrayRaster,
  {
    recognizer,
    signal,
    values,
  }: {
    readonly recognizer: PrintRecognizer;
    readonly signal: AbortSignal;
    readonly values: ReadLayoutInput['values'];
  },
): Promise<readonly PrintedField[]> {
  const pieces = missed.slice(0, mostFields).map(({ field, rectPx }) => {
    const turns: 0 | 1 | 3 = field.turnDeg === 90 ? 3 : field.turnDeg === -90 ? 1 : 0;
    const image = rotateQuarter(crop(flat, rectPx), turns);
    return { field, rectPx, image, turns, lines: cutLines(image, field.lines) };
  });
  const lattices = await recognizer.run(pieces.flatMap(({ lines }) => lines));
  signal.throwIfAborted();
  let next = 0;
  return pieces.flatMap(({ field, rectPx, image, turns, lines }) => {
    const shown = lines.flatMap((line, index) => {
      const lattice = lattices[next + index];
      return lattice === undefined ? [] : [{ line, lattice }];
    });
    next += lines.length;
    const wordsIn = (readable: PrintCharacters): readonly OcrWord[] =>
      shown
        .flatMap(({ line, lattice }, index) => readWords(line, lattice, readable, index))
        .filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
    const read = wordsIn(charactersOf[field.script]);
    const figures = read.flatMap(({ text }) => text.match(/\d/g) ?? []).length;
    // With more figures it is no name, which the name's reader must see.
    const isName = field.kind === 'name' && figures <= mostFiguresOfNames;
    const onPage = (place: Rect): Rect => backOnPage(place, image, turns, rectPx);
    const words = (isName ? wordsIn(lettersOfNames[field.script]) : read).map(
      ({ charactersPx = [], ...word }) => ({
        ...word,
        charactersPx: charactersPx.map(onPage),
        rectPx: onPage(word.rectPx),
      }),
    );
    if (words.length === 0) return [];
    const value = toField(field, words, values);
    return value.normalized === null && value.days.length === 0 ? [] : [value];
  });
}

/** A place on a piece in pixels of the flat page. */
function backOnPage({ x, y, width, height }: Rect, piece: GrayRaster, turns: 0 | 1 | 3, origin: Rect): Rect {
  const [ox, oy] = [Math.floor(Math.max(0, origin.x)), Math.floor(Math.max(0, origin.y))];
  if (turns === 0) return { x: ox + x, y: oy + y, width, height };
  return turns === 3
    ? { x: ox + piece.height - y - height, y: oy + x, width: height, height: width }
    : { x: ox + y, y: oy + piece.width - x - width, width: height, height: width };
}
