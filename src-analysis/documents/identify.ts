import type { Identification, MrzFormat } from '#shared/domain/analysis.ts';
import { must } from '#shared/lib/invariant.ts';
import { comparableLine, comparableText, holdsText, type ComparableLine } from '../features/compare-text.ts';
import type { DocumentDefinition, SideDefinition } from './definition.ts';

/** What was seen of a document, as far as it tells which one it is. */
export interface DocumentEvidence {
  /** `null` where no zone was read. */
  readonly zone: {
    readonly format: MrzFormat;
    /** Document code and issuing state as the zone has them, five characters with fillers. */
    readonly code: string;
    readonly state: string;
    readonly checkDigits: { readonly valid: number; readonly invalid: number };
  } | null;
  /** Whether there is a zone that was not read for doubt. */
  readonly hasUncertainZone: boolean;
  readonly barcodes: readonly {
    readonly symbology: string;
    readonly standard: 'AAMVA' | null;
    readonly country: string | null;
  }[];
  readonly sides: readonly SideEvidence[];
}

export interface SideEvidence {
  readonly side: 'front' | 'back';
  /** Width over height, upright; `null` where no edge says it. */
  readonly proportion: number | null;
  /** Lines of print; `null` where they were not read. */
  readonly lines: readonly string[] | null;
  /** Middle of the portrait as shares of the side's width and height; `null` where there is none. */
  readonly portrait: { readonly x: number; readonly y: number } | null;
  readonly searchedForBarcodes: boolean;
}

export interface IdentifiedDocument {
  readonly definition: DocumentDefinition;
  readonly identification: Identification;
}

type Signal = Identification['signals'][number];

/*
 * Natural logarithms of likelihood ratios. No count of real documents is at hand: where a number rests on a count, it is of the corpus'
 * split `tune` (45 documents of eleven kinds; n success of m as (n + 1) / (m + 2)), and docs/accuracy/types.md says on `test` how often a
 * stated confidence is right. The others are judged, and said to be.
 */

/** A check digit holds by chance in one zone of ten. */
const perCheckDigit = Math.log(10);
/** Form and document code of a family are met by chance in one of 150: its letter in one of 26, lengths and digits' places in one of 6. */
const zoneOfForm = 5;
/**
 * Of 105 check digits of zones that were taken for the right family none failed; of the one zone with a failed digit the family was
 * wrong, a visa's `V` read as a passport's `P`. So such a zone is hardly more than a sign that there is one.
 */
const doubtfulZone = 3;
/** Barcodes have an error correction that held: judged to be as good as proof. */
const proof = 8;
/** Documents of a family that has no zone, or no barcode of the standard, do not show one; but states differ from their own rules. Judged. */
const disproof = -5;
/** Of 28 zones that are there two were not found, both on hard pictures, which makes one in ten; people send worse ones: one in seven. */
const absentZone = -2;
/** A zone that could not be read surely is still one, unless the reader took a line of print for it. */
const uncertainZone = 1;
/** On none of 32 fronts of families with a portrait was it missed: one in 34, against one of three of documents that have none (judged). */
const absentPortrait = -2;
const displacedPortrait = -1.5;
const placedPortrait = 0.7;
/** Symbols of fine modules fail often, so that absence says little. */
const absentBarcode = -0.5;

/** Standard deviation of the logarithm of proportions: 0.057 on 13 hard pictures, 0.02 on 17 medium ones, 0.003 on easy ones. */
const proportionSpread = 0.06;
/** Proportions of documents lie between 1 : 1.5 and 1.9 : 1, evenly for want of better: the width of that in logarithms. */
const proportionRange = 1.1;
/** An outline may be that of more or less than the document, such as an open booklet: none of 47, so one in 49, doubled for real pictures. */
const leastProportionWeight = -3;
/** What documents of no known family are most often as large as, too: a card or a page (ISO/IEC 7810). */
const commonProportions = [85.6 / 53.98, 125 / 88];

/**
 * Which definition the document is of, by everything that was seen: weights add up as in naive Bayes, and a softmax over all definitions
 * makes them confidences. `definitions` has at least one.
 */
