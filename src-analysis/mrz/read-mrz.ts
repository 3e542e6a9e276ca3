import { boundsOf, type Point, type Quad, type Rect } from '#shared/domain/geometry.ts';
import type { MrzFormat } from '#shared/domain/analysis.ts';
import { must } from '#shared/lib/invariant.ts';
import type { GrayRaster, RgbRaster } from '../image/raster.ts';
import { cropHeightPx, cropLine, type LineCrop, turned, usualFrame } from './crop-line.ts';
import {
  type ClassTables,
  classTables,
  type DecodedCharacter,
  type DecodedLine,
  type LineLogits,
} from './decode-line.ts';
import { alternativesTo, exchangesOf, type Reading } from './alternatives.ts';
import { decodeZone } from './decode-zone.ts';
import type { CheckDigitName, MrzFieldName, Span } from './formats.ts';
import {
  type Attempt,
  goodPerCharacter,
  isDoubtful,
  isNearlyZone,
  isSettled,
  isSure,
  isZone,
  perCharacter,
  worth,
} from './judge-attempt.ts';
import { locateLines } from './locate-lines.ts';
import { parseMrz, rulesOf } from './parse.ts';
import { type Planes, planesOf, type Search, searches } from './searches.ts';
import { isSameLine, type TextLine } from './text-line.ts';

/** What {@link readMrz} needs of a recognizer: log probabilities per column, in the order of the lines given. */
export interface LineRecognizer {
  run(lines: readonly LineCrop[]): Promise<readonly LineLogits[]>;
}

export interface ReadMrzOptions {
  /** Stops between runs of the net; `readMrz` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** The day the document is read: two-digit years are resolved against it. */
  readonly referenceDate: Date;
  /** The image's luma, where the caller has made it already. */
  readonly luma?: GrayRaster;
}

export interface MrzCharacter {
  readonly char: string;
  /** 0 to 1: the recognizer's probability. No check digit is part of it. */
  readonly confidence: number;
  readonly rectPx: Rect;
}

export interface MrzLine {
  readonly text: string;
  /** The strip the line was read from, in pixels of the image given. */
  readonly quad: Quad;
  readonly characters: readonly MrzCharacter[];
}

export interface MrzField {
  readonly name: MrzFieldName;
  /** As printed, with fillers. */
  readonly value: string;
  /** See {@link parseMrz}; `null` when empty or not a value of its kind. */
  readonly normalized: string | null;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** That of its least certain character; 1 for a field with no character. */
  readonly confidence: number;
  readonly regionPx: Rect;
}

export interface MrzCheckDigit {
  readonly name: CheckDigitName;
  readonly valid: boolean;
  readonly expected: string;
  readonly read: string;
  readonly regionPx: Rect;
}

/** A character that differs from the recognizer's first choice, because its place or a check digit demands it. */
export interface CorrectedCharacter {
  readonly line: number;
  readonly column: number;
  readonly from: string;
  readonly to: string;
}

/** Another reading of the whole zone that the picture allows. */
export interface AlternativeZone {
  readonly lines: readonly string[];
  /** Relative to all readings that were weighed, the chosen one included. */
  readonly probability: number;
}

export type ReadMrz =
  | {
      readonly kind: 'read';
      readonly format: MrzFormat;
      readonly lines: readonly MrzLine[];
      readonly fields: readonly MrzField[];
      readonly checkDigits: readonly MrzCheckDigit[];
      readonly corrected: readonly CorrectedCharacter[];
      /** Likeliest first; none where no character is in doubt. */
      readonly alternatives: readonly AlternativeZone[];
      /** By how much the content is turned clockwise in the image, to the nearest quarter. */
      readonly rotation: 0 | 90 | 180 | 270;
      /** Geometric mean of the characters' confidences, 0 to 1. */
      readonly confidence: number;
    }
  /** A zone is there, but what it says is too doubtful to be shown. */
  | { readonly kind: 'uncertain'; readonly regionPx: Rect }
  | { readonly kind: 'not-found' };

