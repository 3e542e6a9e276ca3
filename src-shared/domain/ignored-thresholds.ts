import type { Finding } from './analysis.ts';
import { checkOptions } from './check-options.ts';
import type { CheckId } from './check-sentences.ts';
import type { Language } from './language.ts';
import type { CheckSetting, Scenario } from './scenario.ts';

/** A threshold that a scenario sets and that counts as not set. */
export interface IgnoredThreshold {
  readonly stepId: string;
  readonly checkId: CheckId;
  readonly value: number;
  /** What can be set; `null` where the check has no threshold that can be. */
  readonly range: { readonly min: number; readonly max: number } | null;
}

/**
 * The threshold by which a check goes as the scenario sets it; `null` where it sets none, or one that cannot be set: of an earlier version
 * of the check, which counted in another unit, or written by a program.
 */
export function settableThreshold(id: string, setting: CheckSetting | null | undefined): number | null {
  const value = setting?.threshold ?? null;
  return value === null || isIgnored(id, value) ? null : value;
}

/** Which thresholds of a scenario count as not set, in the order of its steps. */
export function ignoredThresholds({ steps }: Pick<Scenario, 'steps'>): readonly IgnoredThreshold[] {
  return steps.flatMap(({ id: stepId, checks }) =>
    Object.entries(checks).flatMap(([id, { threshold: value }]) =>
      id in checkOptions && value !== null && isIgnored(id, value)
        ? [{ stepId, checkId: id as CheckId, value, range: rangeOf(id) }]
        : [],
    ),
  );
}

/** The same without thresholds that count as not set: what is made from it does the same, and may be saved. */
export function withoutIgnoredThresholds<Draft extends Pick<Scenario, 'steps'>>(draft: Draft): Draft {
  const steps = draft.steps.map((step) => ({
    ...step,
    checks: Object.fromEntries(
      Object.entries(step.checks).map(([id, setting]) => [
        id,
        id in checkOptions ? { ...setting, threshold: settableThreshold(id, setting) } : setting,
      ]),
    ),
  }));
  return { ...draft, steps };
}

/** The finding with what its scenario sets in vain among its details; without it where the scenario does not, or no longer. */
export function withIgnoredThreshold(finding: Finding, setting: CheckSetting | null): Finding {
  const value = setting?.threshold ?? null;
  if (value !== null && isIgnored(finding.id, value))
    return { ...finding, details: { ...finding.details, ignoredThreshold: value } };
  if (finding.details?.['ignoredThreshold'] === undefined) return finding;
  const { ignoredThreshold: _, ...details } = finding.details;
  return { ...finding, details };
}

/** What an analyst reads of it; `null` where the scenario set nothing in vain. */
export function ignoredThresholdNote(
  { id, details }: Pick<Finding, 'id' | 'details'>,
  language: Language,
): string | null {
  const value = details?.['ignoredThreshold'];
  return typeof value === 'number' ? ignoredThresholdSentence(id, value, language) : null;
}

/** Which threshold is ignored, and why. */
export function ignoredThresholdSentence(id: string, value: number, language: Language): string {
  const range = rangeOf(id);
  const write = (figure: number): string => figure.toLocaleString(language, { maximumFractionDigits: 4 });
  if (language === 'en')
    return range === null
      ? `The scenario sets a threshold of ${write(value)} for this check, which has none: it is ignored.`
      : `The scenario sets ${write(value)}, outside of ${write(range.min)} to ${write(range.max)}: it is ignored, and the policy’s own value holds.`;
  return range === null
    ? `Сценарий задаёт для этой проверки порог ${write(value)}, но порога у неё нет: он не учитывается.`
    : `Сценарий задаёт порог ${write(value)}, вне пределов от ${write(range.min)} до ${write(range.max)}: он не учитывается, действует значение политики.`;
}

function isIgnored(id: string, value: number): boolean {
  const range = rangeOf(id);
  return range === null || value < range.min || value > range.max;
}

function rangeOf(id: string): IgnoredThreshold['range'] {
  const options = checkOptions[id as CheckId] as (typeof checkOptions)[CheckId] | undefined;
  const threshold = options?.threshold ?? null;
  return threshold && { min: threshold.min, max: threshold.max };
}
