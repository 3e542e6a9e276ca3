import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '#shared/lib/invariant.ts';
import { aFrame, anEmbedding, headPoints } from '../testing/frames.ts';
import { bestFrame } from './best-frame.ts';
import { depthOfTurn } from './depth-of-turn.ts';
import { evenFrames } from './frame.ts';
import { judgeActions } from './judge-actions.ts';
import { neutralOf } from './neutral.ts';
import { personOver } from './one-person.ts';
import { repetitionIn } from './repeated-frames.ts';
import { timingOf } from './timing.ts';

const limits = { yawDeg: 18, pitchDeg: 8, closedShare: 0.5, smileShare: 1.07 };

describe('neutral', () => {
  it('is the median of the frames before the first action, one blink among them', () => {
    const frames = [
      aFrame(0, null, { yawDeg: 2 }),
      aFrame(1, null, { yawDeg: 4, eyeOpening: 0.1 }),
      aFrame(2, null, { yawDeg: 3 }),
    ];
    expect(neutralOf([...frames, aFrame(3, 0, { yawDeg: 40 })])).toMatchObject({
      yawDeg: 3,
      eyeOpening: 0.9,
    });
    expect(neutralOf([aFrame(3, 0)])).toBeNull();
  });
});

describe('timing', () => {
  const timing = (frames: Parameters<typeof timingOf>[0]) =>
    timingOf(
      frames,
      judgeActions(frames, ['turn-left', 'smile'], [], must(neutralOf(frames), 'neutral'), limits),
      must(neutralOf(frames), 'neutral'),
      limits,
    );

  it('counts from the first frame of the action', () => {
    const frames = [aFrame(0, null), aFrame(10, 0), aFrame(11, 0), aFrame(12, 0, { yawDeg: 30 })];
    expect(timing(frames)).toMatchObject({ quickest: { afterMs: 666 }, jump: null });
    expect(timing([aFrame(0, null), aFrame(10, 0, { yawDeg: 30 })])).toMatchObject({
      quickest: { afterMs: 0 },
    });
    expect(timing([aFrame(0, null), aFrame(10, 0)])).toBeNull();
  });

  it('sees a face jump from one frame to the next, and not from one action to another', () => {
    const aside = { boxPx: { x: 400, y: 220, width: 160, height: 200 } };
    const near = { boxPx: { x: 60, y: 120, width: 330, height: 400 } };
    for (const face of [aside, near]) {
      expect(
        timing([aFrame(0, null), aFrame(1, 0, { yawDeg: 30 }), aFrame(2, 0, face)])?.jump,
      ).not.toBeNull();
      expect(timing([aFrame(0, null), aFrame(1, 0, { yawDeg: 30 }), aFrame(2, 1, face)])?.jump).toBeNull();
      expect(timing([aFrame(0, null), aFrame(1, 0, { yawDeg: 30 }), aFrame(9, 0, face)])?.jump).toBeNull();
    }
  });
});

describe('one person', () => {
  it('is told by the face least like the first', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }),
        (distances) => {
          const frames = [
            aFrame(0, null),
            ...distances.map((distance, n) => aFrame(n + 1, 0, { embedding: anEmbedding(distance) })),
          ];
          expect(personOver(frames)?.least.distance).toBeCloseTo(Math.max(...distances), 4);
        },
      ),
    );
    expect(personOver([aFrame(0, null), aFrame(1, 0, { embedding: null })])).toBeNull();
  });

  it('counts faces, and frames without one', () => {
    const frames = [
      aFrame(0, null),
      aFrame(1, 0, {}, { faceCount: 2 }),
      { ...aFrame(2, 0), face: null, faceCount: 0 },
    ];
    expect(personOver([...frames, aFrame(3, 0)])).toMatchObject({
      several: { captureId: frames[1]?.captureId },
      lostShare: 0.25,
    });
  });
});

describe('depth', () => {
  it('is that of the frame with most of it, to the side of the turn, and unknown without a turn', () => {
    const frames = [aFrame(0, null), aFrame(1, 0, { yawDeg: -20 }), aFrame(2, 0, { yawDeg: -35 })];
    const neutral = must(neutralOf(frames), 'neutral');
    expect(depthOfTurn(frames, neutral, 18)).toMatchObject({ frame: frames[2], turnedDeg: -35 });
    expect(depthOfTurn(frames, neutral, 18)?.relief).toBeGreaterThan(0.15);
    expect(depthOfTurn(frames.slice(0, 1), neutral, 18)).toBeNull();
    // A picture that reads as turned and has no depth.
    const flat = [frames[0] ?? aFrame(0, null), aFrame(1, 0, { yawDeg: 20, landmarksPx: headPoints(40, 0) })];
    expect(depthOfTurn(flat, neutral, 18)?.relief).toBeCloseTo(0, 6);
  });
});

describe('repetition', () => {
  const same = (frames: Parameters<typeof repetitionIn>[0]) => repetitionIn(frames, 2).same;

  it('finds bytes that came twice, but for a camera that is slower than the page', () => {
    const again = { sha256: aFrame(1, 0).sha256 };
    expect(same([aFrame(1, 0), aFrame(2, 0)])).toBeNull();
    expect(same([aFrame(1, 0), aFrame(2, 0, {}, again)])).toHaveLength(2);
    expect(same([aFrame(1, 0), aFrame(2, 0, {}, { ...again, atMs: 333 + 200 })])).toBeNull();
  });

  it('finds a movement that comes again, compressed anew', () => {
    const movement = [
      '0000000000000000',
      '00000000000000ff',
      '000000000000ffff',
      '0000000000ffffff',
      '000000000000ffff',
    ];
    // One bit of each is another one.
    const again = movement.map((hash) => `8${hash.slice(1)}`);
    const other = movement.map((hash) => `ff${hash.slice(2)}`);
    const of = (...hashes: readonly string[]) =>
      repetitionIn(
        hashes.map((hash, n) => aFrame(n, 0, {}, { hash })),
        2,
      ).loop?.map(({ atMs }) => atMs / 333);
    expect(of(...movement, 'ffffffffffffffff', ...again)).toEqual([0, 6]);
    expect(of(...movement, 'ffffffffffffffff', ...other)).toBeUndefined();
    // A face that does nothing looks the same again and again.
    expect(of(...Array.from({ length: 20 }, () => '0123456789abcdef'))).toBeUndefined();
  });
});

it('takes for a selfie the frontal, sharp face with open eyes, before anything is asked', () => {
  const best = aFrame(5, null, { yawDeg: 1 });
  const worse = [
    aFrame(0, null, { yawDeg: 25 }),
    aFrame(1, null, { sharpness: 10 }),
    aFrame(2, null, { eyeOpening: 0.1 }),
    aFrame(3, 0),
    aFrame(4, null, {}, { faceCount: 2 }),
  ];
  expect(bestFrame([...worse, best])).toBe(best);
  expect(bestFrame([{ ...best, face: null }])).toBeNull();
});

it('leaves out the frames that were taken between the even ones, and none of the even ones', () => {
  const even = Array.from({ length: 9 }, (_, nth) => aFrame(nth, 0));
  const between = [100, 200, 440, 1400].map((atMs, nth) => aFrame(20 + nth, 0, {}, { atMs }));
  const all = [...even, ...between].toSorted((a, b) => a.atMs - b.atMs);
  expect(evenFrames(all)).toEqual(even);
  expect(evenFrames(even)).toEqual(even);
  // Each action begins with one.
  expect(evenFrames([aFrame(0, 0), aFrame(1, 1, {}, { atMs: 50 })])).toHaveLength(2);
});
