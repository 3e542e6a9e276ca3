import type { DocumentReading, Finding } from '#shared/domain/analysis.ts';

/**
 * How much likelier a field was read rightly than wrongly once the registry was asked, as a factor on its odds. Judged, not measured: a code that
 * was misread hardly names the very authority that the document prints (2 %), while a right one is worded alike in four cases of five; registries
 * lack one code in ten; and authorities are renamed or worded otherwise in one case of five.
 */
const oddsOnceAsked = {
  agrees: 0.8 / 0.02,
  'authority-differs': 0.2,
  'code-unknown': 0.1,
} as const;

/**
 * The reading with the confidences of its printed authority and division code in the light of `document.issuing-authority`: higher where the
 * registry names that authority under that code, lower where it does not. Unchanged where the check was not run.
 */
export function inLightOfRegistry(reading: DocumentReading, finding: Finding | undefined): DocumentReading {
  const told = finding?.status === 'passed' ? 'agrees' : finding?.reason;
  if (told !== 'agrees' && told !== 'authority-differs' && told !== 'code-unknown') return reading;
  return {
    ...reading,
    fields: reading.fields.map((field) =>
      field.source === 'viz' &&
      (field.name === 'division-code' || (field.name === 'authority' && told !== 'code-unknown'))
        ? { ...field, confidence: withOdds(field.confidence, oddsOnceAsked[told]) }
        : field,
    ),
  };
}

/** Bayes' rule: `p` with its odds multiplied. */
function withOdds(p: number, factor: number): number {
  return (factor * p) / (factor * p + 1 - p);
}
