import { expect, it } from 'vitest';
import { personErrors } from '#shared/api/person-contract.ts';
import { maxWaitMs } from '#shared/api/feed-contract.ts';
import { personApi } from '#shared/api/person-contract.ts';
import { contrast, inkOn } from '../lib/accent.ts';
import { maxWaitMs as ownMaxWaitMs } from '../limits.ts';
import { en } from './en.ts';
import { isRefusalCode, refusalTexts } from './refusals.ts';
import { ru } from './ru.ts';
import { chooseLanguage, createSay } from './say.ts';

it('has the same values in a text of every language', () => {
  const valuesOf = (text: string): readonly string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
  const entries = Object.entries(en) as readonly (readonly [keyof typeof en, string])[];
  expect(entries.map(([key]) => [key, valuesOf(ru[key])])).toEqual(
    entries.map(([key, text]) => [key, valuesOf(text)]),
  );
});

it('has words for every refusal, and for nothing else', () => {
  expect(personErrors.every(isRefusalCode)).toBe(true);
  expect(['toString', 'offline', ''].some(isRefusalCode)).toBe(false);
  for (const language of ['en', 'ru'] as const)
    expect(Object.keys(refusalTexts[language]).sort()).toEqual([...personErrors].sort());
});

it('speaks the first language of the browser that it knows', () => {
  expect([chooseLanguage(['de-DE', 'ru-RU', 'en']), chooseLanguage(['fr']), chooseLanguage([])]).toEqual([
    'ru',
    'en',
    'en',
  ]);
  expect(createSay('ru')('again.left', { count: 2 })).toBe('Осталось попыток: 2');
});

it('writes on every color of an organization with enough contrast', () => {
  const colors = ['#000000', '#ffffff', '#1f6feb', '#777777', '#ffcc00', '#00a000', '#ff0000'];
  for (const color of colors) expect(contrast(color, inkOn(color))).toBeGreaterThanOrEqual(4.5);
  // WCAG 2.2: black on white is 21 to 1.
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
});

it('waits no longer than the intake holds a poll', () => {
  expect(personApi.view.input.parse({ waitMs: ownMaxWaitMs }).waitMs).toBe(maxWaitMs);
});
