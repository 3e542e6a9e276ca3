import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scenarioSchema } from '#shared/domain/scenario.ts';
import { withoutIgnoredThresholds } from '#shared/domain/ignored-thresholds.ts';
import { draftProblems } from './draft-problems.ts';
import { idFromName, moved, newDraft, newStep } from './new-draft.ts';

it('makes ids that say the name, in letters of any alphabet', () => {
  expect(idFromName('Car loan, 2026', [])).toBe('car-loan-2026');
  expect(idFromName('Вклад «Онлайн»', [])).toBe('vklad-onlayn');
  expect(idFromName('Überweisung', [])).toBe('uberweisung');
  expect(idFromName('口座', [])).toBe('scenario');
  expect(idFromName('Loan', ['loan', 'loan-2'])).toBe('loan-3');
});

it('makes an id that the schema takes and that is free, of any name', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 120 }), fc.array(fc.string()), (name, taken) => {
      const first = idFromName(name, taken);
      const second = idFromName(name, [...taken, first]);
      expect(second).not.toBe(first);
      for (const id of [first, second]) expect(scenarioSchema.shape.id.safeParse(id).success).toBe(true);
    }),
  );
});

it('begins with what can be saved, and stays so with a step of every kind', () => {
  const draft = newDraft('loan', 'Loan');
  expect(draftProblems(draft)).toEqual([]);
  const steps = [...draft.steps];
  for (const type of ['document', 'selfie', 'selfie-with-document', 'liveness'] as const)
    steps.push(newStep(type, steps));
  expect(draftProblems({ ...draft, steps })).toEqual([]);
});

it('moves an item, and nothing past the ends', () => {
  const items = ['a', 'b', 'c'];
  expect(moved(items, 0, 2)).toEqual(['b', 'c', 'a']);
  expect(moved(items, 2, 1)).toEqual(['a', 'c', 'b']);
  expect([moved(items, 0, -1), moved(items, 2, 3)]).toEqual([items, items]);
});

it('does not save a threshold that would be ignored, says its bound, and copies a scenario without it', () => {
  const [id, other] = ['face.matches-document', 'document.present'];
  const old = { enabled: true, severity: null, threshold: 0.6 };
  const draft = newDraft('loan', 'Loan');
  const steps = draft.steps.map((step) => ({
    ...step,
    checks: step.type === 'selfie' ? { [id]: old } : { [other]: old },
  }));
  expect(draftProblems({ ...draft, steps })).toEqual([
    { path: `steps.0.checks.${other}.threshold`, key: 'problem.format', values: {} },
    { path: `steps.1.checks.${id}.threshold`, key: 'problem.min', values: { min: 100 } },
  ]);
  const copy = withoutIgnoredThresholds({ ...draft, steps });
  expect(draftProblems(copy)).toEqual([]);
  expect(copy.steps[1]?.checks).toEqual({ [id]: { ...old, threshold: null } });
  expect(withoutIgnoredThresholds(draft)).toEqual(draft);
});
