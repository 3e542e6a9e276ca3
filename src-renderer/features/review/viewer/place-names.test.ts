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
  return { id, text: 'Surname', corners, isForced };
}

it('writes a name above its zone, or below it at the top of the picture', () => {
  const [middle, top] = placeNames([zone('middle', 100, 200), zone('top', 100, 4)], viewport);
  expect([middle?.box.y, top?.box.y]).toEqual([178, 20]);
});

it('puts no name over another, and leaves out what finds no place', () => {
  const crowd = Array.from({ length: 12 }, (_, row) => zone(row.toString(), 100, 100 + row * 16));
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
