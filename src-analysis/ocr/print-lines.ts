import type { Rect } from '#shared/domain/geometry.ts';
import { crop } from '../image/crop.ts';
import type { GrayRaster } from '../image/raster.ts';
import { resize } from '../image/resize.ts';
import type { OcrWord } from './ocr.ts';
import type { PrintCharacters } from './print-alphabet.ts';

/** Height of what the recognizer is fed. */
export const printHeightPx = 32;
/** Of capitals in it; training draws them 13 to 24 px high. */
const capitalPx = 18;
/** Wider than printed, as in training, so that two narrow letters still have a column between them. */
const stretch = 1.15;
/** Room beside the outermost ink, in heights of capitals. */
const sideRoom = 0.5;

/** A line ready for the recognizer. */
export interface PrintLine {
  readonly widthPx: number;
  /** `printHeightPx` rows of `widthPx`, normalized as in training: (luma - mean) / (standard deviation + 8). */
  readonly data: Float32Array;
  /** What part of the piece it shows: from left to right all of it, from top to bottom its capitals about. */
  readonly rectPx: Rect;
}

/** What the net says of a line: for each column log probabilities of the blank and of {@link printGlyphs}. */
export interface PrintLattice {
  readonly columns: number;
  readonly stridePx: number;
  readonly data: Float32Array;
}

export interface PrintRecognizer {
  /** One lattice for each line, in their order. */
  run(lines: readonly PrintLine[]): Promise<readonly PrintLattice[]>;
}

interface ReadCharacter {
  readonly char: string;
  /** Probability that it is this character, in either case. */
  readonly confidence: number;
  /** Its middle, in columns of the lattice. */
  readonly column: number;
}

/** Rows of a line, in pixels of the piece: those that letters fill, and those that accents and tails reach. */
interface Band {
  readonly top: number;
  readonly bottom: number;
  readonly highest: number;
  readonly lowest: number;
  readonly energy: number;
}

/** Smaller is no print but dirt: capitals of 0.6 mm at 300 dpi. */
const leastBandPx = 7;
/** Letters fill rows that have this share of the strongest row's edges; accents and tails reach rows with that one. */
const [ofLetters, ofAccents] = [0.35, 0.1];
/** Accents rise above capitals by so much at most, tails hang below, in heights of the letters' rows. */
const mostRise = 0.45;

/**
 * The lines of print of a piece of the page, whose contrast is even (`even-contrast.ts`), from top to bottom: the one with most print near the piece's
 * middle, and of its neighbors as many of like height as a value may have lines. None where there is no print.
 */
export function cutLines(piece: GrayRaster, most: number): readonly PrintLine[] {
  return chosenBands(bandsOf(piece), piece.height, most).flatMap((band) => stripOf(piece, band) ?? []);
}

/** Steps between neighbors of a row, which strokes have and rules, shadows and bars do not. */
function edgesOfRows({ width, height, data }: GrayRaster): Float64Array {
  const rows = new Float64Array(height);
  for (let y = 0; y < height; y += 1) {
    let sum = 0;
    for (let x = 1, at = y * width + 1; x < width; x += 1, at += 1) {
      const step = Math.abs((data[at] ?? 0) - (data[at - 1] ?? 0));
      if (step > leastStep) sum += step;
    }
    rows[y] = sum;
  }
  const smooth = new Float64Array(height);
  for (let y = 0; y < height; y += 1)
    smooth[y] = ((rows[y - 1] ?? 0) + 2 * (rows[y] ?? 0) + (rows[y + 1] ?? 0)) / 4;
  return smooth;
}

/** Smaller steps are grain and pattern. */
const leastStep = 12;

