import type {
  DocumentField,
  DocumentReading,
  DocumentRegion,
  FieldName,
  FieldSource,
  RegionKind,
} from '#shared/domain/analysis.ts';
import { boundsOf, type Rect } from '#shared/domain/geometry.ts';
import type { ScenarioStep } from '#shared/domain/scenario.ts';
import type { FeatureOutcomes } from '../checks/check.ts';
import type { DocumentDefinition } from '../documents/definition.ts';
import type { FaceCalibration } from '../faces/calibration.ts';
import { compareFaces } from '../faces/similarity.ts';
import { statedDatesOf, wholeDayOf } from './document-dates.ts';
import type { DocumentStep } from './document-features.ts';
import { found, missing, type FeatureOutcome, type MissingReason } from './feature-outcome.ts';
import type { FeatureValues, MrzReading, ReadingPair } from './feature-values.ts';
import { mrzLayoutOf } from './mrz-layout.ts';
import { otherDocumentsOf } from './other-documents.ts';
import { sexOfPatronymic } from './patronymic-sex.ts';

/**
 * What checks of a document's content need, made of what was read and of what its family demands: pure. Where the family has no such
 * thing, the feature is missing as `not-applicable`, and as `zone-not-needed` where it is a zone that it may have; where the family is not known surely, as `type-unsure`.
 */
export function documentFactsOf(
  step: DocumentStep,
  { mrzRequired }: Pick<ScenarioStep, 'mrzRequired'>,
  calibration: FaceCalibration | null,
): FeatureOutcomes {
  const { features, reading, definition } = step;
  const { mrz } = features;
  const zone = mrz.ok ? mrz.value : null;
  // A family that need not have a zone misses none; a picture that shows one all the same is judged by it.
  const whyNoZone = zone === null ? noZoneOf(definition) : null;
  const withoutZone = <Value>(outcome: FeatureOutcome<Value>): FeatureOutcome<Value> =>
    whyNoZone !== null && !outcome.ok && outcome.reason === 'mrz-not-found' ? missing(whyNoZone) : outcome;
  const search = features.mrzSearch;
  const isSearchInVain = search.ok && search.value.reading === null && search.value.uncertain === null;
  const whenUnread: MissingReason = mrz.ok ? 'document-not-found' : mrz.reason;
  if (reading === null) return { ...features, ...missingFacts(whenUnread) };
  const dates = statedDatesOf(reading.fields, zone);
  const birth =
    features.birthDate.ok || zone !== null ? features.birthDate : wholeDayOf(dates.birth, whenUnread);
  const expiry =
    features.expiryDate.ok || zone !== null
      ? features.expiryDate
      : wholeDayOf(dates.expiry, 'expiry-not-stated');
  return {
    ...features,
    mrz: withoutZone(mrz),
    mrzSearch: whyNoZone !== null && isSearchInVain && !mrzRequired ? missing(whyNoZone) : search,
    printedFields: withoutZone(features.printedFields),
    zoneFont: withoutZone(features.zoneFont),
    birthDate: birth,
    expiryDate: expiry,
    documentDates:
      dates.birth === null && dates.issue === null && dates.expiry === null
        ? missing(zone === null ? whenUnread : 'date-unreadable')
        : found(dates),
    issueRules: issueRulesOf(step, dates, birth),
    documentNumber: numberOf(reading.fields, step),
    mrzForm: zone === null ? withoutZone(missing(whenUnread)) : formOf(zone, step),
    mrzLayout: zone === null ? withoutZone(missing(whenUnread)) : layoutOf(zone, step),
    patronymicSex: patronymicSexOf(reading.fields),
    barcodeFields: barcodeFieldsOf(reading, step),
    sidesLikeness: sidesLikenessOf(step),
    sideTypes: sideTypesOf(step),
    sharedFields: sharedFieldsOf(reading, step),
    otherDocuments: othersOf(step),
    mandatoryElements: elementsOf(reading, step),
    ghostComparison: ghostOf(step, calibration),
    documentCover: coverOf(step),
  };
}

/** Why nobody misses a zone; `null` where the family must have one, and where it is not surely known. */
function noZoneOf(definition: DocumentDefinition | null): MissingReason | null {
  if (definition === null || definition.mrz?.mandatory === true) return null;
  return definition.mrz === null ? 'not-applicable' : 'zone-not-needed';
}

