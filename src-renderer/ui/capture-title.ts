import type { Side, StepType } from '#shared/domain/scenario.ts';
import type { Translate } from '../app/i18n/i18n.ts';

/** Name of a picture that a scenario asks for, such as "Document: front"; a selfie needs no more than that word. */
export function captureTitle(
  { stepType, side }: { readonly stepType: StepType; readonly side: Side },
  t: Translate,
): string {
  return side === 'selfie'
    ? t(`step.${stepType}`)
    : `${t(`step.${stepType}`)}: ${t(`side.${side}`).toLowerCase()}`;
}
