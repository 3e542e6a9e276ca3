import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '../lib/invariant.ts';
import {
  aCaptureId,
  aHistory,
  anAgent,
  anAnalysis,
  anAnalyst,
  aNewEvent,
  anInstant,
  anotherAnalyst,
  aSession,
  aSessionId,
  chainEvents,
} from '../testing/builders.ts';
import { sha256OfText } from '../testing/sha256.ts';
import { verifyChain } from './chain.ts';
import { commandSchema, type Command } from './commands.ts';
import { decide, whyNotReceived } from './decide.ts';
import {
  decisionOutcomes,
  decisionReasons,
  eventTypes,
  sessionEventSchema,
  stepOutcomes,
  type EventBody,
  type EventType,
  type NewEvent,
  type StepOutcome,
} from './events.ts';
import { applyEvent, foldSession, InvalidHistoryError } from './fold-session.ts';
import { passportAndSelfie } from './scenario.ts';
import { maxAnalysisAttempts, sessionStatuses, type Session, type SessionStatus } from './session.ts';

/** The state of a session in `status` after one more event. */
function afterOne(status: SessionStatus, event: NewEvent): Session {
  return foldSession(aHistory({ status, more: [event] }));
}

const decisionOf = {
  approve: aNewEvent('decision.made'),
  decline: aNewEvent('decision.made', {
    body: { outcome: 'decline', reasons: ['forged'], comment: 'the photo' },
  }),
  'ask-again': aNewEvent('decision.made', { body: { outcome: 'ask-again', reasons: ['unreadable'] } }),
};

