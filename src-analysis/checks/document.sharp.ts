import { defineCheck, failed, passed } from './check.ts';
import { lowestBy } from './lowest-by.ts';

/**
 * Print on the document is in focus and not smeared by movement; the worst picture decides. Focus is told by how much of the print's variation is
 * fine, movement by a direction in which it has none: out of focus it lacks all of them alike.
 */
export const documentSharp = defineCheck({
  id: 'document.sharp',
  version: 2,
  appliesTo: 'document',
  needs: ['documentPhotos'],
  reasons: ['blurred', 'smeared'],
  run({ documentPhotos }, { policy: { thresholds } }) {
    const threshold = thresholds.documentSharpness.value;
    const { captureId, regionPx, sharpness: score } = lowestBy(documentPhotos, ({ sharpness }) => sharpness);
    const evidenceOf = (of: Pick<(typeof documentPhotos)[number], 'captureId' | 'regionPx'>) => ({
      evidence: [{ captureId: of.captureId, regionPx: of.regionPx, kind: 'document' as const }],
    });
    const facts = { score, threshold, ...evidenceOf({ captureId, regionPx }) };
    if (score < threshold) return failed('blurred', facts);
    // Too little print to tell movement by is no sign of it.
    const most = lowestBy(documentPhotos, ({ evenness }) => evenness ?? 1);
    const least = thresholds.printEvenness.value;
    if ((most.evenness ?? 1) >= least) return passed(facts);
    return failed('smeared', { score: most.evenness ?? 1, threshold: least, ...evidenceOf(most) });
  },
});
