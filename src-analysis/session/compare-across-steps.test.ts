import { expect, it } from 'vitest';
import type { Face } from '../faces/face.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aCalibration, aFace, aSelfiePhoto } from '../testing/builders.ts';
import { liveFacesOf } from './compare-across-steps.ts';
import type { StepFacts } from './step-facts.ts';

/** A step whose person has a template that far along one axis, and eyes so many pixels apart. */
function aStepOf(id: string, at: number, interEyePx = 80): StepFacts {
  const { quality } = aSelfiePhoto({ quality: { interEyePx, sharpness: 1000 } });
  const face = { embedding: Float32Array.of(at, 0), quality } as Face;
  return { selfie: { best: { face, analyzed: aFace({ id }) } } } as StepFacts;
}
const compared = (...steps: StepFacts[]) => liveFacesOf(steps, policy202611, aCalibration());

it('holds each picture of the person against each', () => {
  const outcome = compared(aStepOf('a', 0), aStepOf('b', 0.1), aStepOf('c', 0.2));
  expect(outcome.ok && outcome.value.map(({ a, b }) => [a.id, b.id])).toEqual([
    ['a', 'b'],
    ['a', 'c'],
    ['b', 'c'],
  ]);
});

it('takes two that are alike for no answer about a third that could not be compared', () => {
  expect(compared(aStepOf('a', 0), aStepOf('b', 0.1), aStepOf('c', 0.2, 5))).toEqual({
    ok: false,
    reason: 'face-too-small',
  });
});

it('tells two that are not alike, whatever else could not be compared', () => {
  const outcome = compared(aStepOf('a', 0), aStepOf('b', 3), aStepOf('c', 0.2, 5));
  expect(outcome.ok && outcome.value.map(({ distance }) => distance)).toEqual([3]);
});

it('has nothing to compare where one picture alone shows the person', () => {
  expect(compared(aStepOf('a', 0))).toEqual({ ok: false, reason: 'one-live-face' });
});