const factNames = [
  'documentDates',
  'issueRules',
  'documentNumber',
  'mrzForm',
  'mrzLayout',
  'patronymicSex',
  'barcodeFields',
  'sidesLikeness',
  'sideTypes',
  'sharedFields',
  'otherDocuments',
  'mandatoryElements',
  'ghostComparison',
  'documentCover',
] as const satisfies readonly (keyof FeatureValues)[];

function missingFacts(reason: MissingReason): FeatureOutcomes {
  return Object.fromEntries(factNames.map((name) => [name, missing(reason)]));
}

type Dates = FeatureValues['documentDates'];

function issueRulesOf(
  { definition }: DocumentStep,
  dates: Dates,
  birth: FeatureOutcome<FeatureValues['birthDate']>,
): FeatureOutcome<FeatureValues['issueRules']> {
  if (definition === null) return missing('type-unsure');
  const { rules } = definition;
  const hasRules =
    rules.leastAgeAtIssue !== null || rules.mostYearsValid !== null || rules.exchangeAtAges.length > 0;
  if (!hasRules) return missing('not-applicable');
  const issue = wholeDayOf(dates.issue, 'issue-date-not-read');
  if (!issue.ok) return issue;
  if (!birth.ok) return birth;
  const expiry = wholeDayOf(dates.expiry, 'expiry-not-stated');
  return found({
    rules,
    birth: birth.value,
    issue: issue.value,
    expiry: expiry.ok ? expiry.value : null,
  });
}

/** A field's best reading: that of the zone before that of the barcode before that of the print. */
function readingOf(fields: readonly DocumentField[], name: FieldName): DocumentField | undefined {
  const order: Readonly<Record<FieldSource, number>> = { mrz: 0, barcode: 1, viz: 2 };
  return fields
    .filter((field) => field.name === name && field.normalized !== null)
    .sort((a, b) => order[a.source] - order[b.source])[0];
}

function numberOf(
  fields: readonly DocumentField[],
  { definition }: DocumentStep,
): FeatureOutcome<FeatureValues['documentNumber']> {
  if (definition === null) return missing('type-unsure');
  if (definition.numberPattern === null) return missing('not-applicable');
  const field = readingOf(fields, 'document-number');
  return field === undefined
    ? missing('number-not-read')
    : found({ field, pattern: definition.numberPattern });
}

function formOf(
  { captureId, mrz, fields }: MrzReading,
  { definition }: DocumentStep,
): FeatureOutcome<FeatureValues['mrzForm']> {
  return found({
    format: mrz.format,
    formats: definition?.mrz?.formats ?? [mrz.format],
    states: fields.filter(({ name }) => name === 'issuing-state' || name === 'nationality'),
    captureId,
    regionPx: mrz.regionPx,
  });
}

function layoutOf(
  { mrz }: MrzReading,
  { placements }: DocumentStep,
): FeatureOutcome<FeatureValues['mrzLayout']> {
  const placement = placements.find(({ captureId }) => captureId === mrz.captureId);
  const { quadPx = null, outline = null } = placement ?? {};
  return mrzLayoutOf(mrz, quadPx === null || outline === null ? null : { quadPx, source: outline.source });
}

function patronymicSexOf(fields: readonly DocumentField[]): FeatureOutcome<FeatureValues['patronymicSex']> {
  const stated = readingOf(fields, 'sex');
  const candidates = [readingOf(fields, 'patronymic'), readingOf(fields, 'given-names')];
  for (const field of candidates) {
    // Where given names and patronymic stand together, the patronymic is the last word.
    const words = (field?.normalized ?? '').split(/\s+/);
    const isGiven = field?.name === 'given-names';
    const told = isGiven && words.length < 2 ? null : sexOfPatronymic(words.at(-1) ?? '');
    if (field === undefined || told === null) continue;
    if (stated === undefined) return missing('sex-not-read');
    return found({ stated, patronymic: field, told });
  }
  return missing('not-applicable');
}

/** Readings of one field from two sources, by the cross-checks that were made of them. */
function pairsOf({ fields, crossChecks }: DocumentReading): ReadingPair[] {
  return crossChecks.flatMap(({ name, a, b, agreement }): ReadingPair[] => {
    const [one, other] = [a, b].map((source) =>
      fields.find((field) => field.name === name && field.source === source),
    );
    return one === undefined || other === undefined ? [] : [{ name, a: one, b: other, agreement }];
  });
}

