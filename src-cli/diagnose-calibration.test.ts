import { expect, it } from 'vitest';
import { readFaceCalibration, type FaceCalibration } from '#analysis/faces/calibration.ts';
import { diagnoseCalibration } from './diagnose-calibration.ts';

const shipped = readFaceCalibration({ sourceFolder: 'models', installedFolder: 'models' });

function ofPairs(pairs: number): FaceCalibration {
  if (shipped === null) throw new Error('a calibration comes with the program');
  return { ...shipped, set: { ...shipped.set, pairs: 20 * pairs, peoplePairs: pairs } };
}

it('says of the table that comes with the program what it cannot tell, and how many people it takes', () => {
  const { state, found, todo } = diagnoseCalibration(shipped, 1000);
  expect(state).toBe('weaker');
  expect(found).toContain('254 pairs of strangers of 30 people: tells no rate below 1 in 255');
  // As the table's own row of no false matches has it: 0.01442.
  expect(found).toContain('under 1 in 69');
  // 45 people make 990 pairs, 46 make 1,035.
  expect(todo).toContain('of 46 people or more');
  expect(todo).toContain('vidimus models calibrate');
});

it('is content where the policy’s rate can be told, at the boundary', () => {
  expect(diagnoseCalibration(ofPairs(999), 1000)).toMatchObject({ state: 'ok', todo: '' });
  expect(diagnoseCalibration(ofPairs(998), 1000).state).toBe('weaker');
});

it('misses a table of the installed net', () => {
  expect(diagnoseCalibration(null, 1000).state).toBe('missing');
});
