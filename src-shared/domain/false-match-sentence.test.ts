import { describe, expect, it } from 'vitest';
import { languages } from './language.ts';
import { falseMatchSentence, oneIn, searchedAmongSentence } from './false-match-sentence.ts';

const calibration = { source: 'a set', people: 33, pairs: 1528, falseMatches: 0, upper95: 0.0024 };

describe('falseMatchSentence', () => {
  it('says the count, the size of the set and the bound, in every language', () => {
    expect(falseMatchSentence({ falseMatchRate: 1 / 1528, calibration }, 'en')).toBe(
      '1 in 1,500 pairs of strangers look this alike, one more counted than was seen: none of 1,528 pairs (33 people). In truth it may be up to 1 in 410 (95 % bound), and more where people resemble each other.',
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

describe('searchedAmongSentence', () => {
  const seen = {
    falseMatchRate: 8 / 1529,
    calibration: { ...calibration, falseMatches: 7, upper95: 0.0094 },
  };
  const people = { count: 12_000, of: 'people' } as const;

  it('says how many strangers of so many people would look this alike, with the bound', () => {
    expect(searchedAmongSentence(seen, people, 'en')).toBe(
      'Among 12,000 people about 63 strangers would look this alike, up to 120 by the bound.',
    );
    expect(searchedAmongSentence(seen, people, 'ru')).toBe(
      `Среди ${(12_000).toLocaleString('ru')} человек так же похожих посторонних было бы около 63, по границе — до 120.`,
    );
  });

  it('says less than one where fewer are expected, and never more than there are', () => {
    expect(searchedAmongSentence(seen, { count: 100, of: 'faces' }, 'en')).toBe(
      'Among 100 faces less than one stranger would look this alike, up to 1 by the bound.',
    );
    const all = { falseMatchRate: 1, calibration: { ...calibration, falseMatches: 1528, upper95: 1 } };
    expect(searchedAmongSentence(all, { count: 1234, of: 'people' }, 'en')).toContain('up to 1,234 ');
  });

  it('counts nobody by a calibration of which no stranger was as alike: its rate is its size', () => {
    const unseen = { falseMatchRate: 1 / 1529, calibration };
    expect(searchedAmongSentence(unseen, people, 'en')).toBe(
      'Among 12,000 people: how many strangers would look this alike cannot be said, the calibration is too small for it; up to 29 by its bound.',
    );
    expect(searchedAmongSentence(unseen, people, 'ru')).toContain(
      'сказать нельзя, калибровка для этого мала',
    );
  });

  it.each(languages)(
    'says that it cannot be said without a count, and nothing of a search of nobody (%s)',
    (language) => {
      const beyond = {
        falseMatchRate: null,
        calibration: { ...calibration, falseMatches: null, upper95: null },
      };
      for (const rate of [{ falseMatchRate: null }, { falseMatchRate: 0.001 }, beyond])
        expect(searchedAmongSentence(rate, people, language)).toMatch(/cannot be said\.|сказать нельзя\./);
      expect(searchedAmongSentence(seen, { count: 0, of: 'people' }, language)).toBeNull();
    },
  );

  it('has the Russian forms of one', () => {
    expect(searchedAmongSentence(seen, { count: 21, of: 'faces' }, 'ru')).toContain('Среди 21 лица ');
    expect(searchedAmongSentence(seen, { count: 11, of: 'people' }, 'ru')).toContain('Среди 11 человек ');
  });
});
