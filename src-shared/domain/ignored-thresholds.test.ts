import { expect, it } from 'vitest';
import { checkIds, checkOptions } from './check-options.ts';
import {
  ignoredThresholdNote,
  ignoredThresholds,
  settableThreshold,
  withIgnoredThreshold,
} from './ignored-thresholds.ts';
import { passportAndSelfie, type CheckSetting } from './scenario.ts';
import { aFinding } from '../testing/builders.ts';

const set = (threshold: number | null): CheckSetting => ({ enabled: true, severity: null, threshold });
const match = 'face.matches-document';

it('takes both ends of what can be set, and nothing beyond', () => {
  expect([99.9, 100, 1_000_000, 1_000_000.1].map((value) => settableThreshold(match, set(value)))).toEqual([
    null,
    100,
    1_000_000,
    null,
  ]);
  expect(settableThreshold(match, set(null))).toBeNull();
  expect(settableThreshold(match, null)).toBeNull();
});

it('never ignores the policy’s own value', () => {
  for (const id of checkIds) {
    const value = checkOptions[id].threshold?.value ?? null;
    expect(settableThreshold(id, set(value)), id).toBe(value);
  }
});

it('lists what a scenario sets in vain: a distance of an earlier version, and a threshold of a check that has none', () => {
  const steps = passportAndSelfie.steps.map((step) =>
    step.type === 'selfie'
      ? { ...step, checks: { [match]: set(0.6), 'selfie.lit': set(3), 'selfie.sharp': set(20) } }
      : step,
  );
  expect(ignoredThresholds({ steps })).toEqual([
    { stepId: 'selfie', checkId: match, value: 0.6, range: { min: 100, max: 1_000_000 } },
    { stepId: 'selfie', checkId: 'selfie.lit', value: 3, range: null },
  ]);
  expect(ignoredThresholds(passportAndSelfie)).toEqual([]);
});

it('is told with the finding, in both languages, and only there where it was', () => {
  const noted = withIgnoredThreshold(aFinding({ id: match, details: { strangers: 255 } }), set(0.6));
  expect(noted.details).toEqual({ strangers: 255, ignoredThreshold: 0.6 });
  expect(ignoredThresholdNote(noted, 'en')).toBe(
    'The scenario sets 0.6, outside of 100 to 1,000,000: it is ignored, and the policy’s own value holds.',
  );
  expect(ignoredThresholdNote(noted, 'ru')).toContain('0,6');
  const plain = aFinding({ id: match });
  expect(withIgnoredThreshold(plain, set(1000))).toBe(plain);
  expect(ignoredThresholdNote(plain, 'en')).toBeNull();
  expect(withIgnoredThreshold(noted, set(500)).details).toEqual({ strangers: 255 });
});
