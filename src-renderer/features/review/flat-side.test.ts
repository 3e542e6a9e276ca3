import { describe, expect, it } from 'vitest';
import { boundsOf, type Point, type Quad } from '#shared/domain/geometry.ts';
import { mapPoint } from '#shared/domain/homography.ts';
import { must } from '#shared/lib/invariant.ts';
import { flatSideOf, placeOnFlat, uprightQuad } from './flat-side.ts';

/** A card of 856 by 540 pixels, turned about its middle. */
function turnedCard(deg: number): Quad {
  const [cos, sin] = [Math.cos((deg * Math.PI) / 180), Math.sin((deg * Math.PI) / 180)];
  const corner = (x: number, y: number): Point => ({
    x: 1000 + x * cos - y * sin,
    y: 800 + x * sin + y * cos,
  });
  return [corner(-428, -270), corner(428, -270), corner(428, 270), corner(-428, 270)];
}

const licence = { type: 'driving-licence', format: null } as const;
const rounded = (points: readonly Point[]): number[][] =>
  points.map(({ x, y }) => [Math.round(x), Math.round(y)]);

describe('the flat side', () => {
  it('has the shape of the document, also seen from the side, and all its pixels', () => {
    const [a, b, c, d] = turnedCard(0);
    const lower = (point: Point): Point => ({ x: point.x, y: point.y - 60 });
    expect(flatSideOf([a, b, c, d], licence)?.size).toEqual({ width: 856, height: 540 });
    expect(flatSideOf([a, b, lower(c), lower(d)], licence)?.size).toEqual({ width: 856, height: 540 });
    expect(flatSideOf([a, b, c, d], { type: 'passport', format: 'TD3' })?.size.height).toBe(603);
  });

  it('keeps a shape that no document has', () => {
    const strip: Quad = [
      { x: 0, y: 0 },
      { x: 1000, y: 0 },
      { x: 1000, y: 100 },
      { x: 0, y: 100 },
    ];
    expect(flatSideOf(strip, null)?.size).toEqual({ width: 1000, height: 100 });
  });

  it('is none where the corners cross', () => {
    const [a, b, c, d] = turnedCard(0);
    expect(flatSideOf([a, c, b, d], null)).toBeNull();
  });

  it('knows a place of the picture, and that one beside the document is not on it', () => {
    const side = must(flatSideOf(turnedCard(90), licence), 'a side');
    expect(rounded(must(placeOnFlat(side, side.quadPx), 'a place'))).toEqual([
      [0, 0],
      [856, 0],
      [856, 540],
      [0, 540],
    ]);
    expect(placeOnFlat(side, [{ x: 5, y: 5 }])).toBeNull();
  });
});

describe('what stands upright on the document', () => {
  it.each([0, 7, 90, -12, 163, 270])('is found again from its box on a document turned by %d°', (deg) => {
    const side = must(flatSideOf(turnedCard(deg), licence), 'a side');
    const line: readonly Point[] = [
      { x: 300, y: 200 },
      { x: 560, y: 200 },
      { x: 560, y: 230 },
      { x: 300, y: 230 },
    ];
    const box = boundsOf(line.map((corner) => mapPoint(side.toPicture, corner)));
    const quad = must(uprightQuad(side, box), 'a quadrilateral');
    expect(rounded(must(placeOnFlat(side, quad), 'a place'))).toEqual(rounded(line));
  });

  it('is not guessed at 45°', () => {
    const side = must(flatSideOf(turnedCard(45), licence), 'a side');
    expect(uprightQuad(side, { x: 900, y: 700, width: 100, height: 100 })).toBeNull();
  });
});
