import type { Side, StepType } from '#shared/domain/scenario.ts';
import type { Translate } from '../app/i18n/i18n.ts';
import { numbered } from './step-title.ts';

interface AskedPicture {
  readonly stepType: StepType;
  /** Which step of its type; `null` where there is one only. */
  readonly stepNumber: number | null;
  readonly side: Side;
}

/** Name of a picture that a scenario asks for, such as "Document: front" or "Document 2: front"; a selfie needs no more than that word. */
export function captureTitle({ stepType, stepNumber, side }: AskedPicture, t: Translate): string {
  const step = numbered(t(`step.${stepType}`), stepNumber);
  return side === 'selfie' ? step : `${step}: ${t(`side.${side}`).toLowerCase()}`;
}
