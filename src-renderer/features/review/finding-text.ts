import type { Finding } from '#shared/domain/analysis.ts';
import { describeFinding } from '#shared/domain/describe-finding.ts';
import type { CheckText } from '#shared/domain/check-text.ts';
import { checkSentences } from '#shared/domain/check-sentences.ts';
import { ignoredThresholdNote } from '#shared/domain/ignored-thresholds.ts';
import type { Language } from '#shared/domain/language.ts';

/** Name of a check; its id where this workstation does not know it. */
export function checkTitle(checkId: string, language: Language): string {
  return (
    (checkSentences[language] as Readonly<Record<string, CheckText | undefined>>)[checkId]?.title ?? checkId
  );
}

/** What was found, as one sentence for an analyst, and a second one where the scenario sets a threshold in vain. */
export const findingSentence = (finding: Finding, language: Language): string =>
  [describeFinding(finding, language).sentence, ignoredThresholdNote(finding, language)]
    .filter((sentence) => sentence !== null)
    .join(' ');

/** What the person in front of the camera should do; undefined where there is nothing to do. */
export const findingAdvice = (finding: Finding, language: Language): string | undefined =>
  describeFinding(finding, language).advice ?? undefined;
