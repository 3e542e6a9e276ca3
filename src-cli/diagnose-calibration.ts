import type { FaceCalibration } from '#analysis/faces/calibration.ts';

/** What `vidimus doctor` says of the table by which faces are judged. */
export interface CalibrationDiagnosis {
  readonly state: 'ok' | 'weaker' | 'missing';
  readonly found: string;
  readonly todo: string;
}

/**
 * How small a rate of false matches the installed calibration can tell, against the policy's. Of n pairs of strangers, however many pictures each
 * of them has, the smallest is 1 in n + 1 (Phipson and Smyth 2010); where none of n was alike, Clopper and Pearson's 95 % interval of the true rate
 * still reaches to 1 - 0.025 ** (1 / n).
 */
export function diagnoseCalibration(
  calibration: FaceCalibration | null,
  policyOneIn: number,
): CalibrationDiagnosis {
  const command = 'run "vidimus models calibrate <folder> --source <words>" on portraits of your own';
  const write = (count: number): string => count.toLocaleString('en');
  if (calibration === null)
    return { state: 'missing', found: 'none of the installed net: no faces are compared', todo: command };
  const { peoplePairs: pairs, people } = calibration.set;
  const found = `${write(pairs)} pairs of strangers of ${write(people)} people: tells no rate below 1 in ${write(pairs + 1)}, and at best that it is under 1 in ${write(Math.floor(1 / (1 - 0.025 ** (1 / pairs))))}`;
  if (pairs + 1 >= policyOneIn) return { state: 'ok', found, todo: '' };
  // n people with one picture each make n (n - 1) / 2 pairs.
  const wanted = Math.ceil((1 + Math.sqrt(1 + 8 * (policyOneIn - 1))) / 2);
  return {
    state: 'weaker',
    found,
    todo: `the policy asks for 1 in ${write(policyOneIn)}: ${command}, of ${write(wanted)} people or more`,
  };
}
