import { defineCheck, failed, passed } from './check.ts';

/** The two pictures show two sides, and not one side twice. */
export const documentSidesDiffer = defineCheck({
  id: 'document.sides-differ',
  version: 1,
  appliesTo: 'document',
  needs: ['sidesLikeness'],
  reasons: ['same-side-twice'],
  run({ sidesLikeness: { regions, likeness: score } }, { policy }) {
    const threshold = policy.thresholds.sameSideLikeness.value;
    const evidence = regions.map((region) => ({ ...region, kind: 'document' as const }));
    return score < threshold
      ? passed({ score, threshold })
      : failed('same-side-twice', { score, threshold, evidence });
  },
});
