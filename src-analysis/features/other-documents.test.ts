import { expect, it } from 'vitest';
import type { Quad } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import { definitionFolders, mustLoadDefinitions } from '../documents/load-definitions.ts';
import { otherDocumentsOf } from './other-documents.ts';

const { definitions } = mustLoadDefinitions(definitionFolders({}));
const familyOf = (id: string) => must(definitions.find((definition) => definition.id === id) ?? null, id);
const [passport, card] = [familyOf('icao-passport'), familyOf('td1-id-card')];

const quadAt = (x: number, y: number, width: number, height: number): Quad => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
];
const document = quadAt(100, 100, 500, 350);

it('leaves what lies on the document, and what is too small for one', () => {
  const portrait = quadAt(80, 200, 200, 200);
  const fingertip = quadAt(605, 200, 50, 60);
  expect(otherDocumentsOf(document, [portrait, fingertip], card)).toEqual([]);
});

it('takes a card beside or a little over the document for another', () => {
  const others = [quadAt(620, 100, 330, 210), quadAt(500, 440, 330, 210)];
  expect(otherDocumentsOf(document, others, card)).toEqual(others);
  expect(otherDocumentsOf(document, others, null)).toEqual(others);
});

it('takes the facing page of an open passport for no other document, but a card laid against a card', () => {
  const above: Quad = [
    { x: 90, y: -240 },
    { x: 620, y: -230 },
    { x: 598, y: 104 },
    { x: 104, y: 98 },
  ];
  expect(otherDocumentsOf(document, [above], passport)).toEqual([]);
  expect(otherDocumentsOf(document, [above], card)).toEqual([above]);
});
