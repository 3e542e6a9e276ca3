import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysisSchema, type Analysis, type AnalysisProgress } from '#shared/domain/analysis.ts';
import { idCardAndSelfie } from '#shared/domain/scenario.ts';
import { createAnalyzer, type Analyzer } from './analyze.ts';
import { readFaceCalibration } from './faces/calibration.ts';
import type { AnalysisRequest } from './analysis-request.ts';
import { must } from '#shared/lib/invariant.ts';
import { locateModels } from './models/locate-models.ts';
import { createModelPool } from './models/pool.ts';
import { createOcr } from './ocr/ocr.ts';
import { policy202611 } from './policy/policy-2026-11.ts';
import { aCaptureInput, aRequest, aSelfie, aSpecimen } from './testing/specimen-pictures.ts';

// Real: the drawn specimens, the decoder, the nets, the OCR. Only the people do not exist.

const calibration = readFaceCalibration(locateModels());
let analyzer: Analyzer;
let passport: Uint8Array;
let selfie: Uint8Array;

const { manifest, installedFolder } = locateModels();
const aPool = () => createModelPool({ manifest, folder: installedFolder });

beforeAll(async () => {
  analyzer = createAnalyzer({ pool: aPool(), ocr: createOcr(), policy: policy202611, calibration });
  [passport, selfie] = await Promise.all([aSpecimen(), aSelfie()]);
});
afterAll(() => analyzer.dispose());

async function analyze(request: AnalysisRequest): Promise<Analysis> {
  const result = await analyzer.analyze(request);
  if (!result.ok) throw new Error(result.code);
  return analysisSchema.parse(result.analysis);
}
const statusOf = (analysis: Analysis, id: string) => {
  const finding = analysis.findings.find((candidate) => candidate.id === id);
  return [finding?.status, finding?.reason];
};

