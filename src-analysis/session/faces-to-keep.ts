import type { SessionFace } from '#shared/domain/face-lists.ts';
import { toFaceTemplate } from '../faces/kept-template.ts';
import { whyNotComparable } from '../faces/why-not-comparable.ts';
import type { Policy } from '../policy/policy.ts';
import type { StepFacts } from './step-facts.ts';

/** The templates of each step's face that could be compared with another picture's. */
export function facesToKeep(
  steps: readonly StepFacts[],
  { thresholds }: Policy,
  model: string,
): readonly SessionFace[] {
  return steps.flatMap(({ step, document, selfie }) => {
    const portrait = document?.portrait?.face ?? null;
    const best = selfie?.best?.face ?? null;
    return [
      ...(portrait !== null && whyNotComparable(portrait, 'document-portrait', thresholds) === null
        ? [portrait]
        : []),
      ...(best !== null && whyNotComparable(best, 'selfie', thresholds) === null ? [best] : []),
    ].map(({ embedding }) => ({ stepId: step.id, template: toFaceTemplate(embedding, model) }));
  });
}
