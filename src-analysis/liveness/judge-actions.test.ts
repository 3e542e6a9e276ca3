import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { livenessActions, type LivenessAction } from '#shared/domain/liveness.ts';
import { must } from '#shared/lib/invariant.ts';
import { aFrame } from '../testing/frames.ts';
import type { FrameFaceMeasures, MeasuredFrame } from './frame.ts';
import { judgeActions, type ActionLimits } from './judge-actions.ts';
import { neutralOf } from './neutral.ts';

const limits: ActionLimits = { yawDeg: 18, pitchDeg: 8, closedShare: 0.5, smileShare: 1.07 };

/** What a face measures that makes each movement clearly. */
const made: Readonly<Record<LivenessAction, Partial<FrameFaceMeasures>>> = {
  'turn-left': { yawDeg: 30 },
  'turn-right': { yawDeg: -30 },
  'look-up': { pitchDeg: 15 },
  blink: { eyeOpening: 0.1 },
  smile: { mouthWidth: 0.95 },
};

/** Two frames of the face as it is, then three of each movement that is done: before, in it, after. */
function challenge(
  done: readonly (LivenessAction | null)[],
  neutral: Partial<FrameFaceMeasures> = {},
): MeasuredFrame[] {
  const frames: MeasuredFrame[] = [aFrame(0, null, neutral), aFrame(1, null, neutral)];
  for (const [place, action] of done.entries())
    for (const isMade of [false, true, false])
      frames.push(
        aFrame(frames.length, place, { ...neutral, ...(isMade && action !== null ? made[action] : {}) }),
      );
  return frames;
}
function judge(frames: readonly MeasuredFrame[], asked: readonly LivenessAction[], skipped: number[] = []) {
  const neutral = must(neutralOf(frames), 'a face before the first action');
  return judgeActions(frames, asked, skipped, neutral, limits);
}
const statuses = (...args: Parameters<typeof judge>) => judge(...args).map(({ status }) => status);

const anyOrder = fc.shuffledSubarray([...livenessActions], { minLength: 2, maxLength: 4 });

describe('a challenge', () => {
  it('is done by whoever does what is asked, in any order', () => {
    fc.assert(
      fc.property(anyOrder, (asked) => {
        expect(statuses(challenge(asked), asked)).toEqual(asked.map(() => 'done'));
      }),
    );
  });

  it('is not done by whoever answers another one', () => {
    fc.assert(
      fc.property(anyOrder, anyOrder, (asked, done) => {
        fc.pre(asked.length === done.length);
        const judged = judge(challenge(done), asked);
        judged.forEach(({ status, did }, place) => {
          if (asked[place] === done[place]) expect(status).toBe('done');
          else expect(status).not.toBe('done');
          if (status === 'other') expect(did).toBe(done[place]);
        });
      }),
    );
  });

  it('is not done by a face that does nothing', () => {
    fc.assert(
      fc.property(anyOrder, (asked) => {
        expect(statuses(challenge(asked.map(() => null)), asked)).toEqual(asked.map(() => 'not-done'));
      }),
    );
  });

  it('is not done by a film of every movement of the head one after the other', () => {
    const all = (place: number): MeasuredFrame[] =>
      (['turn-left', 'turn-right', 'look-up'] as const).map((action, n) =>
        aFrame(2 + place * 3 + n, place, made[action]),
      );
    const frames = [aFrame(0, null), aFrame(1, null), ...all(0), ...all(1)];
    expect(statuses(frames, ['turn-left', 'look-up'])).toEqual(['other', 'other']);
  });

  it('leaves open what was skipped, and what cannot be told: never done', () => {
    fc.assert(
      fc.property(anyOrder, fc.nat({ max: 3 }), (asked, n) => {
        const place = n % asked.length;
        expect(statuses(challenge(asked), asked, [place])[place]).toBe('skipped');
      }),
    );
    const blind = challenge(['blink', 'smile']).map((frame) =>
      frame.face === null ? frame : { ...frame, face: { ...frame.face, eyeOpening: null } },
    );
    expect(statuses(blind, ['blink', 'smile'])).toEqual(['unclear', 'done']);
    const lost = challenge(['smile', 'blink']).map((frame) =>
      frame.actionIndex === 0 ? { ...frame, face: null } : frame,
    );
    expect(statuses(lost, ['smile', 'blink'])).toEqual(['unclear', 'done']);
  });
});

describe('a movement', () => {
  it('is measured from that face’s own neutral: a low chin or a phone held aside is none', () => {
    const aside = { yawDeg: -15, pitchDeg: -20, mouthWidth: 0.92 };
    expect(statuses(challenge([null, null], aside), ['turn-right', 'look-up'])).toEqual([
      'not-done',
      'not-done',
    ]);
  });

  it.each([
    ['turn-left', { yawDeg: 17.9 }, { yawDeg: 18 }],
    ['turn-right', { yawDeg: -17.9 }, { yawDeg: -18 }],
    ['look-up', { pitchDeg: 7.9 }, { pitchDeg: 8 }],
    ['blink', { eyeOpening: 0.46 }, { eyeOpening: 0.45 }],
    ['smile', { mouthWidth: 0.855 }, { mouthWidth: 0.857 }],
  ] as const)('%s counts from its limit on', (action, less, enough) => {
    const on = (face: Partial<FrameFaceMeasures>) =>
      statuses([aFrame(0, null), aFrame(1, 0, face), aFrame(2, 0)], [action, 'smile'])[0];
    expect([on(less), on(enough)]).toEqual(['not-done', 'done']);
  });

  it('of the eyes is a blink only when they open again', () => {
    const frames = [aFrame(0, null), aFrame(1, 0, made.blink), aFrame(2, 0, made.blink)];
    expect(statuses(frames, ['blink', 'smile'])[0]).toBe('not-done');
    expect(statuses([...frames, aFrame(3, 1)], ['blink', 'smile'])[0]).toBe('done');
  });

  it('of mouth or chin is not told of a turned head', () => {
    const turned = { yawDeg: 30, mouthWidth: 0.95, pitchDeg: 15 };
    const frames = [aFrame(0, null), aFrame(1, 0, turned), aFrame(2, 1, turned)];
    expect(judge(frames, ['smile', 'look-up'])).toMatchObject([
      { status: 'other', did: 'turn-left' },
      { status: 'other', did: 'turn-left' },
    ]);
  });
});

it('holds a movement that was not asked for against nobody unless it is clear', () => {
  const frames = [aFrame(0, null), aFrame(1, 0, { ...made.smile, pitchDeg: 11 }), aFrame(2, 1)];
  expect(statuses(frames, ['smile', 'blink'])[0]).toBe('done');
  const clear = [aFrame(0, null), aFrame(1, 0, { ...made.smile, pitchDeg: 12 }), aFrame(2, 1)];
  expect(judge(clear, ['smile', 'blink'])[0]).toMatchObject({ status: 'other', did: 'look-up' });
});
