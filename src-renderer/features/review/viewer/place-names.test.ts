import { expect, it } from 'vitest';
import type { Point } from '#shared/domain/geometry.ts';
import { placeNames, type Named } from './place-names.ts';

const viewport = { width: 600, height: 400 };

function zone(id: string, x: number, y: number, width = 120, height = 14, isForced = false): Named {
  const corners: readonly Point[] = [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
  return { id, text: 'Surname', corners, isForced, isGround: false };
}

it('writes a name to the right of a line, left where the edge is near, and above a picture', () => {
  const [line, atEdge] = placeNames([zone('line', 100, 200), zone('edge', 470, 300)], viewport);
  expect([line?.box.x, line?.box.y]).toEqual([222, 198.5]);
  expect(atEdge?.box.y).toBe(281);
  const [portrait] = placeNames([zone('portrait', 100, 100, 90, 120)], viewport);
  expect([portrait?.box.x, portrait?.box.y]).toEqual([100, 81]);
});

it('lies over the document, which is under everything', () => {
  const document = { ...zone('document', 0, 20, 600, 380), isGround: true };
  expect(placeNames([document, zone('line', 100, 200)], viewport)).toHaveLength(2);
  expect(placeNames([{ ...document, isGround: false }, zone('line', 100, 200)], viewport)).toHaveLength(1);
});

it('puts no name over another, and leaves out what finds no place', () => {
  const crowd = Array.from({ length: 12 }, (_, row) => zone(row.toString(), 100, 100 + row * 12, 120, 10));
  const names = placeNames(crowd, viewport);
  expect(names.length).toBeGreaterThan(3);
  for (const [index, { box: a }] of names.entries()) {
    for (const { box: b } of names.slice(index + 1)) {
      const apart =
        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      expect(apart).toBe(true);
    }
  }
});

it('hides no other zone, unless the zone is the one that was chosen', () => {
  const full = zone('around', 0, 60, 600, 300);
  const beside = [zone('a', 0, 150, 300, 60), zone('b', 300, 150, 300, 60), full];
  const covered = zone('small', 0, 212, 600, 100);
  const wall = zone('wall', 0, 60, 600, 90);
  expect(placeNames([covered, ...beside, wall], viewport).map(({ id }) => id)).not.toContain('b');
  expect(
    placeNames([{ ...zone('b', 300, 150, 300, 60), isForced: true }, covered, wall], viewport)[0]?.id,
  ).toBe('b');
});

it('keeps the name of a chosen zone in the viewport', () => {
  const [name] = placeNames([zone('edge', 580, -30, 60, 14, true)], viewport);
  expect((name?.box.x ?? 0) + (name?.box.width ?? 0)).toBeLessThanOrEqual(600);
  expect(name?.box.y).toBeGreaterThanOrEqual(0);
});