function bandsOf(piece: GrayRaster): Band[] {
  const rows = edgesOfRows(piece);
  const floor = [...rows].sort((a, b) => a - b)[Math.floor(0.1 * rows.length)] ?? 0;
  const level = (y: number): number => Math.max(0, (rows[y] ?? 0) - floor);
  const strongest = rows.reduce((high, _, y) => Math.max(high, level(y)), 0);
  if (strongest === 0) return [];
  const bands: Band[] = [];
  for (let y = 0; y < piece.height; y += 1) {
    if (level(y) < ofLetters * strongest) continue;
    const top = y;
    let energy = 0;
    while (y < piece.height && level(y) >= ofLetters * strongest) energy += level(y++);
    const bottom = y;
    const reach = Math.ceil(mostRise * (bottom - top));
    let [highest, lowest] = [top, bottom];
    while (highest > 0 && top - highest < reach && level(highest - 1) >= ofAccents * strongest) highest -= 1;
    while (lowest < piece.height && lowest - bottom < reach && level(lowest) >= ofAccents * strongest)
      lowest += 1;
    if (lowest - highest >= leastBandPx) bands.push({ top, bottom, highest, lowest, energy });
  }
  return bands;
}

function chosenBands(bands: readonly Band[], height: number, most: number): Band[] {
  const weight = ({ top, bottom, energy }: Band): number => {
    const off = Math.abs((top + bottom) / 2 - height / 2) / height;
    const isCut = top === 0 || bottom === height;
    return energy * (1 - off) * (isCut ? 0.3 : 1);
  };
  const [best] = [...bands].sort((a, b) => weight(b) - weight(a));
  if (best === undefined) return [];
  const like = bands.filter((band) => {
    const ratio = (band.bottom - band.top) / (best.bottom - best.top);
    return band === best || (ratio > 0.6 && ratio < 1.6 && band.energy > 0.15 * best.energy);
  });
  const at = like.indexOf(best);
  let [first, last] = [at, at];
  // A value's further lines stand below it rather than above.
  while (last - first + 1 < most && last + 1 < like.length) last += 1;
  while (last - first + 1 < most && first > 0) first -= 1;
  return like.slice(first, last + 1);
}

function stripOf(piece: GrayRaster, band: Band): PrintLine | null {
  const core = band.bottom - band.top;
  const full = band.lowest - band.highest;
  // Capitals fill the core, and small letters with ascenders the whole: in between, either is within what the net has learned.
  const capital = Math.sqrt(core * full);
  const perPx = capital / capitalPx;
  const middle = (band.top + band.bottom + band.highest + band.lowest) / 4;
  const columns = inkedColumns(piece, band);
  if (columns === null) return null;
  const left = Math.max(0, Math.floor(columns[0] - sideRoom * capital));
  const right = Math.min(piece.width, Math.ceil(columns[1] + sideRoom * capital));
  const framed = Math.round(printHeightPx * perPx);
  const top = Math.round(middle - framed / 2);
  const cut = padded(piece, { x: left, y: top, width: right - left, height: framed });
  const widthPx = Math.max(16, Math.round(((right - left) / perPx) * stretch));
  const { data } = resize(cut, widthPx, printHeightPx);
  return {
    widthPx,
    data: normalized(data),
    rectPx: { x: left, y: band.highest, width: right - left, height: full },
  };
}

/** The first and behind the last column with ink in a band's letters; `null` where there is none. */
function inkedColumns({ width, data }: GrayRaster, { top, bottom }: Band): readonly [number, number] | null {
  let [first, last] = [0, width];
  while (first < last && !isInked(data, width, first, top, bottom)) first += 1;
  while (last > first && !isInked(data, width, last - 1, top, bottom)) last -= 1;
  return first < last ? [first, last] : null;
}

function isInked(data: Uint8Array, width: number, x: number, top: number, bottom: number): boolean {
  let dark = 0;
  for (let y = top; y < bottom; y += 1) if ((data[y * width + x] ?? white) < darkest) dark += 1;
  return dark >= 2;
}

const white = 255;
/** Lighter is paper and its pattern. */
const darkest = 150;

/** A part of the piece that may reach beyond it, where there is paper. */
function padded(piece: GrayRaster, { x, y, width, height }: Rect): GrayRaster {
  const [top, bottom] = [Math.max(0, y), Math.min(piece.height, y + height)];
  const inside = crop(piece, { x, y: top, width, height: bottom - top });
  if (inside.height === height) return inside;
  const data = new Uint8Array(width * height).fill(white);
  data.set(inside.data, (top - y) * width);
  return { width, height, channels: 1, data };
}

