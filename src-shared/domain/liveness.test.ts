import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aCaptureId,
  aNewEvent,
  anAnalysis,
  anAnalyst,
  anEvent,
  anInstant,
  aUuid,
  chainEvents,
} from '../testing/builders.ts';
import { must } from '../lib/invariant.ts';
import { sha256OfText } from '../testing/sha256.ts';
import { challengeEnd, decide, whyNotChallenged, whyNotReceived } from './decide.ts';
import { sessionEventSchema, type NewEvent } from './events.ts';
import { applyEvent, foldSession, InvalidHistoryError } from './fold-session.ts';
import {
  actionsSchema,
  allChallenges,
  drawActions,
  isAnswered,
  livenessActions,
  mostDraws,
  mostFrames,
  whyFramesNotReceived,
  type LivenessAction,
} from './liveness.ts';
import { passportAndSelfie, type Scenario } from './scenario.ts';
import type { Session } from './session.ts';
import { toResult } from './to-result.ts';

const [, selfie] = passportAndSelfie.steps;
if (selfie === undefined) throw new Error('no selfie step');
const scenario: Scenario = {
  ...passportAndSelfie,
  steps: [{ ...selfie, id: 'alive', type: 'liveness' }],
};
const begun = anEvent('session.created', { body: { scenario, linkId: aUuid(9) } });

function aFrame(n: number, actionIndex: number | null, atMs: number) {
  return { captureId: aCaptureId(n), actionIndex, atMs, sha256: sha256OfText(String(n)), byteLength: 50_000 };
}
/** The session after more events, each at its own second. */
function after(...events: readonly NewEvent[]): Session {
  return foldSession([begun, ...chainEvents(events, { after: begun, firstPosition: 2 })]);
}
const challenged = (seconds: number, n = 1, actions: LivenessAction[] = ['turn-left', 'smile']): NewEvent =>
  aNewEvent('liveness.challenged', {
    at: anInstant(seconds),
    body: { challengeId: aUuid(n), actions, expiresAt: challengeEnd(anInstant(seconds)) },
  });
const received = (seconds: number, frames: ReturnType<typeof aFrame>[], n = 1): NewEvent =>
  aNewEvent('liveness.received', {
    at: anInstant(seconds),
    body: { challengeId: aUuid(n), batchId: aUuid(100 + seconds), frames },
  });

describe('a challenge', () => {
  it('is one of 196 orders of two to four different actions, one of the head and one that is no turn, and never one that was drawn before', () => {
    // All but a blink and a smile alone, and the two turns alone, either first.
    expect(allChallenges()).toHaveLength(5 * 4 + 5 * 4 * 3 + 5 * 4 * 3 * 2 - 4);
    for (const pair of [
      ['blink', 'smile'],
      ['turn-left', 'turn-right'],
    ])
      for (const actions of allChallenges())
        expect(actions.some((action) => !pair.includes(action))).toBe(true);
    for (const actions of allChallenges()) expect(actionsSchema.safeParse([...actions]).success).toBe(true);
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
        const randomBelow = (limit: number): number => (numbers.next().value as number) % limit;
        const drawn: (readonly LivenessAction[])[] = [];
        for (let n = 0; n < mostDraws; n += 1) drawn.push(drawActions(drawn, randomBelow));
        expect(new Set(drawn.map((actions) => actions.join())).size).toBe(mostDraws);
      }),
      { numRuns: 20 },
    );
    expect(() => drawActions(allChallenges(), () => 0)).toThrow(RangeError);
  });

  it('draws each number of actions, and each action at each place, about equally often', () => {
    let seed = 1;
    // A linear congruential generator (Numerical Recipes): the test must give the same each time.
    const randomBelow = (limit: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * limit);
    };
    const lengths = new Map<number, number>();
    const firsts = new Map<LivenessAction | undefined, number>();
    for (let n = 0; n < 6000; n += 1) {
      const actions = drawActions([], randomBelow);
      lengths.set(actions.length, (lengths.get(actions.length) ?? 0) + 1);
      firsts.set(actions[0], (firsts.get(actions[0]) ?? 0) + 1);
    }
    for (const length of [2, 3, 4]) expect(lengths.get(length)).toBeGreaterThan(1800);
    for (const action of livenessActions) expect(firsts.get(action)).toBeGreaterThan(1050);
  });

  it('is drawn for an open liveness step of a link alone, and not without end', () => {
    const session = after();
    expect(whyNotChallenged(session, 'alive', anInstant(1))).toBeNull();
    expect(whyNotChallenged(session, 'other', anInstant(1))).toBe('unknown-step');
    expect(whyNotChallenged({ ...session, linkId: null }, 'alive', anInstant(1))).toBe('unknown-step');
    const often = Array.from({ length: mostDraws }, (_, n) => challenged(n + 1, n + 1));
    expect(whyNotChallenged(after(...often), 'alive', anInstant(60))).toBe('challenges-exhausted');
    // A picture that was chosen is no answer.
    expect(whyNotReceived(session, { stepId: 'alive', side: 'selfie' }, anInstant(1))).toBe('unknown-step');
  });

  it('takes the place of the one before, with its frames', () => {
    const session = after(
      challenged(1),
      received(3, [aFrame(1, null, 100)]),
      challenged(4, 2, ['blink', 'smile']),
    );
    expect(session.steps[0]).toMatchObject({
      challengesDrawn: 2,
      liveness: { challengeId: aUuid(2), actions: ['blink', 'smile'], drawnAt: anInstant(4), frames: [] },
    });
  });
});

