import type { DocumentReading, FieldSource } from '#shared/domain/analysis.ts';
import { boundsOf, type Quad, type Rect } from '#shared/domain/geometry.ts';
import { homographyToQuad, invertHomography, mapPoint } from '#shared/domain/homography.ts';
import type { RgbRaster } from '../image/raster.ts';
import { toGray } from '../image/gray.ts';
import { warpQuad } from '../image/warp.ts';
import type { ReadMrz } from '../mrz/read-mrz.ts';
import type { Ocr } from '../ocr/ocr.ts';
import type { Policy } from '../policy/policy.ts';
import type { DocumentSide, DocumentStep } from './document-features.ts';
import { found, missing, type FeatureOutcome } from './feature-outcome.ts';
import type { FeatureValues } from './feature-values.ts';
import { comparedWidthPx, likenessInDetail } from './held-likeness.ts';
import { numberLikeness } from './number-likeness.ts';
import { withoutTwins } from './number-readings.ts';
import { frameOf, proportionOf, readPrint } from './printed-page.ts';
import { coverOfPlaces } from './quality-cover.ts';
import type { HeldFacts } from './selfie-features.ts';

type Sameness = FeatureValues['heldSameness'];

/** What is known of the document of the document step. */
export interface KnownDocument extends Pick<DocumentStep, 'sides'> {
  readonly reading: Pick<DocumentReading, 'fields'> | null;
}

export interface HeldSamenessDeps {
  readonly ocr: Ocr;
  readonly signal: AbortSignal;
}

/** Measured from here on: a card of 240 px. Below, words are no longer bars of their own length. */
const leastComparedPx = 200;
/** Print 2 mm high of a card has 10 px here; below, neither zone nor print is read surely. */
const leastReadPx = 450;
/** The zone is read at up to this width; more makes it no clearer. */
const mostReadPx = 1400;
const readProportionPx = 1000;
/** Outlines in hands that were less sure than this were off more often. */
const sureOutline = 0.8;
/** An outline whose proportion is off by more has a side in the wrong place: print does not lie where it should, and unlikeness means nothing. */
const mostOffShape = 0.15;
/** Shorter numbers may stand somewhere in the print by chance. */
const leastNumberLength = 6;
/** Characters of a zone and words of print that are as sure as this are taken at their word: the policy's for readings that speak against a document. */
const sureCharacter = 0.9;

/**
 * What says that the document in the hand is, or is not, the one of the document step: its number where zone or print can be read, its look, and what it looks like
 * where the number stands. Fails where it has too few pixels for any, and where nothing is known to hold it against.
 */
export async function measureSameness(
  held: HeldFacts | null,
  document: KnownDocument | null,
  deps: HeldSamenessDeps,
): Promise<FeatureOutcome<Sameness>> {
  const quad = held?.quadPx ?? null;
  if (held === null || quad === null) return missing('held-not-found');
  if (document === null || document.sides.length === 0) return missing('document-not-found');
  const widthPx = longSideOf(quad);
  if (widthPx < leastComparedPx) return missing('held-too-small');
  const gray = toGray(held.image);
  const likenesses = document.sides.flatMap((side) => {
    const heightPx = Math.round(comparedWidthPx / proportionOf(side.quadPx));
    // A document on end is compared lying, as wide as others: a spread of two pages has as much print again.
    if (heightPx < 48 || heightPx > 3 * comparedWidthPx) return [];
    const likeness = likenessInDetail({ gray, quad }, { gray: side.gray, quad: side.quadPx }, heightPx);
    return likeness === null ? [] : [likeness];
  });
  const figures = document.sides.flatMap((side) => {
    const places = numberPlacesOn(side, document.reading);
    const alike = numberLikeness({ gray, quad }, { gray: side.gray, quad: side.quadPx }, places);
    return alike === null ? [] : [{ alike, covered: coveredLeast(held.image, quad, side.quadPx, places) }];
  });
  const best = figures.toSorted((a, b) => b.alike - a.alike)[0] ?? null;
  deps.signal.throwIfAborted();
  const number = widthPx < leastReadPx ? null : await readNumber(held, quad, document, deps);
  return found({
    captureId: held.capture.input.captureId,
    regionPx: boundsOf(quad),
    number,
    likeness: likenesses.length === 0 ? null : Math.max(...likenesses),
    figures: best?.alike ?? null,
    numberCovered: best?.covered ?? null,
    isOutlineSure:
      held.confidence >= sureOutline && document.sides.some((side) => isOfShape(quad, side.quadPx)),
  });
}