describe('a sound passport and its holder', () => {
  let request: AnalysisRequest;
  let analysis: Analysis;
  const heard: AnalysisProgress[] = [];

  beforeAll(async () => {
    request = aRequest([aCaptureInput('front', passport), aCaptureInput('selfie', selfie)]);
    const result = await analyzer.analyze(request, { onProgress: (progress) => heard.push(progress) });
    if (!result.ok) throw new Error(result.code);
    analysis = analysisSchema.parse(result.analysis);
  });

  it('is recommended for approval, with every check passed that is on', () => {
    expect(analysis.verdict).toEqual({ outcome: 'approve', reasons: [] });
    // The registry of issuing authorities is off unless a scenario wants it; a passport of one page has no second side, no barcode, no
    // patronymic.
    const others = analysis.findings.filter(({ status }) => status !== 'passed');
    expect(others.map(({ id, status, reason }) => [id, status, reason])).toEqual([
      ['document.sides-differ', 'not-run', 'not-applicable'],
      ['document.sides-type', 'not-run', 'not-applicable'],
      ['document.sides-match', 'not-run', 'not-applicable'],
      ['document.barcode-matches', 'not-run', 'not-applicable'],
      ['document.number-format', 'not-run', 'not-applicable'],
      ['document.sex-matches-names', 'not-run', 'not-applicable'],
      ['document.issuing-authority', 'not-run', 'switched-off'],
      ['document.ghost-matches-portrait', 'not-run', 'not-applicable'],
      // Strict rules for portraits are off by default.
      ['selfie.neutral', 'not-run', 'switched-off'],
      ['selfie.plain-background', 'not-run', 'switched-off'],
      // So is a net that has seen too few people.
      ['selfie.not-mask', 'not-run', 'switched-off'],
      // The optional net is brought by an administrator.
      ['selfie.real-to-net', 'not-run', 'pack-not-installed'],
    ]);
    expect(analysis.steps.map(({ status }) => status)).toEqual(['passed', 'passed']);
  });

  it('is read, twice: by its zone and by its print, which agree', () => {
    const fields = analysis.steps[0]?.document?.fields ?? [];
    const bySource = (source: string) =>
      Object.fromEntries(
        fields.filter((field) => field.source === source).map(({ name, normalized }) => [name, normalized]),
      );
    const both = {
      surname: 'BRANDT',
      'given-names': 'JONAS MATTHIS',
      'birth-date': '2002-03-14',
      'expiry-date': '2034-05-20',
      sex: 'M',
    };
    expect(bySource('mrz')).toMatchObject({
      ...both,
      'document-number': 'U20B74K19',
      'issuing-state': 'UTO',
    });
    expect(bySource('viz')).toMatchObject({ ...both, 'issue-date': '2024-05-21' });
    expect(fields.find(({ name, source }) => name === 'surname' && source === 'mrz')?.agreement).toBe(
      'agrees',
    );
  });

  it('shows where everything lies, inside the picture', () => {
    const [step] = analysis.steps;
    const [capture] = step?.captures ?? [];
    expect(capture?.documentQuadPx).toHaveLength(4);
    for (const { regionPx } of step?.document?.fields ?? []) {
      expect(regionPx.x).toBeGreaterThanOrEqual(0);
      expect(regionPx.x + regionPx.width).toBeLessThanOrEqual(capture?.width ?? 0);
      expect(regionPx.y + regionPx.height).toBeLessThanOrEqual(capture?.height ?? 0);
      expect(regionPx.width).toBeGreaterThan(5);
    }
  });

  it('compares the portrait with the selfie', () => {
    const [pair] = analysis.faces.pairs;
    expect(analysis.faces.detected.map(({ role }) => role)).toEqual(['document-portrait', 'selfie']);
    expect(pair).toMatchObject({
      matched: true,
      a: analysis.faces.detected[0]?.id,
      b: analysis.faces.detected[1]?.id,
    });
    expect(pair?.distance).toBeLessThan(0.5);
  });

  it('says what it was computed with', () => {
    expect(analysis.pipeline).toMatchObject({ policy: policy202611.version, referenceDay: '2026-11-25' });
    expect(analysis.pipeline.models.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['face-recognition', 'mrz-line']),
    );
    expect(analysis.pipeline.ocr).toMatch(/^tesseract/);
  });

  it('tells how far it is, never backward, to the end', () => {
    const fractions = heard.map(({ fraction }) => fraction);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(heard.at(-1)).toEqual({ stage: 'checks', fraction: 1 });
    expect(new Set(heard.map(({ stage }) => stage))).toEqual(
      new Set(['decode', 'locate', 'mrz', 'ocr', 'faces', 'checks']),
    );
  });

  it('is the same when it is computed again', async () => {
    const again = await analyze(request);
    const withoutTime = ({ pipeline, ...rest }: Analysis) => ({
      ...rest,
      pipeline: { ...pipeline, durationMs: 0 },
    });
    expect(withoutTime(again)).toEqual(withoutTime(analysis));
  });
});

it('reads a picture that lies on its side', async () => {
  const turned = await sharp(passport).rotate(90).jpeg().toBuffer();
  const analysis = await analyze(aRequest([aCaptureInput('front', turned), aCaptureInput('selfie', selfie)]));
  expect(analysis.steps[0]?.captures[0]?.rotationDeg).toBe(90);
  expect(analysis.verdict.outcome).toBe('approve');
});

it('declines a passport with a wrong check digit that is plain to read', async () => {
  const wrong = await aSpecimen({ wrongBirthCheckDigit: true });
  const analysis = await analyze(aRequest([aCaptureInput('front', wrong), aCaptureInput('selfie', selfie)]));
  expect(analysis.verdict).toEqual({
    outcome: 'decline',
    reasons: ['document.mrz-check-digits:check-digit-wrong'],
  });
});

it('compares no covered face, and says so in place of a distance', async () => {
  const cloth = { create: { width: 400, height: 250, channels: 3 as const, background: '#a9c7d6' } };
  const covered = await sharp(selfie)
    .composite([{ input: await sharp(cloth).png().toBuffer(), left: 255, top: 655 }])
    .jpeg()
    .toBuffer();
  const analysis = await analyze(
    aRequest([aCaptureInput('front', passport), aCaptureInput('selfie', covered)]),
  );
  expect(statusOf(analysis, 'selfie.unobstructed')).toEqual(['warning', 'face-covered']);
  expect(statusOf(analysis, 'face.matches-document')).toEqual(['not-run', 'selfie-covered']);
  expect(analysis.faces.pairs).toEqual([]);
  expect(analysis.verdict.outcome).toBe('review');
});

