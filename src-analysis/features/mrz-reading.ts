import type { DocumentField, FieldName, Mrz } from '#shared/domain/analysis.ts';
import { boundsOf, type Rect } from '#shared/domain/geometry.ts';
import type { CaptureId } from '#shared/domain/ids.ts';
import type { MrzFieldName, Span } from '../mrz/formats.ts';
import { parseMrz, rulesOf } from '../mrz/parse.ts';
import type { MrzField, MrzLine, ReadMrz } from '../mrz/read-mrz.ts';
import type { MrzDate, MrzReading } from './feature-values.ts';
import { fieldTitlesInJson } from './field-titles.ts';

type FoundMrz = Extract<ReadMrz, { kind: 'read' }>;

/**
 * What was read of a zone, in the words of the result: fields with places, and how sure each check digit's characters are. Centuries of the
 * dates in other readings of it are resolved against `referenceDate`.
 */
export function toMrzReading(found: FoundMrz, captureId: CaptureId, referenceDate: Date): MrzReading {
  const lines = found.lines.map(({ text, characters }) => ({
    text,
    regionPx: boundsOfRects(characters.map(({ rectPx }) => rectPx)),
    characters: characters.map(({ char, confidence, rectPx }) => ({ char, confidence, regionPx: rectPx })),
  }));
  const mrz: Mrz = {
    format: found.format,
    captureId,
    regionPx: boundsOfRects(lines.map(({ regionPx }) => regionPx)),
    lines,
    checkDigits: found.checkDigits.map(({ name, valid, expected, read, regionPx }) => ({
      name,
      valid,
      expected,
      read,
      regionPx,
    })),
    corrected: found.corrected.map(({ line, column, from, to }) => ({ line, column, from, to })),
    alternatives: found.alternatives.map(({ lines: all, probability }) => ({ lines: [...all], probability })),
  };
  const otherValues = otherValuesOf(found, referenceDate);
  return {
    captureId,
    mrz,
    weakestByCheckDigit: Object.fromEntries(
      rulesOf(found.format).checkDigits.map(({ name, at, over }) => [
        name,
        weakest(found.lines, [at, ...over]),
      ]),
    ),
    birthDate: dateOf(found.fields, 'birthDate'),
    expiryDate: dateOf(found.fields, 'expiryDate'),
    fields: found.fields.flatMap((field) =>
      toDocumentField(field, found, captureId).map((own) => {
        const alternatives = [...(otherValues.get(field.name) ?? [])];
        return alternatives.length === 0 ? own : { ...own, alternatives };
      }),
    ),
  };
}

/** What fields say in the zone's other readings, likeliest first; those of another format have other fields. */
function otherValuesOf(
  { format, lines, fields, alternatives }: FoundMrz,
  referenceDate: Date,
): ReadonlyMap<MrzFieldName, ReadonlySet<string>> {
  const others = new Map<MrzFieldName, Set<string>>();
  for (const { lines: texts } of alternatives) {
    if (texts.length !== lines.length || texts.some((text, i) => text.length !== lines[i]?.text.length))
      continue;
    for (const { name, normalized } of parseMrz(format, texts, referenceDate).fields) {
      const own = fields.find((field) => field.name === name)?.normalized;
      if (normalized === null || normalized === '' || normalized === own) continue;
      others.set(name, (others.get(name) ?? new Set()).add(normalized));
    }
  }
  return others;
}

function weakest(lines: readonly MrzLine[], spans: readonly Span[]): number {
  const characters = spans.flatMap(({ line, start, end }) => lines[line]?.characters.slice(start, end) ?? []);
  return Math.min(1, ...characters.map(({ confidence }) => confidence));
}

function dateOf(fields: readonly MrzField[], name: MrzFieldName): MrzDate | null {
  const field = fields.find((candidate) => candidate.name === name);
  return field === undefined
    ? null
    : { printed: field.value, day: field.normalized, regionPx: field.regionPx };
}

const namesInResult: Readonly<Partial<Record<MrzFieldName, FieldName>>> = {
  surname: 'surname',
  givenNames: 'given-names',
  documentNumber: 'document-number',
  nationality: 'nationality',
  issuingState: 'issuing-state',
  birthDate: 'birth-date',
  sex: 'sex',
  expiryDate: 'expiry-date',
  optionalData: 'optional-data',
  patronymic: 'patronymic',
  issueDate: 'issue-date',
  divisionCode: 'division-code',
  optionalData2: 'optional-data',
};

function toDocumentField(
  field: MrzField,
  { format, lines }: FoundMrz,
  captureId: CaptureId,
): DocumentField[] {
  let name = namesInResult[field.name];
  // ICAO Doc 9303-4: a passport's optional data are the personal number, where there are any.
  if (field.name === 'optionalData' && format === 'TD3') name = 'personal-number';
  if (name === undefined || field.normalized === null) return [];
  const characters = lines[field.line]?.characters.slice(field.start, field.end) ?? [];
  return [
    {
      name,
      title: fieldTitlesInJson[name],
      value: field.value,
      normalized: field.normalized,
      confidence: field.confidence,
      source: 'mrz',
      captureId,
      regionPx: field.regionPx,
      characters: characters.map(({ char, confidence, rectPx }) => ({ char, confidence, regionPx: rectPx })),
      agreement: 'single',
    },
  ];
}

export function boundsOfRects(rects: readonly Rect[]): Rect {
  return boundsOf(
    rects.flatMap(({ x, y, width, height }) => [
      { x, y },
      { x: x + width, y: y + height },
    ]),
  );
}
