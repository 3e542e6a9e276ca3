import { expect, it } from 'vitest';
import type { Analysis, Finding } from '#shared/domain/analysis.ts';
import { passportAndSelfie } from '#shared/domain/scenario.ts';
import { createOutput } from './output.ts';
import { reportOf } from './report.ts';
import { FakeOutput } from './testing/fake-output.ts';

const finding = (change: Partial<Finding>): Finding => ({
  id: 'document.sharp',
  stepId: 'document',
  status: 'passed',
  confidence: 1,
  evidence: [],
  versions: { check: 1, policy: 'p' },
  ...change,
});

const analysis: Analysis = {
  steps: [{ id: 'document', type: 'document', status: 'failed', document: null, captures: [] }],
  findings: [
    finding({ status: 'failed', reason: 'blurred', score: 0.123, threshold: 0.4 }),
    finding({ id: 'document.mrz-check-digits', status: 'not-run', reason: 'mrz-not-found' }),
    finding({
      id: 'face.matches-document',
      stepId: null,
      status: 'warning',
      reason: 'uncertain',
      score: 0.6,
    }),
  ],
  faces: { detected: [], pairs: [], notCompared: [] },
  verdict: { outcome: 'ask-again', reasons: ['document.sharp:blurred'] },
  pipeline: {
    version: '0',
    policy: 'p',
    models: [],
    ocr: null,
    referenceDay: '2026-11-25',
    durationMs: 1234,
  },
};

it('says outcome, findings in words, and what the person should do; no codes', () => {
  const report = reportOf(analysis, { scenario: passportAndSelfie }, new FakeOutput());
  expect(report).toContain('Recommendation: ASK AGAIN');
  expect(report).toContain('✗ Document is sharp: The document is out of focus or blurred by movement.\n');
  expect(report).toContain('→ Hold the camera still');
  expect(report).toContain('– MRZ check digits: The machine-readable zone was not found.');
  expect(report).toContain('! Selfie matches the document portrait');
  expect(report).not.toMatch(/mrz-not-found|document\.sharp|\{\w+\}/);
});

it.each([
  [{ isTTY: true }, {}, true],
  [{ isTTY: true }, { NO_COLOR: '1' }, false],
  [{ isTTY: true }, { NO_COLOR: '' }, true],
  [{ isTTY: false }, {}, false],
])('is colored on a terminal that allows it: %j %j', (stream, env, isColored) => {
  const stdout = stream as unknown as NodeJS.WriteStream;
  const painted = createOutput(env, stdout, stdout).paint('red', 'x');
  expect(painted === 'x').toBe(!isColored);
});
