import type { AnalyzedFace, DocumentField, Finding, Mrz } from '#shared/domain/analysis.ts';
import type { Rect } from '#shared/domain/geometry.ts';
import { captureIdSchema } from '#shared/domain/ids.ts';
import { passportAndSelfie, type ScenarioStep } from '#shared/domain/scenario.ts';
import type { Check, CheckContext, FeatureOutcomes } from '../checks/check.ts';
import type { FaceCalibration } from '../faces/calibration.ts';
import type { FaceQuality } from '../faces/face.ts';
import { found } from '../features/feature-outcome.ts';
import type {
  DocumentCapture,
  DocumentPhoto,
  FeatureValues,
  FieldComparison,
  MrzReading,
  ReadingPair,
  SelfiePhoto,
  StatedDate,
} from '../features/feature-values.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';

export const frontId = captureIdSchema.parse('11111111-1111-4111-8111-111111111111');
export const backId = captureIdSchema.parse('22222222-2222-4222-8222-222222222222');
export const selfieId = captureIdSchema.parse('33333333-3333-4333-8333-333333333333');

export const aRect = (rect: Partial<Rect> = {}): Rect => ({ x: 10, y: 20, width: 300, height: 200, ...rect });

const [documentStep, selfieStep] = passportAndSelfie.steps as [ScenarioStep, ScenarioStep];

export function aDocumentStep(step: Partial<ScenarioStep> = {}): ScenarioStep {
  return { ...documentStep, ...step };
}

export function aContext(context: Partial<CheckContext> = {}): CheckContext {
  return {
    policy: policy202611,
    referenceDay: '2026-11-25',
    ageYears: { min: 18, max: 120 },
    step: documentStep,
    ...context,
  };
}

/** What a check finds on these features; those it needs and that are not given are a bug of the test. */
export function findingOf(
  check: Check,
  features: Partial<FeatureValues>,
  context: Partial<CheckContext> = {},
): Finding {
  const outcomes: FeatureOutcomes = Object.fromEntries(
    Object.entries(features).map(([name, value]) => [name, found(value)]),
  );
  const step =
    check.appliesTo === 'session' ? null : check.appliesTo === 'document' ? documentStep : selfieStep;
  return check.find(outcomes, aContext({ step, ...context }));
}

export function aDocumentCapture(capture: Partial<DocumentCapture> = {}): DocumentCapture {
  return {
    side: 'front',
    captureId: frontId,
    refusal: null,
    signs: ['outline', 'mrz', 'portrait'],
    framePx: { x: 0, y: 0, width: 2000, height: 1500 },
    ...capture,
  };
}

export function aDocumentPhoto(photo: Partial<DocumentPhoto> = {}): DocumentPhoto {
  return {
    captureId: frontId,
    side: 'front',
    regionPx: aRect(),
    sharpness: 0.8,
    evenness: 0.7,
    glare: { share: 0, regionsPx: [] },
    exposure: { medianLuma: 180, brightShare: 0.05, contrast: 170 },
    wholeness: 'whole',
    ...photo,
  };
}

export function aField(field: Partial<DocumentField> = {}): DocumentField {
  return {
    name: 'surname',
    title: 'Surname',
    value: 'ERIKSSON',
    normalized: 'ERIKSSON',
    confidence: 0.99,
    source: 'mrz',
    captureId: frontId,
    regionPx: aRect({ y: 400 }),
    characters: [],
    agreement: 'single',
    ...field,
  };
}

export function aComparison({
  likeness = 1,
  mrz = {},
  viz = {},
}: { likeness?: number; mrz?: Partial<DocumentField>; viz?: Partial<DocumentField> } = {}): FieldComparison {
  return {
    likeness,
    mrz: aField(mrz),
    viz: aField({ source: 'viz', confidence: 0.95, regionPx: aRect(), ...viz }),
  };
}

