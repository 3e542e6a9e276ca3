import { expect, it } from 'vitest';
import { aFinding } from '../testing/builders.ts';
import { checksOfStep, type CheckedStep } from './check-options.ts';
import { replayFindings } from './replay-findings.ts';
import { passportAndSelfie, type CheckSetting, type ScenarioStep } from './scenario.ts';
import { settingOf, weighingOf } from './weighing.ts';

const [document, selfie] = passportAndSelfie.steps;
const step = (
  id: string,
  of: ScenarioStep | undefined,
  checks: ScenarioStep['checks'] = {},
): ScenarioStep => {
  if (of === undefined) throw new Error('the built-in scenario has both steps');
  return { ...of, id, checks };
};
const off: CheckSetting = { enabled: false, severity: null, threshold: null };
const sameHolder = { id: 'document.same-holder', appliesTo: 'session' } as const;
const offersSameHolder = (steps: readonly CheckedStep[]): readonly string[] =>
  steps.filter((own) => checksOfStep(own, steps).includes(sameHolder.id)).map(({ id }) => id);

it('offers the check of one holder at the documents behind the first, with or without a selfie', () => {
  const [first, second, face] = [step('a', document), step('b', document), step('c', selfie)];
  expect(offersSameHolder([first, face])).toEqual([]);
  expect(offersSameHolder([first, second])).toEqual(['b']);
  expect(offersSameHolder([first, face, second])).toEqual(['b']);
  expect(weighingOf({ steps: [first, face] }).isAsked(sameHolder.id)).toBe(false);
  expect(weighingOf({ steps: [first, second] }).isAsked(sameHolder.id)).toBe(true);
});

it('keeps a setting of it that an earlier version of a scenario has at the selfie, and shows it there', () => {
  const steps = [step('a', document), step('b', document), step('c', selfie, { [sameHolder.id]: off })];
  expect(settingOf(sameHolder, { steps }, null)).toEqual(off);
  expect(offersSameHolder(steps)).toEqual(['b', 'c']);
});

it('is replayed where a version of a scenario has two documents, which needs no selfie', () => {
  const stored = [aFinding({ id: sameHolder.id, stepId: null })];
  const replayed = (...steps: ScenarioStep[]) =>
    replayFindings(stored, { ...passportAndSelfie, steps }, [], null).findings.length;
  expect(replayed(step('a', document), step('b', document))).toBe(1);
  expect(replayed(step('a', document), step('c', selfie))).toBe(0);
});

it('takes the setting of a document before any other', () => {
  const warn: CheckSetting = { ...off, enabled: true, severity: 'warn' };
  const steps = [
    step('c', selfie, { [sameHolder.id]: off }),
    step('a', document),
    step('b', document, { [sameHolder.id]: warn }),
  ];
  expect(settingOf(sameHolder, { steps }, null)).toEqual(warn);
});

it('offers each other check at its kind of step', () => {
  const steps = [step('a', document), step('b', document), step('c', selfie)];
  const at = (id: string): readonly string[] =>
    steps.filter((own) => checksOfStep(own, steps).some((check) => check === id)).map((own) => own.id);
  expect([at('document.sharp'), at('selfie.lit'), at('face.matches-document')]).toEqual([
    ['a', 'b'],
    ['c'],
    ['c'],
  ]);
});
