import { expect, it } from 'vitest';
import type { Quad } from '#shared/domain/geometry.ts';
import { facesOnDocument } from './document-faces.ts';

const outline: Quad = [
  { x: 100, y: 100 },
  { x: 500, y: 120 },
  { x: 490, y: 400 },
  { x: 90, y: 380 },
];
const at = (x: number, y: number, size: number) => ({ boxPx: { x, y, width: size, height: size } });
const portrait = at(140, 180, 60);
const ghost = at(400, 250, 20);
// Larger than the portrait, and nearer to the camera.
const holder = at(520, 40, 200);
const ofOtherDocument = at(200, 450, 80);

it('are those within its outline, however large others are', () => {
  expect(facesOnDocument([holder, portrait, ofOtherDocument, ghost], outline)).toEqual([portrait, ghost]);
});

it('are all of the picture where the outline is not known, or has none within: it may be wrong', () => {
  expect(facesOnDocument([holder, portrait], null)).toEqual([holder, portrait]);
  expect(facesOnDocument([holder], outline)).toEqual([holder]);
});
