import { defineCheck, passed, warning } from './check.ts';

/**
 * Front and back are of one type. Each is told by itself, and only where nothing else is thinkable; what it was told by is not proof, so that a
 * person looks.
 */
export const documentSidesType = defineCheck({
  id: 'document.sides-type',
  version: 1,
  appliesTo: 'document',
  needs: ['sideTypes'],
  reasons: ['types-differ'],
  run({ sideTypes: { types, regions } }) {
    if (types === null) return passed();
    return warning('types-differ', {
      details: { front: types[0], back: types[1] },
      evidence: regions.map((region) => ({ ...region, kind: 'document' as const })),
    });
  },
});
