import type { SpecimenDesign, SpecimenHolder } from '#analysis/samples/specimen.ts';

type Person = 'p01' | 'p02' | 'p03' | 'p05';

/** A session that shows one outcome of the analysis. The pictures of the people lie in `resources/samples`. */
export interface SampleSession {
  /** Sent as the client's own key. */
  readonly key: string;
  readonly scenarioId: 'passport-selfie' | 'id-card-selfie' | 'passport-in-hand';
  readonly holder: SpecimenHolder;
  readonly documents: readonly { readonly side: 'front' | 'back'; readonly design: SpecimenDesign }[];
  readonly portraitOf: Person;
  readonly selfieOf: Person;
  readonly wrongBirthCheckDigit?: boolean;
  readonly defocusPx?: number;
  /** What is held in the selfie, where something is: the document itself, or another one of the same person. */
  readonly held?: SpecimenHolder;
  readonly seed: number;
}

const passport = [{ side: 'front', design: 'passport' }] as const;

const vargaPassport: SpecimenHolder = {
  surname: 'VARGA',
  givenNames: 'ILKA',
  sex: 'F',
  birthDay: '2001-10-19',
  issueDay: '2024-03-11',
  expiryDay: '2034-03-10',
  documentNumber: 'U46D19X27',
  personalNumber: '20011019',
  placeOfBirth: 'SOLANA',
};

/** In the order in which they are sent. The issuing state, its numbers and its people are invented. */
export const sampleSessions: readonly SampleSession[] = [
  {
    key: 'sample-1-sound',
    scenarioId: 'passport-selfie',
    holder: {
      surname: 'BRANDT',
      givenNames: 'JONAS MATTHIS',
      sex: 'M',
      birthDay: '2002-03-14',
      issueDay: '2024-05-21',
      expiryDay: '2034-05-20',
      documentNumber: 'U20B74K19',
      personalNumber: '20020314',
      placeOfBirth: 'ZENITH',
    },
    documents: passport,
    portraitOf: 'p01',
    selfieOf: 'p01',
    seed: 11,
  },
  {
    key: 'sample-2-check-digit',
    scenarioId: 'passport-selfie',
    holder: {
      surname: 'OKORO',
      givenNames: 'CHIDI EMEKA',
      sex: 'M',
      birthDay: '1995-09-02',
      issueDay: '2023-11-08',
      expiryDay: '2033-11-07',
      documentNumber: 'U31F56M82',
      personalNumber: '19950902',
      placeOfBirth: 'PORT MERIDIAN',
    },
    documents: passport,
    portraitOf: 'p03',
    selfieOf: 'p03',
    wrongBirthCheckDigit: true,
    seed: 23,
  },
  {
    key: 'sample-3-other-person',
    scenarioId: 'id-card-selfie',
    holder: {
      surname: 'REYES SOLER',
      givenNames: 'MATEO',
      sex: 'M',
      birthDay: '1988-01-27',
      issueDay: '2025-02-03',
      expiryDay: '2035-02-02',
      documentNumber: 'U77C03R45',
      personalNumber: '19880127',
      placeOfBirth: 'SOLANA',
    },
    documents: [
      { side: 'front', design: 'id-card-front' },
      { side: 'back', design: 'id-card-back' },
    ],
    portraitOf: 'p05',
    selfieOf: 'p01',
    seed: 37,
  },
  {
    key: 'sample-4-blurred',
    scenarioId: 'passport-selfie',
    holder: {
      surname: 'LINDQVIST',
      givenNames: 'MAJA',
      sex: 'F',
      birthDay: '2004-06-30',
      issueDay: '2024-08-15',
      expiryDay: '2034-08-14',
      documentNumber: 'U58H21P60',
      personalNumber: '20040630',
      placeOfBirth: 'NORDHAVEN',
    },
    documents: passport,
    portraitOf: 'p02',
    selfieOf: 'p02',
    // A character's stroke is about 4 px wide here: a blur of twice that leaves nothing to read.
    defocusPx: 9,
    seed: 41,
  },
  {
    key: 'sample-5-in-hand',
    scenarioId: 'passport-in-hand',
    holder: vargaPassport,
    documents: passport,
    portraitOf: 'p02',
    selfieOf: 'p02',
    held: vargaPassport,
    seed: 53,
  },
  {
    key: 'sample-6-other-in-hand',
    scenarioId: 'passport-in-hand',
    holder: {
      surname: 'ADEYEMI',
      givenNames: 'TUNDE',
      sex: 'M',
      birthDay: '1996-04-08',
      issueDay: '2024-09-30',
      expiryDay: '2034-09-29',
      documentNumber: 'U90K35B14',
      personalNumber: '19960408',
      placeOfBirth: 'PORT MERIDIAN',
    },
    documents: passport,
    portraitOf: 'p03',
    selfieOf: 'p03',
    // The passport before this one: the same person and name, another number and other days.
    held: {
      surname: 'ADEYEMI',
      givenNames: 'TUNDE',
      sex: 'M',
      birthDay: '1996-04-08',
      issueDay: '2014-09-16',
      expiryDay: '2024-09-15',
      documentNumber: 'U12F78T06',
      personalNumber: '19960408',
      placeOfBirth: 'PORT MERIDIAN',
    },
    seed: 61,
  },
];