describe('frames', () => {
  const drawn = must(after(challenged(0)).steps[0]?.liveness, 'a challenge');
  const why = (frames: ReturnType<typeof aFrame>[], seconds: number, id = aUuid(1)) =>
    whyFramesNotReceived(drawn, id, frames, anInstant(seconds));

  it('answer the present challenge in its time, forward in time and actions, and never from the future', () => {
    expect(why([aFrame(1, null, 0), aFrame(2, 0, 900), aFrame(3, 1, 4000)], 5)).toBeNull();
    expect(why([aFrame(1, null, 0)], 5, aUuid(2))).toBe('challenge-over');
    expect(whyFramesNotReceived(null, aUuid(1), [], anInstant(5))).toBe('challenge-over');
    expect(why([aFrame(1, null, 0)], 179)).toBeNull();
    expect(why([aFrame(1, null, 0)], 180)).toBe('challenge-over');
    expect(why([aFrame(1, 0, 900), aFrame(2, 0, 899)], 5)).toBe('frames-invalid');
    expect(why([aFrame(1, 1, 900), aFrame(2, 0, 1000)], 5)).toBe('frames-invalid');
    expect(why([aFrame(1, 0, 900), aFrame(2, null, 1000)], 5)).toBe('frames-invalid');
    expect(why([aFrame(1, 2, 900)], 5)).toBe('frames-invalid');
    expect(why([aFrame(1, 0, 7001)], 5)).toBe('frames-invalid');
    const many = Array.from({ length: mostFrames + 1 }, (_, n) => aFrame(n + 1, 0, n));
    expect([why(many.slice(1), 5), why(many, 5)]).toEqual([null, 'frames-invalid']);
  });

  it('answer a challenge when every action has one or was given up', () => {
    const frames = [aFrame(1, null, 0), aFrame(2, 0, 900)];
    expect(isAnswered({ ...drawn, frames }, [])).toBe(false);
    expect(isAnswered({ ...drawn, frames }, [1])).toBe(true);
    expect(isAnswered({ ...drawn, frames }, [2])).toBe(false);
    expect(isAnswered({ ...drawn, frames: [] }, [0, 1])).toBe(false);
  });

  it('cannot have come in any other way: such a history is refused', () => {
    for (const events of [
      [received(1, [aFrame(1, null, 0)])],
      [challenged(1), received(2, [aFrame(1, null, 0)], 2)],
      [challenged(1), received(181, [aFrame(1, null, 0)])],
      [challenged(1), challenged(2, 2), received(3, [aFrame(1, null, 0)], 1)],
    ])
      expect(() => after(...events)).toThrow(InvalidHistoryError);
  });
});

