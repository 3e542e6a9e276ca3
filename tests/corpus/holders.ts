import type { RgbRaster } from '#analysis/image/raster.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Chance } from '../hard-pages/random.ts';
import type { CorpusResources } from './resources.ts';

/** A person who does not exist, as documents of one script print them. */
export interface Holder {
  readonly surname: string;
  readonly givenNames: string;
  /** Of Russian documents; empty elsewhere. */
  readonly patronymic: string;
  readonly sex: 'M' | 'F';
  /** ISO days. */
  readonly birthDay: string;
  readonly issueDay: string;
  readonly expiryDay: string;
  readonly placeOfBirth: string;
  readonly address: string;
  readonly portrait: RgbRaster;
}

const surnames = [
  'ERIKSSON',
  'OKONKWO',
  'VAN DER MEER',
  'LI',
  'QUIJANO ZUBIRI',
  'WOJCIECHOWSKA',
  'HJØRDAL',
  'MÜLLER',
  'LØVSTRØM',
  'GARCÍA LORENZ',
  'BÁTHORY',
  'TANAKA',
  'ŁASKI',
  'ÇELIK',
  'BRANDT',
  "O'DONOVAN",
  'SAINT-CLAIR',
  'NGUGI',
];
const givenNames = {
  M: [
    'JONAS MATTHIS',
    'XAVIER',
    'OLUWASEUN',
    'KIM',
    'ZBIGNIEW PIOTR',
    'JÖRG',
    'ANDRÉ',
    'TOBIAS',
    'WEI',
    'ÓSCAR',
  ],
  F: ['ANNA MARIA', 'JO', 'BRIGITTE', 'YUKI', 'ZOË', 'MARÍA JOSÉ', 'INGRID', 'CHIOMA', 'HÉLÈNE', 'LENA'],
};
const places = [
  'ZENITH',
  'NORTHAVEN',
  'SAINT ALBA',
  'MERIDIAN',
  'PORT LUMEN',
  'ÖSTERVIK',
  'VALDORA',
  'KESTREL BAY',
];
const streets = ['12 HARBOR LANE', '7 MILL ROAD', '230 CEDAR AVENUE', '45 OBSERVATORY ST', '9 LINDEN SQUARE'];

const russianSurnames = [
  'ИВАНЦОВ',
  'ПЕТРУШИН',
  'ЩЕГЛОВ',
  'КУЗНЕЧИХИН',
  'ЖУРАВЛЁВ',
  'ЮЖИН',
  'ХОЛМОГОРОВ',
  'ТИХОЯРОВ',
  'ЦЕЛИЩЕВ',
];
const russianNames = {
  M: ['АЛЕКСЕЙ', 'ФЁДОР', 'ДМИТРИЙ', 'ЮРИЙ', 'ЭДУАРД', 'СЕРГЕЙ', 'ПАВЕЛ'],
  F: ['ОЛЬГА', 'ЕЛЕНА', 'ЮЛИЯ', 'НАТАЛЬЯ', 'ЖАННА', 'ВЕРА', 'МАРИЯ'],
};
const patronymics = {
  M: ['СЕРГЕЕВИЧ', 'ИЛЬИЧ', 'ПЕТРОВИЧ', 'АНДРЕЕВИЧ', 'ЮРЬЕВИЧ'],
  F: ['СЕРГЕЕВНА', 'ИЛЬИНИЧНА', 'ПЕТРОВНА', 'АНДРЕЕВНА', 'ЮРЬЕВНА'],
};
const russianPlaces = ['ГОР. ЗАРЕЧЕНСК', 'ПОС. ВЕРХНИЙ БОР', 'ГОР. СЕВЕРОГРАД', 'С. ПОЛЯНЫ', 'ГОР. ЛУГОВОЙ'];
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The day that expiry is told against, as in every measurement of the corpus: the same seed always says the same. */
export const corpusDay = '2026-11-26';

/** An adult whose document holds on {@link corpusDay}. A quarter of the surnames are letters by chance: a reader must not guess them. */
export function drawHolder(
  script: 'latin' | 'cyrillic',
  chance: Chance,
  { portraits }: CorpusResources,
): Holder {
  const { sex, image } = chance.pick(portraits);
  const issueYear = chance.whole(2018, 2025);
  const days = {
    birthDay: dayOf(chance.whole(1955, 2005), chance),
    issueDay: dayOf(issueYear, chance),
    // At least a year after the day of the measurement: nothing expires while the corpus is in use.
    expiryDay: dayOf(Math.max(2028, issueYear + 10), chance),
  };
  if (script === 'cyrillic') {
    const stem = chance.pick(russianSurnames);
    return {
      ...days,
      surname: sex === 'F' ? `${stem}А` : stem,
      givenNames: chance.pick(russianNames[sex]),
      patronymic: chance.pick(patronymics[sex]),
      sex,
      placeOfBirth: chance.pick(russianPlaces),
      address: '',
      portrait: image,
    };
  }
  const chars = Array.from({ length: chance.whole(4, 11) }, () => chance.pick(Array.from(letters))).join('');
  return {
    ...days,
    surname: chance.happens(0.25) ? chars : chance.pick(surnames),
    givenNames: chance.pick(givenNames[sex]),
    patronymic: '',
    sex,
    placeOfBirth: chance.pick(places),
    address: `${chance.pick(streets)}, ${chance.pick(places)}`,
    portrait: image,
  };
}

function dayOf(year: number, chance: Chance): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${String(year)}-${two(chance.whole(1, 12))}-${two(chance.whole(1, 28))}`;
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** How documents write a day: `14 MAR 2002`, `14.03.2002`, `03/14/2002`, `2002-03-14`. */
export const dayForms = ['words', 'dots', 'slashes', 'us', 'iso'] as const;
export type DayForm = (typeof dayForms)[number];

export function printDay(day: string, form: DayForm): string {
  const [year = '', month = '', date = ''] = day.split('-');
  switch (form) {
    case 'words':
      return `${date} ${must(months[Number(month) - 1], 'a month')} ${year}`;
    case 'dots':
      return `${date}.${month}.${year}`;
    case 'slashes':
      return `${date}/${month}/${year}`;
    case 'us':
      return `${month}/${date}/${year}`;
    case 'iso':
      return day;
  }
}

/** Letters and digits by chance, such as a document's number: `A` stands for a letter, `9` for a digit. */
export function drawNumber(pattern: string, chance: Chance): string {
  return [...pattern]
    .map((char) =>
      char === 'A' ? chance.pick(Array.from(letters)) : char === '9' ? String(chance.whole(0, 9)) : char,
    )
    .join('');
}
