import type { Finding } from './analysis.ts';
import { checkOptions, isAmongDocuments, isBesideDocument, isOfHeldDocument } from './check-options.ts';
import type { CheckId } from './check-sentences.ts';
import type { CheckSetting, CheckSeverity, Scenario, ScenarioStep } from './scenario.ts';

/** What a failed check means for the whole: the document or person is refused, a new picture is needed, a person decides. */
export type Severity = 'decline' | 'ask-again' | 'review';

/** What the severity that a scenario gives a failed check means for the recommendation. */
const severities: Readonly<Record<CheckSeverity, Severity>> = {
  block: 'decline',
  retry: 'ask-again',
  warn: 'review',
};

interface Place {
  readonly id: string;
  readonly appliesTo: 'document' | 'selfie' | 'liveness' | 'session';
}

/**
 * What the scenario says of a check at a step; `null` where it leaves it to the policy. A check of the whole session, for which
 * `step` is `null`, is set at the selfie steps, one among documents at those before others: the first that says something counts.
 */
export function settingOf(
  { id, appliesTo }: Place,
  { steps }: Pick<Scenario, 'steps'>,
  step: ScenarioStep | null,
): CheckSetting | null {
  const documents = steps.filter(({ type }) => type === 'document');
  const others = steps.filter(({ type }) => type !== 'document');
  const ofSession = isAmongDocuments(id) ? [...documents, ...others] : others;
  const places = appliesTo === 'session' ? ofSession : [step];
  return places.map((place) => place?.checks[id]).find((setting) => setting !== undefined) ?? null;
}

/** How findings of a session weigh by its scenario, for `recommend`. */
export interface Weighing {
  /** The severity that the scenario gives; undefined where it leaves it to the policy. */
  readonly severityOf: (finding: Pick<Finding, 'id' | 'stepId'>) => Severity | undefined;
  /** Whether the scenario asks for the check at all: it has a step on which it is run. */
  readonly isAsked: (id: CheckId) => boolean;
}

/** What a scenario changes of the policy's weighing. */
export function weighingOf(scenario: Pick<Scenario, 'steps'>): Weighing {
  const { steps } = scenario;
  const documentCount = steps.filter(({ type }) => type === 'document').length;
  const hasDocument = documentCount > 0;
  const hasSelfie = steps.some(({ type }) => type === 'selfie' || type === 'selfie-with-document');
  const hasLiveness = steps.some(({ type }) => type === 'liveness');
  const hasFace = hasSelfie || hasLiveness;
  return {
    severityOf({ id, stepId }) {
      const step = steps.find((candidate) => candidate.id === stepId) ?? null;
      const appliesTo = stepId === null ? 'session' : step?.type === 'document' ? 'document' : 'selfie';
      const severity = settingOf({ id, appliesTo }, scenario, step)?.severity ?? null;
      return severity === null ? undefined : severities[severity];
    },
    isAsked(id) {
      if (isAmongDocuments(id)) return documentCount > 1;
      if (id === 'face.same-person') return steps.length - documentCount > 1;
      if (isOfHeldDocument(id)) {
        const isHeld = steps.some(({ type }) => type === 'selfie-with-document');
        return isHeld && (hasDocument || !isBesideDocument(id));
      }
      const { scope } = checkOptions[id];
      if (scope === 'document') return hasDocument;
      if (scope === 'liveness') return hasLiveness;
      return scope === 'selfie' ? hasFace : hasDocument && hasFace;
    },
  };
}

/** Nothing is set: every check is asked for, with the policy's severity. */
export const asPolicy: Weighing = { severityOf: () => undefined, isAsked: () => true };
