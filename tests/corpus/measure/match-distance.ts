import { readFaceCalibration } from '#analysis/faces/calibration.ts';
import { matchDistance } from '#analysis/faces/judge-likeness.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import { must } from '#shared/lib/invariant.ts';

/** The distance at which two faces match, by the policy's false-match rate and the calibration of this installation. */
export function policyMatchDistance(): number {
  const calibration = must(
    readFaceCalibration(locateModels()),
    'the calibration that comes with the program',
  );
  return matchDistance(calibration, policy202611.thresholds);
}
