import { describe, expect, it } from 'vitest';
import { languages } from './language.ts';
import { falseMatchSentence, oneIn } from './false-match-sentence.ts';

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
