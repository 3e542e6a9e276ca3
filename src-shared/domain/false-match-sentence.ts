import type { FacePair } from './analysis.ts';
import type { Language } from './language.ts';

/** What is known of how often strangers look as alike as this pair: the rate as it is said everywhere, what was counted and its bound, or that it is not known. */
export function falseMatchSentence(
  { falseMatchRate, calibration }: Pick<FacePair, 'falseMatchRate' | 'calibration'>,
  language: Language,
): string {
  const texts = sentences[language];
  const format = new Intl.NumberFormat(language);
  if (calibration === undefined) {
    return falseMatchRate === null
      ? texts.unknown
      : texts.ofEarlierVersions(format.format(oneIn(falseMatchRate)));
  }
  const { falseMatches, upper95 } = calibration;
  if (falseMatchRate === null || falseMatches === null || upper95 === null) return texts.beyond;
  return texts.counted({
    rate: format.format(oneIn(falseMatchRate)),
    matches: falseMatches === 0 ? null : format.format(falseMatches),
    pairs: format.format(calibration.pairs),
    people: format.format(calibration.people),
    bound: format.format(oneIn(upper95)),
  });
}

/**
 * What is known of a hit of a search, in one sentence: how often pairs of strangers look as alike, with the bound, and how many strangers of all that were
 * searched would, faces or people. A rate of which no pair was seen is that of the set's size and no count, so that only the bound is said.
 */
export function searchHitSentence(
  rates: Pick<FacePair, 'falseMatchRate' | 'calibration'>,
  among: { readonly count: number; readonly of: 'faces' | 'people' },
  language: Language,
): string {
  const { falseMatchRate, calibration } = rates;
  const upper95 = calibration?.upper95 ?? null;
  const falseMatches = calibration?.falseMatches ?? null;
  if (falseMatchRate === null || calibration === undefined || upper95 === null || falseMatches === null)
    return falseMatchSentence(rates, language);
  const texts = searchSentences[language];
  const format = new Intl.NumberFormat(language);
  const rate = texts.rate({
    rate: format.format(oneIn(falseMatchRate)),
    matches: falseMatches === 0 ? null : format.format(falseMatches),
    pairs: format.format(calibration.pairs),
    bound: format.format(oneIn(upper95)),
  });
  // With one, nothing is multiplied.
  if (among.count < 2) return `${rate}.`;
  const others = texts[among.of](among.count, format.format(among.count));
  const bound = format.format(strangersAtMost(among.count, upper95));
  const expected = falseMatchRate * among.count;
  if (among.count * upper95 < 1) return `${rate}: ${texts.fewer(others)}`;
  if (falseMatches === 0) return `${rate}: ${texts.tooSmall(others, bound)}`;
  const about = expected < 1 ? null : format.format(strangersAtMost(among.count, falseMatchRate));
  return `${rate}: ${texts.counted(others, about, bound)}`;
}

/** Whole strangers in two significant digits, rounded up, since the words must not promise fewer than was measured; never more than there are. */
function strangersAtMost(count: number, rate: number): number {
  const expected = count * rate;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(expected)) - 1);
  return Math.min(count, Math.max(1, Math.ceil(expected / unit - 1e-9) * unit));
}

/** A rate as "1 in so many": in two significant digits, rounded down, since the words must not promise more than was measured. */
export function oneIn(rate: number): number {
  const many = 1 / rate;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(many)) - 1);
  // A hair more than nothing: 1 / 0.0001 is 9999.999… in binary.
  return Math.max(1, Math.floor(many / unit + 1e-9) * unit);
}

interface Counted {
  /** One pair in so many. */
  readonly rate: string;
  /** `null` of none. */
  readonly matches: string | null;
  readonly pairs: string;
  readonly people: string;
  readonly bound: string;
}

interface Texts {
  readonly unknown: string;
  readonly beyond: string;
  readonly ofEarlierVersions: (strangers: string) => string;
  readonly counted: (facts: Counted) => string;
}

