import { expect, it } from 'vitest';
import { cropUrl, imageUrl, withMargin } from './image-url.ts';

it('asks for whole pixels that hold the region, turned back by the roll', () => {
  const url = cropUrl({
    captureId: 'c',
    regionPx: { x: 10.7, y: -3, width: 20.2, height: 0.1 },
    maxPx: 96,
    rollDeg: -7.6,
  });
  expect(url).toBe('/image/c/crop?x=10&y=0&w=21&h=1&max=96&roll=-8');
  expect(imageUrl('c', 1600)).toBe('/image/c?max=1600');
});

it('keeps a margin within the picture', () => {
  const region = { x: 5, y: 50, width: 100, height: 40 };
  expect(withMargin(region, 0.1, { width: 110, height: 100 })).toEqual({
    x: 0,
    y: 40,
    width: 110,
    height: 60,
  });
});