/** Blocks handed to the recognizer per search; beyond, they are rows of print elsewhere on the page. */
const blocksPerSearch = 4;
/** Frames in which doubtful lines are read again: the heights are common in training, the width is at its edge. */
const otherLooks = [
  { plane: 'luma', heightFactor: 0.88, even: false },
  { plane: 'luma', heightFactor: 1, even: false },
  { plane: 'luma', heightFactor: 1.14, even: false },
  { plane: 'brightest', heightFactor: 1, even: false },
  { plane: 'brightest', heightFactor: 1, even: true },
  { plane: 'brightest', heightFactor: 1.14, even: true },
] as const;
const otherWidths = [1, 1.2] as const;
/** How many characters of a line a stamp or a shadow at one end may have hidden from the search. */
const hiddenCharacters = 12;

/**
 * Finds and reads the machine readable zone anywhere in `image`, in any of four orientations, skewed by up to about 20 degrees. What
 * is not clearly a zone is `not-found`, never a guess. A zone whose check digits all hold while its names were guessed, under a stamp or
 * glare, is `uncertain`: nothing would give the error away. A document printed with wrong check digits reads as printed.
 */
export async function readMrz(
  image: RgbRaster,
  recognizer: LineRecognizer,
  options: ReadMrzOptions,
): Promise<ReadMrz> {
  const reader: Reader = { recognizer, tables: classTables(), signal: options.signal };
  const planes = planesOf(image, options.luma);
  const seen = await find(searches(planes), reader);
  const isWhole = seen !== undefined && isSure(seen) && seen.zone.failedCheckDigits === 0;
  const found = seen === undefined || isWhole ? seen : await readWider(seen, planes, reader);
  if (found === undefined || !isNearlyZone(found)) return { kind: 'not-found' };
  const { best, frames } = isSettled(found)
    ? { best: found, frames: [] }
    : await readAgain(found, planes, reader);
  if (!isZone(best) || isDoubtful(best, frames))
    return { kind: 'uncertain', regionPx: boundsOf(best.crops.flatMap(({ quad }) => quad)) };
  return described(best, frames, reader.tables, options.referenceDate);
}

interface Reader {
  readonly recognizer: LineRecognizer;
  readonly tables: ClassTables;
  readonly signal: AbortSignal | undefined;
}

async function find(plan: readonly (() => Search)[], reader: Reader): Promise<Attempt | undefined> {
  let best: Attempt | undefined;
  const tried: (readonly TextLine[])[] = [];
  for (const search of plan) {
    const { gray, marks, skewsDeg, fromScore, frame } = search();
    for (const { lines, score } of locateLines(marks, skewsDeg, blocksPerSearch)) {
      if (score < fromScore) continue;
      if (tried.some((before) => lines.every((line) => before.some((other) => isSameLine(line, other)))))
        continue;
      tried.push(lines);
      for (const upsideDown of [false, true]) {
        const attempt = await read({ gray, frame }, lines, upsideDown, reader);
        if (attempt !== undefined && (best === undefined || worth(attempt) > worth(best))) best = attempt;
        if (best !== undefined && isSure(best)) return best;
        if (attempt !== undefined && isZone(attempt)) break;
      }
    }
    if (best !== undefined && isZone(best) && perCharacter(best) > -goodPerCharacter) return best;
  }
  return best;
}

async function read(
  { gray, frame }: Pick<Search, 'gray' | 'frame'>,
  blockLines: readonly TextLine[],
  upsideDown: boolean,
  reader: Reader,
): Promise<Attempt | undefined> {
  reader.signal?.throwIfAborted();
  const lines = upsideDown ? blockLines.map(turned).reverse() : blockLines;
  const crops = lines.map((line) => cropLine(gray, line, frame));
  return attempted(lines, crops, await reader.recognizer.run(crops), reader.tables);
}

function attempted(
  lines: readonly TextLine[],
  crops: readonly LineCrop[],
  logits: readonly LineLogits[],
  tables: ClassTables,
): Attempt | undefined {
  const zone = decodeZone(logits, tables);
  if (zone === undefined) return undefined;
  const characters = zone.lines.flatMap((line) => line.characters);
  const sum = characters.reduce((total, { confidence }) => total + Math.log(Math.max(confidence, 1e-6)), 0);
  const end = zone.firstLine + zone.lines.length;
  return {
    zone,
    lines: lines.slice(zone.firstLine, end),
    crops: crops.slice(zone.firstLine, end),
    logits: logits.slice(zone.firstLine, end),
    meanLogConfidence: sum / characters.length,
  };
}

