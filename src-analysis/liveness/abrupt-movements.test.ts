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
