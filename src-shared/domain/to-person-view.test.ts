import { describe, expect, it } from 'vitest';
import { aFinding, aNewEvent, aSession, chainEvents } from '../testing/builders.ts';
import type { Finding } from './analysis.ts';
import type { EventBody, NewEvent } from './events.ts';
import { foldSession } from './fold-session.ts';
import { personViewSchema } from './person-view.ts';
import { defaultRules, passportAndSelfie, type Scenario } from './scenario.ts';
import type { Session } from './session.ts';
import { toPersonView } from './to-person-view.ts';

const now = '2026-03-01T09:05:00.000Z';
const scenario: Scenario = {
  ...passportAndSelfie,
  rules: { ...defaultRules, attemptsPerStep: 2, lifetimeMinutes: 30 },
  capturePage: {
    ...passportAndSelfie.capturePage,
    organization: 'A bank',
    redirectUrl: 'https://bank.example',
  },
};
const link = { scenario, expiresAt: '2026-03-01T10:00:00.000Z' };

const firstAttempt = [aNewEvent('capture.received'), aNewEvent('step.submitted')];

function sessionOf(...events: NewEvent[]): Session {
  return foldSession(chainEvents([aNewEvent('session.created', { body: { scenario } }), ...events]));
}
function analyzed(body: Partial<EventBody<'step.analyzed'>>): Session {
  return sessionOf(...firstAttempt, aNewEvent('step.analyzed', { body }));
}
const adviceAfter = (outcome: 'retry' | 'critical', findings: Finding[]) =>
  toPersonView(analyzed({ outcome, findings }), link, now).steps[0]?.advice;

describe('what a person is shown', () => {
  it('begins with the consent, until the link expires', () => {
    expect(toPersonView(null, link, now)).toMatchObject({
      status: 'consent',
      seq: -1,
      page: { organization: 'A bank', redirectUrl: null },
      endsAt: link.expiresAt,
      steps: [
        { id: 'document', state: 'open', attempts: 0, attemptsLeft: 2, sides: [{ received: false }] },
        { id: 'selfie' },
      ],
    });
    expect(toPersonView(null, link, link.expiresAt).status).toBe('expired');
  });

  it('follows an attempt: received, checking, to be repeated', () => {
    const views = [
      sessionOf(aNewEvent('capture.received')),
      sessionOf(...firstAttempt),
      analyzed({ outcome: 'retry' }),
      analyzed({ outcome: 'passed' }),
    ].map((session) => toPersonView(session, link, now));
    expect(
      views.map(({ status, seq, steps: [step] }) => [status, seq, step?.state, step?.attemptsLeft]),
    ).toEqual([
      ['collecting', 1, 'open', 2],
      ['collecting', 2, 'checking', 1],
      ['collecting', 3, 'open', 1],
      ['collecting', 3, 'done', 0],
    ]);
    expect(views.map(({ steps: [step] }) => step?.sides[0]?.received)).toEqual([true, true, false, true]);
    expect(views[0]?.endsAt).toBe('2026-03-01T09:30:00.000Z');
  });

  it('advises on what stands in the way alone, with the values that the sentence says', () => {
    const findings = [
      aFinding({ status: 'passed' }),
      aFinding({
        id: 'document.glare',
        status: 'failed',
        reason: 'glare',
        score: 0.3,
        details: { percent: 30 },
      }),
      aFinding({
        id: 'document.present',
        status: 'failed',
        reason: 'side-missing',
        details: { side: 'back', surname: 'SPECIMEN' },
      }),
      aFinding({ id: 'document.mrz-matches-printed', status: 'failed', reason: 'field-differs' }),
      aFinding({ id: 'document.resolution', status: 'warning', reason: 'too-few-pixels' }),
      aFinding({
        id: 'document.not-expired',
        status: 'failed',
        reason: 'expired',
        details: { day: '2020-01-01' },
      }),
    ];
    const retries = [
      { checkId: 'document.glare', reason: 'glare', details: {} },
      { checkId: 'document.present', reason: 'side-missing', details: { side: 'back' } },
    ];
    expect(adviceAfter('retry', findings)).toEqual(retries);
    expect(adviceAfter('critical', findings)).toEqual([
      ...retries,
      { checkId: 'document.not-expired', reason: 'expired', details: {} },
    ]);
  });

  it('ends: finished whatever is decided, blocked, or out of time', () => {
    const decided = aSession({ status: 'declined' });
    expect(toPersonView(decided, link, now)).toMatchObject({
      status: 'finished',
      redirectUrl: null,
      steps: [{ state: 'done' }, { state: 'done' }],
    });
    const blocked = toPersonView(aSession({ status: 'blocked' }), link, now);
    expect(blocked).toMatchObject({ status: 'blocked', steps: [{ advice: [], attemptsLeft: 0 }, {}] });
    expect(toPersonView(aSession({ status: 'frozen' }), link, now).status).toBe('expired');
    // Whether or not the sweep has been here.
    expect(toPersonView(sessionOf(), link, '2026-03-01T09:30:00.000Z').status).toBe('expired');
  });

  it('is of the contract, and tells nothing that only analysts see', () => {
    const session = analyzed({
      outcome: 'retry',
      findings: [
        aFinding({ status: 'failed', reason: 'blurred', score: 0.123, details: { surname: 'SPECIMEN' } }),
      ],
      documentNumber: 'L898902C3',
    });
    const view = personViewSchema.parse(toPersonView(session, link, now));
    expect(JSON.stringify(view)).not.toMatch(/SPECIMEN|L898902C3|0\.123|bank\.example/);
    expect(view.steps[0]?.advice).toEqual([{ checkId: 'document.sharp', reason: 'blurred', details: {} }]);
  });
});
