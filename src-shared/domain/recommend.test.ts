import { describe, expect, it } from 'vitest';
import type { Finding } from './analysis.ts';
import { aFinding } from '../testing/builders.ts';
import { passportAndSelfie } from './scenario.ts';
import { weighingOf } from './weighing.ts';
import { weights202611 } from './weights-2026-11.ts';
import { recommend } from './recommend.ts';

const allPassed = Object.keys(weights202611.severities).map((id) => aFinding({ id }));
/** Everything passed but what is given. */
const verdictWith = (...findings: Partial<Finding>[]) => {
  const changed = findings.map((finding) => aFinding(finding));
  return recommend(weights202611, [
    ...allPassed.filter(({ id }) => changed.every((finding) => finding.id !== id)),
    ...changed,
  ]);
};
const failed = (id: string, reason: string): Partial<Finding> => ({ id, status: 'failed', reason });

describe('recommends', () => {
  it('approval when everything passed', () => {
    expect(verdictWith()).toEqual({ outcome: 'approve', reasons: [] });
  });

  it('declining for a fault of the document or the person', () => {
    expect(verdictWith(failed('document.not-expired', 'expired'))).toEqual({
      outcome: 'decline',
      reasons: ['document.not-expired:expired'],
    });
  });

  it('declining before asking again: better pictures would not help', () => {
    const verdict = verdictWith(
      failed('document.glare', 'glare'),
      failed('document.age-in-range', 'too-young'),
    );
    expect(verdict).toEqual({ outcome: 'decline', reasons: ['document.age-in-range:too-young'] });
  });

  it('asking again for a bad picture, which explains what was not run', () => {
    const verdict = verdictWith(failed('document.sharp', 'blurred'), {
      id: 'document.mrz-check-digits',
      status: 'not-run',
      reason: 'mrz-not-found',
    });
    expect(verdict).toEqual({ outcome: 'ask-again', reasons: ['document.sharp:blurred'] });
  });

  it('asking again, not declining, when a bad picture may be why the faces differ', () => {
    const verdict = verdictWith(
      failed('selfie.lit', 'too-dark'),
      failed('face.matches-document', 'not-alike'),
    );
    expect(verdict).toEqual({ outcome: 'ask-again', reasons: ['selfie.lit:too-dark'] });
  });

  it('a person, not declining, when a faulty picture that could be read may be why the faces differ', () => {
    const verdict = verdictWith(
      { id: 'document.sharp', status: 'warning', reason: 'blurred' },
      failed('face.matches-document', 'not-alike'),
    );
    expect(verdict.outcome).toBe('review');
  });

  it('a person for a warning, an error, or an essential check that was not run', () => {
    const verdict = verdictWith(
      { id: 'document.mrz-check-digits', status: 'warning', reason: 'check-digit-unsure' },
      { id: 'document.glare', status: 'error', reason: 'internal' },
      { id: 'face.matches-document', status: 'not-run', reason: 'portrait-too-small' },
    );
    expect(verdict).toEqual({
      outcome: 'review',
      reasons: [
        'document.mrz-check-digits:check-digit-unsure',
        'document.glare:internal',
        'face.matches-document:portrait-too-small',
      ],
    });
  });

  it('a person where the document in the hand could not be told from others of its kind', () => {
    const verdict = verdictWith({ id: 'selfie.same-document', status: 'not-run', reason: 'held-undecided' });
    expect(verdict).toEqual({ outcome: 'review', reasons: ['selfie.same-document:held-undecided'] });
  });

  it('approval without a document step to hold the document in the hand against', () => {
    const steps = passportAndSelfie.steps
      .filter(({ type }) => type === 'selfie')
      .map((step) => ({ ...step, type: 'selfie-with-document' as const }));
    const notRun = [
      aFinding({ id: 'selfie.same-document', status: 'not-run', reason: 'document-not-found' }),
      aFinding({ id: 'face.held-matches-document', status: 'not-run', reason: 'no-portrait' }),
    ];
    const others = allPassed.filter(({ id }) => notRun.every((finding) => finding.id !== id));
    expect(recommend(weights202611, [...others, ...notRun], weighingOf({ steps })).outcome).toBe('approve');
  });

  it('approval without a check that is not essential', () => {
    expect(
      verdictWith({ id: 'document.resolution', status: 'not-run', reason: 'scale-unknown' }).outcome,
    ).toBe('approve');
  });
});

it('never approves on nothing', () => {
  expect(recommend(weights202611, [])).toEqual({
    outcome: 'review',
    reasons: weights202611.essential.map((id) => `${id}:not-run`),
  });
});

it('sends a failed check that it does not know to a person', () => {
  expect(verdictWith(failed('document.new-check', 'new')).outcome).toBe('review');
});

it('never recommends approval while any check failed', () => {
  for (const id of Object.keys(weights202611.severities)) {
    expect(verdictWith(failed(id, 'any')).outcome).not.toBe('approve');
  }
});