export function aStatedDate(date: Partial<StatedDate> = {}): StatedDate {
  return {
    source: 'mrz',
    printed: '740812',
    day: '1974-08-12',
    confidence: 0.99,
    captureId: frontId,
    regionPx: aRect(),
    ...date,
  };
}

export function aReadingPair({
  a = {},
  b = {},
  agreement = 'agrees',
}: {
  a?: Partial<DocumentField>;
  b?: Partial<DocumentField>;
  agreement?: ReadingPair['agreement'];
} = {}): ReadingPair {
  const one = aField(a);
  return {
    name: one.name,
    a: one,
    b: aField({ source: 'viz', name: one.name, captureId: backId, ...b }),
    agreement,
  };
}

export function aCheckDigit(digit: Partial<Mrz['checkDigits'][number]> = {}): Mrz['checkDigits'][number] {
  return { name: 'birth-date', valid: true, expected: '2', read: '2', regionPx: aRect({ y: 410 }), ...digit };
}

export function anMrzReading(reading: Partial<MrzReading> = {}): MrzReading {
  return {
    captureId: frontId,
    mrz: {
      format: 'TD3',
      captureId: frontId,
      regionPx: aRect({ y: 400 }),
      lines: [],
      checkDigits: [aCheckDigit()],
      corrected: [],
      alternatives: [],
    },
    weakestByCheckDigit: { 'birth-date': 0.99 },
    birthDate: { printed: '740812', day: '1974-08-12', regionPx: aRect({ y: 402 }) },
    expiryDate: { printed: '320415', day: '2032-04-15', regionPx: aRect({ y: 404 }) },
    fields: [],
    ...reading,
  };
}

/** Of 999 pairs of strangers none at 0.4, one at 0.5, 49 at 0.6 and 199 at 0.7. */
export function aCalibration(change: Partial<FaceCalibration> = {}): FaceCalibration {
  const row = (distance: number, falseMatches: number): FaceCalibration['rows'][number] => ({
    distance,
    falseMatches,
    rate: falseMatches / 999,
    interval95: [0, 1],
    bootstrap95: null,
  });
  return {
    kind: 'face-calibration',
    version: 1,
    model: { name: 'face-recognition', sha256: 'a'.repeat(64) },
    chain: 'a chain',
    measuredOn: '2026-11-26',
    set: { source: 'a set', people: 46, pictures: 46, pairs: 999, peoplePairs: 999 },
    rows: [row(0.4, 0), row(0.5, 1), row(0.6, 49), row(0.7, 199)],
    ...change,
  };
}

export function aFace(face: Partial<AnalyzedFace> = {}): AnalyzedFace {
  return {
    id: `${selfieId}:0`,
    captureId: selfieId,
    role: 'selfie',
    regionPx: aRect({ y: 30 }),
    rollDeg: 0,
    score: 0.95,
    eyesPx: [
      { x: 100, y: 100 },
      { x: 160, y: 100 },
    ],
    age: 35,
    sex: 'female',
    interEyePx: 60,
    ...face,
  };
}

export function aSelfiePhoto({ quality = {} }: { quality?: Partial<FaceQuality> } = {}): SelfiePhoto {
  return {
    captureId: selfieId,
    face: aFace(),
    quality: {
      interEyePx: 60,
      sharpness: 100,
      brightness: 130,
      contrast: 40,
      imbalance: 0.1,
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
  };
}

export function aSelfieTexture(
  texture: Partial<FeatureValues['selfieTexture']['texture']> = {},
): FeatureValues['selfieTexture'] {
  return {
    face: aFace(),
    texture: { screen: 0.1, print: 0.1, screenPx: [], printPx: [], patches: 12, ...texture },
  };
}

export function aFinding(finding: Partial<Finding> = {}): Finding {
  return {
    id: 'document.sharp',
    stepId: 'document',
    status: 'passed',
    confidence: 1,
    evidence: [],
    versions: { check: 1, policy: policy202611.version },
    ...finding,
  };
}
