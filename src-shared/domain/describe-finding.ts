import type { Finding } from './analysis.ts';
import { brokenCheckSentences, checkSentences } from './check-sentences.ts';
import type { CheckText } from './check-text.ts';
import { documentTypeTitles, fieldTitles, regionTitles, sideTitles } from './document-words.ts';
import { movementTitles } from './movement-words.ts';
import type { Language } from './language.ts';
import { measuredFigure, measuredNumber } from './measured-value.ts';
import { notRunSentences } from './not-run-sentences.ts';

/** What of a finding its words are made of: the person's page knows no more. */
export type DescribableFinding = Pick<
  Finding,
  'id' | 'status' | 'reason' | 'score' | 'threshold' | 'details'
>;

export interface FindingDescription {
  readonly title: string;
  /** One sentence of what was found. */
  readonly sentence: string;
  /** What the person in front of the camera should do; `null` where nothing went wrong or nothing helps. */
  readonly advice: string | null;
}

/**
 * A finding in words. A check that this version does not know, from a newer server, is told by its codes: it must not
 * vanish from the screen.
 */
export function describeFinding(finding: DescribableFinding, language: Language): FindingDescription {
  const texts: Readonly<Record<string, CheckText | undefined>> = checkSentences[language];
  const text = texts[finding.id];
  const title = text?.title ?? finding.id;
  const fill = (template: string): string => fillTemplate(template, finding, language);
  const reason = finding.reason ?? '';
  switch (finding.status) {
    case 'passed':
      return { title, sentence: text === undefined ? finding.status : fill(text.passed), advice: null };
    case 'not-run': {
      const sentences: Readonly<Record<string, string | undefined>> = notRunSentences[language];
      return { title, sentence: sentences[reason] ?? reason, advice: null };
    }
    case 'error':
      return { title, sentence: brokenCheckSentences[language], advice: null };
    case 'failed':
    case 'warning': {
      const advice = text?.advice[reason];
      return {
        title,
        sentence: fill(text?.reasons[reason] ?? reason),
        advice: advice === undefined ? null : fill(advice),
      };
    }
  }
}

const ofRates: ReadonlySet<string> = new Set(['strangers', 'asked']);

/** A part in brackets is left out where one of its values is not there: findings of earlier versions of a check do not have all. */
function fillTemplate(template: string, finding: DescribableFinding, language: Language): string {
  const valueOf = (name: string): string | undefined => {
    if (name === 'score' || name === 'threshold') {
      const measured = finding[name];
      return measured === undefined ? undefined : measuredFigure(finding, measured, language);
    }
    const value = finding.details?.[name];
    // Written as beside the finding and wherever else the rate is told.
    if (typeof value === 'number' && ofRates.has(name)) return new Intl.NumberFormat(language).format(value);
    return typeof value === 'number'
      ? measuredNumber(value, language)
      : value && translate(name, value, language);
  };
  const names = /\{(\w+)\}/g;
  return template
    .replaceAll(/\[([^\]]*)\]/g, (_, part: string) =>
      Array.from(part.matchAll(names)).every(([, name = '']) => valueOf(name) !== undefined) ? part : '',
    )
    .replaceAll(names, (_, name: string) => valueOf(name) ?? '–');
}

function translate(name: string, value: string, language: Language): string {
  const titles: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    fields: fieldTitles[language],
    elements: regionTitles[language],
    side: sideTitles[language],
    type: documentTypeTitles[language],
    accepted: documentTypeTitles[language],
    movements: movementTitles[language],
    did: movementTitles[language],
  };
  const names = titles[name];
  if (names === undefined) return value;
  return value
    .split(/\s*,\s*/)
    .map((code) => names[code] ?? code)
    .join(', ');
}
