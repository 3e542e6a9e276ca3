import { describe, expect, it } from 'vitest';
import type { DocumentField, Mrz } from '#shared/domain/analysis.ts';
import type { Quad } from '#shared/domain/geometry.ts';
import { aDocument } from '#shared/testing/builders.ts';
import { must } from '#shared/lib/invariant.ts';
import { definitionFolders, mustLoadDefinitions } from '../documents/load-definitions.ts';
import type { Face } from '../faces/face.ts';
import {
  aDocumentCapture,
  aCalibration,
  aFace,
  aField,
  aRect,
  anMrzReading,
  backId,
  frontId,
} from '../testing/builders.ts';
import type { DocumentFeatures, DocumentStep } from './document-features.ts';
import { documentFactsOf } from './document-facts.ts';
import { found, missing } from './feature-outcome.ts';
import { mrzLayoutOf } from './mrz-layout.ts';

const { definitions } = mustLoadDefinitions(definitionFolders({}));
const definitionOf = (id: string) =>
  must(
    definitions.find((definition) => definition.id === id),
    id,
  );

function factsOf(
  fields: readonly DocumentField[],
  step: Partial<DocumentStep> = {},
  captures = [aDocumentCapture()],
  mrzRequired = false,
) {
  const none = missing('mrz-not-found');
  const features: DocumentFeatures = {
    documentCaptures: found(captures),
    documentPhotos: missing('document-not-found'),
    documentScale: missing('scale-unknown'),
    documentType: none,
    mrzSearch: found({ reading: null, uncertain: null, captureId: frontId, framePx: aRect() }),
    mrz: none,
    printedFields: none,
    birthDate: none,
    expiryDate: none,
    documentDamage: missing('outline-unclear'),
    zoneFont: none,
  };
  const whole: DocumentStep = {
    features,
    reading: aDocument({ fields: [...fields], mrz: null, crossChecks: [], barcodes: [], regions: [] }),
    portrait: null,
    placements: captures.map(({ captureId }) => ({
      captureId: captureId ?? frontId,
      quadPx: square,
      rotationDeg: 0,
      outline: { source: 'edges', confidence: 0.9 },
      otherQuadsPx: [],
    })),
    definition: null,
    ghosts: [],
    sideLikeness: null,
    unlikeTypes: null,
    searchedRegions: [],
    covers: [],
    sides: [],
    ...step,
  };
  return documentFactsOf(whole, { mrzRequired }, aCalibration());
}
const square: Quad = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 100, y: 100 },
  { x: 0, y: 100 },
];
const printed = (name: DocumentField['name'], normalized: string, captureId = frontId) =>
  aField({ name, source: 'viz', value: normalized, normalized, captureId });
const licence = [
  printed('birth-date', '1990-05-06'),
  printed('issue-date', '2020-01-02'),
  printed('expiry-date', '2030-01-02'),
  printed('document-number', '9900123456'),
];

describe('a family without a zone', () => {
  const definition = definitionOf('ru-driving-licence');

  it('misses none, and its dates are those of the print', () => {
    const facts = factsOf(licence, { definition });
    expect([facts.mrz, facts.mrzSearch, facts.printedFields, facts.mrzForm]).toEqual(
      Array.from({ length: 4 }, () => missing('not-applicable')),
    );
    expect(facts.expiryDate).toMatchObject({ ok: true, value: { day: '2030-01-02', source: 'viz' } });
    expect(facts.birthDate).toMatchObject({ ok: true, value: { day: '1990-05-06', source: 'viz' } });
    expect(facts.documentNumber).toMatchObject({ ok: true });
  });

  it('that need not have one misses none either, unless the scenario demands it', () => {
    for (const id of ['eu-driving-licence', 'ru-internal-passport']) {
      const optional = factsOf(licence, { definition: definitionOf(id) });
      expect([optional.mrz, optional.mrzSearch, optional.printedFields, optional.mrzForm]).toEqual(
        Array.from({ length: 4 }, () => missing('zone-not-needed')),
      );
      const demanded = factsOf(licence, { definition: definitionOf(id) }, [aDocumentCapture()], true);
      expect(demanded.mrzSearch).toMatchObject({ ok: true, value: { reading: null } });
    }
    const passport = factsOf(licence, { definition: definitionOf('icao-passport') });
    expect(passport.mrzSearch).toMatchObject({ ok: true, value: { reading: null } });
    expect(passport.mrz).toEqual(missing('mrz-not-found'));
  });

  it('that was not told surely is no excuse: the zone is missed, and no rule is held against the document', () => {
    const facts = factsOf(licence);
    expect(facts.mrz).toEqual(missing('mrz-not-found'));
    expect([facts.issueRules, facts.documentNumber, facts.mandatoryElements, facts.barcodeFields]).toEqual(
      Array.from({ length: 4 }, () => missing('type-unsure')),
    );
  });
});

