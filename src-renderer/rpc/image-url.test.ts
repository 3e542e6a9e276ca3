import { expect, it } from 'vitest';
import { cropUrl, flatUrl, imageUrl, withMargin } from './image-url.ts';

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

it('asks for a document made flat by its corners in reading order', () => {
  const quadPx = [
    { x: 1.005, y: 2 },
    { x: 90, y: -3 },
    { x: 88, y: 60 },
    { x: 0, y: 58.5 },
  ] as const;
  const url = flatUrl('c', { quadPx, size: { width: 856, height: 540 } }, 400);
  expect(decodeURIComponent(url)).toBe(
    '/image/c/flat?corners=1.00,2.00,90.00,-3.00,88.00,60.00,0.00,58.50&w=856&h=540&max=400',
  );
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
