import { defineCheck, failed, passed } from './check.ts';
import { lowestBy } from './lowest-by.ts';

/** Nothing lies over the document's edge, such as a finger that hides what is printed there. */
export const documentUnobstructed = defineCheck({
  id: 'document.unobstructed',
  version: 1,
  appliesTo: 'document',
  needs: ['documentCover'],
  reasons: ['covered'],
  run({ documentCover }, { policy }) {
    const threshold = policy.thresholds.coveredShare.value;
    const { captureId, share: score, regionsPx } = lowestBy(documentCover, ({ share }) => -share);
    const facts = { score, threshold };
    if (score <= threshold) return passed(facts);
    return failed('covered', {
      ...facts,
      details: { percent: Math.round(score * 100) },
      evidence: regionsPx.map((regionPx) => ({ captureId, regionPx, kind: 'area' as const })),
    });
  },
});
