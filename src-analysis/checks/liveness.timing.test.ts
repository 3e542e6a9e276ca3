import { expect, it } from 'vitest';
import type { Timing } from '../liveness/timing.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { findingOf } from '../testing/builders.ts';
import { aFrame } from '../testing/frames.ts';
import { livenessTiming } from './liveness.timing.ts';

const limit = policy202611.thresholds.livenessReactionMs.value;
const on = (afterMs: number, jump: Timing['jump'] = null, abrupt: Timing['abrupt'] = null) =>
  findingOf(livenessTiming, {
    livenessTiming: {
      quickest: {
        judgement: {
          action: 'smile',
          place: 0,
          status: 'done',
          did: null,
          reachedIn: null,
          peakIn: null,
          reach: 1,
        },
        frame: aFrame(3, 0),
        afterMs,
      },
      jump,
      abrupt,
    },
  });

// World Athletics, technical rule 16.6: who moves within 100 ms of the signal has not reacted to it.
it('takes for a reaction what comes after the time that one needs', () => {
  expect(on(limit)).toMatchObject({ status: 'passed', score: limit, threshold: limit });
  expect(on(limit - 1)).toMatchObject({
    status: 'failed',
    reason: 'too-quick',
    details: { movements: 'smile' },
  });
});

it('shows where the face jumped', () => {
  const finding = on(700, { from: aFrame(3, 0), to: aFrame(4, 0) });
  expect(finding).toMatchObject({ status: 'failed', reason: 'jump', details: { seconds: 1.3 } });
  expect(finding.evidence).toHaveLength(2);
});

it('asks for a look where no picture shows a face while the head went aside', () => {
  const finding = on(700, null, {
    movements: ['turn-left'],
    from: aFrame(3, 0),
    to: aFrame(4, 0),
    isHidden: true,
  });
  expect(finding).toMatchObject({ status: 'warning', reason: 'hidden', details: { movements: 'turn-left' } });
});

it('asks for a look where a movement of the head was there from one picture to the next', () => {
  const movements = ['turn-left', 'look-up'] as const;
  const finding = on(700, null, { movements, from: aFrame(3, 0), to: aFrame(4, 0), isHidden: false });
  expect(finding).toMatchObject({
    status: 'warning',
    reason: 'abrupt',
    details: { seconds: 1.3, movements: 'turn-left,look-up' },
  });
  expect(finding.evidence).toHaveLength(2);
});
