import { describe, expect, it } from 'vitest';
import { languages } from './language.ts';
import { falseMatchSentence, oneIn, searchHitSentence } from './false-match-sentence.ts';

const calibration = { source: 'a set', people: 33, pairs: 1528, falseMatches: 0, upper95: 0.0024 };

describe('falseMatchSentence', () => {
  it('says the count, the size of the set and the bound, in every language', () => {
    expect(falseMatchSentence({ falseMatchRate: 1 / 1528, calibration }, 'en')).toBe(
      '1 in 1,500 pairs of strangers look this alike, one more counted than was seen: none of 1,528 pairs (33 people). In truth it may be up to 1 in 410 (95\u00a0% bound), and more where people resemble each other.',
    );
    for (const language of languages) {
      const text = falseMatchSentence(
        { falseMatchRate: 7 / 1528, calibration: { ...calibration, falseMatches: 7, upper95: 0.0094 } },
        language,
      );
      for (const number of [7, 1528, 33, 100])
        expect(text).toContain(new Intl.NumberFormat(language).format(number));
    }
  });

  it.each(languages)('states no rate where none was counted (%s)', (language) => {
    const unknown = falseMatchSentence({ falseMatchRate: null }, language);
    const beyond = falseMatchSentence(
      { falseMatchRate: null, calibration: { ...calibration, falseMatches: null, upper95: null } },
      language,
    );
    for (const text of [unknown, beyond]) expect(text).not.toMatch(/\d/);
    expect(unknown).not.toBe(beyond);
  });

  it('says of a result of an earlier version that its exactness was not recorded', () => {
    expect(falseMatchSentence({ falseMatchRate: 1 / 1552 }, 'en')).toContain('About 1 in 1,500 pairs');
  });
});

it.each([
  [1 / 1552, 1500],
  [0.0001, 10_000],
  [0.0036, 270],
  [0.3, 3],
  [1, 1],
])('rounds a rate of %d to 1 in %i, never to more strangers than measured', (rate, many) => {
  expect(oneIn(rate)).toBe(many);
});

describe('searchHitSentence', () => {
  const seen = {
    falseMatchRate: 8 / 1529,
    calibration: { ...calibration, falseMatches: 7, upper95: 0.0094 },
  };
  const unseen = { falseMatchRate: 1 / 1529, calibration };
  const people = { count: 12_000, of: 'people' } as const;

  it('says in one sentence how often strangers look as alike, and how many of so many would', () => {
    expect(searchHitSentence(seen, people, 'en')).toBe(
      '1 in 190 pairs of strangers look this alike (7 of 1,528 did; up to 1 in 100 may, by the 95\u00a0% bound): among 12,000 people about 63 strangers would, up to 120 by the bound.',
    );
    const format = new Intl.NumberFormat('ru');
    expect(searchHitSentence(seen, people, 'ru')).toBe(
      `Настолько похожа 1 пара посторонних из 190 (таких 7 из ${format.format(1528)}; может быть до 1 из 100, граница с доверием 95\u00a0%): среди ${format.format(12_000)} человек — около 63 посторонних, по границе до 120.`,
    );
  });

  it('says less than one where fewer are expected, and never more than there are', () => {
    expect(searchHitSentence(seen, { count: 150, of: 'faces' }, 'en')).toContain(
      ': among 150 faces less than one stranger would, up to 2 by the bound.',
    );
    const all = { falseMatchRate: 1, calibration: { ...calibration, falseMatches: 1528, upper95: 1 } };
    expect(searchHitSentence(all, { count: 1234, of: 'people' }, 'en')).toContain('up to 1,234 ');
  });

  it('counts nobody by a calibration of which no stranger was as alike: its rate is its size', () => {
    expect(searchHitSentence(unseen, people, 'en')).toBe(
      '1 in 1,500 pairs of strangers look this alike (none of 1,528 did; up to 1 in 410 may, by the 95\u00a0% bound): among 12,000 people up to 29 strangers would by the bound; how many fewer, so small a calibration cannot tell.',
    );
    expect(searchHitSentence(unseen, people, 'ru')).toContain('точнее столь малая калибровка не скажет');
  });

  it('says less than one even by the bound where that is so, at the boundary', () => {
    // 1 / 0.0024 is 416.7.
    expect(searchHitSentence(unseen, { count: 416, of: 'faces' }, 'en')).toContain(
      ': among 416 faces less than one stranger would, even by the bound.',
    );
    expect(searchHitSentence(unseen, { count: 417, of: 'faces' }, 'en')).toContain(
      ': among 417 faces up to 2 strangers would by the bound;',
    );
  });

  it.each(languages)('multiplies nothing where one was searched, or none (%s)', (language) => {
    const [none, one] = [0, 1].map((count) => searchHitSentence(unseen, { count, of: 'people' }, language));
    expect(one).toBe(none);
    expect(one).toMatch(/\)\.$/);
  });

  it.each(languages)('says what a pair says where no rate was counted (%s)', (language) => {
    const beyond = {
      falseMatchRate: null,
      calibration: { ...calibration, falseMatches: null, upper95: null },
    };
    for (const rate of [{ falseMatchRate: null }, { falseMatchRate: 0.001 }, beyond])
      expect(searchHitSentence(rate, people, language)).toBe(falseMatchSentence(rate, language));
  });

  it('has the Russian forms of one', () => {
    expect(searchHitSentence(seen, { count: 21, of: 'faces' }, 'ru')).toContain('среди 21 лица ');
    expect(searchHitSentence(seen, { count: 11, of: 'people' }, 'ru')).toContain('среди 11 человек ');
  });
});
