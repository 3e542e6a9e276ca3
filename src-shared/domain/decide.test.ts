import { describe, expect, it } from 'vitest';
import { aCaptureId, anAnalyst, aNewEvent, anAgent, anotherAnalyst, aSession } from '../testing/builders.ts';
import { commandRefusals, type Command, type CommandRefusal } from './commands.ts';
import { decide, withdrawWindowMs } from './decide.ts';
import type { Actor } from './events.ts';
import type { Quad } from './geometry.ts';
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

const correct: Extract<Command, { type: 'field.correct' }> = {
  type: 'field.correct',
  stepId: 'document',
  name: 'surname',
  value: 'ERIKSEN',
  replaces: { source: 'mrz', value: 'ERIKSSON' },
};
const square: Quad = [
  { x: 0, y: 0 },
  { x: 900, y: 0 },
  { x: 900, y: 600 },
  { x: 0, y: 600 },
];
const moveCorners: Extract<Command, { type: 'corners.correct' }> = {
  type: 'corners.correct',
  captureId: aCaptureId(1),
  quadPx: [...square],
};
const restore: Command = { type: 'field.restore', stepId: 'document', name: 'surname' };

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
  ['already-decided', 'a field of a decided session', approved, correct, {}],
  ['already-decided', 'a correction of a decided session', approved, restore, {}],
  ['already-decided', 'corners of a decided session', approved, moveCorners, {}],
  ['not-ready-for-correction', 'a field of a session that is collected', collecting, correct, {}],
  ['not-ready-for-correction', 'a field that nobody has read', blocked, correct, {}],
  ['not-ready-for-correction', 'corners of a blocked session', blocked, moveCorners, {}],
  [
    'not-ready-for-correction',
    'corners while it is analyzed',
    aSession({ status: 'analyzing' }),
    moveCorners,
    {},
  ],
  ['nothing-to-correct', 'a field of no document', review, { ...correct, stepId: 'selfie' }, {}],
  ['nothing-to-correct', 'corners of a selfie', review, { ...moveCorners, captureId: aCaptureId(2) }, {}],
  ['nothing-to-correct', 'corners of no picture', review, { ...moveCorners, captureId: aCaptureId(9) }, {}],
  [
    'changed-since-seen',
    'another value was read',
    review,
    { ...correct, replaces: { source: 'mrz', value: 'ERIKSEN' } },
    {},
  ],
  [
    'changed-since-seen',
    'it was read elsewhere',
    review,
    { ...correct, replaces: { source: 'viz', value: 'ERIKSSON' } },
    {},
  ],
  ['invalid-value', 'no such day', review, { ...correct, name: 'birth-date', value: '1974-02-30' }, {}],
  ['nothing-to-restore', 'the field was not corrected', review, restore, {}],
  ['nothing-to-restore', 'the corners were not corrected', review, { ...moveCorners, quadPx: null }, {}],
  [
    'invalid-corners',
    'they go the wrong way around',
    review,
    { ...moveCorners, quadPx: [square[3], square[2], square[1], square[0]] },
    {},
  ],
  [
    'invalid-corners',
    'two of them are in one place',
    review,
    { ...moveCorners, quadPx: [square[0], { x: 3, y: 0 }, square[2], square[3]] },
    {},
  ],
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

  it('corrects a field beside what was read, adds one that was not read, and takes it back', () => {
    const { type: _, ...body } = correct;
    expect(decide(review, correct, { actor: anAnalyst, now })).toEqual({
      ok: true,
      events: [aNewEvent('field.corrected', { at: now, body })],
    });
    const added: Command = { ...correct, name: 'issue-date', value: '2007-04-15', replaces: null };
    expect(decide(review, added, { actor: anAnalyst, now }).ok).toBe(true);
    const corrected = aSession({ more: [aNewEvent('field.corrected')] });
    // Whoever may correct may take back: what was said, and by whom, stays in the history.
    expect(decide(corrected, restore, { actor: anotherAnalyst, now })).toEqual({
      ok: true,
      events: [aNewEvent('field.restored', { actor: anotherAnalyst, at: now })],
    });
  });

  it('has a session analyzed with the corners that a person sets, also after its analysis failed', () => {
    for (const session of [review, failed]) {
      expect(decide(session, moveCorners, { actor: anAnalyst, now })).toEqual({
        ok: true,
        events: [aNewEvent('corners.corrected', { at: now, body: { quadPx: [...square] } })],
      });
    }
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
