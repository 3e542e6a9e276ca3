import { describe, expect, it } from 'vitest';
import { checkIds, checkOptions, isSwitchedOn, thresholdMeanings } from '#shared/domain/check-options.ts';
import {
  builtInScenarios,
  idCardAndSelfie,
  passportAndSelfie,
  type CheckSetting,
  type Scenario,
} from '#shared/domain/scenario.ts';
import { documentSharp } from '../checks/document.sharp.ts';
import { faceMatchesDocument } from '../checks/face.matches-document.ts';
import { checks } from '../checks/registry.ts';
import { selfieNeutral } from '../checks/selfie.neutral.ts';
import { found } from '../features/feature-outcome.ts';
import { aCalibration, aContext, aDocumentPhoto, aFace, aFinding, selfieId } from '../testing/builders.ts';
import { policy202611 } from './policy-2026-11.ts';
import { recommend } from '#shared/domain/recommend.ts';
import { weighingOf } from '#shared/domain/weighing.ts';
import { findAsSet } from './with-scenario.ts';

const asPolicy: CheckSetting = { enabled: true, severity: null, threshold: null };

/** The scenario with one check set at one of its steps: 0 is the document, 1 the selfie. */
function withSetting(stepIndex: number, id: string, setting: Partial<CheckSetting>): Scenario {
  const steps = passportAndSelfie.steps.map((step, index) =>
    index === stepIndex ? { ...step, checks: { [id]: { ...asPolicy, ...setting } } } : step,
  );
  return { ...passportAndSelfie, steps };
}

const photoOf = (sharpness: number) => ({ documentPhotos: found([aDocumentPhoto({ sharpness })]) });
const sharpnessIn = (scenario: Scenario, sharpness: number) =>
  findAsSet(documentSharp, photoOf(sharpness), aContext({ step: scenario.steps[0] ?? null }), scenario);

describe('a check', () => {
  it('runs as the policy has it where the scenario says nothing', () => {
    expect(sharpnessIn(passportAndSelfie, 0.3)).toMatchObject({ status: 'failed', threshold: 0.4 });
  });

  it('that is off is not run, says so, and never passes', () => {
    const off = withSetting(0, 'document.sharp', { enabled: false });
    expect(sharpnessIn(off, 0.9)).toMatchObject({
      id: 'document.sharp',
      stepId: 'document',
      status: 'not-run',
      reason: 'switched-off',
    });
  });

  it('goes by its own threshold, at the boundary as well', () => {
    const lenient = withSetting(0, 'document.sharp', { threshold: 0.3 });
    expect(sharpnessIn(lenient, 0.3)).toMatchObject({ status: 'passed', threshold: 0.3 });
    expect(sharpnessIn(lenient, 0.29)).toMatchObject({ status: 'failed', threshold: 0.3 });
  });

  it('of the whole session is set at the selfie', () => {
    const comparison = {
      a: aFace({ role: 'document-portrait' }),
      b: aFace(),
      distance: 0.45,
      calibration: aCalibration(),
    };
    const match = (scenario: Scenario) =>
      findAsSet(
        faceMatchesDocument,
        { faceComparison: found([comparison]) },
        aContext({ step: null }),
        scenario,
      );
    expect(match(passportAndSelfie).status).toBe('warning');
    expect(match(withSetting(1, 'face.matches-document', { threshold: 500 })).status).toBe('passed');
    // A distance, as the first version of the check was set by.
    expect(match(withSetting(1, 'face.matches-document', { threshold: 0.6 }))).toMatchObject({
      status: 'warning',
      threshold: 1000,
      details: { ignoredThreshold: 0.6 },
    });
    expect(match(withSetting(1, 'face.matches-document', { threshold: 500 })).details).not.toHaveProperty(
      'ignoredThreshold',
    );
    expect(match(withSetting(1, 'face.matches-document', { enabled: false })).reason).toBe('switched-off');
  });
});

