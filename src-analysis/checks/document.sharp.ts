import { defineCheck, failed, passed } from './check.ts';
import { lowestBy } from './lowest-by.ts';

/** Print on the document is in focus and not smeared by movement; the least sharp picture decides. */
export const documentSharp = defineCheck({
  id: 'document.sharp',
  version: 1,
  appliesTo: 'document',
  needs: ['documentPhotos'],
  reasons: ['blurred'],
  run({ documentPhotos }, { policy }) {
    const threshold = policy.thresholds.documentSharpness.value;
    const { captureId, regionPx, sharpness: score } = lowestBy(documentPhotos, ({ sharpness }) => sharpness);
    const facts = { score, threshold, evidence: [{ captureId, regionPx, kind: 'document' as const }] };
    return score >= threshold ? passed(facts) : failed('blurred', facts);
  },
});
