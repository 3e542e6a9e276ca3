import { expect, it } from 'vitest';
import { measuredFigure, measuredNumber, measuredValue } from './measured-value.ts';

it.each([
  [160.691, '161'],
  [15, '15'],
  [41.26, '41.3'],
  [4.1234, '4.12'],
  [0.4567, '0.46'],
  [0, '0'],
])('writes %d with as many figures as the measurement carries: %s', (value, text) => {
  expect(measuredNumber(value, 'en')).toBe(text);
});

it('never rounds a value to the other side of its threshold in shares', () => {
  expect(measuredNumber(0.0049, 'en')).toBe('0.0049');
});

const of = (id: string, value: number, language: 'en' | 'ru' = 'en', reason?: string): string =>
  measuredValue({ id, ...(reason !== undefined && { reason }) }, value, language);

it('says rates as one in so many, the same number as the sentence beside it', () => {
  expect(of('face.matches-document', 255)).toBe('1 in 250');
  expect(of('face.held-matches-selfie', 1000, 'ru')).toBe('1 из 1\u{a0}000');
  expect(of('liveness.one-person', 100)).toBe('1 in 100');
  expect(of('liveness.one-person', 0.25, 'en', 'face-lost')).toBe('25%');
});

it('says shares and likenesses in percent, with a decimal near either end', () => {
  expect(of('selfie.same-document', 0.9312)).toBe('93.1%');
  expect(of('document.glare', 0.0049)).toBe('0.5%');
  expect(of('face.sex-agrees', 0.985)).toBe('98.5%');
  expect(of('selfie.eyes-open', 1)).toBe('100%');
});

it('says angles, times, years and sizes with their units, in either language', () => {
  expect(of('selfie.frontal', 12.34)).toBe('12°');
  expect(of('liveness.timing', 431.2)).toBe('431 ms');
  expect(of('liveness.timing', 431.2, 'ru')).toBe('431 мс');
  expect(of('face.age-agrees', 30)).toBe('30 yrs');
  expect(of('selfie.resolution', 74.3)).toBe('74 px');
  expect(of('document.resolution', 4.12, 'ru')).toBe('4,12 пикс/мм');
  expect(of('document.undamaged', 10)).toBe('10 mm²');
});

it('tells what has no unit, and a check of a newer version, by its number alone', () => {
  expect(of('selfie.sharp', 160.691)).toBe('161');
  expect(of('document.hologram', 0.25)).toBe('0.25');
});

it('stands in a sentence with the same figures as beside it', () => {
  const checks = [
    'selfie.not-printed',
    'selfie.frontal',
    'selfie.resolution',
    'liveness.timing',
    'selfie.sharp',
  ];
  for (const id of checks)
    for (const value of [0.974, 41.26, 160.691])
      expect(measuredValue({ id }, value, 'en')).toContain(measuredFigure({ id }, value, 'en'));
  expect(measuredFigure({ id: 'selfie.not-printed' }, 0.974, 'en')).toBe('97.4%');
  expect(measuredFigure({ id: 'selfie.frontal' }, 12.34, 'en')).toBe('12');
});
