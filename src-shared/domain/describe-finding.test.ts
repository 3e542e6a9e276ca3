import { expect, it } from 'vitest';
import type { Finding } from './analysis.ts';
import { describeFinding } from './describe-finding.ts';

const finding = (change: Partial<Finding>): Finding => ({
  id: 'document.mrz-check-digits',
  stepId: 'document',
  status: 'failed',
  confidence: 1,
  evidence: [],
  versions: { check: 1, policy: 'p' },
  ...change,
});

it('fills in names of fields, in either language', () => {
  const wrong = finding({ reason: 'check-digit-wrong', details: { fields: 'birth-date,composite' } });
  expect(describeFinding(wrong, 'en')).toEqual({
    title: 'MRZ check digits',
    sentence:
      'Check digits do not hold although the characters were read clearly: date of birth, the whole zone.',
    advice: 'Send another document.',
  });
  expect(describeFinding(wrong, 'ru').sentence).toBe(
    'Контрольные цифры не сходятся, хотя знаки прочитаны уверенно: дата рождения, вся зона.',
  );
});

it('writes numbers as the language does', () => {
  const coarse = finding({
    id: 'document.resolution',
    reason: 'too-few-pixels',
    score: 4.1234,
    threshold: 5.5,
  });
  expect(describeFinding(coarse, 'en').sentence).toContain('4.12 pixels per millimeter; 5.5 are needed');
  expect(describeFinding(coarse, 'ru').sentence).toContain('4,12; чтобы оценить печать, нужно 5,5');
});

it('says why a check was not run, and that a broken one is no pass', () => {
  const notRun = describeFinding(finding({ status: 'not-run', reason: 'truncated' }), 'en');
  expect(notRun).toMatchObject({ sentence: 'The file ends before the picture does.', advice: null });
  expect(describeFinding(finding({ status: 'error', reason: 'internal' }), 'en').sentence).toContain(
    'broke off',
  );
});

it('tells a check of a newer version by its codes', () => {
  const unknown = finding({ id: 'document.hologram', reason: 'absent' });
  expect(describeFinding(unknown, 'en')).toEqual({
    title: 'document.hologram',
    sentence: 'absent',
    advice: null,
  });
});

it('leaves no placeholder where a value is missing', () => {
  expect(describeFinding(finding({ reason: 'check-digit-wrong' }), 'en').sentence).not.toContain('{');
});
