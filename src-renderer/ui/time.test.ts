import { expect, it } from 'vitest';
import { clock, relativeTime } from './time.ts';

const now = Date.parse('2026-01-02T12:00:00.000Z');

it('names the largest unit that has passed', () => {
  const ago = (at: string): string => relativeTime(at, now, 'en');
  expect(ago('2026-01-02T11:59:50.000Z')).toBe('now');
  expect(ago('2026-01-02T11:58:01.000Z')).toBe('1m ago');
  expect(ago('2026-01-02T09:00:00.000Z')).toBe('3h ago');
  expect(ago('2026-01-01T11:00:00.000Z')).toBe('yesterday');
  expect(relativeTime('2026-01-02T11:55:00.000Z', now, 'ru')).toMatch(/^5.мин.* назад$/);
});

it('counts minutes, then hours', () => {
  expect([0, 42_900, 600_000, 3_600_000, -5].map(clock)).toEqual([
    '0:00',
    '0:42',
    '10:00',
    '1:00:00',
    '0:00',
  ]);
});
