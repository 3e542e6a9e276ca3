import type { Analyzer } from '#analysis/analyze.ts';
import { decodeImage } from '#analysis/image/decode.ts';
import { toGray } from '#analysis/image/gray.ts';
import type { Ocr } from '#analysis/ocr/ocr.ts';
import { documentRequest } from '#cli/document-analysis.ts';
import { type DocumentOutcome, scoreDocument } from '#cli/document-evaluation.ts';
import type { MrzOutcome } from '#cli/evaluation.ts';
import { quadOverlap } from '#cli/quad-overlap.ts';
import type { Quad } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import type { CorpusItem } from '../corpus.ts';
import { corpusDay } from '../holders.ts';
import type { DocumentKind } from '../page-truth.ts';
import type { Level } from '../photograph/scene.ts';
import type { findByContours } from './contour-baseline.ts';
import { labelsOf } from './label.ts';
import { scoreRegions, type RegionOutcome } from './regions.ts';
import { flattened, parsedByMrz, tesseractText, zoneLines } from './tesseract-baseline.ts';

/** What a baseline made of one picture's zone. */
export interface BaselineZone extends MrzOutcome {
  readonly reader: string;
}

export interface PictureOverlaps {
  readonly file: string;
  readonly setting: string;
  readonly ours: number;
  /** Whether the told reading order is the true one. */
  readonly isUpright: boolean;
  /** `null` where it was not asked. */
  readonly contours: number | null;
  /** Of a second document in the picture; `null` where there is none. */
  readonly second: number | null;
}

/** All that was measured on one document, plain enough for JSON. */
export interface ItemRecord {
  readonly level: Level;
  readonly kind: DocumentKind;
  readonly outcome: DocumentOutcome;
  /** The definition that the pipeline named; `null` where it names none. */
  readonly definition: string | null;
  /** How sure it says to be of that; `null` where it names none. */
  readonly confidence: number | null;
  readonly overlaps: readonly PictureOverlaps[];
  readonly zones: readonly BaselineZone[];
  readonly regions: readonly RegionOutcome[];
  /** Printed values that stand anywhere in Tesseract's text of the flattened sides; `null` where it was not asked. */
  readonly printFound: { readonly found: number; readonly of: number } | null;
}

export interface MeasureOptions {
  readonly analyzer: Analyzer;
  /** The outline baseline; without it, it is not measured. */
  readonly contoursOf: ((image: Parameters<typeof findByContours>[1]) => Quad | null) | null;
  readonly withTesseract: boolean;
  /** Tesseract in WebAssembly, slow; without it, it is not measured. */
  readonly tesseractJs: Ocr | null;
}

