import type { RegionKind } from '#shared/domain/analysis.ts';
import { boundsOf } from '#shared/domain/geometry.ts';
import type { ThresholdName } from '../policy/policy.ts';
import { defineCheck, failed, passed, warning } from './check.ts';

/** How often each element's finder misses one that is there; what has no rate is not judged by its absence. */
const missedRates: Readonly<Partial<Record<RegionKind, ThresholdName>>> = {
  portrait: 'missedPortrait',
  signature: 'missedSignature',
  stamp: 'missedStamp',
  'issuer-signature': 'missedIssuerSignature',
};

/**
 * What documents of the type must have is there: the verdict names what was looked for. Where an element's finder misses too many that are
 * there, its silence is for a person to judge.
 */
export const documentElementsPresent = defineCheck({
  id: 'document.elements-present',
  version: 2,
  appliesTo: 'document',
  needs: ['mandatoryElements'],
  reasons: ['element-missing', 'element-not-seen'],
  run({ mandatoryElements: { demanded, found, captureId, regionPx } }, { policy: { thresholds } }) {
    const absent = demanded.filter((kind) => !found.some((region) => region.kind === kind));
    const sure = absent.filter((kind) => {
      const rate = missedRates[kind];
      return rate !== undefined && thresholds[rate].value <= thresholds.mostMissed.value;
    });
    const onDocument = [{ captureId, regionPx, kind: 'document' as const }];
    if (sure.length > 0)
      return failed('element-missing', { details: { elements: sure.join() }, evidence: onDocument });
    if (absent.length > 0) {
      return warning('element-not-seen', {
        details: { elements: absent.join() },
        confidence: 0.5,
        evidence: onDocument,
      });
    }
    return passed({
      details: { elements: demanded.join() },
      evidence: found.map(({ captureId: of, quadPx }) => ({
        captureId: of,
        regionPx: boundsOf(quadPx),
        kind: 'area' as const,
      })),
    });
  },
});
