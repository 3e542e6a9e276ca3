import type { CheckId } from './check-sentences.ts';
import { oneIn } from './false-match-sentence.ts';
import type { Language } from './language.ts';

type Unit = 'rate' | 'share' | 'degrees' | 'ms' | 'years' | 'px' | 'px-per-mm' | 'mm2';

/** Units of the numbers that checks are decided by; the others are numbers of a scale of their own. A test holds their thresholds to it. */
const units: Readonly<Partial<Record<CheckId, Unit>>> = {
  'document.unobstructed': 'share',
  'document.undamaged': 'mm2',
  'document.sharp': 'share',
  'document.resolution': 'px-per-mm',
  'document.glare': 'share',
  'document.sides-differ': 'share',
  'document.mrz-check-digits': 'share',
  'document.mrz-font': 'share',
  'document.mrz-matches-printed': 'share',
  'document.issuing-authority': 'share',
  'document.dates-possible': 'years',
  'document.age-in-range': 'years',
  'document.ghost-matches-portrait': 'rate',
  'selfie.resolution': 'px',
  'selfie.frontal': 'degrees',
  'selfie.eyes-open': 'share',
  'selfie.unobstructed': 'share',
  'selfie.same-document': 'share',
  'selfie.not-screen': 'share',
  'selfie.not-printed': 'share',
  'selfie.real-to-net': 'share',
  'face.held-matches-selfie': 'rate',
  'face.held-matches-document': 'rate',
  'face.matches-document': 'rate',
  'face.same-person': 'rate',
  'face.age-agrees': 'years',
  'face.sex-agrees': 'share',
  'liveness.timing': 'ms',
  'liveness.one-person': 'rate',
};

/** Reasons that are told by another number than the check is decided by otherwise. */
const unitsOfReasons: Readonly<Record<string, Unit | undefined>> = {
  'liveness.one-person:face-lost': 'share',
  'selfie.lit:uneven': 'share',
  'document.exposure:too-bright': 'share',
  'document.mrz-placement:pitch-differs': 'share',
};

/** A measured number in words: whole from 100 on, else with three figures at most, as many as measurements carry. */
export function measuredNumber(value: number, language: Language): string {
  // A year is written as a year: "2034".
  return Math.abs(value) >= 100
    ? format(value, language, { maximumFractionDigits: 0, useGrouping: false })
    : format(
        value,
        language,
        Math.abs(value) < 0.1
          ? { maximumSignificantDigits: 2 }
          : { maximumFractionDigits: Math.abs(value) >= 10 ? 1 : 2 },
      );
}

interface Measured {
  readonly id: string;
  readonly reason?: string | undefined;
}

/** What a check measured, or its threshold, as it stands in a sentence that names its unit; a share in percent. */
export function measuredFigure(of: Measured, value: number, language: Language): string {
  switch (unitOf(of)) {
    case 'rate':
      return format(oneIn(1 / value), language, {});
    case 'share':
      // Near either end a whole percent is much.
      return format(value, language, {
        style: 'percent',
        maximumFractionDigits: value < 0.1 || (value > 0.9 && value < 1) ? 1 : 0,
      });
    case 'degrees':
    case 'ms':
    case 'px':
      return format(value, language, { maximumFractionDigits: 0, useGrouping: false });
    default:
      return measuredNumber(value, language);
  }
}

/** The same by itself, with its unit. */
export function measuredValue(of: Measured, value: number, language: Language): string {
  const figure = measuredFigure(of, value, language);
  const { oneIn: inWords, ...unitTexts } = texts[language];
  switch (unitOf(of)) {
    case 'rate':
      return inWords(figure);
    case 'degrees':
      return `${figure}°`;
    case 'years':
      return format(value, language, { maximumFractionDigits: 1, style: 'unit', unit: 'year' });
    case 'ms':
      return `${figure} ${unitTexts.ms}`;
    case 'px':
      return `${figure} ${unitTexts.px}`;
    case 'px-per-mm':
      return `${figure} ${unitTexts.pxPerMm}`;
    case 'mm2':
      return `${figure} ${unitTexts.mm2}`;
    default:
      return figure;
  }
}

const unitOf = ({ id, reason }: Measured): Unit | undefined =>
  unitsOfReasons[`${id}:${reason ?? ''}`] ?? (units as Readonly<Record<string, Unit | undefined>>)[id];

/** A false-match rate as it is said everywhere, such as "1 in 250". */
export function rateInWords(rate: number, language: Language): string {
  return texts[language].oneIn(format(oneIn(rate), language, {}));
}

const format = (value: number, language: Language, options: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(language, options).format(value);

const texts: Readonly<
  Record<
    Language,
    {
      readonly oneIn: (many: string) => string;
      readonly ms: string;
      readonly px: string;
      readonly pxPerMm: string;
      readonly mm2: string;
    }
  >
> = {
  en: { oneIn: (many) => `1 in ${many}`, ms: 'ms', px: 'px', pxPerMm: 'px/mm', mm2: 'mm²' },
  ru: { oneIn: (many) => `1 из ${many}`, ms: 'мс', px: 'пикс', pxPerMm: 'пикс/мм', mm2: 'мм²' },
};