describe('foldSession', () => {
  it('begins a session with what it was created from', () => {
    const [created] = aHistory({ status: 'collecting', clientKey: 'order-7', source: 'api' });
    expect(foldSession(created === undefined ? [] : [created])).toEqual({
      id: aSessionId(),
      scenario: passportAndSelfie,
      source: 'api',
      clientKey: 'order-7',
      createdAt: anInstant(0),
      status: 'collecting',
      lastSeq: 0,
      changedSeq: 0,
      lastAt: anInstant(0),
      lastHash: created?.hash,
      linkId: null,
      captures: [],
      steps: ['document', 'selfie'].map((id) => ({
        id,
        state: 'open',
        attempts: 0,
        last: null,
        documentNumbers: [],
        liveness: null,
        challengesDrawn: 0,
      })),
      criticalErrors: 0,
      blocked: null,
      history: { compared: null, matches: [] },
      lists: [],
      submittedAt: null,
      attempts: 0,
      failures: [],
      analysis: null,
      analyzedAt: null,
      corrections: [],
      corners: [],
      decision: null,
      comments: [],
      withheld: [],
      purgedAt: null,
    });
  });

  it('lets a newer picture of the same side take the older one’s place', () => {
    const newer = aNewEvent('capture.received', {
      body: { captureId: aCaptureId(3), sha256: sha256OfText('newer') },
    });
    const session = afterOne('collecting', newer);
    expect(session.captures.map(({ captureId, side, receivedAt }) => [captureId, side, receivedAt])).toEqual([
      [aCaptureId(2), 'selfie', anInstant(2)],
      [aCaptureId(3), 'front', anInstant(3)],
    ]);
  });

  it('queues, analyzes and presents a session for review', () => {
    expect(aSession({ status: 'queued' })).toMatchObject({
      status: 'queued',
      submittedAt: anInstant(3),
      attempts: 0,
    });
    expect(aSession({ status: 'analyzing' })).toMatchObject({ status: 'analyzing', attempts: 1 });
    expect(aSession({ status: 'review' })).toMatchObject({
      status: 'review',
      analysis: anAnalysis(),
      analyzedAt: anInstant(5),
      attempts: 1,
      failures: [],
    });
  });

  it('queues a session again after a failed attempt, until the last one', () => {
    const once = afterOne('analyzing', aNewEvent('analysis.failed'));
    expect(once).toMatchObject({
      status: 'queued',
      failures: [{ code: 'worker-died', attempt: 1, at: anInstant(5) }],
    });
    const often = aSession({ status: 'failed' });
    expect(often).toMatchObject({ status: 'failed', attempts: maxAnalysisAttempts, analysis: null });
    expect(often.failures).toHaveLength(maxAnalysisAttempts);
  });

  it('lets another agent begin anew where one died without a word', () => {
    const again = aNewEvent('analysis.started', { body: { agentId: 'agent-2', attempt: 2 } });
    expect(afterOne('analyzing', again)).toMatchObject({ status: 'analyzing', attempts: 2 });
  });

  it('counts no attempt for an agent that gave the session back', () => {
    const released = afterOne('analyzing', aNewEvent('analysis.released'));
    expect(released).toMatchObject({ status: 'queued', attempts: 0, failures: [] });
  });

  it('begins to count again when a failed analysis is asked for again, and keeps what failed', () => {
    const asked = afterOne('failed', aNewEvent('analysis.requested'));
    expect(asked).toMatchObject({ status: 'queued', attempts: 0 });
    expect(asked.failures).toHaveLength(maxAnalysisAttempts);
  });

  it.each([
    ['approve', 'approved'],
    ['decline', 'declined'],
    ['ask-again', 'ask-again'],
  ] as const)('ends a review with %s', (outcome, status) => {
    const event = decisionOf[outcome];
    expect(afterOne('review', event)).toMatchObject({
      status,
      decision: { ...event.body, by: anAnalyst, at: anInstant(6) },
    });
  });

  it('lets a person decline or ask again where the analysis failed, but never approve', () => {
    expect(afterOne('failed', decisionOf.decline).status).toBe('declined');
    expect(afterOne('failed', decisionOf['ask-again']).status).toBe('ask-again');
    expect(() => afterOne('failed', decisionOf.approve)).toThrow(InvalidHistoryError);
  });

  it('takes a withdrawn decision back to where it was made', () => {
    const withdrawn = aNewEvent('decision.withdrawn');
    expect(afterOne('approved', withdrawn)).toMatchObject({ status: 'review', decision: null });
    const failed = aHistory({ status: 'failed', more: [decisionOf.decline, withdrawn] });
    expect(foldSession(failed)).toMatchObject({ status: 'failed', decision: null });
  });

  it('keeps a correction beside what was read, the last one of each field, until it is taken back', () => {
    const first = aNewEvent('field.corrected');
    const second = aNewEvent('field.corrected', { body: { value: 'ERIKSDOTTER' }, actor: anotherAnalyst });
    const number = aNewEvent('field.corrected', { body: { name: 'document-number', value: 'L898902C8' } });
    const corrected = aSession({ more: [first, number, second] });
    expect(corrected).toMatchObject({ status: 'review', analysis: anAnalysis(), changedSeq: 8 });
    expect(corrected.corrections.map(({ name, value, by, at }) => [name, value, by, at])).toEqual([
      ['document-number', 'L898902C8', anAnalyst, anInstant(7)],
      ['surname', 'ERIKSDOTTER', anotherAnalyst, anInstant(8)],
    ]);
    const restored = aSession({ more: [first, number, aNewEvent('field.restored')] });
    expect(restored.corrections.map(({ name }) => name)).toEqual(['document-number']);
    expect(() => aSession({ more: [aNewEvent('field.restored')] })).toThrow(/does not stand/);
    const elsewhere = aNewEvent('field.corrected', { body: { stepId: 'none' } });
    expect(() => aSession({ more: [elsewhere] })).toThrow(/scenario lacks/);
  });

  it('queues a session again with corrected corners, of which nothing stands until they are analyzed', () => {
    const corners = aNewEvent('corners.corrected');
    const queued = aSession({ more: [aNewEvent('field.corrected'), corners] });
    expect(queued).toMatchObject({ status: 'queued', attempts: 0, analysis: null, analyzedAt: null });
    expect(queued.corners).toEqual([{ ...corners.body, by: anAnalyst, at: anInstant(7) }]);
    // What a person reads on the document does not depend on where the program saw it.
    expect(queued.corrections).toHaveLength(1);
    const again = [aNewEvent('analysis.started'), aNewEvent('session.analyzed')];
    const back = aNewEvent('corners.corrected', { body: { quadPx: null } });
    expect(aSession({ more: [corners, ...again] })).toMatchObject({
      status: 'review',
      corners: queued.corners.map((each) => ({ ...each, at: anInstant(6) })),
    });
    expect(aSession({ more: [corners, ...again, back] })).toMatchObject({ status: 'queued', corners: [] });
    const elsewhere = aNewEvent('corners.corrected', { body: { captureId: aCaptureId(9) } });
    expect(() => aSession({ more: [elsewhere] })).toThrow(/not there/);
  });

  it.each(sessionStatuses)(
    'takes a comment while %s, which changes nothing that a decision must have seen',
    (status) => {
      const before = aSession({ status });
      const after = afterOne(status, aNewEvent('comment.added', { actor: anotherAnalyst }));
      const { lastSeq, lastAt, lastHash, comments } = after;
      expect({ ...before, lastSeq, lastAt, lastHash, comments }).toEqual(after);
      expect(lastSeq).toBe(before.lastSeq + 1);
      expect(comments).toEqual([{ text: 'A comment', by: anotherAnalyst, at: lastAt }]);
    },
  );

  it('refuses each event in each state where it cannot follow', () => {
    const allowed: Record<string, readonly SessionStatus[]> = {
      'session.created': [],
      'capture.received': ['collecting'],
      'step.submitted': ['collecting'],
      'step.analyzed': [],
      'step.unanalyzed': [],
      'session.submitted': ['collecting'],
      'session.frozen': ['collecting'],
      'session.purged': sessionStatuses,
      'analysis.started': ['queued', 'analyzing'],
      'session.analyzed': ['analyzing'],
      'analysis.failed': ['analyzing'],
      'analysis.released': ['analyzing'],
      'analysis.requested': ['failed'],
      'field.corrected': ['review', 'blocked'],
      'field.restored': [],
      'corners.corrected': ['failed', 'review'],
      'decision.made': ['review'],
      'decision.withdrawn': ['approved', 'declined', 'ask-again'],
      'comment.added': sessionStatuses,
    };
    const accepted = Object.fromEntries(
      Object.keys(allowed).map((type) => [
        type,
        sessionStatuses.filter((status) => {
          const attempt = type === 'analysis.started' && status === 'analyzing' ? 2 : 1;
          const usual = aNewEvent(type as NewEvent['type']);
          const event = 'attempt' in usual.body ? { ...usual, body: { ...usual.body, attempt } } : usual;
          try {
            afterOne(status, event as NewEvent);
            return true;
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidHistoryError);
            return false;
          }
        }),
      ]),
    );
    expect(accepted).toEqual(allowed);
  });

  it('refuses whatever follows the purge', () => {
    const purged = [aNewEvent('session.purged')];
    expect(aSession({ more: purged })).toMatchObject({ status: 'review', purgedAt: anInstant(6) });
    for (const type of eventTypes)
      expect(() => aSession({ more: [...purged, aNewEvent(type)] })).toThrow(/purged|second/);
  });

  it.each([
    ['analysis.started', 'queued', 2],
    ['analysis.started', 'analyzing', 1],
    ['session.analyzed', 'analyzing', 2],
    ['analysis.failed', 'analyzing', 2],
    ['analysis.released', 'analyzing', 2],
  ] as const)('refuses %s while %s with attempt %i', (type, status, attempt) => {
    expect(() => afterOne(status, aNewEvent(type, { body: { attempt } }))).toThrow(/attempt/);
  });

  it('refuses a history that is empty, begins late, has a gap, repeats or mixes sessions', () => {
    const events = aHistory();
    const [first, second] = events;
    const other = aHistory({ sessionId: aSessionId(2) });
    expect(() => foldSession([])).toThrow(InvalidHistoryError);
    expect(() => foldSession(events.slice(1))).toThrow('event 1: capture.received before session.created');
    expect(() => foldSession(events.toSpliced(2, 1))).toThrow('event 3: expected event 2');
    expect(() => foldSession(events.toSpliced(1, 0, ...(second ? [second] : [])))).toThrow(
      'event 1: expected event 2',
    );
    expect(() => foldSession(events.with(2, must(other[2], 'an event')))).toThrow(
      'event 2: of another session',
    );
    expect(() => foldSession(first ? [{ ...first, seq: 1 }] : [])).toThrow('a history begins with 0');
  });
});

