import { describe, expect, it } from 'vitest';
import { chooseLanguage } from './catalog.ts';
import { en } from './en.ts';
import { createI18n } from './i18n.ts';
import { ru } from './ru.ts';

function quoted(sentence: string): readonly string[] {
  return [...sentence.matchAll(/\{\{(\w+)(?:, number)?\}\}/g)].map((match) => match[1] ?? '').sort();
}

function baseOf(key: string): string {
  return key.replace(/_(one|few|many|other)$/, '');
}

describe('catalogs', () => {
  it('name the same sentences', () => {
    const names = (catalog: Readonly<Record<string, string>>): readonly string[] =>
      [...new Set(Object.keys(catalog).map(baseOf))].sort();
    expect(names(ru)).toEqual(names(en));
  });

  it('leave no sentence empty and none in English', () => {
    const same = Object.entries(en).filter(
      ([key, sentence]) => (ru as Readonly<Record<string, string>>)[key] === sentence,
    );
    // Names that are the same in both languages, and frames without a word.
    expect(same.map(([key]) => key).sort()).toEqual(['decision.by', 'tabs.json']);
    expect([...Object.values(en), ...Object.values(ru)].filter((sentence) => sentence.trim() === '')).toEqual(
      [],
    );
  });

  it('quote the same values in both languages', () => {
    const english = new Map(Object.entries(en).map(([key, sentence]) => [baseOf(key), quoted(sentence)]));
    for (const [key, sentence] of Object.entries(ru)) {
      expect([key, quoted(sentence)]).toEqual([key, english.get(baseOf(key))]);
    }
  });

  it('count in Russian', async () => {
    const i18n = await createI18n('ru');
    const count = (n: number): string => i18n.t('logs.count', { count: n });
    expect([1, 2, 5, 11, 21, 22, 100].map(count)).toEqual([
      '1 сессия',
      '2 сессии',
      '5 сессий',
      '11 сессий',
      '21 сессия',
      '22 сессии',
      '100 сессий',
    ]);
  });

  it('group the digits of a large count as the language does', async () => {
    const count = async (language: 'en' | 'ru'): Promise<string> =>
      (await createI18n(language)).t('logs.count', { count: 10_000 });
    expect(await count('en')).toBe('10,000 sessions');
    // Russian groups with a space that does not break.
    expect(await count('ru')).toBe('10\u00a0000 сессий');
  });
});

it('chooses the first of the reader’s languages that there is a catalog for', () => {
  expect(chooseLanguage(['de-DE', 'ru-RU', 'en-US'])).toBe('ru');
  expect(chooseLanguage(['en-GB', 'ru'])).toBe('en');
  expect(chooseLanguage(['fr'])).toBe('en');
  expect(chooseLanguage([])).toBe('en');
});