export function identify(
  evidence: DocumentEvidence,
  definitions: readonly DocumentDefinition[],
): IdentifiedDocument {
  const lines = new Map(
    evidence.sides.map((seen) => [seen, (seen.lines ?? []).map(comparableLine)] as const),
  );
  const scored = definitions.map((definition) => {
    const signals = signalsOf(evidence, lines, definition);
    return {
      definition,
      signals,
      score: definition.prior + signals.reduce((sum, { weight }) => sum + weight, 0),
    };
  });
  scored.sort((a, b) => b.score - a.score || (a.definition.id < b.definition.id ? -1 : 1));
  const best = must(scored[0], 'a definition');
  const total = scored.reduce((sum, { score }) => sum + Math.exp(score - best.score), 0);
  const asClass = ({ definition, signals, score }: typeof best): Identification['chosen'] => ({
    definition: definition.id,
    type: definition.type,
    country: countryOf(evidence, definition, signals),
    confidence: Math.exp(score - best.score) / total,
  });
  const [, next] = scored;
  return {
    definition: best.definition,
    identification: {
      chosen: asClass(best),
      runnerUp: next === undefined ? null : asClass(next),
      signals: [...best.signals, ...(next?.signals ?? [])]
        .map(({ kind, definition, weight, seen }) => ({ kind, definition, weight, seen }))
        .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)),
    },
  };
}

type CountrySignal = Signal & { readonly country?: string | null };

function signalsOf(
  evidence: DocumentEvidence,
  lines: ReadonlyMap<SideEvidence, readonly ComparableLine[]>,
  definition: DocumentDefinition,
): CountrySignal[] {
  const signals: CountrySignal[] = [];
  const add = (
    kind: Signal['kind'],
    weight: number,
    seen: string | null,
    country: string | null = null,
  ): void => {
    if (weight !== 0) signals.push({ kind, definition: definition.id, weight, seen, country });
  };
  // A definition of no size stands for whatever is of no family: nothing speaks against it, and all that fits another does.
  const isOpen = definition.sizeMm === null && definition.mrz === null;
  if (!isOpen) {
    addZone(evidence, definition, add);
    addBarcodes(evidence, definition, add);
  }
  for (const seen of evidence.sides) {
    const expected = definition[seen.side];
    add('size', proportionWeight(seen.proportion, definition.sizeMm), ratioText(seen.proportion));
    if (expected === null) continue;
    for (const { text, weight, country } of anchorsOn(lines.get(seen) ?? [], expected))
      add('anchor', weight, text, country);
    if (!isOpen) add('layout', portraitWeight(seen, expected, definition.sizeMm), 'portrait');
  }
  return signals;
}

/**
 * Of each line the weightiest words that it holds: `PASSPORT` and its forms in other languages are one thing seen, not four, as each is
 * found where another is printed.
 */
function anchorsOn(lines: readonly ComparableLine[], side: SideDefinition): SideDefinition['anchors'] {
  let anchors = heaviestFirst.get(side);
  if (anchors === undefined) {
    anchors = side.anchors
      .map((anchor) => ({ anchor, wanted: comparableText(anchor.text) }))
      .sort((a, b) => b.anchor.weight - a.anchor.weight);
    heaviestFirst.set(side, anchors);
  }
  // Loops and no closures, which would be compiled anew for every document.
  const seen = new Set<SideDefinition['anchors'][number]>();
  for (const line of lines) {
    for (const { anchor, wanted } of anchors) {
      if (!holdsText(line, wanted)) continue;
      seen.add(anchor);
      break;
    }
  }
  return [...seen];
}

/** Made comparable once: every document is held against all of them. */
const heaviestFirst = new WeakMap<
  SideDefinition,
  readonly { readonly anchor: SideDefinition['anchors'][number]; readonly wanted: string }[]
>();

type AddSignal = (kind: Signal['kind'], weight: number, seen: string | null) => void;