/** Where a side has its number: printed, else in its zone, of which other numbers share the fillers around. */
function numberPlacesOn({ captureId }: DocumentSide, reading: KnownDocument['reading']): readonly Rect[] {
  const ofSource = (wanted: FieldSource): readonly Rect[] =>
    (reading?.fields ?? [])
      .filter(
        (field) =>
          field.name === 'document-number' && field.source === wanted && field.captureId === captureId,
      )
      .map(({ regionPx }) => regionPx);
  const printed = ofSource('viz');
  return printed.length > 0 ? printed : ofSource('mrz');
}

/** Of the places of the number on a side, how much of the least hidden one lies under fingers, at the same places of the document in the hand: one that is seen is enough. */
function coveredLeast(image: RgbRaster, quad: Quad, known: Quad, placesPx: readonly Rect[]): number | null {
  const toPicture = homographyToQuad(1, 1, known);
  const toPage = toPicture && invertHomography(toPicture);
  if (toPage === undefined) return null;
  const places = placesPx.map(({ x, y, width, height }) =>
    boundsOf(
      [
        { x, y },
        { x: x + width, y },
        { x, y: y + height },
        { x: x + width, y: y + height },
      ].map((corner) => mapPoint(toPage, corner)),
    ),
  );
  const covered = coverOfPlaces(image, quad, places);
  return covered === undefined || covered.length === 0 ? null : Math.min(...covered);
}

/** Not run where look and number leave it open: a document of the same kind looks much like another. */
export function decidable(
  outcome: FeatureOutcome<Sameness>,
  { thresholds }: Pick<Policy, 'thresholds'>,
): FeatureOutcome<Sameness> {
  if (!outcome.ok || outcome.value.number !== null) return outcome;
  const { likeness, figures, numberCovered, isOutlineSure } = outcome.value;
  const isSame = likeness !== null && likeness >= thresholds.heldSameLikeness.value;
  const isOther = likeness !== null && isOutlineSure && likeness <= thresholds.heldOtherLikeness.value;
  const hasOtherFigures = figures !== null && isOutlineSure && figures < thresholds.heldSameFigures.value;
  const isCovered =
    numberCovered !== null && isOutlineSure && numberCovered >= thresholds.heldNumberCovered.value;
  return isSame || isOther || hasOtherFigures || isCovered ? outcome : missing('held-undecided');
}

async function readNumber(
  { capture, image }: HeldFacts,
  quad: Quad,
  { reading }: KnownDocument,
  deps: HeldSamenessDeps,
): Promise<Sameness['number']> {
  const expected = new Set(
    (reading?.fields ?? [])
      .filter(({ name, confidence }) => name === 'document-number' && confidence >= sureCharacter)
      .map(({ value, normalized }) => plain(normalized ?? value))
      .filter((number) => number.length >= leastNumberLength),
  );
  if (expected.size === 0) return null;
  const byZone = numberOfZone(await capture.mrzOn(flatOf(image, quad)));
  if (byZone !== null) return expected.has(byZone) ? 'same' : 'other';
  const framed = frameOf({ gray: toGray(image), outline: { quad }, mrz: null }, []);
  const { words } = await readPrint(framed, ['eng'], deps);
  const print = plain(words.map(({ text }) => text).join(''));
  // Print proves only that it is the same: a number that is not there may have been misread.
  return [...expected].some((number) => print.includes(number)) ? 'same' : null;
}

/** The number by a zone whose every character of it is sure and whose check digit holds; else `null`. */
function numberOfZone(zone: ReadMrz): string | null {
  if (zone.kind !== 'read' || zone.alternatives.length > 0) return null;
  const field = zone.fields.find(({ name }) => name === 'documentNumber');
  const digit = zone.checkDigits.find(({ name }) => name === 'document-number');
  if (field === undefined || digit?.valid !== true || field.confidence < sureCharacter) return null;
  return plain(field.normalized ?? field.value);
}

const isOfShape = (quad: Quad, known: Quad): boolean =>
  Math.abs(Math.log(proportionOf(quad) / proportionOf(known))) <= mostOffShape;

function flatOf(image: RgbRaster, quad: Quad): RgbRaster {
  const width = Math.round(Math.min(mostReadPx, Math.max(readProportionPx, longSideOf(quad))));
  return warpQuad(image, quad, width, Math.max(1, Math.round(width / proportionOf(quad)))) ?? image;
}

const plain = (number: string): string =>
  withoutTwins(number.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, ''));

const longSideOf = ([a, b, c, d]: Quad): number => {
  const far = (p: Quad[0], q: Quad[0]): number => Math.hypot(p.x - q.x, p.y - q.y);
  return Math.max(far(a, b) + far(d, c), far(a, d) + far(b, c)) / 2;
};
