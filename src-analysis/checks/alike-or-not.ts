import type { ComparedFaces } from '../features/feature-values.ts';
import type { Policy } from '../policy/policy.ts';
import { failed, passed, warning, type Verdict } from './check.ts';

export const likenessReasons = ['not-alike', 'uncertain'] as const;

/** Whether every pair shows one person; the least alike decides, and between the bands of the policy a person does. */
export function alikeOrNot(
  pairs: readonly ComparedFaces[],
  { thresholds }: Policy,
): Verdict<(typeof likenessReasons)[number]> {
  const [worst] = [...pairs].sort((one, other) => other.distance - one.distance);
  if (worst === undefined) throw new RangeError('no faces to compare');
  const { a, b, distance: score } = worst;
  const threshold = thresholds.faceMatchDistance.value;
  const evidence = [a, b].map(({ captureId, regionPx }) => ({ captureId, regionPx, kind: 'face' as const }));
  const facts = { score, threshold, evidence };
  if (score <= threshold) return passed(facts);
  return score <= thresholds.faceDifferentDistance.value
    ? warning('uncertain', facts)
    : failed('not-alike', facts);
}
