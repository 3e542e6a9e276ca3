import type { LivenessAnalysis } from './analysis.ts';
import { recommendationOf } from './recommendation-of.ts';
import type { Result } from './result.ts';
import type { Session, SessionStep } from './session.ts';
import { stepStatusOf } from './step-status.ts';

function verdictOf(session: Session): Result['verdict'] {
  const { decision } = session;
  if (decision !== null) {
    const { outcome, reasons, by, comment } = decision;
    return {
      outcome,
      reasons: [...reasons],
      decidedBy: `${by.kind}:${by.id}`,
      comment: comment === '' ? null : comment,
    };
  }
  const recommended = recommendationOf(session);
  if (recommended === null) return null;
  return {
    ...recommended,
    reasons: [...recommended.reasons],
    decidedBy: 'policy',
    comment: null,
  };
}

function livenessOf(
  { liveness, challengesDrawn }: SessionStep,
  measured: LivenessAnalysis | null,
  { analysis, withheld }: Pick<Session, 'analysis' | 'withheld'>,
): Result['steps'][number]['liveness'] {
  if (liveness === null) return null;
  const { actions, skippedActions, drawnAt, frames } = liveness;
  const unmeasured =
    analysis === null ? 'pending' : withheld.includes('checks') ? 'withheld' : 'not-available-yet';
  return {
    analysis: measured === null ? unmeasured : 'analyzed',
    actions: [...actions],
    skippedActions: [...skippedActions],
    drawnAt,
    challengesDrawn,
    frames: frames.map(({ captureId: id, sha256, actionIndex, atMs }) => ({ id, sha256, actionIndex, atMs })),
    ...(measured !== null && { measured }),
  };
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
      const known = session.steps.find(({ id }) => id === step.id);
      const analyzed = analysis?.steps.find(({ id }) => id === step.id);
      const liveness = known === undefined ? null : livenessOf(known, analyzed?.liveness ?? null, session);
      return {
        id: step.id,
        type: step.type,
        status: stepStatusOf(session, step.id) ?? 'pending',
        tries:
          liveness !== null
            ? (known?.attempts ?? 0)
            : session.captures.some(({ stepId }) => stepId === step.id)
              ? 1
              : 0,
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
              outline: null,
              otherDocumentQuadsPx: [],
              rotationDeg: 0 as const,
              refusal: null,
            })),
        ...(step.type === 'liveness' && { liveness }),
      };
    }),
    corrections: session.corrections.map(({ by, ...correction }) => ({
      ...correction,
      correctedBy: `${by.kind}:${by.id}`,
    })),
    faces: {
      pairs: analysis?.faces.pairs ?? [],
      notCompared: analysis?.faces.notCompared ?? [],
      lists: session.lists.map((answer) => ({
        id: answer.listId,
        kind: answer.kind,
        status: answer.status,
        reason: answer.status === 'not-run' ? answer.reason : null,
        ...(answer.status === 'matched' && answer.personId !== undefined && { personId: answer.personId }),
      })),
    },
    history: {
      compared: session.history.compared === null ? null : [...session.history.compared],
      matches: [...session.history.matches],
    },
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
