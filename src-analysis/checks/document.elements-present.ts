import { boundsOf } from '#shared/domain/geometry.ts';
import { defineCheck, failed, passed } from './check.ts';

/** What documents of the type must have is there, as far as its absence can be told surely: the verdict names what was looked for. */
export const documentElementsPresent = defineCheck({
  id: 'document.elements-present',
  version: 1,
  appliesTo: 'document',
  needs: ['mandatoryElements'],
  reasons: ['element-missing'],
  run({ mandatoryElements: { demanded, found, captureId, regionPx } }) {
    const absent = demanded.filter((kind) => !found.some((region) => region.kind === kind));
    if (absent.length > 0) {
      return failed('element-missing', {
        details: { elements: absent.join() },
        evidence: [{ captureId, regionPx, kind: 'document' }],
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
