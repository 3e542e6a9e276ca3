import { expect, it } from 'vitest';
import { toScreen } from './view-transform.ts';
import { originalSurface } from './surface.ts';

it('shows a picture upright whose content is turned clockwise', () => {
  const { uprightTurnDeg } = originalSurface({
    captureId: 'c',
    stepId: 'document',
    stepType: 'document',
    stepNumber: null,
    side: 'front',
    mediaType: 'image/jpeg',
    byteLength: 1,
    sizePx: { width: 900, height: 1200 },
    rotationDeg: 90,
    refusal: null,
    flat: null,
  });
  const view = { center: { x: 450, y: 600 }, scale: 1, rotationDeg: uprightTurnDeg };
  const viewport = { width: 1200, height: 900 };
  // Such content begins at the picture's top right corner, and reads down.
  expect(toScreen(view, viewport, { x: 900, y: 0 })).toEqual({
    x: expect.closeTo(0) as number,
    y: expect.closeTo(0) as number,
  });
  expect(toScreen(view, viewport, { x: 900, y: 1200 }).x).toBeCloseTo(1200);
});