function normalized(data: Uint8Array): Float32Array {
  let sum = 0;
  for (const value of data) sum += value;
  const mean = sum / data.length;
  let squares = 0;
  for (const value of data) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / data.length);
  const out = new Float32Array(data.length);
  for (let at = 0; at < data.length; at += 1) out[at] = ((data[at] ?? 0) - mean) / (deviation + 8);
  return out;
}

/** The characters that a lattice shows, of those that may be read. */
function readLattice({ columns, data }: PrintLattice, characters: PrintCharacters): readonly ReadCharacter[] {
  const classCount = characters.length + 1;
  const read: ReadCharacter[] = [];
  let before = 0;
  let start = 0;
  for (let column = 0; column < columns; column += 1) {
    const row = data.subarray(column * classCount, (column + 1) * classCount);
    let best = 0;
    for (let k = 1; k < classCount; k += 1)
      if (characters[k - 1] !== null && (row[k] ?? -Infinity) > (row[best] ?? -Infinity)) best = k;
    const char = characters[best - 1] ?? null;
    if (char !== null) {
      const confidence = confidenceOf(row, best, characters);
      const last = read.at(-1);
      if (best !== before || last === undefined) {
        start = column;
        read.push({ char, confidence, column });
      } else
        read[read.length - 1] = {
          char,
          confidence: Math.max(last.confidence, confidence),
          column: (start + column) / 2,
        };
    }
    before = best;
  }
  return read;
}

/** Of what may be read: how sure a column is of a character, whichever its case. */
function confidenceOf(row: Float32Array, best: number, characters: PrintCharacters): number {
  const wanted = characters[best - 1]?.toUpperCase();
  let [own, all] = [0, Math.exp(row[0] ?? -Infinity)];
  for (const [index, char] of characters.entries()) {
    if (char === null) continue;
    const probability = Math.exp(row[index + 1] ?? -Infinity);
    all += probability;
    if (char.toUpperCase() === wanted) own += probability;
  }
  return own / all;
}

/** The words of a line, in pixels of its piece; as sure as the least sure of their characters. */
export function readWords(
  { rectPx, widthPx }: PrintLine,
  lattice: PrintLattice,
  readable: PrintCharacters,
  line: number,
): readonly OcrWord[] {
  const words: ReadCharacter[][] = [[]];
  for (const character of readLattice(lattice, readable))
    if (character.char === ' ') words.push([]);
    else words.at(-1)?.push(character);
  const perColumn = (lattice.stridePx * rectPx.width) / widthPx;
  return words.flatMap((characters) => {
    const middles = characters.map(({ column }) => (column + 0.5) * perColumn);
    const [first, last] = [middles[0], middles.at(-1)];
    if (first === undefined || last === undefined) return [];
    // As far from its neighbors as the word's characters are on the whole, a letter ends halfway.
    const half = first === last ? 1.5 * perColumn : (last - first) / (middles.length - 1) / 2;
    const between = (from: number, to: number): Rect => {
      const [left, right] = [Math.max(0, from), Math.min(rectPx.width, to)];
      return { ...rectPx, x: rectPx.x + left, width: right - left };
    };
    const confidences = characters.map(({ confidence }) => confidence);
    return {
      text: inOneCase(characters.map(({ char }) => char)),
      confidence: Math.min(...confidences),
      confidences,
      charactersPx: middles.map((middle) => between(middle - half, middle + half)),
      rectPx: between(first - half, last + half),
      line,
    };
  });
}

/** What is as high as its capital in a word of capitals is one. */
function inOneCase(word: readonly string[]): string {
  const capitals = word.filter((char) => /\p{Lu}/u.test(char)).length;
  const small = word.filter((char) => /\p{Ll}/u.test(char)).length;
  return word.map((char) => (capitals > small && ofOneShape.test(char) ? char.toUpperCase() : char)).join('');
}

/** Small letters that differ from their capitals by height alone, which a line of one word does not show; with their accents. */
const ofOneShape = /^[cosuvwxzçćĉċčòóôõöōőøśŝşšùúûüūŭůűųŵźżžвгджзиклмнопстфхцчшщъыьэюяғқңө]$/u;