it('waits for its analysis when it is submitted, with its frames and what was given up, and passes by nothing else', () => {
  const frames = [aFrame(1, null, 100), aFrame(2, 0, 900)];
  const answered = [challenged(1), received(3, frames)];
  const by = { actor: anAnalyst, now: anInstant(9) };
  const submit = { type: 'step.submit', stepId: 'alive' } as const;
  expect(decide(after(...answered), submit, by)).toEqual({ ok: false, code: 'captures-missing' });
  const decided = decide(after(...answered), { ...submit, skippedActions: [1] }, by);
  if (!decided.ok) throw new Error(decided.code);
  expect(decided.events.map(({ type, body }) => [type, body])).toEqual([
    ['step.submitted', { stepId: 'alive', attempt: 1, skippedActions: [1] }],
  ]);
  const session = after(...answered, ...decided.events);
  expect(session.steps[0]).toMatchObject({ state: 'submitted', liveness: { frames, skippedActions: [1] } });
  expect(decide(session, { type: 'session.submit' }, by)).toEqual({ ok: false, code: 'step-closed' });
  expect(toResult(session).steps[0]).toMatchObject({
    status: 'pending',
    tries: 1,
    liveness: {
      analysis: 'pending',
      actions: ['turn-left', 'smile'],
      skippedActions: [1],
      challengesDrawn: 1,
      frames: [
        { id: aCaptureId(1), actionIndex: null, atMs: 100 },
        { id: aCaptureId(2), actionIndex: 0, atMs: 900 },
      ],
    },
  });
  // Once it was analyzed, nothing measured is either not for this reader, or of a version that did not look at frames.
  const unmeasured = anAnalysis();
  const told = (withheld: Session['withheld']) =>
    toResult({ ...session, analysis: { ...unmeasured, steps: [] }, withheld }).steps[0]?.liveness?.analysis;
  expect([told(['checks']), told(['fields']), told([])]).toEqual([
    'withheld',
    'not-available-yet',
    'not-available-yet',
  ]);
});

it('keeps schema and fold under any order of draws, frames and submits', () => {
  const anyStep = fc.record({
    does: fc.constantFrom('draw', 'frames', 'frames', 'submit'),
    n: fc.integer({ min: 1, max: 3 }),
    place: fc.option(fc.integer({ min: 0, max: 1 })),
    seconds: fc.constantFrom(1, 5, 100),
  });
  let answeredRuns = 0;
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 25, size: 'max' }), (steps) => {
      let session = foldSession([begun]);
      let last = sessionEventSchema.parse(begun);
      let now = 0;
      let frames = 0;
      for (const { does, n, place, seconds } of steps) {
        now += seconds;
        const at = anInstant(now);
        const decidedEvents = (): readonly NewEvent[] => {
          if (does === 'draw')
            return whyNotChallenged(session, 'alive', at) === null ? [challenged(now, n)] : [];
          if (does === 'submit') {
            const decided = decide(
              session,
              { type: 'step.submit', stepId: 'alive' },
              { actor: anAnalyst, now: at },
            );
            return decided.ok ? decided.events : [];
          }
          const frame = aFrame((frames += 1), place, now * 10);
          const { state, liveness } = session.steps[0] ?? { state: 'passed', liveness: null };
          const isTaken = state === 'open' && whyFramesNotReceived(liveness, aUuid(n), [frame], at) === null;
          return isTaken ? [received(now, [frame], n)] : [];
        };
        for (const event of chainEvents(decidedEvents(), { after: last, firstPosition: last.position + 1 })) {
          last = sessionEventSchema.parse(event);
          session = applyEvent(session, last);
        }
      }
      const [step] = session.steps;
      if (step?.state !== 'submitted') return;
      answeredRuns += 1;
      expect(step.attempts).toBe(1);
      expect(isAnswered(must(step.liveness, 'a challenge'), [])).toBe(true);
    }),
    { numRuns: 300 },
  );
  expect(answeredRuns).toBeGreaterThan(0);
});