it('looks for what the family demands, signatures and stamps on flat pages only', () => {
  const passport = { definition: definitionOf('ru-internal-passport') };
  expect(factsOf(licence, passport).mandatoryElements).toMatchObject({
    ok: true,
    value: { demanded: ['portrait', 'signature', 'stamp'], found: [] },
  });
  const registration = { definition: definitionOf('ru-internal-passport-registration'), placements: [] };
  expect(factsOf(licence, registration).mandatoryElements).toEqual(missing('document-not-found'));
  const visa = definitionOf('mrva-visa');
  const signed = {
    ...visa,
    front: {
      ...visa.front,
      regions: [{ kind: 'issuer-signature' as const, place: null, mandatory: true }],
    },
  };
  expect(factsOf(licence, { definition: signed }).mandatoryElements).toEqual(missing('not-searched'));
  const searchedRegions = ['issuer-signature' as const];
  expect(factsOf(licence, { definition: signed, searchedRegions }).mandatoryElements).toMatchObject({
    ok: true,
    value: { demanded: ['issuer-signature'], found: [] },
  });
});

it('tells a back that was photographed as the front by what stands on backs alone', () => {
  const backOf = (id: string, kinds: readonly ('mrz' | 'barcode' | 'portrait')[], captureId = frontId) => {
    const reading = aDocument({
      fields: [],
      mrz: null,
      regions: kinds.map((kind) => ({ kind, captureId, quadPx: [...square], confidence: 1 })),
    });
    const { mandatoryElements } = factsOf([], { definition: definitionOf(id), reading });
    return mandatoryElements?.ok === true
      ? (mandatoryElements.value.backForFront?.kind ?? null)
      : mandatoryElements?.reason;
  };
  expect(backOf('td1-id-card', ['mrz'])).toBe('mrz');
  expect(backOf('aamva-licence', ['barcode'])).toBe('barcode');
  expect(backOf('td1-id-card', ['mrz', 'portrait'])).toBeNull();
  expect(backOf('td1-id-card', ['mrz'], backId)).toBeNull();
  expect(backOf('td2-id-card', ['mrz'])).toBeNull();
});

it('compares no ghost that is too small, too faint or too blurred: it is as far from its own portrait as a stranger', () => {
  const aPrintedFace = (quality: Partial<Face['quality']>, at: number): DocumentStep['ghosts'][number] => ({
    face: {
      boxPx: aRect(),
      score: 0.9,
      landmarksPx: [],
      embedding: new Float32Array(128).fill(at),
      age: 30,
      sex: 'female',
      sexConfidence: 0.9,
      quality: {
        interEyePx: 60,
        sharpness: 100,
        brightness: 130,
        contrast: 30,
        imbalance: 0,
        yawDeg: 0,
        pitchDeg: 0,
        rollDeg: 0,
        mouthOpening: 0.05,
        mouthWidth: 0.8,
        eyeOpening: 1,
        eyesCovered: 0,
        lowerFaceCovered: 0,
        ...quality,
      },
    },
    analyzed: aFace({ role: 'document-portrait' }),
  });
  const portrait = aPrintedFace({}, 0);
  const outcomeOf = (quality: Partial<Face['quality']>) => {
    const { ghostComparison } = factsOf([], { portrait, ghosts: [aPrintedFace(quality, 0.08)] });
    return ghostComparison?.ok === true ? 'compared' : ghostComparison?.reason;
  };
  expect(outcomeOf({ contrast: 12, sharpness: 40, interEyePx: 30 })).toBe('compared');
  expect(outcomeOf({ contrast: 12, sharpness: 40, interEyePx: 20 })).toBe('ghost-too-small');
  expect(outcomeOf({ contrast: 4, sharpness: 40, interEyePx: 30 })).toBe('ghost-too-faint');
  expect(outcomeOf({ contrast: 12, sharpness: 5, interEyePx: 30 })).toBe('ghost-too-faint');
});

