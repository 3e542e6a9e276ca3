import type { DocumentReading, FieldName, Recommendation } from '#shared/domain/analysis.ts';
import type { Rect } from '#shared/domain/geometry.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import { recommendationOf } from '#shared/domain/recommendation-of.ts';
import type { DocumentType, StepType } from '#shared/domain/scenario.ts';
import type { Session, SessionStatus } from '#shared/domain/session.ts';
import { stepStatusOf } from '#shared/domain/step-status.ts';

/** Raise it when {@link SessionTile} changes: the next start derives every tile from its block again. */
export const tileShape = 4;

/** `submitted` and `retry` are of a step that a person behind a link is trying. */
export type StepMark = 'passed' | 'failed' | 'warning' | 'not-run' | 'pending' | 'submitted' | 'retry';

/** One session as a list shows and filters it. Holds personal data, so it is stored sealed. */
export interface SessionTile {
  readonly sessionId: SessionId;
  readonly createdAt: string;
  readonly lastAt: string;
  readonly status: SessionStatus;
  readonly scenarioName: string;
  readonly clientKey: string | null;
  readonly source: Session['source'];
  /** Surname and given names as read, or `null` before an analysis read them. */
  readonly name: string | null;
  readonly documentNumber: string | null;
  readonly documentType: DocumentType | null;
  readonly country: string | null;
  readonly steps: readonly {
    readonly id: string;
    readonly type: StepType;
    readonly mark: StepMark;
    /** Attempts sent so far, where steps are tried one by one. */
    readonly attempts: number;
  }[];
  readonly attemptsPerStep: number;
  readonly captureCount: number;
  readonly face: { readonly captureId: string; readonly regionPx: Rect; readonly rollDeg: number } | null;
  readonly failed: number;
  readonly warnings: number;
  readonly recommendation: Recommendation | null;
  /** People on lists whose faces were found in it, by their ids. */
  readonly listedPersons: readonly string[];
}

/**
 * The best reading of a field: what the machine-readable zone says, since it carries check digits, else what is printed.
 */
export function bestField(document: DocumentReading | null, name: FieldName): string | null {
  const readings = document?.fields.filter((field) => field.name === name && field.value.trim() !== '') ?? [];
  const best = readings.find(({ source }) => source === 'mrz') ?? readings[0];
  return best === undefined ? null : (best.normalized ?? best.value);
}

/** The holder's name in the order surname, given names; `null` where neither was read. */
export function holderName(document: DocumentReading | null): string | null {
  const parts = [bestField(document, 'surname'), bestField(document, 'given-names')].filter(
    (part) => part !== null,
  );
  return parts.length === 0 ? null : parts.join(' ');
}

/** How far a step is before the whole session is analyzed. */
export function liveMark({ steps, status }: Session, stepId: string): StepMark {
  const step = steps.find(({ id }) => id === stepId);
  switch (step?.state) {
    case 'submitted':
      return 'submitted';
    case 'passed':
      return 'passed';
    case 'unanalyzed':
      return 'not-run';
    case 'open':
      if (step.last === null) return 'pending';
      // Nothing is asked again of a session that is closed.
      return status === 'collecting' ? 'retry' : 'failed';
    case undefined:
      return 'pending';
  }
}

/** What lists need of a session. */
export function toSessionTile(session: Session): SessionTile {
  const { analysis } = session;
  const document = analysis?.steps.find((step) => step.document !== null)?.document ?? null;
  const faces = analysis?.faces.detected ?? [];
  const face = faces.find(({ role }) => role === 'document-portrait') ?? faces[0];
  const count = (status: 'failed' | 'warning'): number =>
    analysis?.findings.filter((finding) => finding.status === status).length ?? 0;
  return {
    sessionId: session.id,
    createdAt: session.createdAt,
    lastAt: session.lastAt,
    status: session.status,
    scenarioName: session.scenario.name,
    clientKey: session.clientKey,
    source: session.source,
    name: holderName(document),
    documentNumber: bestField(document, 'document-number'),
    documentType: document?.type ?? null,
    country: document?.country ?? null,
    steps: session.scenario.steps.map(({ id, type }) => ({
      id,
      type,
      mark: stepStatusOf(session, id) ?? liveMark(session, id),
      attempts: session.steps.find((step) => step.id === id)?.attempts ?? 0,
    })),
    attemptsPerStep: session.scenario.rules.attemptsPerStep,
    captureCount: session.captures.length,
    face:
      face === undefined
        ? null
        : { captureId: face.captureId, regionPx: face.regionPx, rollDeg: face.rollDeg },
    failed: count('failed'),
    warnings: count('warning'),
    recommendation: recommendationOf(session)?.outcome ?? null,
    listedPersons: session.lists.flatMap((answer) =>
      answer.status === 'matched' && answer.personId !== undefined ? [answer.personId] : [],
    ),
  };
}
