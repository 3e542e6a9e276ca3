import { describe, expect, it } from 'vitest';
import { anAnalyst, aNewEvent, anAgent, anotherAnalyst, aSession } from '../testing/builders.ts';
import { commandRefusals, type Command, type CommandRefusal } from './commands.ts';
import { decide, withdrawWindowMs } from './decide.ts';
import type { Actor } from './events.ts';
import { sessionStatuses, type Session } from './session.ts';

const now = '2026-03-01T09:05:00.000Z';
const submit: Command = { type: 'session.submit' };
const withdraw: Command = { type: 'decision.withdraw' };

function make(overrides: Partial<Extract<Command, { type: 'decision.make' }>> = {}): Command {
  return { type: 'decision.make', outcome: 'approve', reasons: [], comment: '', seenSeq: 99, ...overrides };
}

/** An ISO instant, `ms` after the decision of `session`. */
function afterDecision(session: Session, ms: number): string {
  return new Date(Date.parse(session.decision?.at ?? '') + ms).toISOString();
}

const collecting = aSession({ status: 'collecting' });
const incomplete: Session = { ...collecting, captures: collecting.captures.slice(0, 1) };
const review = aSession({ status: 'review' });
const failed = aSession({ status: 'failed' });
const approved = aSession({ status: 'approved' });
const submitStep: Command = { type: 'step.submit', stepId: 'document' };
const blocked = aSession({ status: 'blocked' });
const frozen = aSession({ status: 'frozen' });
const submitted = aSession({ status: 'collecting', more: [aNewEvent('step.submitted')] });
const shortLived: Session = {
  ...collecting,
  scenario: { ...collecting.scenario, rules: { ...collecting.scenario.rules, lifetimeMinutes: 10 } },
};

const refusals: readonly (readonly [
  CommandRefusal,
  string,
  Session,
  Command,
  { actor?: Actor; now?: string },
])[] = [
  ['captures-missing', 'a side is missing', incomplete, submit, {}],
  ['captures-missing', 'nothing was captured', { ...collecting, captures: [] }, submit, {}],
  ['already-submitted', 'it is in the queue', aSession({ status: 'queued' }), submit, {}],
  ['already-submitted', 'it is decided', approved, submit, {}],
  ['already-submitted', 'a step of a submitted session', aSession({ status: 'queued' }), submitStep, {}],
  ['session-blocked', 'it is blocked', blocked, submitStep, {}],
  ['session-blocked', 'it is blocked', blocked, submit, {}],
  ['session-frozen', 'it is frozen', frozen, submit, {}],
  [
    'session-frozen',
    'its lifetime is over, though nobody noted it',
    shortLived,
    submitStep,
    { now: '2026-03-01T09:10:00.000Z' },
  ],
  ['captures-missing', 'a picture of the step is missing', { ...collecting, captures: [] }, submitStep, {}],
  ['step-closed', 'there is no such step', collecting, { type: 'step.submit', stepId: 'none' }, {}],
  ['step-closed', 'the attempt is being analyzed', submitted, submitStep, {}],
  ['step-closed', 'an attempt is being analyzed', submitted, submit, {}],
  ['not-ready-for-decision', 'nobody may be approved who was blocked', blocked, make(), {}],
  ['not-ready-for-decision', 'it is being collected', collecting, make(), {}],
  [
    'not-ready-for-decision',
    'it is in the queue',
    aSession({ status: 'queued' }),
    make({ outcome: 'decline', reasons: ['other'] }),
    {},
  ],
  ['not-ready-for-decision', 'it is being analyzed', aSession({ status: 'analyzing' }), make(), {}],
  ['not-ready-for-decision', 'the analysis failed, so that nothing speaks for approval', failed, make(), {}],
  ['already-decided', 'it is approved', approved, make({ outcome: 'decline', reasons: ['other'] }), {}],
  ['already-decided', 'it is declined', aSession({ status: 'declined' }), make(), {}],
  ['reason-required', 'declined without a reason', review, make({ outcome: 'decline' }), {}],
  ['reason-required', 'asked again without a reason', review, make({ outcome: 'ask-again' }), {}],
  [
    'changed-since-seen',
    'the analyst had not seen the analysis',
    review,
    make({ seenSeq: review.changedSeq - 1 }),
    {},
  ],
  ['nothing-to-withdraw', 'nothing is decided', review, withdraw, {}],
  ['nothing-to-retry', 'the analysis came about', review, { type: 'analysis.retry' }, {}],
  ['not-your-decision', 'another person decided', approved, withdraw, { actor: anotherAnalyst }],
  [
    'not-your-decision',
    'an agent of the same id',
    approved,
    withdraw,
    { actor: { ...anAgent, id: anAnalyst.id } },
  ],
  [
    'too-late-to-withdraw',
    'the window is over',
    approved,
    withdraw,
    { now: afterDecision(approved, withdrawWindowMs + 1) },
  ],
];

describe('decide', () => {
  it.each(refusals)('refuses with %s when %s', (code, _, session, command, by) => {
    expect(decide(session, command, { actor: anAnalyst, now, ...by })).toEqual({ ok: false, code });
  });

  it('has a case here for every refusal that is its own', () => {
    // The intake alone knows that there is no such session.
    const own = commandRefusals.filter((code) => code !== 'session-not-found');
    expect(new Set(refusals.map(([code]) => code))).toEqual(new Set(own));
  });

  it('submits a session whose captures are all there', () => {
    expect(decide(collecting, submit, { actor: anAnalyst, now })).toEqual({
      ok: true,
      events: [aNewEvent('session.submitted', { actor: anAnalyst, at: now })],
    });
  });

  it('makes a decision, each reason once', () => {
    const command = make({
      outcome: 'decline',
      reasons: ['forged', 'other', 'forged'],
      comment: 'see the photo',
    });
    expect(decide(review, command, { actor: anAnalyst, now })).toEqual({
      ok: true,
      events: [
        aNewEvent('decision.made', {
          at: now,
          body: { outcome: 'decline', reasons: ['forged', 'other'], comment: 'see the photo' },
        }),
      ],
    });
  });

  it('takes a decision that has seen the last change, even when comments came since', () => {
    const commented = aSession({
      status: 'review',
      more: [aNewEvent('comment.added', { actor: anotherAnalyst })],
    });
    expect(commented.lastSeq).toBe(commented.changedSeq + 1);
    expect(decide(commented, make({ seenSeq: commented.changedSeq }), { actor: anAnalyst, now }).ok).toBe(
      true,
    );
  });

  it('declines where the analysis failed', () => {
    const command = make({ outcome: 'decline', reasons: ['unreadable'] });
    expect(decide(failed, command, { actor: anAnalyst, now }).ok).toBe(true);
  });

  it('withdraws one’s own decision up to the end of the window', () => {
    const at = afterDecision(approved, withdrawWindowMs);
    expect(decide(approved, withdraw, { actor: anAnalyst, now: at })).toEqual({
      ok: true,
      events: [aNewEvent('decision.withdrawn', { actor: anAnalyst, at })],
    });
  });

  it.each(sessionStatuses)('takes a comment while %s', (status) => {
    expect(
      decide(aSession({ status }), { type: 'comment.add', text: 'hm' }, { actor: anAnalyst, now }),
    ).toEqual({
      ok: true,
      events: [aNewEvent('comment.added', { at: now, body: { text: 'hm' } })],
    });
  });
});