describe('a check that is off by default', () => {
  const mouthIn = (scenario: Scenario) =>
    findAsSet(
      selfieNeutral,
      { selfieMouth: found({ captureId: selfieId, face: aFace(), opening: 0.2 }) },
      aContext({ step: scenario.steps[1] ?? null }),
      scenario,
    );

  it('is not run in any built-in scenario, nor in one written before there was such a check', () => {
    for (const scenario of builtInScenarios)
      expect(mouthIn(scenario)).toMatchObject({ status: 'not-run', reason: 'switched-off' });
    expect(mouthIn(withSetting(1, 'selfie.sharp', { enabled: true })).reason).toBe('switched-off');
  });

  it('is run where a scenario switches it on, with its own threshold, and only warns', () => {
    const on = withSetting(1, 'selfie.neutral', {});
    expect(mouthIn(on)).toMatchObject({ status: 'warning', reason: 'mouth-open', threshold: 0.13 });
    expect(mouthIn(withSetting(1, 'selfie.neutral', { threshold: 0.3 })).status).toBe('passed');
    expect(mouthIn(withSetting(1, 'selfie.neutral', { enabled: false })).reason).toBe('switched-off');
  });

  it('is one of the two of strict portraits, or that of masks; the others are on', () => {
    expect(checkIds.filter((id) => !isSwitchedOn(id, null))).toEqual([
      'selfie.neutral',
      'selfie.plain-background',
      'selfie.not-mask',
    ]);
  });
});

describe('the recommendation', () => {
  const passed = checks.map(({ id, appliesTo }) =>
    aFinding({ id, stepId: appliesTo === 'session' ? null : appliesTo }),
  );
  const verdict = (scenario: Scenario, ...changed: Parameters<typeof aFinding>[0][]) =>
    recommend(
      policy202611,
      [
        ...passed.filter(({ id }) => changed.every((finding) => finding?.id !== id)),
        ...changed.map((finding) => aFinding(finding)),
      ],
      weighingOf(scenario),
    );
  const glare = { id: 'document.glare', status: 'failed', reason: 'glare' } as const;

  it('takes a failed check as seriously as the scenario does', () => {
    const outcomes = (['block', 'retry', 'warn'] as const).map(
      (severity) => verdict(withSetting(0, 'document.glare', { severity }), glare).outcome,
    );
    expect(outcomes).toEqual(['decline', 'ask-again', 'review']);
    expect(verdict(withSetting(0, 'document.glare', {}), glare).outcome).toBe('ask-again');
  });

  it('never counts a bad picture against a person, however severe its check is set', () => {
    const scenario = withSetting(0, 'document.mrz-check-digits', { severity: 'block' });
    const wrong = { id: 'document.mrz-check-digits', status: 'failed', reason: 'check-digit-wrong' } as const;
    const blurred = { id: 'document.sharp', status: 'failed', reason: 'blurred' } as const;
    expect(verdict(scenario, wrong).outcome).toBe('decline');
    expect(verdict(scenario, wrong, blurred).outcome).toBe('ask-again');
  });

  it('asks nobody to look at what the scenario has switched off, but at what could not be run', () => {
    const notRun = (reason: string) =>
      verdict(passportAndSelfie, { id: 'document.sharp', status: 'not-run', reason }).outcome;
    expect(notRun('switched-off')).toBe('approve');
    expect(notRun('document-not-found')).toBe('review');
  });

  it('misses no selfie where the scenario asks for none', () => {
    const documentOnly = { ...idCardAndSelfie, steps: idCardAndSelfie.steps.slice(0, 1) };
    const findings = passed.filter(({ stepId }) => stepId === 'document');
    expect(recommend(policy202611, findings, weighingOf(documentOnly)).outcome).toBe('approve');
    expect(recommend(policy202611, findings, weighingOf(idCardAndSelfie)).outcome).toBe('review');
  });
});

it('offers in the editor what the registry and the policy have, in their words', () => {
  const severities = { decline: 'block', 'ask-again': 'retry', review: 'warn' } as const;
  expect(checkIds).toEqual(checks.map(({ id }) => id));
  for (const { id, appliesTo } of checks) {
    const known = id as keyof typeof checkOptions;
    const { scope, severity, threshold } = checkOptions[known];
    expect([id, scope, severity]).toEqual([id, appliesTo, severities[policy202611.severities[known]]]);
    if (threshold === null) continue;
    const { value } = policy202611.thresholds[threshold.name as keyof typeof policy202611.thresholds];
    expect([id, threshold.value]).toEqual([id, value]);
    expect(threshold.min < value && value < threshold.max).toBe(true);
    for (const texts of Object.values(thresholdMeanings)) expect(texts[known]).toMatch(/\p{L}{4}/u);
  }
});
