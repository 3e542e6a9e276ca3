import { editDistance } from '#analysis/features/compare-text.ts';
import type {
  Analysis,
  DocumentField,
  FieldName,
  FieldSource,
  FindingStatus,
} from '#shared/domain/analysis.ts';
import type { Quad } from '#shared/domain/geometry.ts';
import type { DocumentType } from '#shared/domain/scenario.ts';
import type { MrzOutcome } from './evaluation.ts';
import { quadOverlap } from './quad-overlap.ts';

/** What is known of a document; `null` where nobody labeled it, and then it is not measured. */
export interface LabeledDocument {
  readonly name: string;
  readonly type: DocumentType | null;
  readonly country: string | null;
  /** Empty where the document has no zone. */
  readonly mrzLines: readonly string[] | null;
  readonly barcodes: readonly string[] | null;
  readonly fields: readonly LabeledField[];
  readonly pictures: readonly LabeledPicture[];
}

export interface LabeledField {
  readonly name: FieldName;
  /** `any` is met by whatever source is surest. */
  readonly source: FieldSource | 'any';
  /** ISO days; names and places as printed. */
  readonly value: string;
}

export interface LabeledPicture {
  readonly file: string;
  readonly side: 'front' | 'back';
  readonly quadPx: Quad | null;
}

export interface FieldOutcome extends LabeledField {
  readonly told: string | null;
  readonly isRight: boolean;
  /** Edit distance to the truth, at most its length. */
  readonly wrongCharacters: number;
}

export interface OutlineOutcome {
  readonly file: string;
  /** 0 where none was found. */
  readonly overlap: number;
  readonly isFound: boolean;
  /** The told first corner is nearest to the true one: the document is the right way up. */
  readonly isUpright: boolean;
  readonly confidence: number | null;
  readonly source: string | null;
}

export interface DocumentOutcome {
  readonly name: string;
  readonly type: { readonly expected: string; readonly told: string } | null;
  readonly country: { readonly expected: string; readonly told: string } | null;
  readonly mrz: MrzOutcome | null;
  readonly fields: readonly FieldOutcome[];
  readonly barcodes: readonly { readonly expected: string; readonly isRight: boolean }[];
  readonly outlines: readonly OutlineOutcome[];
  readonly findings: readonly {
    readonly id: string;
    readonly status: FindingStatus;
    readonly reason: string | null;
    readonly score: number | null;
    readonly threshold: number | null;
  }[];
  readonly ms: number;
}

/** One document's analysis held against what is known of it. `captureIds` are those of its pictures, in their order. */
export function scoreDocument(
  truth: LabeledDocument,
  analysis: Analysis,
  captureIds: readonly string[],
): DocumentOutcome {
  const step = analysis.steps.find(({ type }) => type === 'document');
  const reading = step?.document ?? null;
  const mrz = reading?.mrz ?? null;
  return {
    name: truth.name,
    type: truth.type === null ? null : { expected: truth.type, told: reading?.type ?? 'unknown' },
    country: truth.country === null ? null : { expected: truth.country, told: reading?.country ?? '' },
    mrz:
      truth.mrzLines === null
        ? null
        : {
            file: truth.name,
            expected: truth.mrzLines,
            read: mrz === null ? null : mrz.lines.map(({ text }) => text),
            allCheckDigitsValid: mrz?.checkDigits.every(({ valid }) => valid) ?? false,
            ms: analysis.pipeline.durationMs,
          },
    fields: truth.fields.map((field) => scoreField(field, reading?.fields ?? [])),
    barcodes: (truth.barcodes ?? []).map((expected) => ({
      expected,
      isRight: (reading?.barcodes ?? []).some(({ text }) => sameBarcode(text, expected)),
    })),
    outlines: truth.pictures.flatMap((picture, index): OutlineOutcome[] => {
      const capture = step?.captures.find(({ id }) => id === captureIds[index]);
      if (picture.quadPx === null || capture === undefined) return [];
      const told = capture.documentQuadPx as Quad | null;
      const size = { width: capture.width ?? 0, height: capture.height ?? 0 };
      return [
        {
          file: picture.file,
          overlap: told === null ? 0 : quadOverlap(told, picture.quadPx, size),
          isFound: told !== null,
          isUpright: told !== null && nearestCorner(told, picture.quadPx) === 0,
          confidence: capture.outline?.confidence ?? null,
          source: capture.outline?.source ?? null,
        },
      ];
    }),
    findings: analysis.findings.map(({ id, status, reason, score, threshold }) => ({
      id,
      status,
      reason: reason ?? null,
      score: score ?? null,
      threshold: threshold ?? null,
    })),
    ms: analysis.pipeline.durationMs,
  };
}

function scoreField(truth: LabeledField, fields: readonly DocumentField[]): FieldOutcome {
  const [told] = fields
    .filter(({ name, source }) => name === truth.name && (truth.source === 'any' || source === truth.source))
    .toSorted((a, b) => b.confidence - a.confidence);
  const expected = comparable(truth.name, truth.value);
  if (told === undefined) return { ...truth, told: null, isRight: false, wrongCharacters: expected.length };
  // As it stands there or in the form it is normalized to: either is the truth told.
  const readings = [told.normalized, told.value]
    .filter((reading) => reading !== null)
    .map((reading) => comparable(truth.name, reading));
  const distances = readings.map((reading) => editDistance(expected, reading));
  const wrongCharacters = Math.min(expected.length, ...distances);
  return {
    ...truth,
    told: told.normalized ?? told.value,
    isRight: readings.includes(expected),
    wrongCharacters,
  };
}

/** Upper case and single spaces; of numbers and codes nothing but letters and digits, since documents space them as they like. */
function comparable(name: FieldName, text: string): string {
  const upper = text.normalize('NFC').toUpperCase();
  return name.endsWith('-number') || name.endsWith('-code') || name === 'licence-categories'
    ? upper.replace(/[^\p{L}\p{N}]/gu, '')
    : upper.replace(/\s+/g, ' ').trim();
}

/** Control characters may be written as escapes, and line ends differ. */
function sameBarcode(told: string, expected: string): boolean {
  const plain = (text: string): string =>
    text.replace(/\\x[0-9a-f]{2}|<[A-Z]{2}>/gi, '').replace(/\p{Cc}/gu, '');
  return plain(told) === plain(expected);
}

function nearestCorner(told: Quad, truth: Quad): number {
  const distances = told.map(({ x, y }) => Math.hypot(x - truth[0].x, y - truth[0].y));
  return distances.indexOf(Math.min(...distances));
}
