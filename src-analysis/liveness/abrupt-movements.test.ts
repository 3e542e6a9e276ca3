import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '#shared/lib/invariant.ts';
import { aFrame } from '../testing/frames.ts';
import { abruptMovements } from './abrupt-movements.ts';
import type { MeasuredFrame } from './frame.ts';
import { judgeActions } from './judge-actions.ts';
import { neutralOf } from './neutral.ts';

const limits = { yawDeg: 18, pitchDeg: 8, closedShare: 0.5, smileShare: 1.07 };
const asked = ['turn-left', 'look-up', 'smile'] as const;
const [exchanged, onItsWay] = [
  [0, 0.02, 1, 0.97, 1, 0.99, 0.03, 0],
  [0, 0.02, 0.5, 0.97, 1, 0.99, 0.03, 0],
] as const;

/** A turn and a look up that go so far at each frame, after a face that is still. */
function told(turn: readonly number[], look: readonly number[], everyMs = 333) {
  const frames: MeasuredFrame[] = [aFrame(0, null), aFrame(1, null)];
  const add = (place: number, shares: readonly number[], to: 'yawDeg' | 'pitchDeg', full: number): void => {
    for (const share of shares)
      frames.push(aFrame(frames.length, place, { [to]: full * share }, { atMs: frames.length * everyMs }));
  };
  add(0, turn, 'yawDeg', 32);
  add(1, look, 'pitchDeg', 14);
  for (const mouthWidth of [0.8, 0.95, 0.95]) frames.push(aFrame(frames.length, 2, { mouthWidth }));
  const neutral = must(neutralOf(frames), 'a face before the first action');
  return abruptMovements(frames, judgeActions(frames, asked, [], neutral, limits), neutral, limits);
}

describe('movements of the head without a frame on the way', () => {
  it('are told with the frames between which the first of them came', () => {
    const found = must(told(exchanged, exchanged), 'abrupt movements');
    expect(found.movements).toEqual(['turn-left', 'look-up']);
    expect([found.from.face.yawDeg, found.to.face.yawDeg]).toEqual([0.02 * 32, 32]);
  });

  it('are not told where one movement of all has such a frame, there or back', () => {
    expect(told(onItsWay, exchanged)).toBeNull();
    expect(told(exchanged, onItsWay.toReversed())).toBeNull();
  });

  it('are not told of one movement alone, which may be quick', () => {
    expect(told(exchanged, [0, 0, 0, 0, 0, 0, 0])).toBeNull();
  });

  it('are not told where frames are few: a head has time to turn between them', () => {
    expect(told(exchanged, exchanged, 500)).toBeNull();
    expect(told([0, 1, 1, 0, 0], [0, 1, 1, 0, 0])).toBeNull();
  });
});

describe('one movement of the head in frames that lie close together', () => {
  const still = [aFrame(0, null), aFrame(1, null)];
  /** A turn that goes so far at each frame, `null` without a face; frames come each so many milliseconds. */
  function turn(shares: readonly (number | null)[], everyMs: number | ((nth: number) => number) = 100) {
    let atMs = 1000;
    const frames: MeasuredFrame[] = shares.map((share, nth) => {
      const frame = aFrame(2 + nth, 0, { yawDeg: 32 * (share ?? 0) }, { atMs });
      atMs += typeof everyMs === 'number' ? everyMs : everyMs(nth);
      return share === null ? { ...frame, face: null, faceCount: 0 } : frame;
    });
    return frames;
  }
  const judged = (frames: readonly MeasuredFrame[]) => {
    const all = [...still, ...frames, aFrame(90, 1, { mouthWidth: 0.95 }, { atMs: 9000 })];
    const neutral = must(neutralOf(all), 'a face before the first action');
    const judgements = judgeActions(all, ['turn-left', 'smile'], [], neutral, limits);
    return abruptMovements(all, judgements, neutral, limits);
  };

  it('is told by one way that no frame shows, there or back', () => {
    for (const shares of [
      [0, 0, 1, 1, 0.5, 0],
      [0, 0.5, 1, 1, 0, 0],
    ])
      expect(judged(turn(shares))).toMatchObject({ movements: ['turn-left'], isHidden: false });
    expect(judged(turn([0, 0.5, 1, 1, 0.5, 0]))).toBeNull();
    expect(judged(turn([0, 0, 1, 1, 1]))?.from.atMs).toBe(1100);
  });

  it('is not told by frames further apart, nor by a picture that the camera gave twice', () => {
    expect(judged(turn([0, 0, 1, 1, 0, 0], 160))).toBeNull();
    expect(judged(turn([0, 0, 1, 1, 0, 0], (nth) => (nth === 1 || nth === 3 ? 200 : 80)))).toBeNull();
    const twice = turn([0, 0, 1, 1, 1], 100);
    const [first, second, ...others] = twice;
    const again = { ...must(second, 'a frame'), sha256: must(first, 'a frame').sha256 };
    expect(judged([must(first, 'a frame'), again, ...others])).toBeNull();
  });

  it('is told where frames show no face on the way, close to both ends', () => {
    expect(judged(turn([0, 0, null, null, 1, 1, 0.5, 0]))).toMatchObject({ isHidden: true });
    expect(judged(turn([0, 0, null, null, 1, 1], (nth) => (nth === 2 ? 333 : 100)))).toMatchObject({
      isHidden: true,
    });
    // A head that is seen on its way, and then turned so far that its face is lost.
    expect(judged(turn([0, 0.5, 1, null, null, 1, 0.5, 0]))).toBeNull();
    expect(judged(turn([0, 0, null, 1, 1], (nth) => (nth === 2 ? 200 : 100)))).toBeNull();
  });

  it('is not told of a turn in 0.3 s, as a camera with 30 pictures a second sees it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 1200 }),
        fc.integer({ min: 0, max: 99 }),
        fc.array(fc.constantFrom(67, 100), { minLength: 40, maxLength: 40 }),
        (wayMs, beginMs, gapsMs) => {
          let atMs = 0;
          const times = gapsMs.map((gapMs) => (atMs += gapMs));
          const shares = times.map((ms) => {
            const way = Math.max(0, Math.min(1, (ms - 400 - beginMs) / wayMs, (3300 - ms) / wayMs));
            return way * way * (3 - 2 * way);
          });
          expect(judged(turn(shares, (nth) => gapsMs[nth + 1] ?? 100))).toBeNull();
        },
      ),
    );
  });
});