/**
 * Looks whether a doubtful zone goes on beyond the glyphs that were seen, to either side: the first 36 characters of a passport's line
 * read as a card's. Returns the better of both readings.
 */
async function readWider(seen: Attempt, planes: Planes, reader: Reader): Promise<Attempt> {
  const [near, far] = [usualFrame.sides[0], hiddenCharacters];
  let best = seen;
  for (const sides of [
    [near, far],
    [far, near],
  ] as const) {
    const wide = await read(
      { gray: planes.brightest(), frame: { ...usualFrame, even: true, sides } },
      seen.lines,
      false,
      reader,
    );
    if (wide === undefined || worth(wide) <= worth(best)) continue;
    const again = await read({ gray: planes.luma(), frame: usualFrame }, refitted(wide), false, reader);
    best = again !== undefined && worth(again) > worth(wide) ? again : wide;
  }
  return best;
}

/** The lines of a reading from their first to their last character, wherever glyphs had been seen. */
function refitted({ zone, lines, crops }: Attempt): TextLine[] {
  return zone.lines.map(({ characters }, i) => {
    const [line, crop] = [must(lines[i], 'a line'), must(crops[i], 'its crop')];
    const [topLeft, topRight, , bottomLeft] = crop.quad;
    const pointAt = (column: number): Point => {
      const share = (4 * column + 2) / crop.widthPx;
      return {
        x: topLeft.x + (topRight.x - topLeft.x) * share + (bottomLeft.x - topLeft.x) / 2,
        y: topLeft.y + (topRight.y - topLeft.y) * share + (bottomLeft.y - topLeft.y) / 2,
      };
    };
    const [start, end] = [pointAt(characters[0]?.column ?? 0), pointAt(characters.at(-1)?.column ?? 0)];
    const pitchPx = Math.hypot(end.x - start.x, end.y - start.y) / Math.max(1, characters.length - 1);
    return { ...line, start, end, pitchPx };
  });
}

/**
 * Reads the lines of a doubtful zone again in several frames and both grays, and returns all readings and the best of them, of their
 * mean and of `first` itself. A smudge or a frame that looks like part of a glyph rarely does so every time.
 */
async function readAgain(
  first: Attempt,
  planes: Planes,
  reader: Reader,
): Promise<{ best: Attempt; frames: readonly Attempt[] }> {
  let best = first;
  const frames: Attempt[] = [];
  const keep = (crops: readonly LineCrop[], logits: readonly LineLogits[]): void => {
    const attempt = attempted(first.lines, crops, logits, reader.tables);
    if (attempt === undefined) return;
    frames.push(attempt);
    if (worth(attempt) > worth(best)) best = attempt;
  };
  for (const widthFactor of otherWidths) {
    const all: (readonly LineLogits[])[] = [];
    let crops: readonly LineCrop[] = [];
    for (const { plane, heightFactor, even } of otherLooks) {
      reader.signal?.throwIfAborted();
      const frame = { ...usualFrame, heightFactor, widthFactor, even };
      crops = first.lines.map((line) => cropLine(planes[plane](), line, frame));
      const logits = await reader.recognizer.run(crops);
      all.push(logits);
      keep(crops, logits);
    }
    keep(
      crops,
      first.lines.map((_, line) => meanOf(all.map((logits) => must(logits[line], 'logits of a line')))),
    );
  }
  return { best, frames };
}

function meanOf(logits: readonly LineLogits[]): LineLogits {
  const first = must(logits[0], 'logits');
  const { data } = first;
  const mean = new Float32Array(data.length);
  for (const { data: one } of logits) {
    for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) + (one[i] ?? 0) / logits.length;
  }
  return { ...first, data: mean };
}

