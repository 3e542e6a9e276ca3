import { oneIn } from '#shared/domain/false-match-sentence.ts';
import { judgeLikeness } from '../faces/judge-likeness.ts';
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
  const { a, b, distance, calibration } = worst;
  const { verdict, ...likeness } = judgeLikeness(distance, calibration, thresholds);
  const facts = {
    score: likeness.oneIn,
    threshold: likeness.matchOneIn,
    details: { strangers: oneIn(1 / likeness.oneIn), asked: oneIn(1 / likeness.matchOneIn) },
    evidence: [a, b].map(({ captureId, regionPx }) => ({ captureId, regionPx, kind: 'face' as const })),
  };
  if (verdict === 'match') return passed(facts);
  return verdict === 'uncertain' ? warning('uncertain', facts) : failed('not-alike', facts);
}