export async function measureItem(
  level: Level,
  item: CorpusItem,
  options: MeasureOptions,
): Promise<ItemRecord> {
  const truth = labelsOf(item);
  const request = documentRequest(
    item.pictures.map(({ side, bytes }) => ({ side: side.side, bytes })),
    corpusDay,
  );
  const result = await options.analyzer.analyze(request);
  if (!result.ok) throw new Error(`the pipeline could not run: ${result.code}`);
  const ids = request.captures.map(({ captureId }) => captureId);
  const outcome = scoreDocument(truth, result.analysis, ids);
  const [step] = result.analysis.steps;
  const overlaps: PictureOverlaps[] = [];
  const texts: string[] = [];
  const regions: RegionOutcome[] = [];
  const zones: BaselineZone[] = [];
  const language = item.document.country === 'RUS' ? 'rus+eng' : 'eng';
  for (const [index, picture] of item.pictures.entries()) {
    const decoded = await decodeImage(picture.bytes);
    const image = must(decoded.ok ? decoded.image : null, 'a picture that decodes');
    const capture = step?.captures.find(({ id }) => id === ids[index]);
    const told = (capture?.documentQuadPx ?? null) as Quad | null;
    const over = (quad: Quad | null, truthQuad: Quad): number =>
      quad === null ? 0 : quadOverlap(quad, truthQuad, picture);
    const contourQuad = options.contoursOf?.(image) ?? null;
    const every = [picture.quadPx, ...picture.otherQuadsPx];
    // With two documents either may be taken for the one that is meant.
    const best = (quad: Quad | null): number => Math.max(...every.map((candidate) => over(quad, candidate)));
    const allTold = [told, ...((capture?.otherDocumentQuadsPx ?? []) as readonly Quad[])];
    overlaps.push({
      file: picture.name,
      setting: picture.scene.setting,
      ours: best(told),
      isUpright: outcome.outlines[index]?.isUpright ?? false,
      contours: options.contoursOf === null ? null : best(contourQuad),
      second:
        every.length < 2
          ? null
          : Math.min(...every.map((quad) => Math.max(...allTold.map((candidate) => over(candidate, quad))))),
    });
    if (every.length === 1) {
      const toldRegions = (step?.document?.regions ?? []).filter(({ captureId }) => captureId === ids[index]);
      regions.push(...scoreRegions(picture, toldRegions));
    }
    if (!options.withTesseract) continue;
    const flat = await flattened(image, picture.quadPx, picture.side);
    const [whole, helped] = [
      await tesseractText(picture.bytes, 1, language),
      await tesseractText(flat, 3, language),
    ];
    texts.push(helped);
    if (truth.mrzLines === null) continue;
    const expected = picture.side.mrz?.lines ?? [];
    const readings: [reader: string, text: string][] = [
      ['tesseract --psm 1', whole],
      ['tesseract --psm 3, page flattened by its truth', helped],
    ];
    if (options.tesseractJs !== null)
      readings.push(['tesseract.js, page flattened by its truth', await wordsOf(options.tesseractJs, flat)]);
    for (const [reader, text] of readings) {
      const lines = zoneLines(text);
      for (const autocorrect of [false, true]) {
        const parsed = lines === null ? null : parsedByMrz(lines, autocorrect);
        zones.push({
          reader: autocorrect ? `${reader}, mrz autocorrect` : reader,
          file: picture.name,
          expected,
          read: parsed?.lines ?? null,
          allCheckDigitsValid: parsed?.allCheckDigitsValid ?? false,
          ms: 0,
        });
      }
    }
  }
  const printed = truth.fields.filter(({ source }) => source === 'viz').map(({ name }) => name);
  return {
    level,
    kind: item.document.kind,
    outcome,
    definition: step?.document?.identification?.chosen.definition ?? null,
    confidence: step?.document?.identification?.chosen.confidence ?? null,
    overlaps,
    zones,
    regions,
    printFound: options.withTesseract
      ? { found: countFound(item, printed, texts), of: printed.length }
      : null,
  };
}

/** What an engine of the product reads of a picture file at 300 dpi, line by line. */
async function wordsOf(ocr: Ocr, bytes: Uint8Array): Promise<string> {
  const decoded = await decodeImage(bytes);
  const image = toGray(must(decoded.ok ? decoded.image : null, 'a picture that decodes'));
  const read = await ocr.read(Promise.resolve({ image, dpi: 300 }), { psm: 3 });
  if (read?.ok !== true) throw new Error(`tesseract.js could not read: ${read?.code ?? 'no page'}`);
  const lines = new Map<number, string[]>();
  for (const { line, text } of read.words) lines.set(line, [...(lines.get(line) ?? []), text]);
  return [...lines.values()].map((words) => words.join(' ')).join('\n');
}

/** How many of the printed values stand, as printed, in the texts. */
function countFound(item: CorpusItem, printed: readonly string[], texts: readonly string[]): number {
  const squeezed = (text: string): string => text.toUpperCase().replace(/\s+/g, ' ');
  const all = texts.map(squeezed).join(' ');
  return item.pictures
    .flatMap(({ side }) => side.fields)
    .filter(({ name, source }) => source === 'viz' && printed.includes(name))
    .filter(({ value }) => all.includes(squeezed(value))).length;
}