function barcodeFieldsOf(
  reading: DocumentReading,
  { definition }: DocumentStep,
): FeatureOutcome<FeatureValues['barcodeFields']> {
  const pairs = pairsOf(reading).filter(({ a, b }) => a.source === 'barcode' || b.source === 'barcode');
  if (pairs.length > 0) return found(pairs);
  if (reading.barcodes.some(({ standard }) => standard !== null)) return missing('no-printed-field-read');
  const hasOne = definition?.barcodes.some(({ standard }) => standard !== null) ?? false;
  if (hasOne) return missing('barcode-not-read');
  return missing(definition === null ? 'type-unsure' : 'not-applicable');
}

/** Fields whose normalized forms are the same in every script. */
const plainFields: readonly FieldName[] = ['document-number', 'birth-date', 'expiry-date', 'sex'];

/** Why two sides cannot be held against each other; `null` where there are two pictures. */
function sidesRefusal({ placements, features }: DocumentStep): MissingReason | null {
  const asked = features.documentCaptures.ok ? features.documentCaptures.value : [];
  if (asked.length < 2) return 'not-applicable';
  return placements.length < 2 ? 'capture-missing' : null;
}

function sidesLikenessOf(step: DocumentStep): FeatureOutcome<FeatureValues['sidesLikeness']> {
  const refusal = sidesRefusal(step);
  if (refusal !== null) return missing(refusal);
  const { placements, sideLikeness } = step;
  if (sideLikeness === null) return missing('outline-unclear');
  return found({
    regions: placements.flatMap(({ captureId, quadPx }) =>
      quadPx === null ? [] : [{ captureId, regionPx: boundsOf(quadPx) }],
    ),
    likeness: sideLikeness,
  });
}

function sideTypesOf(step: DocumentStep): FeatureOutcome<FeatureValues['sideTypes']> {
  const refusal = sidesRefusal(step);
  if (refusal !== null) return missing(refusal);
  return found({
    types: step.unlikeTypes,
    regions: step.placements.flatMap(({ captureId, quadPx }) =>
      quadPx === null ? [] : [{ captureId, regionPx: boundsOf(quadPx) }],
    ),
  });
}

function sharedFieldsOf(
  reading: DocumentReading,
  step: DocumentStep,
): FeatureOutcome<FeatureValues['sharedFields']> {
  const refusal = sidesRefusal(step);
  if (refusal !== null) return missing(refusal);
  const crossed = pairsOf(reading).filter(({ a, b }) => a.captureId !== b.captureId);
  const [first] = step.placements;
  const ofFirst = reading.fields.filter(({ captureId }) => captureId === first?.captureId);
  const ofOther = reading.fields.filter(({ captureId }) => captureId !== first?.captureId);
  const plain = ofFirst.flatMap((a) =>
    ofOther.flatMap((b): ReadingPair[] => {
      const isPair = a.name === b.name && plainFields.includes(a.name);
      if (!isPair || a.normalized === null || b.normalized === null) return [];
      return [{ name: a.name, a, b, agreement: a.normalized === b.normalized ? 'agrees' : 'differs' }];
    }),
  );
  const pairs = [...crossed, ...plain.filter(({ name }) => !crossed.some((pair) => pair.name === name))];
  return pairs.length === 0 ? missing('no-shared-field') : found(pairs);
}

function othersOf({ placements, definition }: DocumentStep): FeatureOutcome<FeatureValues['otherDocuments']> {
  const located = placements.flatMap(({ captureId, quadPx, otherQuadsPx }) =>
    quadPx === null
      ? []
      : [
          {
            captureId,
            regionsPx: otherDocumentsOf(quadPx, otherQuadsPx, definition).map((quad) => boundsOf(quad)),
          },
        ],
  );
  return located.length === 0 ? missing('document-not-found') : found(located);
}

/** Elements that a finder looks for; how much its silence means, the policy says. Zone and barcode have checks of their own. */
const soughtElements: readonly RegionKind[] = ['portrait', 'signature', 'stamp', 'issuer-signature'];

