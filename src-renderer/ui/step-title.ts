import type { ScenarioStep } from '#shared/domain/scenario.ts';
import type { Translate } from '../app/i18n/i18n.ts';

type NamedStep = Pick<ScenarioStep, 'id' | 'type'>;

/** Which of the steps of its type a step is, from 1; `null` where there is no other, and its type says enough. */
export function stepNumberOf(stepId: string, steps: readonly NamedStep[]): number | null {
  const type = steps.find(({ id }) => id === stepId)?.type;
  const alike = steps.filter((step) => step.type === type);
  return alike.length > 1 ? alike.findIndex(({ id }) => id === stepId) + 1 : null;
}

/** Name of a step, numbered where the scenario has several of its type: "Document 2". */
export function stepTitle({ id, type }: NamedStep, steps: readonly NamedStep[], t: Translate): string {
  return numbered(t(`step.${type}`), stepNumberOf(id, steps));
}

export const numbered = (title: string, number: number | null): string =>
  number === null ? title : `${title} ${number.toString()}`;