it('asks again for a blurred passport, and does not call its portrait another person', async () => {
  const blurred = await aSpecimen({ defocusPx: 9 });
  const analysis = await analyze(
    aRequest([aCaptureInput('front', blurred), aCaptureInput('selfie', selfie)]),
  );
  expect(analysis.verdict.outcome).toBe('ask-again');
  expect(analysis.verdict.reasons).toContain('document.sharp:blurred');
  expect(analysis.steps[0]?.captures[0]?.rotationDeg).toBe(0);
  expect(statusOf(analysis, 'face.matches-document')[0]).toBe('not-run');
});

it('reads a card by its two sides, and tells another person', async () => {
  const [front, back] = await Promise.all([
    aSpecimen({ design: 'id-card-front', portraitOf: 'p05' }),
    aSpecimen({ design: 'id-card-back', portraitOf: 'p05' }),
  ]);
  const captures = [
    aCaptureInput('front', front),
    aCaptureInput('back', back),
    aCaptureInput('selfie', selfie),
  ];
  const analysis = await analyze(aRequest(captures, { scenario: idCardAndSelfie }));
  expect(analysis.steps[0]?.document).toMatchObject({ type: 'id-card', format: 'TD1', side: 'both' });
  expect(statusOf(analysis, 'document.mrz-matches-printed')).toEqual(['passed', undefined]);
  expect(analysis.verdict).toEqual({ outcome: 'decline', reasons: ['face.matches-document:not-alike'] });
});

describe('two documents', () => {
  const sessionOf = async (second: Uint8Array) => {
    const request = aRequest([aCaptureInput('front', passport), aCaptureInput('selfie', selfie)]);
    const [document, person] = request.scenario.steps;
    const another = { ...must(document, 'a document step'), id: 'another' };
    const scenario = {
      ...request.scenario,
      steps: [must(document, 'a document step'), another, must(person, 'a selfie step')],
    };
    const capture = { ...aCaptureInput('front', second), stepId: 'another' };
    return analyze({ ...request, scenario, captures: [...request.captures, capture] });
  };

  it('of one person pass', async () => {
    const analysis = await sessionOf(await aSpecimen({ defocusPx: 1 }));
    expect(statusOf(analysis, 'face.matches-document')).toEqual(['passed', undefined]);
  });

  it('with two faces are not one holder’s, however well the first one matches', async () => {
    const analysis = await sessionOf(await aSpecimen({ portraitOf: 'p05' }));
    expect(statusOf(analysis, 'face.matches-document')).toEqual(['failed', 'not-alike']);
    expect(analysis.verdict).toEqual({ outcome: 'decline', reasons: ['face.matches-document:not-alike'] });
  });

  it('of which one has no portrait that could be compared are for a person to see', async () => {
    const analysis = await sessionOf(await aSpecimen({ defocusPx: 9 }));
    expect(statusOf(analysis, 'face.matches-document')[0]).toBe('not-run');
  });
});

describe('what is no picture of a document', () => {
  it('is a finding, with the refusal that says why, and not a crash', async () => {
    const text = Buffer.from('this is not a picture at all, only text');
    const analysis = await analyze(aRequest([aCaptureInput('front', text), aCaptureInput('selfie', text)]));
    expect(statusOf(analysis, 'document.present')).toEqual(['failed', 'unknown-format']);
    expect(statusOf(analysis, 'document.mrz-check-digits')).toEqual(['not-run', 'unknown-format']);
    expect(statusOf(analysis, 'selfie.single-face')).toEqual(['failed', 'unknown-format']);
    expect(analysis.steps.map(({ status, captures }) => [status, captures[0]?.refusal])).toEqual([
      ['failed', 'unknown-format'],
      ['failed', 'unknown-format'],
    ]);
    expect(analysis.verdict.outcome).toBe('ask-again');
  });

  it('is a finding when nobody took it', async () => {
    const analysis = await analyze(aRequest([]));
    expect(statusOf(analysis, 'document.present')).toEqual(['failed', 'side-missing']);
    expect(statusOf(analysis, 'selfie.single-face')).toEqual(['failed', 'selfie-missing']);
    expect(statusOf(analysis, 'face.matches-document')).toEqual(['not-run', 'no-portrait']);
  });

  it('holds no face against a document where the scenario asks for none, or for nobody', async () => {
    const steps = idCardAndSelfie.steps;
    for (const step of [steps[0], steps[1]]) {
      const request = aRequest([]);
      const scenario = { ...request.scenario, steps: step === undefined ? [] : [step] };
      const analysis = await analyze({ ...request, scenario });
      expect(analysis.findings.map(({ id }) => id)).not.toContain('face.matches-document');
    }
  });

  it('is not taken for a document when it is a selfie', async () => {
    const analysis = await analyze(
      aRequest([aCaptureInput('front', selfie), aCaptureInput('selfie', selfie)]),
    );
    expect(statusOf(analysis, 'document.mrz-present')).toEqual(['failed', 'mrz-missing']);
    expect(analysis.verdict.outcome).toBe('ask-again');
  });
});

