import { describe, expect, it } from 'vitest';
import { aCaptureId, aFinding, aHistory, aNewEvent, aSession, chainEvents } from '../testing/builders.ts';
import { sha256OfText } from '../testing/sha256.ts';
import { whyNotReceived } from './decide.ts';
import type { EventBody, NewEvent } from './events.ts';
import { foldSession } from './fold-session.ts';
import { defaultRules, passportAndSelfie, scenarioSchema, type SessionRules } from './scenario.ts';
import { freezesAt, type Session } from './session.ts';

const now = '2026-03-01T09:05:00.000Z';

/** A session whose document step was tried with these outcomes, each with pictures of its own. */
function afterAttempts(
  attempts: readonly Partial<EventBody<'step.analyzed'>>[],
  rules: Partial<SessionRules> = {},
): Session {
  const events: NewEvent[] = [
    aNewEvent('session.created', {
      body: { scenario: { ...passportAndSelfie, rules: { ...defaultRules, ...rules } } },
    }),
    ...attempts.flatMap((body, index) => [
      aNewEvent('capture.received', {
        body: { captureId: aCaptureId(index + 1), sha256: sha256OfText(index.toString()) },
      }),
      aNewEvent('step.submitted', { body: { attempt: index + 1 } }),
      aNewEvent('step.analyzed', { body: { ...body, attempt: index + 1 } }),
    ]),
  ];
  return foldSession(chainEvents(events));
}

const documentPlace = { stepId: 'document', side: 'front' } as const;

describe('attempts at a step', () => {
  it('goes on after an attempt that passed, and takes no further picture of the step', () => {
    const session = afterAttempts([{ outcome: 'passed' }]);
    expect(session).toMatchObject({
      status: 'collecting',
      steps: [{ state: 'passed', attempts: 1 }, { state: 'open' }],
    });
    expect(session.captures).toHaveLength(1);
    expect(whyNotReceived(session, documentPlace, now)).toBe('step-closed');
    expect(whyNotReceived(session, { stepId: 'selfie', side: 'selfie' }, now)).toBeNull();
  });

  it('asks for the pictures anew after one that did not, and tells what was found', () => {
    const findings = [aFinding({ status: 'failed', reason: 'blurred' })];
    const session = afterAttempts([{ outcome: 'retry', findings }]);
    expect(session).toMatchObject({
      status: 'collecting',
      captures: [],
      steps: [
        { state: 'open', attempts: 1, last: { outcome: 'retry', findings } },
        { attempts: 0, last: null },
      ],
    });
    expect(whyNotReceived(session, documentPlace, now)).toBeNull();
  });

  it('blocks after as many as the scenario allows, and keeps the last pictures for the analyst', () => {
    const twice = afterAttempts([{ outcome: 'retry' }, { outcome: 'retry' }], { attemptsPerStep: 2 });
    expect(twice).toMatchObject({
      status: 'blocked',
      blocked: { reason: 'attempts-exhausted', stepId: 'document' },
      captures: [{ captureId: aCaptureId(2) }],
    });
    expect(whyNotReceived(twice, documentPlace, now)).toBe('session-blocked');
    expect(afterAttempts([{ outcome: 'retry' }, { outcome: 'passed' }], { attemptsPerStep: 2 }).status).toBe(
      'collecting',
    );
  });

  it('blocks on as many critical errors as the scenario allows', () => {
    const once = afterAttempts([{ outcome: 'critical' }], { criticalErrors: 2, attemptsPerStep: 9 });
    expect(once).toMatchObject({ status: 'collecting', criticalErrors: 1 });
    const twice = afterAttempts([{ outcome: 'critical' }, { outcome: 'critical' }], {
      criticalErrors: 2,
      attemptsPerStep: 9,
    });
    expect(twice).toMatchObject({ status: 'blocked', blocked: { reason: 'critical-errors' } });
  });

  it('blocks on two documents in one step, where the scenario says so', () => {
    const attempts = [
      { outcome: 'retry', documentNumber: 'L898902C3' },
      { outcome: 'passed', documentNumber: 'X1' },
    ] as const;
    expect(afterAttempts(attempts, { blockTwoDocuments: true })).toMatchObject({
      status: 'blocked',
      blocked: { reason: 'two-documents' },
    });
    expect(afterAttempts(attempts).status).toBe('collecting');
    const same = [
      { outcome: 'retry', documentNumber: 'X1' },
      { outcome: 'passed', documentNumber: 'X1' },
    ] as const;
    expect(afterAttempts(same, { blockTwoDocuments: true }).status).toBe('collecting');
  });

  it('leaves a step that could not be analyzed to a person', () => {
    const events = aHistory({
      status: 'collecting',
      more: [aNewEvent('step.submitted'), aNewEvent('step.unanalyzed')],
    });
    expect(foldSession(events)).toMatchObject({ status: 'collecting', steps: [{ state: 'unanalyzed' }, {}] });
  });
});

describe('lifetime', () => {
  it('ends so many minutes after the session began, or never', () => {
    expect(freezesAt(afterAttempts([]))).toBeNull();
    const short = afterAttempts([], { lifetimeMinutes: 10 });
    expect(freezesAt(short)).toBe('2026-03-01T09:10:00.000Z');
    expect(whyNotReceived(short, documentPlace, '2026-03-01T09:09:59.999Z')).toBeNull();
    expect(whyNotReceived(short, documentPlace, '2026-03-01T09:10:00.000Z')).toBe('session-frozen');
  });

  it('leaves a frozen session to a person, who can take a decision back', () => {
    const decline = aNewEvent('decision.made', { body: { outcome: 'decline', reasons: ['other'] } });
    const more = [decline, aNewEvent('decision.withdrawn')];
    expect(aSession({ status: 'frozen', more: [decline] }).status).toBe('declined');
    expect(aSession({ status: 'frozen', more }).status).toBe('frozen');
    expect(aSession({ status: 'blocked', more }).status).toBe('blocked');
  });
});

it('reads a scenario of before these settings with what was the rule then', () => {
  const before = {
    id: passportAndSelfie.id,
    version: passportAndSelfie.version,
    name: passportAndSelfie.name,
    ageYears: passportAndSelfie.ageYears,
    steps: passportAndSelfie.steps.map(({ id, type, sides, documentTypes, mrzRequired }) => ({
      id,
      type,
      sides,
      documentTypes,
      mrzRequired,
    })),
  };
  expect(scenarioSchema.parse(before)).toEqual(passportAndSelfie);
});
