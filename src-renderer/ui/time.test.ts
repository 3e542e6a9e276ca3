import { expect, it } from 'vitest';
import { briefAge, clock, relativeTime } from './time.ts';

const now = Date.parse('2026-01-02T12:00:00.000Z');

it('names the largest unit that has passed', () => {
  const ago = (at: string): string => relativeTime(at, now, 'en');
  expect(ago('2026-01-02T11:59:50.000Z')).toBe('now');
  expect(ago('2026-01-02T11:58:01.000Z')).toBe('1 minute ago');
  expect(ago('2026-01-02T09:00:00.000Z')).toBe('3 hours ago');
  expect(ago('2026-01-01T11:00:00.000Z')).toBe('yesterday');
  expect(relativeTime('2026-01-02T11:55:00.000Z', now, 'ru')).toBe('5 минут назад');
});

it('says the same in a few letters, so that a name keeps its room', () => {
  const instants = ['2026-01-02T11:59:50.000Z', '2026-01-02T11:58:00.000Z', '2026-01-02T09:00:00.000Z'];
  const days = ['2026-01-01T11:00:00.000Z', '2025-12-01T12:00:00.000Z', '2023-01-02T12:00:00.000Z'];
  const inEnglish = [...instants, ...days].map((at) => briefAge(at, now, 'en'));
  expect(inEnglish).toEqual(['now', '2 min', '3 hr', '1 day', '1 mth', '3 yrs']);
  const inRussian = [...instants, ...days].map((at) => briefAge(at, now, 'ru').replaceAll('\u00a0', ' '));
  expect(inRussian).toEqual(['сейчас', '2 мин', '3 ч', '1 дн.', '1 мес.', '3 г.']);
  expect(briefAge('2026-01-02T12:00:30.000Z', now, 'en')).toBe('now');
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
