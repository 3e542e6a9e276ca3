import type { Result } from './result.ts';
import type { Session } from './session.ts';

function verdictOf({ analysis, decision }: Session): Result['verdict'] {
  if (decision !== null) {
    const { outcome, reasons, by, comment } = decision;
    return {
      outcome,
      reasons: [...reasons],
      decidedBy: `${by.kind}:${by.id}`,
      comment: comment === '' ? null : comment,
    };
  }
  if (analysis === null) return null;
  return { ...analysis.verdict, decidedBy: 'policy', comment: null };
}

/** The session as the API returns it. */
export function toResult(session: Session): Result {
  const { analysis } = session;
  return {
    sessionId: session.id,
    schemaId: session.scenario.id,
    scenarioVersion: session.scenario.version,
    clientKey: session.clientKey,
    source: session.source,
    status: session.status,
    verdict: verdictOf(session),
    createdAt: session.createdAt,
    finishedAt: session.decision?.at ?? null,
    attempts: session.attempts,
    errors: session.failures.map(({ code, at, attempt }) => ({ code, at, attempt })),
    steps: session.scenario.steps.map((step, index) => {
      const isLast = index === session.scenario.steps.length - 1;
      const analyzed = analysis?.steps.find(({ id }) => id === step.id);
      return {
        id: step.id,
        type: step.type,
        status: analyzed?.status ?? 'pending',
        tries: session.captures.some(({ stepId }) => stepId === step.id) ? 1 : 0,
        document: analyzed?.document ?? null,
        // What concerns the whole session stands with the step that completed it.
        checks:
          analysis?.findings.filter(({ stepId }) => stepId === step.id || (stepId === null && isLast)) ?? [],
        captures:
          analyzed?.captures ??
          session.captures
            .filter(({ stepId }) => stepId === step.id)
            .map(({ captureId, side, sha256 }) => ({
              id: captureId,
              side,
              sha256,
              width: null,
              height: null,
              documentQuadPx: null,
              rotationDeg: 0 as const,
              refusal: null,
            })),
      };
    }),
    faces: { pairs: analysis?.faces.pairs ?? [], lists: [] },
    databases: [],
    ...(session.withheld.length > 0 && { withheld: [...session.withheld] }),
    pipeline:
      analysis === null
        ? null
        : {
            version: analysis.pipeline.version,
            policy: analysis.pipeline.policy,
            models: analysis.pipeline.models,
            durationMs: analysis.pipeline.durationMs,
          },
  };
}
