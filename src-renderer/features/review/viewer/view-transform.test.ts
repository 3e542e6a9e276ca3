import { describe, expect, it } from 'vitest';
import { fitView, panBy, regionView, rescaledView, toPicture, toScreen, zoomBy } from './view-transform.ts';

const picture = { width: 2000, height: 1000 };
const viewport = { width: 1032, height: 532 };

describe('view', () => {
  it('fits the whole picture, also on its side', () => {
    expect(fitView(picture, viewport, 0)).toEqual({
      center: { x: 1000, y: 500 },
      scale: 0.5,
      rotationDeg: 0,
    });
    expect(fitView(picture, viewport, 90).scale).toBeCloseTo(0.25);
  });

  it('maps screen to picture and back at any turn', () => {
    for (const rotationDeg of [0, 90, 180, 270, 13]) {
      const view = { center: { x: 300, y: 200 }, scale: 1.7, rotationDeg };
      const point = toPicture(view, viewport, { x: 100, y: 400 });
      const back = toScreen(view, viewport, point);
      expect([back.x, back.y]).toEqual([expect.closeTo(100), expect.closeTo(400)]);
    }
  });

  it('zooms around what lies under the pointer', () => {
    const view = fitView(picture, viewport, 90);
    const anchor = { x: 700, y: 120 };
    const before = toPicture(view, viewport, anchor);
    const after = toPicture(zoomBy(view, viewport, 3, anchor), viewport, anchor);
    expect([after.x, after.y]).toEqual([expect.closeTo(before.x), expect.closeTo(before.y)]);
  });

  it('stops zooming at both ends', () => {
    const view = fitView(picture, viewport, 0);
    expect(zoomBy(view, viewport, 1e9).scale).toBe(24);
    expect(zoomBy(view, viewport, 1e-9).scale).toBe(0.02);
  });

  it('never loses the picture while panning', () => {
    const view = panBy(fitView(picture, viewport, 0), picture, { x: 99_999, y: -99_999 });
    expect(view.center).toEqual({ x: 0, y: 1000 });
  });

  it('shows the same part in another viewport', () => {
    const view = regionView({ x: 100, y: 100, width: 500, height: 200 }, picture, viewport, 0);
    const twice = { width: 2 * viewport.width, height: 2 * viewport.height };
    expect(rescaledView(view, picture, viewport, twice)).toEqual({ ...view, scale: 2 * view.scale });
    expect(rescaledView(view, picture, viewport, viewport)).toEqual(view);
    // Only wider: nothing that was seen may leave, so the scale stays.
    const wider = { width: 2 * viewport.width, height: viewport.height };
    expect(rescaledView(view, picture, viewport, wider)).toEqual(view);
  });

  it('keeps a view that was as close as the fitted picture from going farther away', () => {
    const wide = { width: 2000, height: 532 };
    const square = { width: 1000, height: 1000 };
    const fitted = fitView(picture, wide, 0);
    expect(rescaledView(fitted, picture, wide, square).scale).toBe(fitView(picture, square, 0).scale);
    const far = { ...fitted, scale: fitted.scale / 4 };
    expect(rescaledView(far, picture, viewport, viewport).scale).toBe(far.scale);
  });

  it('flies to a region with its surroundings, and not farther away than the whole picture', () => {
    const close = regionView({ x: 100, y: 100, width: 50, height: 20 }, picture, viewport, 0);
    expect(close).toEqual({ center: { x: 125, y: 110 }, scale: 2, rotationDeg: 0 });
    expect(regionView({ x: 0, y: 0, width: 2000, height: 1000 }, picture, viewport, 0).scale).toBe(0.5);
  });
});