it('leaves the comparison with the print to a person where no OCR is installed', async () => {
  const without = createAnalyzer({
    pool: aPool(),
    ocr: createOcr({ backends: [] }),
    policy: policy202611,
    calibration,
  });
  const result = await without.analyze(
    aRequest([aCaptureInput('front', passport), aCaptureInput('selfie', selfie)]),
  );
  await without.dispose();
  expect(result).toMatchObject({
    ok: true,
    analysis: {
      verdict: { outcome: 'review', reasons: ['document.mrz-matches-printed:ocr-missing'] },
      pipeline: { ocr: null },
    },
  });
});

it('says that nobody was challenged at a liveness step, which sends the session to a person', async () => {
  const request = aRequest([aCaptureInput('front', passport), aCaptureInput('selfie', selfie)]);
  const alive = {
    ...must(request.scenario.steps[1], 'a selfie step'),
    id: 'alive',
    type: 'liveness',
  } as const;
  const scenario = { ...request.scenario, steps: [alive, ...request.scenario.steps] };
  const analysis = await analyze({ ...request, scenario });
  expect(analysis.findings.filter(({ stepId }) => stepId === 'alive')).toMatchObject([
    { id: 'liveness.active', status: 'not-run', reason: 'no-challenge' },
    { id: 'liveness.timing', status: 'not-run', reason: 'no-challenge' },
    { id: 'liveness.one-person', status: 'not-run', reason: 'no-challenge' },
    { id: 'liveness.depth', status: 'not-run', reason: 'no-challenge' },
    { id: 'liveness.not-replayed', status: 'not-run', reason: 'no-challenge' },
  ]);
  expect(analysis.steps[0]).toMatchObject({ id: 'alive', type: 'liveness', status: 'not-run', captures: [] });
  expect(statusOf(analysis, 'face.matches-document')[0]).toBe('passed');
  expect(analysis.verdict).toEqual({
    outcome: 'review',
    reasons: [
      'liveness.active:no-challenge',
      'liveness.one-person:no-challenge',
      'liveness.not-replayed:no-challenge',
      'face.same-person:one-live-face',
    ],
  });
});

it('refuses bytes that are not those that were received', async () => {
  const capture = { ...aCaptureInput('front', passport), sha256: '0'.repeat(64) };
  expect(await analyzer.analyze(aRequest([capture]))).toEqual({ ok: false, code: 'capture-changed' });
});

it('says that a model is missing', async () => {
  const pool = createModelPool({ manifest, folder: 'no-such-folder' });
  const without = createAnalyzer({ pool, ocr: createOcr(), policy: policy202611, calibration });
  expect(await without.analyze(aRequest([aCaptureInput('selfie', selfie)]))).toEqual({
    ok: false,
    code: 'model-missing',
  });
  expect(await without.warmUp()).toEqual({ ok: false, code: 'model-missing' });
});

it('stops when it is aborted', async () => {
  const controller = new AbortController();
  const request = aRequest([aCaptureInput('front', passport), aCaptureInput('selfie', selfie)]);
  const job = analyzer.analyze(request, {
    signal: controller.signal,
    onProgress: () => {
      controller.abort(new Error('no longer wanted'));
    },
  });
  await expect(job).rejects.toThrow('no longer wanted');
});
