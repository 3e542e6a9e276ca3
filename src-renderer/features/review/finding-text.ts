import type { Finding } from '#shared/domain/analysis.ts';
import { brokenCheckSentences, checkSentences } from '#shared/domain/check-sentences.ts';
import type { CheckText } from '#shared/domain/check-text.ts';
import { documentTypeTitles, fieldTitles, regionTitles, sideTitles } from '#shared/domain/document-words.ts';
import type { Language } from '#shared/domain/language.ts';
import { movementTitles } from '#shared/domain/movement-words.ts';
import { notRunSentences } from '#shared/domain/not-run-sentences.ts';

type Sentences = Readonly<Record<string, string>>;

/** The check's own texts, or undefined for a check that a newer agent ran and this workstation does not know. */
function textOf(checkId: string, language: Language): CheckText | undefined {
  return (checkSentences[language] as Readonly<Record<string, CheckText | undefined>>)[checkId];
}

/** Name of a check; its id where this workstation does not know it. */
export function checkTitle(checkId: string, language: Language): string {
  return textOf(checkId, language)?.title ?? checkId;
}

function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);
}

/** A list of codes in words; anything that is not a code stays as it is. */
function inWords(value: string, language: Language): string {
  const titles: Sentences = {
    ...documentTypeTitles[language],
    ...regionTitles[language],
    ...sideTitles[language],
    ...fieldTitles[language],
    ...movementTitles[language],
  };
  return value
    .split(/\s*,\s*/)
    .map((part) => titles[part] ?? part)
    .join(', ');
}

/** A template with the finding's numbers and words in it. A value that is missing leaves its name in brackets. */
function fill(template: string, finding: Finding, language: Language): string {
  const values: Readonly<Record<string, string | number | undefined>> = {
    ...finding.details,
    score: finding.details?.['score'] ?? finding.score,
    threshold: finding.details?.['threshold'] ?? finding.threshold,
  };
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? formatNumber(value, language) : inWords(value, language);
  });
}

/** What was found, as one sentence for an analyst. */
export function findingSentence(finding: Finding, language: Language): string {
  const text = textOf(finding.id, language);
  if (finding.status === 'error') return brokenCheckSentences[language];
  if (finding.status === 'not-run') {
    return (notRunSentences[language] as Sentences)[finding.reason ?? ''] ?? finding.reason ?? finding.id;
  }
  const template =
    finding.status === 'passed'
      ? text?.passed
      : (text?.reasons as Sentences | undefined)?.[finding.reason ?? ''];
  return template === undefined ? (finding.reason ?? finding.id) : fill(template, finding, language);
}

/** What the person in front of the camera should do; undefined where there is nothing to do. */
export function findingAdvice(finding: Finding, language: Language): string | undefined {
  if (finding.status !== 'failed' && finding.status !== 'warning') return undefined;
  const template = (textOf(finding.id, language)?.advice as Sentences | undefined)?.[finding.reason ?? ''];
  return template === undefined ? undefined : fill(template, finding, language);
}