/** What may happen to a session from outside: a command of somebody, a picture, or an agent's step. */
type Step =
  | {
      readonly kind: 'command';
      readonly command: Command;
      readonly actor: typeof anAnalyst;
      readonly seconds: number;
    }
  | { readonly kind: 'capture'; readonly index: number; readonly isSelfie: boolean }
  | { readonly kind: 'agent'; readonly does: 'start' | 'finish' | 'fail' | 'release' }
  | {
      readonly kind: 'attempt';
      readonly outcome: StepOutcome | 'failed';
      readonly documentNumber: string | null;
    }
  | { readonly kind: 'freeze' }
  | { readonly kind: 'purge' };

const someCorners = must(
  (aNewEvent('corners.corrected').body as EventBody<'corners.corrected'>).quadPx,
  'the builder gives corners',
);

const anySeenSeq = fc.oneof({ weight: 4, arbitrary: fc.constant(999) }, fc.nat(12));
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc.constant({ type: 'session.submit' as const }),
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('step.submit' as const),
      stepId: fc.constantFrom('document', 'document', 'selfie', 'none'),
    }),
  },
  fc.record({
    type: fc.constant('decision.make' as const),
    outcome: fc.constantFrom(...decisionOutcomes),
    reasons: fc.array(fc.constantFrom(...decisionReasons), { maxLength: 4 }),
    comment: fc.string({ maxLength: 20 }),
    seenSeq: anySeenSeq,
  }),
  fc.constant({ type: 'decision.withdraw' as const }),
  fc.constant({ type: 'analysis.retry' as const }),
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('field.correct' as const),
      stepId: fc.constantFrom('document', 'document', 'selfie'),
      name: fc.constantFrom('surname' as const, 'birth-date' as const),
      value: fc.constantFrom('1974-08-12', '1974-02-30'),
      replaces: fc.constantFrom(null, { source: 'mrz' as const, value: 'ERIKSSON' }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('field.restore' as const),
      stepId: fc.constant('document'),
      name: fc.constantFrom('surname' as const, 'birth-date' as const),
    }),
  },
  fc.record({
    type: fc.constant('corners.correct' as const),
    captureId: fc.constantFrom(aCaptureId(1), aCaptureId(2)),
    quadPx: fc.constantFrom(null, someCorners),
  }),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .filter((text) => text.trim() !== '')
    .map((text) => commandSchema.parse({ type: 'comment.add', text })),
);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      command: anyCommand,
      actor: fc.constantFrom(anAnalyst, anotherAnalyst),
      seconds: fc.constantFrom(1, 60, 700),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('capture' as const),
      index: fc.integer({ min: 1, max: 9 }),
      isSelfie: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('agent' as const),
      does: fc.constantFrom(...(['start', 'start', 'finish', 'fail', 'release'] as const)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('attempt' as const),
      outcome: fc.constantFrom(...stepOutcomes, 'failed' as const, 'failed' as const),
      documentNumber: fc.constantFrom(null, 'L898902C3', 'X1'),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'freeze' as const }) },
);

