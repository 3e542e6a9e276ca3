import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFaceCalibration } from '#analysis/faces/calibration.ts';
import { createAnalyzer, type Analyzer } from '#analysis/analyze.ts';
import { installModels } from '#analysis/models/install.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createModelPool } from '#analysis/models/pool.ts';
import { createOcr } from '#analysis/ocr/ocr.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import { aCaptureInput, aRequest } from '#analysis/testing/specimen-pictures.ts';
import type { Analysis } from '#shared/domain/analysis.ts';
import { passportAndSelfie, type ScenarioStep } from '#shared/domain/scenario.ts';
import { heldPictures } from '../e2e/held-pictures.ts';

const [document, selfie] = passportAndSelfie.steps as [ScenarioStep, ScenarioStep];
const scenario = {
  ...passportAndSelfie,
  rules: { ...passportAndSelfie.rules, findFaces: true },
  steps: [document, { ...selfie, id: 'held', type: 'selfie-with-document' as const }],
};

let analyzer: Analyzer;

beforeAll(async () => {
  const home = locateModels();
  await installModels({ home });
  const pool = createModelPool({ folder: home.installedFolder, manifest: home.manifest });
  analyzer = createAnalyzer({
    pool,
    ocr: createOcr(),
    policy: policy202611,
    calibration: readFaceCalibration(home),
  });
});
afterAll(() => analyzer.dispose());

/** Two pictures through the whole pipeline, on a busy machine. */
const timeoutMs = 240_000;

type Pictures = Awaited<ReturnType<typeof heldPictures>>;

async function analyzed(
  documentOf: Pictures,
  held: Uint8Array | undefined,
): Promise<{ readonly analysis: Analysis; readonly keptSteps: readonly string[] }> {
  const [onTable] = documentOf;
  if (onTable === undefined || held === undefined) throw new Error('no picture');
  const result = await analyzer.analyze(
    aRequest(
      [
        { ...aCaptureInput('front', onTable.bytes), stepId: 'document' },
        { ...aCaptureInput('selfie', held), stepId: 'held' },
      ],
      { scenario },
    ),
  );
  if (!result.ok) throw new Error(result.code);
  return { analysis: result.analysis, keptSteps: result.faces.map(({ stepId }) => stepId) };
}

const verdictsOf = ({ findings }: Analysis): Record<string, string> =>
  Object.fromEntries(
    findings
      .filter(({ id }) => /^(selfie\.|face\.held)/.test(id))
      .map(({ id, status, reason }) => [id, reason === undefined ? status : `${status} ${reason}`]),
  );

describe('somebody with another document of another person in the hand', () => {
  it(
    'is one person, who is told from the portrait; the document is told from that of the document step',
    async () => {
      const own = await heldPictures('p02', 'td3-passport', 600);
      const other = await heldPictures('p05', 'td1-card', 600);
      const { analysis, keptSteps } = await analyzed(own, other[2]?.bytes);
      const verdicts = verdictsOf(analysis);
      expect(verdicts).toMatchObject({
        'selfie.single-face': 'passed',
        'selfie.document-visible': 'passed',
        'selfie.same-document': 'warning looks-different',
        'face.held-matches-selfie': 'passed',
      });
      expect(verdicts['face.held-matches-document']).not.toBe('passed');
      expect(analysis.faces.detected.map(({ role }) => role)).toEqual([
        'document-portrait',
        'selfie-with-document',
        'held-portrait',
      ]);
      // Of the document and of the person; what is printed small is nobody's template.
      expect(keptSteps).toEqual(['document', 'held']);
    },
    timeoutMs,
  );
});

describe('somebody with a card too small to compare', () => {
  it(
    'is refused nothing: what is too small is said to be',
    async () => {
      const own = await heldPictures('p01', 'td1-card', 250);
      const { analysis } = await analyzed(own, own[2]?.bytes);
      expect(verdictsOf(analysis)).toMatchObject({
        'selfie.single-face': 'passed',
        'selfie.document-visible': 'passed',
        'face.held-matches-selfie': 'not-run face-too-small',
      });
      expect(analysis.faces.notCompared.every(({ reason }) => reason === 'face-too-small')).toBe(true);
      expect(analysis.faces.notCompared).toHaveLength(2);
    },
    timeoutMs,
  );
});

describe('somebody with nothing in the hand', () => {
  it(
    'is asked for it',
    async () => {
      const own = await heldPictures('p03', 'td1-card', 250);
      const { analysis } = await analyzed(own, own[1]?.bytes);
      expect(verdictsOf(analysis)).toMatchObject({
        'selfie.single-face': 'passed',
        'selfie.document-visible': 'failed no-document',
        'selfie.same-document': 'not-run held-not-found',
        'face.held-matches-selfie': 'not-run held-portrait-not-found',
      });
    },
    timeoutMs,
  );
});
