import { expect, it } from 'vitest';
import type { PersonOverFrames } from '../liveness/one-person.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aCalibration, findingOf } from '../testing/builders.ts';
import { aFrame } from '../testing/frames.ts';
import { livenessOnePerson } from './liveness.one-person.ts';

const { livenessLostShare } = policy202611.thresholds;
const on = (distance: number, person: Partial<PersonOverFrames> = {}) =>
  findingOf(livenessOnePerson, {
    livenessPerson: {
      least: { frame: aFrame(6, 0), distance },
      compared: 20,
      several: null,
      lostShare: 0,
      calibration: aCalibration(),
      ...person,
    },
  });

// docs/accuracy/liveness.md: turned heads of one rendered person reach 0.41.
it('passes for a head that turns, warns in between, and fails for another person', () => {
  expect(on(0.41)).toMatchObject({ status: 'passed', score: 500, threshold: 100 });
  expect(on(0.5).status).toBe('passed');
  expect(on(0.51)).toMatchObject({
    status: 'warning',
    reason: 'person-unsure',
  });
  expect(on(0.61)).toMatchObject({
    status: 'failed',
    reason: 'another-person',
    details: { seconds: 2 },
  });
});

it('fails for several faces, and warns where the face is lost too often', () => {
  expect(on(0.2, { several: aFrame(3, 0, {}, { faceCount: 2 }) })).toMatchObject({
    status: 'failed',
    reason: 'several-faces',
    details: { seconds: 1 },
  });
  expect(on(0.2, { lostShare: livenessLostShare.value }).status).toBe('passed');
  expect(on(0.2, { lostShare: livenessLostShare.value + 0.01 })).toMatchObject({
    status: 'warning',
    reason: 'face-lost',
  });
});