it('takes the last of several given names for a patronymic, and no name that is none', () => {
  const sex = printed('sex', 'F');
  expect(factsOf([sex, printed('given-names', 'АННА ПЕТРОВНА')]).patronymicSex).toMatchObject({
    ok: true,
    value: { told: 'F' },
  });
  expect(factsOf([sex, printed('given-names', 'ANNA MARIA')]).patronymicSex).toEqual(
    missing('not-applicable'),
  );
  expect(factsOf([printed('patronymic', 'ПЕТРОВНА')]).patronymicSex).toEqual(missing('sex-not-read'));
});

it('compares what both sides state, and has nothing to compare on one', () => {
  const captures = [aDocumentCapture(), aDocumentCapture({ side: 'back', captureId: backId })];
  const number = printed('document-number', 'A1234567');
  const other = printed('document-number', 'B7654321', backId);
  expect(factsOf([number, other], {}, captures).sharedFields).toMatchObject({
    ok: true,
    value: [{ name: 'document-number', agreement: 'differs' }],
  });
  expect(factsOf([number]).sharedFields).toEqual(missing('not-applicable'));
});

it('has nothing to say of two sides that state nothing in common, however unlike they are', () => {
  const captures = [aDocumentCapture(), aDocumentCapture({ side: 'back', captureId: backId })];
  const { sharedFields, sidesLikeness } = factsOf(
    [printed('document-number', 'A1234567')],
    { sideLikeness: 0.1 },
    captures,
  );
  expect(sharedFields).toEqual(missing('no-shared-field'));
  expect(sidesLikeness).toMatchObject({ ok: true, value: { likeness: 0.1 } });
  expect(factsOf([], { sideLikeness: null }, captures).sidesLikeness).toEqual(missing('outline-unclear'));
});

describe('the place of the zone', () => {
  const pxPerMm = 8;
  const page: Quad = [
    { x: 0, y: 0 },
    { x: 125 * pxPerMm, y: 0 },
    { x: 125 * pxPerMm, y: 88 * pxPerMm },
    { x: 0, y: 88 * pxPerMm },
  ];
  const zone: Mrz = {
    ...anMrzReading().mrz,
    lines: [15.75, 9.4].map((fromFootMm) => ({
      text: '',
      regionPx: aRect(),
      characters: Array.from({ length: 44 }, (_, index) => ({
        char: '<',
        confidence: 1,
        regionPx: {
          x: (7.5 + index * 2.54) * pxPerMm - 5,
          y: (88 - fromFootMm) * pxPerMm - 8,
          width: 10,
          height: 16,
        },
      })),
    })),
  };

  it('is measured on the flat page, in millimeters (ICAO Doc 9303-4)', () => {
    const layout = mrzLayoutOf(zone, { quadPx: page, source: 'net' });
    const value = must(layout.ok ? layout.value : null, 'a layout');
    expect(value.pitchMm).toBeCloseTo(2.54, 3);
    expect(value.firstMm).toBeCloseTo(7.5, 3);
    expect(value.lastMm).toBeCloseTo(125 - 7.5 - 43 * 2.54, 3);
    expect([value.firstLineMm, value.lastLineMm].map((mm) => mm.toFixed(2))).toEqual(['15.75', '9.40']);
  });

  it('is not told by an outline that follows from the zone itself, nor by one of other proportions', () => {
    expect(mrzLayoutOf(zone, { quadPx: page, source: 'mrz' })).toEqual(missing('outline-unclear'));
    expect(mrzLayoutOf(zone, { quadPx: square, source: 'net' })).toEqual(missing('outline-unclear'));
    expect(mrzLayoutOf(zone, null)).toEqual(missing('outline-unclear'));
    expect(mrzLayoutOf({ ...zone, format: 'RUIP' }, { quadPx: page, source: 'net' })).toEqual(
      missing('not-applicable'),
    );
  });
});