const analysis = anAnalysis();

/** What the intake writes for one step, given that it keeps to `decide` and to the lease rules. */
function eventsOf(session: Session, step: Step, at: string): readonly NewEvent[] {
  if (session.purgedAt !== null) return [];
  switch (step.kind) {
    case 'purge':
      return [aNewEvent('session.purged', { at })];
    case 'command': {
      const decided = decide(session, step.command, { actor: step.actor, now: at });
      return decided.ok ? decided.events : [];
    }
    case 'capture': {
      const body = step.isSelfie
        ? ({ captureId: aCaptureId(step.index), stepId: 'selfie', side: 'selfie' } as const)
        : { captureId: aCaptureId(step.index) };
      const place = aNewEvent('capture.received', { body }).body as EventBody<'capture.received'>;
      const isReceived = whyNotReceived(session, place, at) === null;
      return isReceived ? [aNewEvent('capture.received', { body, at })] : [];
    }
    case 'freeze':
      return session.status === 'collecting' ? [aNewEvent('session.frozen', { at })] : [];
    case 'attempt': {
      const waiting = session.steps.find(({ state }) => state === 'submitted');
      if (waiting === undefined || session.status !== 'collecting') return [];
      const { id: stepId, attempts: attempt } = waiting;
      const { outcome, documentNumber } = step;
      return outcome === 'failed'
        ? [aNewEvent('step.unanalyzed', { body: { stepId, attempt }, at })]
        : [aNewEvent('step.analyzed', { body: { stepId, attempt, outcome, documentNumber }, at })];
    }
    case 'agent': {
      const { status, attempts } = session;
      if (step.does === 'start') {
        const isLeasable = status === 'queued' || status === 'analyzing';
        const body = { agentId: anAgent.id, attempt: attempts + 1 };
        return isLeasable ? [aNewEvent('analysis.started', { body, at })] : [];
      }
      if (status !== 'analyzing') return [];
      if (step.does === 'release')
        return [aNewEvent('analysis.released', { body: { attempt: attempts }, at })];
      return step.does === 'finish'
        ? [
            // What is found in other sessions and lists goes before.
            ...(['history.matched', 'list.matched', 'list.clear', 'list.not-run'] as const).map((type) =>
              aNewEvent(type, { at }),
            ),
            aNewEvent('session.analyzed', { body: { analysis, attempt: attempts }, at }),
          ]
        : [aNewEvent('analysis.failed', { body: { attempt: attempts }, at })];
    }
  }
}