function elementsOf(
  reading: DocumentReading,
  { definition, portrait, placements, features, searchedRegions }: DocumentStep,
): FeatureOutcome<FeatureValues['mandatoryElements']> {
  if (definition === null) return missing('type-unsure');
  const captures = features.documentCaptures.ok ? features.documentCaptures.value : [];
  const first = placements.find(({ quadPx }) => quadPx !== null);
  const demanded = captures.flatMap(({ side, captureId }) => {
    const expected = side === 'back' ? definition.back : side === 'front' ? definition.front : null;
    const mandatory = (expected?.regions ?? []).filter((region) => region.mandatory).map(({ kind }) => kind);
    if (captureId === null || mandatory.length === 0) return [];
    const isFlat = placements.some(
      (placement) => placement.captureId === captureId && placement.quadPx !== null,
    );
    // Faces are found anywhere, the rest on flat pages only, and an issuer's signature where its place is known.
    return mandatory.map((kind) => ({
      kind,
      isSought:
        kind === 'portrait' || (isFlat && (kind !== 'issuer-signature' || searchedRegions.includes(kind))),
    }));
  });
  if (demanded.length === 0) return missing('not-applicable');
  if (first?.quadPx === undefined || first.quadPx === null) return missing('document-not-found');
  const looked = soughtElements.filter((kind) =>
    demanded.some((element) => element.kind === kind && element.isSought),
  );
  if (looked.length === 0) return missing('not-searched');
  const regions = reading.regions.filter(({ kind }) => looked.includes(kind));
  const hasPortrait = regions.some(({ kind }) => kind === 'portrait');
  return found({
    demanded: looked,
    found: [
      ...regions,
      ...(portrait === null || hasPortrait || !looked.includes('portrait')
        ? []
        : [
            {
              kind: 'portrait' as const,
              captureId: portrait.analyzed.captureId,
              quadPx: cornersOf(portrait.analyzed.regionPx),
              confidence: portrait.analyzed.score,
            },
          ]),
    ],
    captureId: first.captureId,
    regionPx: boundsOf(first.quadPx),
    backForFront: backForFrontOf(reading, definition, captures),
  });
}

/** What stands on the backs of the family alone, on the picture of the front, where no portrait is. */
function backForFrontOf(
  { regions }: DocumentReading,
  { mrz, barcodes, back }: DocumentDefinition,
  captures: FeatureValues['documentCaptures'],
): DocumentRegion | null {
  if (back === null) return null;
  const front = captures.find(({ side }) => side === 'front')?.captureId ?? null;
  const onFront = regions.filter(({ captureId }) => captureId === front);
  if (onFront.some(({ kind }) => kind === 'portrait')) return null;
  const isOfBacks = ({ kind }: DocumentRegion): boolean =>
    (kind === 'mrz' && mrz?.side === 'back') ||
    (kind === 'barcode' && barcodes.length > 0 && barcodes.every(({ side }) => side === 'back'));
  return onFront.find(isOfBacks) ?? null;
}

function cornersOf({ x, y, width, height }: Rect): DocumentReading['regions'][number]['quadPx'] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}

/**
 * A ghost is printed faintly in one ink, over patterns and under print. Measured on 13 ghosts of the corpus (split tune): 9 with more contrast (9 to 15)
 * and sharpness (24 and more) lie 0.36 to 0.55 from their portraits and 0.62 and more from other people's (87 pairs); 4 others, of which three have
 * contrasts of 3 to 6 and a sharpness of 0, lie 0.66 to 0.79 from their own, as far as from strangers'.
 */
const leastGhostContrast = 7;
const leastGhostSharpness = 15;

function ghostOf(
  { portrait, ghosts, definition }: DocumentStep,
  calibration: FaceCalibration | null,
): FeatureOutcome<FeatureValues['ghostComparison']> {
  if (portrait === null) return missing('no-portrait');
  const [largest] = ghosts;
  if (largest === undefined) {
    const hasOne = [definition?.front, definition?.back].some((side) =>
      side?.regions.some(({ kind, mandatory }) => kind === 'ghost-portrait' && mandatory),
    );
    return missing(hasOne ? 'ghost-not-found' : 'not-applicable');
  }
  const { distance, comparable } = compareFaces(portrait.face, largest.face);
  if (!comparable) return missing('ghost-too-small');
  const { contrast, sharpness } = largest.face.quality;
  if (contrast < leastGhostContrast || sharpness < leastGhostSharpness) return missing('ghost-too-faint');
  if (calibration === null) return missing('not-calibrated');
  return found({ portrait: portrait.analyzed, ghost: largest.analyzed, distance, calibration });
}

function coverOf({ covers }: DocumentStep): FeatureOutcome<FeatureValues['documentCover']> {
  return covers.length === 0 ? missing('outline-unclear') : found(covers);
}