function described(
  { zone, crops, logits, meanLogConfidence }: Attempt,
  frames: readonly Attempt[],
  tables: ClassTables,
  referenceDate: Date,
): ReadMrz {
  const lines = zone.lines.map((line, i) => located(line, must(crops[i], 'the crop of a line')));
  const texts = lines.map(({ text }) => text);
  const { fields, checkDigits } = parseMrz(zone.format, texts, referenceDate);
  const charactersAt = ({ line, start, end }: Span): readonly MrzCharacter[] =>
    lines[line]?.characters.slice(start, end) ?? [];
  const regionOf = (span: Span): Rect => {
    // An empty field (no given names) has no character: the place where it would start.
    const characters = charactersAt({
      ...span,
      end: Math.max(span.end, span.start + 1),
    });
    const shown =
      characters.length > 0 ? characters : charactersAt({ ...span, start: span.start - 1, end: span.start });
    return boundsOf(shown.flatMap(({ rectPx }) => cornersOf(rectPx)));
  };
  return {
    kind: 'read',
    format: zone.format,
    lines,
    fields: fields.map((field) => ({
      ...field,
      confidence: Math.min(1, ...charactersAt(field).map(({ confidence }) => confidence)),
      regionPx: regionOf(field),
    })),
    checkDigits: checkDigits.map(({ name, valid, expected, read, at }) => ({
      name,
      valid,
      expected,
      read,
      regionPx: regionOf(at),
    })),
    corrected: zone.lines.flatMap(({ characters }, line) =>
      characters.flatMap(({ char, firstChoice }, column) =>
        char === firstChoice ? [] : [{ line, column, from: firstChoice, to: char }],
      ),
    ),
    alternatives: alternativesTo(
      { lines: texts, score: zone.score },
      rulesOf(zone.format),
      exchangesOf(rulesOf(zone.format), zone.lines, logits, tables),
      [...zone.others, ...otherFrames(frames)],
    ),
    rotation: rotationOf(must(lines[0], 'a zone has lines').quad),
    confidence: Math.exp(meanLogConfidence),
  };
}

/** What other frames of the same lines read, each for its share of the looks. */
function otherFrames(frames: readonly Attempt[]): Reading[] {
  return frames.map(({ zone }) => ({
    lines: zone.lines.map(({ text }) => text),
    score: zone.score - Math.log(frames.length),
  }));
}

const cornersOf = ({ x, y, width, height }: Rect): Point[] => [
  { x, y },
  { x: x + width, y: y + height },
];

/** The part of the crop's height that glyphs take, with a little air. */
const glyphBand = { top: 0.14, bottom: 0.86 } as const;

function located(line: DecodedLine, crop: LineCrop): MrzLine {
  const [topLeft, topRight, , bottomLeft] = crop.quad;
  const height = Math.hypot(bottomLeft.x - topLeft.x, bottomLeft.y - topLeft.y);
  const toImage = (x: number, share: number): Point => {
    const a = x / crop.widthPx;
    const bend = crop.bends[Math.max(0, Math.min(crop.widthPx - 1, Math.round(x)))] ?? 0;
    const down = share + bend / height;
    return {
      x: topLeft.x + (topRight.x - topLeft.x) * a + (bottomLeft.x - topLeft.x) * down,
      y: topLeft.y + (topRight.y - topLeft.y) * a + (bottomLeft.y - topLeft.y) * down,
    };
  };
  // Column c of the net looks at pixels 4c to 4c + 3.
  const centers = line.characters.map(({ column }: DecodedCharacter) => column * 4 + 2);
  const last = centers.length - 1;
  const edge = (i: number): number => {
    if (i === 0) return 1.5 * (centers[0] ?? 0) - 0.5 * (centers[1] ?? cropHeightPx);
    if (i > last) return 1.5 * (centers[last] ?? 0) - 0.5 * (centers[last - 1] ?? 0);
    return ((centers[i - 1] ?? 0) + (centers[i] ?? 0)) / 2;
  };
  const characters = line.characters.map(({ char, confidence }, i) => ({
    char,
    confidence,
    rectPx: boundsOf(
      [edge(i), edge(i + 1)].flatMap((x) => [toImage(x, glyphBand.top), toImage(x, glyphBand.bottom)]),
    ),
  }));
  return { text: line.text, quad: crop.quad, characters };
}

function rotationOf([topLeft, topRight]: Quad): 0 | 90 | 180 | 270 {
  const quarter = Math.round(Math.atan2(topRight.y - topLeft.y, topRight.x - topLeft.x) / (Math.PI / 2));
  return must(([0, 90, 180, 270] as const)[(quarter + 4) % 4], 'a quarter turn');
}