/** A history as an intake may write it: a life up to some state, then anything. Folds it itself, event by event. */
const anyHistory = fc
  .record({
    // More of those that need several steps in order, or one rare step, before something happens to them.
    status: fc.oneof(
      fc.constantFrom('collecting', 'collecting', 'failed', 'review'),
      fc.constantFrom(...sessionStatuses),
    ),
    steps: fc.array(anyStep, { maxLength: 30, size: 'max' }),
    isPurged: fc.boolean(),
  })
  .map(({ status, steps, isPurged }) => {
    const history = aHistory({ status, analysis });
    const known = history.length;
    let session = foldSession(history);
    let seconds = known;
    for (const step of [...steps, ...(isPurged ? [{ kind: 'purge' } as const] : [])]) {
      seconds += step.kind === 'command' ? step.seconds : 1;
      const last = must(history.at(-1), 'a first event');
      const events = eventsOf(session, step, anInstant(seconds));
      const added = chainEvents(events, { after: last, firstPosition: last.position + 1 });
      for (const event of added) session = applyEvent(session, event);
      history.push(...added);
    }
    return { history, added: history.slice(known) };
  });

describe('any history that the intake can write', () => {
  it('keeps the schema and its chain, folds, and folds on from any prefix to the same', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory, fc.nat(), async ({ history }, cut) => {
        const whole = foldSession(history);
        expect(
          await verifyChain(history, sha256OfText, { seq: whole.lastSeq, hash: whole.lastHash }),
        ).toEqual({ ok: true });
        const at = 1 + (cut % history.length);
        const prefix = foldSession(history.slice(0, at));
        const frozen = JSON.stringify(prefix);
        expect(
          history.slice(at).reduce<Session>((session, event) => applyEvent(session, event), prefix),
        ).toEqual(whole);
        // A state that somebody holds never changes under them.
        expect(JSON.stringify(prefix)).toBe(frozen);
        expect(history.map((event) => sessionEventSchema.parse(event))).toEqual(history);
      }),
      { numRuns: 250 },
    );
  });

  it('is made of every event there is', () => {
    // Seeded: whether 250 random histories hold a rare event is a matter of luck, and luck is no test.
    const happened = new Set(
      fc.sample(anyHistory, { seed: 1, numRuns: 1000 }).flatMap(({ added }) => added.map(({ type }) => type)),
    );
    // Challenges have a generator of their own in liveness.test.ts.
    const elsewhere: readonly EventType[] = ['session.created', 'liveness.challenged', 'liveness.received'];
    expect([...happened].sort()).toEqual(eventTypes.filter((type) => !elsewhere.includes(type)).sort());
  });

  it('always has an analysis where it is in review or approved, and a decision exactly where it is decided', () => {
    fc.assert(
      fc.property(anyHistory, ({ history }) => {
        const {
          status,
          analysis: found,
          decision,
          attempts,
          failures,
          lastSeq,
          changedSeq,
        } = foldSession(history);
        if (status === 'review' || status === 'approved') expect(found).not.toBeNull();
        expect(decision !== null).toBe(['approved', 'declined', 'ask-again'].includes(status));
        // Whoever asks again starts the count anew; what failed since then took an attempt each.
        const asked = history.findLastIndex(
          ({ type }) => type === 'analysis.requested' || type === 'corners.corrected',
        );
        const failedSince = history.filter(({ type, seq }) => type === 'analysis.failed' && seq > asked);
        expect(failedSince.length).toBeLessThanOrEqual(attempts);
        expect(failures).toHaveLength(history.filter(({ type }) => type === 'analysis.failed').length);
        expect(changedSeq).toBeLessThanOrEqual(lastSeq);
        expect(lastSeq).toBe(history.length - 1);
      }),
      { numRuns: 250 },
    );
  });
});
