import { expect, it } from 'vitest';
import { livenessAnalysisSchema } from '#shared/domain/analysis.ts';
import type { LivenessAction } from '#shared/domain/liveness.ts';
import type { FrameFaceMeasures, MeasuredFrame } from '../liveness/frame.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aCalibration } from '../testing/builders.ts';
import { aFrame } from '../testing/frames.ts';
import { livenessFactsOf } from './liveness-facts.ts';

const facts = (
  actions: readonly LivenessAction[],
  frames: readonly MeasuredFrame[],
  skippedActions: readonly number[] = [],
) =>
  livenessFactsOf(
    {
      challenge: { stepId: 'alive', actions, skippedActions, frames: [] },
      frames,
      best: null,
      film: { stepId: 'alive', frames: [], mirrored: [] },
    },
    policy202611,
    aCalibration(),
  );
const reasons = (of: ReturnType<typeof facts>) =>
  Object.entries(of.outcomes).flatMap(([name, outcome]) =>
    outcome.ok ? [] : [`${name}: ${outcome.reason}`],
  );
const blind: Partial<FrameFaceMeasures> = { eyeOpening: null };

it('says for each of its features that nobody was challenged', () => {
  const none = livenessFactsOf(null, policy202611, aCalibration());
  expect(reasons(none)).toHaveLength(5);
  expect(new Set(reasons(none).map((reason) => reason.split(': ')[1]))).toEqual(new Set(['no-challenge']));
  expect(none.shown).toBeNull();
});

it('tells movements, time, person, depth and repetition, and what was measured in the form that is kept', () => {
  const frames = [
    aFrame(0, null),
    aFrame(1, 0),
    aFrame(2, 0, { yawDeg: 31.234 }),
    aFrame(3, 1, { mouthWidth: 0.91234 }),
  ];
  const { outcomes, shown } = facts(['turn-left', 'smile'], frames);
  expect(Object.values(outcomes).every(({ ok }) => ok)).toBe(true);
  expect(livenessAnalysisSchema.parse(shown)).toEqual(shown);
  expect(shown).toMatchObject({
    neutral: { yawDeg: 0, mouthWidth: 0.8 },
    actions: [
      { status: 'done', measure: 'yaw', threshold: 18, reachedAtMs: 666 },
      { status: 'done', measure: 'mouth', threshold: 0.856, reachedAtMs: 999 },
    ],
  });
  expect(shown?.frames[2]?.face).toMatchObject({ yawDeg: 31.2 });
  expect(shown?.frames[3]?.face).toMatchObject({ mouthWidth: 0.912 });
});

it.each([
  [
    'no face before the first movement',
    facts(['blink', 'smile'], [{ ...aFrame(0, null), face: null }, aFrame(1, 0)]),
    'no-face-in-frames',
  ],
  ['all skipped', facts(['blink', 'smile'], [aFrame(0, null)], [0, 1]), 'movements-skipped'],
  [
    'nothing measurable',
    facts(['blink', 'smile'], [aFrame(0, null, blind), aFrame(1, 0, blind)], [1]),
    'movements-unclear',
  ],
])('never passes with %s', (_, of, reason) => {
  expect(reasons(of)).toContain(`livenessActions: ${reason}`);
});
