import type { Color } from '#analysis/samples/canvas.ts';
import type { TextFont } from '#analysis/samples/outlines-of-text.ts';
import type { FieldName } from '#shared/domain/analysis.ts';
import type { Chance } from '../../hard-pages/random.ts';
import { dayForms, printDay, type DayForm } from '../holders.ts';
import type { CorpusResources } from '../resources.ts';
import { ink, type Sheet, type TextLook } from '../sheet.ts';

/** States that do not exist. The codes are those that ICAO Doc 9303-3 keeps for specimens or that ISO 3166 leaves to its users. */
const states = [
  { code: 'UTO', name: 'UTOPIA', nationality: 'UTOPIAN' },
  { code: 'UTO', name: 'UTOPIA', nationality: 'UTOPIAN' },
  { code: 'XUA', name: 'AUSTRAL UNION', nationality: 'AUSTRAL' },
  { code: 'XUZ', name: 'ZEPHYRIA', nationality: 'ZEPHYRIAN' },
  { code: 'QMA', name: 'MERIDIA', nationality: 'MERIDIAN' },
  { code: 'ZZA', name: 'ALBAZIA', nationality: 'ALBAZIAN' },
] as const;
export type State = (typeof states)[number];

const languages = ['en', 'fr', 'de', 'es', 'it'] as const;
type Language = (typeof languages)[number];

const labels: Readonly<Partial<Record<FieldName | 'code' | 'type', Readonly<Record<Language, string>>>>> = {
  surname: { en: 'Surname', fr: 'Nom', de: 'Name', es: 'Apellidos', it: 'Cognome' },
  'given-names': { en: 'Given names', fr: 'Prénoms', de: 'Vornamen', es: 'Nombre', it: 'Nome' },
  'document-number': {
    en: 'Document No.',
    fr: 'No du document',
    de: 'Dokumentnummer',
    es: 'Número',
    it: 'Numero documento',
  },
  nationality: {
    en: 'Nationality',
    fr: 'Nationalité',
    de: 'Staatsangehörigkeit',
    es: 'Nacionalidad',
    it: 'Cittadinanza',
  },
  'birth-date': {
    en: 'Date of birth',
    fr: 'Date de naissance',
    de: 'Geburtsdatum',
    es: 'Fecha de nacimiento',
    it: 'Data di nascita',
  },
  sex: { en: 'Sex', fr: 'Sexe', de: 'Geschlecht', es: 'Sexo', it: 'Sesso' },
  'expiry-date': {
    en: 'Date of expiry',
    fr: "Date d'expiration",
    de: 'Gültig bis',
    es: 'Fecha de caducidad',
    it: 'Data di scadenza',
  },
  'issue-date': {
    en: 'Date of issue',
    fr: 'Date de délivrance',
    de: 'Ausstellungsdatum',
    es: 'Fecha de expedición',
    it: 'Data di rilascio',
  },
  'place-of-birth': {
    en: 'Place of birth',
    fr: 'Lieu de naissance',
    de: 'Geburtsort',
    es: 'Lugar de nacimiento',
    it: 'Luogo di nascita',
  },
  authority: { en: 'Authority', fr: 'Autorité', de: 'Behörde', es: 'Autoridad', it: 'Autorità' },
  'personal-number': {
    en: 'Personal No.',
    fr: 'No personnel',
    de: 'Personennummer',
    es: 'Número personal',
    it: 'Numero personale',
  },
};

/** How one issue of a document looks, drawn by chance. */
export interface Design {
  readonly state: State;
  readonly label: TextLook;
  readonly value: TextLook;
  readonly title: TextLook;
  readonly dayForm: DayForm;
  /** Whether the portrait stands on the left. */
  readonly portraitLeft: boolean;
  labelOf(name: keyof typeof labels): string;
}

const valueColors: readonly Color[] = [ink, [20, 22, 30], [40, 40, 52]];
const titleColors: readonly Color[] = [
  [150, 40, 50],
  [30, 60, 120],
  [40, 90, 70],
  [90, 50, 110],
];

export function drawDesign(chance: Chance, { fonts }: CorpusResources): Design {
  const second = chance.pick(languages.filter((language) => language !== 'en'));
  const valueFont = chance.pick<TextFont>([fonts.plain, fonts.plain, fonts.bold]);
  return {
    state: chance.pick(states),
    label: {
      font: fonts.plain,
      sizeMm: chance.between(1.65, 1.95),
      color: chance.pick<Color>([
        [60, 84, 112],
        [70, 70, 80],
        [110, 60, 60],
      ]),
    },
    value: {
      font: valueFont,
      sizeMm: chance.between(2.8, 3.3),
      color: chance.pick(valueColors),
      squeeze: chance.between(0.88, 1),
      bold: valueFont === fonts.plain ? chance.pick([0, 0.03]) : 0,
    },
    title: { font: fonts.bold, sizeMm: 3.6, color: chance.pick(titleColors) },
    dayForm: chance.pick(dayForms.filter((form) => form !== 'us' && form !== 'slashes')),
    portraitLeft: chance.happens(0.75),
    labelOf: (name) => {
      const of = labels[name];
      return of === undefined ? '' : `${of.en} / ${of[second]}`;
    },
  };
}

/** Letters outside of the font's Latin set, which the bold font lacks: those words take the plain one. */
export function lookFor(words: string, look: TextLook, { fonts }: CorpusResources): TextLook {
  const isMissing =
    look.font !== fonts.plain && [...words].some((char) => look.font.charToGlyph(char).index === 0);
  return isMissing ? { ...look, font: fonts.plain, bold: 0.03 } : look;
}

/** Prints a label with its value below, and records the field. Coordinates of the label's top left corner. */
export function printField(
  sheet: Sheet,
  design: Design,
  resources: CorpusResources,
  field: {
    readonly name: FieldName;
    readonly value: string;
    readonly normalized?: string;
    readonly label?: string;
  },
  xMm: number,
  topMm: number,
): void {
  const { name, value, normalized = value.toUpperCase(), label = design.labelOf(name) } = field;
  sheet.text(label, xMm, topMm + design.label.sizeMm, { ...design.label, squeeze: 0.92 });
  const look = lookFor(value, design.value, resources);
  const rectPx = sheet.text(value, xMm, topMm + design.label.sizeMm + 0.5 + look.sizeMm, look);
  sheet.field(name, value, normalized, rectPx);
}

/** A field that is a day, in the form of the design. */
export function dayField(
  name: FieldName,
  day: string,
  { dayForm }: Design,
): { name: FieldName; value: string; normalized: string } {
  return { name, value: printDay(day, dayForm), normalized: day };
}