function addZone(evidence: DocumentEvidence, { mrz, countries }: DocumentDefinition, add: AddSignal): void {
  const { zone, sides, hasUncertainZone } = evidence;
  if (zone !== null) {
    const isOfStates = countries?.includes(zone.state) ?? true;
    const fits =
      mrz !== null &&
      isOfStates &&
      mrz.formats.includes(zone.format) &&
      new RegExp(mrz.documentCode, 'u').test(zone.code);
    const { valid, invalid } = zone.checkDigits;
    const whenFits = invalid > 0 ? doubtfulZone : zoneOfForm + valid * perCheckDigit;
    const weight = fits ? whenFits : invalid > 0 ? 0 : disproof;
    add('mrz', weight, `${zone.format} ${zone.code.replaceAll('<', '').slice(0, 5)}`);
    return;
  }
  if (mrz === null) {
    if (hasUncertainZone) add('mrz', absentZone, null);
    return;
  }
  if (hasUncertainZone) add('mrz', uncertainZone, null);
  else if (mrz.mandatory && sides.some(({ side }) => side === mrz.side)) add('mrz', absentZone, null);
}

function addBarcodes(evidence: DocumentEvidence, { barcodes }: DocumentDefinition, add: AddSignal): void {
  const standard = evidence.barcodes.find((symbol) => symbol.standard !== null);
  if (standard !== undefined) {
    const fits = barcodes.some((expected) => expected.standard === standard.standard);
    add('barcode', fits ? proof : disproof, standard.standard);
    return;
  }
  for (const { symbology, side, mandatory } of barcodes) {
    const found = evidence.barcodes.some((symbol) => symbol.symbology === symbology);
    if (found) add('barcode', 1, symbology);
    else if (mandatory && evidence.sides.some((seen) => seen.side === side && seen.searchedForBarcodes))
      add('barcode', absentBarcode, null);
  }
}

function proportionWeight(proportion: number | null, sizeMm: DocumentDefinition['sizeMm']): number {
  if (proportion === null) return 0;
  const whole = sizeMm === null ? 0 : sizeMm.width / sizeMm.height;
  // Of an open booklet one page may be shown alone.
  const expected =
    sizeMm === null ? commonProportions : sizeMm.height > sizeMm.width ? [whole, whole * 2] : [whole];
  const deviation = Math.min(...expected.map((ratio) => Math.abs(Math.log(proportion / ratio))));
  const atBest = Math.log(proportionRange / (proportionSpread * Math.sqrt(2 * Math.PI)));
  return Math.max(leastProportionWeight, atBest - deviation ** 2 / (2 * proportionSpread ** 2));
}

const ratioText = (proportion: number | null): string | null =>
  proportion === null ? null : `${proportion.toFixed(2)} : 1`;

function portraitWeight(
  { portrait }: SideEvidence,
  { regions }: SideDefinition,
  sizeMm: DocumentDefinition['sizeMm'],
): number {
  const expected = regions.find(({ kind }) => kind === 'portrait');
  if (expected === undefined) return 0;
  if (portrait === null) return expected.mandatory ? absentPortrait : 0;
  if (expected.place === null || sizeMm === null) return 0;
  const { leftMm, topMm, widthMm, heightMm } = expected.place;
  const [x, y] = [portrait.x * sizeMm.width - leftMm, portrait.y * sizeMm.height - topMm];
  return x >= 0 && y >= 0 && x <= widthMm && y <= heightMm ? placedPortrait : displacedPortrait;
}

/** By the zone, the barcode, the definition, or by what only one state prints; in this order. */
function countryOf(
  { zone, barcodes }: DocumentEvidence,
  { countries }: DocumentDefinition,
  signals: readonly CountrySignal[],
): string | null {
  if (zone !== null && zone.state !== '') return zone.state;
  const coded = barcodes.find(({ country }) => country !== null)?.country;
  if (coded !== undefined && coded !== null) return coded;
  if (countries?.length === 1) return countries[0] ?? null;
  const printed = signals
    .filter(({ country }) => country !== null && country !== undefined)
    .sort((a, b) => b.weight - a.weight);
  return printed[0]?.country ?? null;
}
