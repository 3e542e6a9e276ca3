import { expect, it } from 'vitest';
import type { Finding } from '#shared/domain/analysis.ts';
import { checkTitle, findingAdvice, findingSentence } from './finding-text.ts';

const base: Finding = {
  id: 'document.sharp',
  stepId: 'document',
  status: 'failed',
  reason: 'blurred',
  score: 0.1234,
  threshold: 0.4,
  confidence: 1,
  evidence: [],
  versions: { check: 1, policy: 'test' },
};

it('quotes measured values in the reader’s way of writing numbers', () => {
  const coarse: Finding = { ...base, id: 'document.resolution', reason: 'too-few-pixels' };
  expect(findingSentence(coarse, 'en')).toContain('0.12');
  expect(findingSentence(coarse, 'ru')).toContain('0,12');
});

it('names fields in words', () => {
  const finding: Finding = {
    ...base,
    id: 'document.mrz-matches-printed',
    reason: 'field-differs',
    details: { fields: 'surname, document-number' },
  };
  expect(findingSentence(finding, 'en')).toContain('surname, document number');
  expect(findingSentence(finding, 'ru')).toContain('фамилия, номер документа');
});

it('says what to do for a failure and nothing for a pass', () => {
  expect(findingAdvice(base, 'en')).toMatch(/\.$/);
  expect(findingAdvice({ ...base, status: 'passed' }, 'en')).toBeUndefined();
});

it('never dresses a check that did not run or broke as a pass', () => {
  const passed = findingSentence({ ...base, status: 'passed' }, 'en');
  expect(findingSentence({ ...base, status: 'not-run', reason: 'document-not-found' }, 'en')).not.toBe(
    passed,
  );
  expect(findingSentence({ ...base, status: 'error', reason: 'threw' }, 'en')).not.toBe(passed);
});

it('shows a check of a newer agent by its id and code', () => {
  const unknown: Finding = { ...base, id: 'document.hologram', reason: 'flat' };
  expect(checkTitle(unknown.id, 'en')).toBe('document.hologram');
  expect(findingSentence(unknown, 'en')).toBe('flat');
});

it('leaves out the part in brackets whose value an earlier version of the check did not tell', () => {
  const passed: Finding = { ...base, id: 'face.matches-document', status: 'passed' };
  expect(findingSentence(passed, 'en')).toBe('The selfie and the portrait show the same person.');
  expect(findingSentence({ ...passed, details: { strangers: 1500 } }, 'en')).toBe(
    'The selfie and the portrait show the same person: 1 in 1,500 pairs of strangers look this alike.',
  );
});
