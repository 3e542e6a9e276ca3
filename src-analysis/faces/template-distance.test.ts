import { expect, it } from 'vitest';
import { templateLength, type FaceTemplate } from '#shared/domain/face-lists.ts';
import { furthestApart, templateDistance } from './template-distance.ts';

function aTemplate(first: number, model = 'a'.repeat(64)): FaceTemplate {
  const bytes = Buffer.alloc(4 * templateLength);
  bytes.writeFloatLE(first, 0);
  return { model, values: bytes.toString('base64') };
}

it('measures how far templates of one net are apart, and says nothing of two nets', () => {
  expect(templateDistance(aTemplate(0.25), aTemplate(1))).toBe(0.75);
  expect(templateDistance(aTemplate(0.25), aTemplate(1, 'b'.repeat(64)))).toBeNull();
});

it('names the two furthest apart, and none within the limit', () => {
  const templates = [aTemplate(0), aTemplate(0.5), aTemplate(2)];
  expect(furthestApart(templates, 0.75)).toEqual([0, 2]);
  expect(furthestApart(templates, 2)).toBeNull();
  expect(furthestApart([aTemplate(0)], 0)).toBeNull();
});
