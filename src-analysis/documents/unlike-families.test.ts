import { expect, it } from 'vitest';
import type { DocumentEvidence, SideEvidence } from './identify.ts';
import { definitionFolders, mustLoadDefinitions } from './load-definitions.ts';
import { unlikeFamilies } from './unlike-families.ts';

const { definitions } = mustLoadDefinitions(definitionFolders({}));
const card = 85.6 / 53.98;
const aSide = (side: Partial<SideEvidence>): SideEvidence => ({
  side: 'front',
  proportion: card,
  lines: [],
  portrait: null,
  searchedForBarcodes: true,
  ...side,
});
const shown = (side: Partial<SideEvidence>, more: Partial<DocumentEvidence> = {}): DocumentEvidence => ({
  zone: null,
  hasUncertainZone: false,
  barcodes: [],
  sides: [aSide(side)],
  ...more,
});
const licence = shown({
  lines: ['PERMISO DE CONDUCCIÓN', '4a. 01.02.2020', '4b. 01.02.2030', '4c. TRÁFICO'],
  portrait: { x: 0.2, y: 0.5 },
});
const backOfCard = shown(
  { side: 'back' },
  {
    zone: { format: 'TD1', code: 'IDESP', state: 'ESP', checkDigits: { valid: 4, invalid: 0 } },
  },
);
const told = (front: DocumentEvidence, back: DocumentEvidence): readonly string[] | null =>
  unlikeFamilies(front, back, definitions)?.map(({ id }) => id) ?? null;

it('tells a licence’s front and an identity card’s back apart', () => {
  expect(told(licence, backOfCard)).toEqual(['eu-driving-licence', 'td1-id-card']);
});

it.each([
  ['sides of one', licence, shown({ side: 'back', lines: ['9. 10. 11. 12.', '9.', '10.', '11.', '12.'] })],
  ['a front that shows nothing of its own', shown({ portrait: { x: 0.2, y: 0.5 } }), backOfCard],
])('tells no difference of %s', (_, front, back) => {
  expect(told(front, back)).toBeNull();
});
