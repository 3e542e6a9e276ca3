import { createHash, randomUUID } from 'node:crypto';
import type { AnalysisRequest, CaptureInput } from '#analysis/analysis-request.ts';
import { captureIdSchema, daySchema, sessionIdSchema } from '#shared/domain/ids.ts';
import { documentTypes, idCardAndSelfie, type Scenario } from '#shared/domain/scenario.ts';
import { must } from '#shared/lib/invariant.ts';

/**
 * The analysis of one document and nothing else, whatever its type: a zone is read where there is one, but need not be there.
 * `referenceDay` is an ISO day.
 */
export function documentRequest(
  pictures: readonly { readonly side: 'front' | 'back'; readonly bytes: Uint8Array }[],
  referenceDay: string,
): AnalysisRequest {
  const step = must(
    idCardAndSelfie.steps.find(({ type }) => type === 'document'),
    'a step with a document',
  );
  const scenario: Scenario = {
    ...idCardAndSelfie,
    id: 'evaluation',
    name: 'Evaluation of documents',
    steps: [
      {
        ...step,
        sides: pictures.map(({ side }) => side),
        documentTypes: [...documentTypes],
        mrzRequired: false,
      },
    ],
  };
  return {
    sessionId: sessionIdSchema.parse(randomUUID()),
    scenario,
    referenceDay: daySchema.parse(referenceDay),
    captures: pictures.map(({ side, bytes }): CaptureInput => ({
      captureId: captureIdSchema.parse(randomUUID()),
      stepId: step.id,
      side,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes,
    })),
  };
}