const sentences: Readonly<Record<Language, Texts>> = {
  en: {
    unknown: 'How many strangers look this alike is not known: there is no calibration for the model.',
    beyond: 'How many strangers look this alike was not counted at so large a distance.',
    ofEarlierVersions: (strangers) =>
      `About 1 in ${strangers} pairs of strangers in a small calibration set looked this alike; how exact that is was not recorded.`,
    counted: ({ rate, matches, pairs, people, bound }) =>
      `1 in ${rate} pairs of strangers look this alike, one more counted than was seen: ${matches ?? 'none'} of ${pairs} pairs (${people} people). In truth it may be up to 1 in ${bound} (95\u00a0% bound), and more where people resemble each other.`,
  },
  ru: {
    unknown: 'Сколько посторонних похожи настолько, неизвестно: для модели нет калибровки.',
    beyond: 'Сколько посторонних похожи настолько, при таком расстоянии не подсчитано.',
    ofEarlierVersions: (strangers) =>
      `В небольшом калибровочном наборе так похожа примерно одна пара посторонних из ${strangers}; насколько это точно, не записано.`,
    counted: ({ rate, matches, pairs, people, bound }) =>
      `Настолько похожа 1 пара посторонних из ${rate}, если к увиденным добавить одну: таких пар ${matches ?? 'ни одной'} из ${pairs} (людей: ${people}). На деле может быть до 1 из ${bound} (граница с доверием 95\u00a0%), а среди похожих друг на друга людей — больше.`,
  },
};

interface SearchTexts {
  readonly rate: (facts: Omit<Counted, 'people'>) => string;
  readonly faces: (count: number, written: string) => string;
  readonly people: (count: number, written: string) => string;
  readonly fewer: (others: string) => string;
  readonly tooSmall: (others: string, bound: string) => string;
  /** `expected` is `null` of less than one. */
  readonly counted: (others: string, expected: string | null, bound: string) => string;
}

const russianPlural = new Intl.PluralRules('ru');

const searchSentences: Readonly<Record<Language, SearchTexts>> = {
  en: {
    rate: ({ rate, matches, pairs, bound }) =>
      `1 in ${rate} pairs of strangers look this alike (${matches ?? 'none'} of ${pairs} did; up to 1 in ${bound} may, by the 95\u00a0% bound)`,
    faces: (_, written) => `${written} faces`,
    people: (_, written) => `${written} people`,
    fewer: (others) => `among ${others} less than one stranger would, even by the bound.`,
    tooSmall: (others, bound) =>
      `among ${others} up to ${bound} ${bound === '1' ? 'stranger' : 'strangers'} would by the bound; how many fewer, so small a calibration cannot tell.`,
    counted: (others, expected, bound) =>
      `among ${others} ${expected === null ? 'less than one stranger' : `about ${expected} ${expected === '1' ? 'stranger' : 'strangers'}`} would, up to ${bound} by the bound.`,
  },
  ru: {
    rate: ({ rate, matches, pairs, bound }) =>
      `Настолько похожа 1 пара посторонних из ${rate} (таких ${matches ?? 'ни одной'} из ${pairs}; может быть до 1 из ${bound}, граница с доверием 95\u00a0%)`,
    faces: (count, written) => `${written} ${russianPlural.select(count) === 'one' ? 'лица' : 'лиц'}`,
    people: (count, written) =>
      `${written} ${russianPlural.select(count) === 'one' ? 'человека' : 'человек'}`,
    fewer: (others) => `среди ${others} — меньше одного постороннего, даже по границе.`,
    tooSmall: (others, bound) =>
      `среди ${others} — до ${bound} посторонних по границе; точнее столь малая калибровка не скажет.`,
    counted: (others, expected, bound) =>
      `среди ${others} — ${expected === null ? 'меньше одного постороннего' : `около ${expected} посторонних`}, по границе до ${bound}.`,
  },
};
