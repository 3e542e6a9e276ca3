import {
  analysisSchema,
  type AnalyzedFace,
  type Analysis,
  type AnalyzedCapture,
  type DocumentReading,
  type Finding,
  type StepAnalysis,
} from '../domain/analysis.ts';
import { chainText, genesisHash } from '../domain/chain.ts';
import type { Actor, EventBody, EventType, NewEvent, SessionEvent } from '../domain/events.ts';
import { foldSession } from '../domain/fold-session.ts';
import { captureIdSchema, sessionIdSchema, type CaptureId, type SessionId } from '../domain/ids.ts';
import { passportAndSelfie } from '../domain/scenario.ts';
import type { Session, SessionStatus } from '../domain/session.ts';
import { sha256OfText } from './sha256.ts';

/** When the histories of the builders begin; each event is a second later. */
export const testStart = '2026-03-01T09:00:00.000Z';

export const anAnalyst: Actor = { kind: 'user', id: 'analyst-1' };
export const anotherAnalyst: Actor = { kind: 'user', id: 'analyst-2' };
export const anAgent: Actor = { kind: 'agent', id: 'agent-1' };
export const theSystem: Actor = { kind: 'system', id: 'intake' };

/** The `n`th UUID of a kind: readable in a failing test, and always the same. */
export function aUuid(n: number, kind = 0): string {
  return `${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** The `n`th session id. */
export function aSessionId(n = 1): SessionId {
  return sessionIdSchema.parse(aUuid(n, 0x5e));
}

/** The `n`th capture id. */
export function aCaptureId(n = 1): CaptureId {
  return captureIdSchema.parse(aUuid(n, 0xca));
}

/** The instant `seconds` after {@link testStart}. */
export function anInstant(seconds: number): string {
  return new Date(Date.parse(testStart) + seconds * 1000).toISOString();
}

export function aFinding(overrides: Partial<Finding> = {}): Finding {
  return {
    id: 'document.sharp',
    stepId: 'document',
    status: 'passed',
    confidence: 0.9,
    evidence: [],
    versions: { check: 1, policy: 'test-1' },
    ...overrides,
  };
}

export function anAnalyzedCapture(overrides: Partial<AnalyzedCapture> = {}): AnalyzedCapture {
  return {
    id: aCaptureId(1),
    side: 'front',
    sha256: sha256OfText('front'),
    width: 1200,
    height: 850,
    documentQuadPx: [
      { x: 20, y: 20 },
      { x: 1180, y: 20 },
      { x: 1180, y: 830 },
      { x: 20, y: 830 },
    ],
    outline: { source: 'edges', confidence: 0.9 },
    otherDocumentQuadsPx: [],
    rotationDeg: 0,
    refusal: null,
    ...overrides,
  };
}

export function aFace(overrides: Partial<AnalyzedFace> = {}): AnalyzedFace {
  const captureId = overrides.captureId ?? aCaptureId(1);
  return {
    id: `${captureId}:0`,
    captureId,
    role: 'document-portrait',
    regionPx: { x: 80, y: 200, width: 240, height: 300 },
    rollDeg: 0,
    score: 0.97,
    eyesPx: [
      { x: 150, y: 320 },
      { x: 250, y: 320 },
    ],
    age: 34,
    sex: 'female',
    interEyePx: 100,
    ...overrides,
  };
}

/** A reading of the specimen passport of ICAO 9303 part 4 (Utopia, Anna Maria Eriksson). */
export function aDocument(overrides: Partial<DocumentReading> = {}): DocumentReading {
  const captureId = aCaptureId(1);
  const regionPx = { x: 400, y: 200, width: 300, height: 30 };
  return {
    type: 'passport',
    country: 'UTO',
    format: 'TD3',
    side: 'front',
    fields: [
      {
        name: 'surname',
        title: 'Surname',
        value: 'ERIKSSON',
        normalized: 'ERIKSSON',
        confidence: 0.95,
        source: 'mrz',
        captureId,
        regionPx,
        characters: [],
        agreement: 'single',
      },
      {
        name: 'document-number',
        title: 'Document number',
        value: 'L898902C3',
        normalized: 'L898902C3',
        confidence: 0.95,
        source: 'mrz',
        captureId,
        regionPx,
        characters: [],
        agreement: 'single',
      },
    ],
    mrz: {
      format: 'TD3',
      captureId,
      regionPx: { x: 40, y: 700, width: 1100, height: 110 },
      lines: [
        {
          text: 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
          regionPx: { x: 40, y: 700, width: 1100, height: 50 },
          characters: [],
        },
        {
          text: 'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
          regionPx: { x: 40, y: 760, width: 1100, height: 50 },
          characters: [],
        },
      ],
      checkDigits: [
        {
          name: 'document-number',
          valid: true,
          expected: '6',
          read: '6',
          regionPx: { x: 265, y: 760, width: 25, height: 50 },
        },
      ],
      corrected: [],
      alternatives: [],
    },
    ocr: null,
    identification: null,
    regions: [],
    barcodes: [],
    crossChecks: [],
    ...overrides,
  };
}

export function aStepAnalysis(overrides: Partial<StepAnalysis> = {}): StepAnalysis {
  return {
    id: 'document',
    type: 'document',
    status: 'passed',
    document: aDocument(),
    captures: [anAnalyzedCapture()],
    ...overrides,
  };
}

/** A clean analysis of `passportAndSelfie`: captures 1 (front) and 2 (selfie), one finding each, faces that match. */
export function anAnalysis(overrides: Partial<Analysis> = {}): Analysis {
  const selfie = {
    id: aCaptureId(2),
    side: 'selfie',
    sha256: sha256OfText('selfie'),
    documentQuadPx: null,
  } as const;
  const portrait = aFace();
  const live = aFace({ captureId: aCaptureId(2), role: 'selfie' });
  return analysisSchema.parse({
    steps: [
      aStepAnalysis(),
      {
        id: 'selfie',
        type: 'selfie',
        status: 'passed',
        document: null,
        captures: [anAnalyzedCapture(selfie)],
      },
    ],
    findings: [aFinding(), aFinding({ id: 'selfie.single-face', stepId: 'selfie' })],
    faces: {
      detected: [portrait, live],
      pairs: [
        {
          a: portrait.id,
          b: live.id,
          similarity: 0.8,
          distance: 0.35,
          falseMatchRate: 0.0001,
          matched: true,
        },
      ],
      notCompared: [],
    },
    verdict: { outcome: 'approve', reasons: [] },
    pipeline: {
      version: '0.1.0',
      policy: 'test-1',
      models: [{ name: 'face-template', version: '1', sha256: sha256OfText('face-template') }],
      ocr: null,
      referenceDay: '2026-03-01',
      durationMs: 1800,
    },
    ...overrides,
  } satisfies Analysis);
}

function defaultBodyOf(type: EventType): EventBody {
  switch (type) {
    case 'session.created':
      return { scenario: passportAndSelfie, source: 'manual', clientKey: null, linkId: null };
    case 'capture.received':
      return {
        captureId: aCaptureId(1),
        stepId: 'document',
        side: 'front',
        sha256: sha256OfText('front'),
        byteLength: 250_000,
        mediaType: 'image/jpeg',
      };
    case 'liveness.challenged':
      return {
        stepId: 'alive',
        challengeId: aUuid(1),
        attempt: 1,
        actions: ['turn-left', 'smile'],
        expiresAt: anInstant(180),
      };
    case 'liveness.received':
      return {
        stepId: 'alive',
        challengeId: aUuid(1),
        batchId: aUuid(2),
        frames: [
          {
            captureId: aCaptureId(3),
            actionIndex: null,
            atMs: 0,
            sha256: sha256OfText('frame'),
            byteLength: 50_000,
          },
        ],
      };
    case 'step.submitted':
      return { stepId: 'document', attempt: 1 };
    case 'step.analyzed':
      return { stepId: 'document', attempt: 1, outcome: 'passed', findings: [], documentNumber: null };
    case 'step.unanalyzed':
      return { stepId: 'document', attempt: 1, code: 'worker-died' };
    case 'session.submitted':
    case 'session.frozen':
    case 'session.purged':
    case 'analysis.requested':
    case 'decision.withdrawn':
      return {};
    case 'analysis.started':
      return { agentId: anAgent.id, attempt: 1 };
    case 'history.matched':
      return {
        kind: 'same-person-other-data',
        stepId: 'document',
        others: [{ sessionId: aSessionId(2), sameClientKey: null }],
        total: 1,
      };
    case 'list.matched':
      return { listId: 'refused', kind: 'blacklist', stepId: null };
    case 'list.clear':
      return { listId: 'refused', kind: 'blacklist' };
    case 'list.not-run':
      return { listId: 'refused', kind: 'blacklist', reason: 'no-face-templates' };
    case 'session.analyzed':
      return { analysis: anAnalysis(), attempt: 1 };
    case 'analysis.released':
      return { attempt: 1 };
    case 'analysis.failed':
      return { code: 'worker-died', attempt: 1 };
    case 'field.corrected':
      return {
        stepId: 'document',
        name: 'surname',
        value: 'ERIKSEN',
        replaces: { source: 'mrz', value: 'ERIKSSON' },
      };
    case 'field.restored':
      return { stepId: 'document', name: 'surname' };
    case 'corners.corrected':
      return {
        captureId: aCaptureId(1),
        quadPx: [
          { x: 30, y: 25 },
          { x: 1170, y: 20 },
          { x: 1180, y: 830 },
          { x: 20, y: 825 },
        ],
      };
    case 'decision.made':
      return { outcome: 'approve', reasons: [], comment: '' };
    case 'comment.added':
      return { text: 'A comment' };
  }
}

const usualActors: Partial<Record<EventType, Actor>> = {
  'session.created': theSystem,
  'capture.received': theSystem,
  'liveness.challenged': theSystem,
  'liveness.received': theSystem,
  'step.submitted': theSystem,
  'step.analyzed': anAgent,
  'step.unanalyzed': anAgent,
  'session.submitted': theSystem,
  'session.frozen': theSystem,
  'session.purged': theSystem,
  'analysis.started': anAgent,
  'history.matched': theSystem,
  'list.matched': theSystem,
  'list.clear': theSystem,
  'list.not-run': theSystem,
  'session.analyzed': anAgent,
  'analysis.failed': anAgent,
  'analysis.released': anAgent,
};

/** An event that has no place in a chain yet. What is not given is what the type usually carries. */
export function aNewEvent<T extends EventType>(
  type: T,
  { body, actor, at }: { body?: Partial<EventBody<T>>; actor?: Actor; at?: string } = {},
): NewEvent {
  return {
    type,
    actor: actor ?? usualActors[type] ?? anAnalyst,
    at: at ?? testStart,
    body: { ...defaultBodyOf(type), ...body },
  } as NewEvent;
}

/**
 * The events chained as the intake chains them, with true hashes: numbered from 0 (or on from `after`), at positions on
 * from `firstPosition`. Bodies are "sealed" as their own JSON text.
 */
export function chainEvents(
  events: readonly NewEvent[],
  {
    sessionId = aSessionId(),
    after,
    firstPosition = 1,
  }: { readonly sessionId?: SessionId; readonly after?: SessionEvent; readonly firstPosition?: number } = {},
): SessionEvent[] {
  const firstSeq = after === undefined ? 0 : after.seq + 1;
  let previousHash = after?.hash ?? genesisHash;
  return events.map((event, index) => {
    const bodySha256 = sha256OfText(JSON.stringify(event.body));
    const fields = { ...event, sessionId, seq: firstSeq + index, bodySha256, previousHash };
    const hash = sha256OfText(chainText(fields));
    previousHash = hash;
    return { ...fields, position: firstPosition + index, hash };
  });
}

/** One event of a chain; by default the first of a session. */
export function anEvent<T extends EventType = 'session.created'>(
  type: T,
  {
    after,
    position,
    sessionId,
    ...rest
  }: {
    body?: Partial<EventBody<T>>;
    actor?: Actor;
    at?: string;
    sessionId?: SessionId;
    after?: SessionEvent;
    position?: number;
  } = {},
): Extract<SessionEvent, { type: T }> {
  const place = {
    firstPosition: position ?? (after === undefined ? 1 : after.position + 1),
    ...(after === undefined ? {} : { after, sessionId: after.sessionId }),
    ...(sessionId === undefined ? {} : { sessionId }),
  };
  const at =
    rest.at ?? (after === undefined ? testStart : new Date(Date.parse(after.at) + 1000).toISOString());
  const [event] = chainEvents([aNewEvent(type, { ...rest, at })], place);
  return event as Extract<SessionEvent, { type: T }>;
}

export interface HistoryOptions {
  /** Where the history stops; by default in review. */
  readonly status?: SessionStatus;
  readonly sessionId?: SessionId;
  readonly analysis?: Analysis;
  readonly firstPosition?: number;
  readonly clientKey?: string | null;
  readonly source?: EventBody<'session.created'>['source'];
  /** Further events at the end, such as comments. */
  readonly more?: readonly NewEvent[];
}

/** A whole, valid, chain-correct history of a `passportAndSelfie` session that ends in `status`. */
export function aHistory({
  status = 'review',
  sessionId = aSessionId(),
  analysis = anAnalysis(),
  firstPosition = 1,
  clientKey = null,
  source = 'manual',
  more = [],
}: HistoryOptions = {}): SessionEvent[] {
  const collecting = [
    aNewEvent('session.created', { body: { clientKey, source } }),
    aNewEvent('capture.received'),
    aNewEvent('capture.received', {
      body: { captureId: aCaptureId(2), stepId: 'selfie', side: 'selfie', sha256: sha256OfText('selfie') },
    }),
  ];
  const queued = [...collecting, aNewEvent('session.submitted')];
  const analyzing = [...queued, aNewEvent('analysis.started')];
  const review = [...analyzing, aNewEvent('session.analyzed', { body: { analysis } })];
  const failed = [
    ...queued,
    ...[1, 2, 3].flatMap((attempt) => [
      aNewEvent('analysis.started', { body: { attempt } }),
      aNewEvent('analysis.failed', { body: { attempt } }),
    ]),
  ];
  const histories: Record<SessionStatus, readonly NewEvent[]> = {
    collecting,
    queued,
    analyzing,
    failed,
    review,
    approved: [...review, aNewEvent('decision.made')],
    declined: [...review, aNewEvent('decision.made', { body: { outcome: 'decline', reasons: ['forged'] } })],
    'ask-again': [
      ...review,
      aNewEvent('decision.made', { body: { outcome: 'ask-again', reasons: ['unreadable'] } }),
    ],
    blocked: [
      ...collecting,
      ...[1, 2, 3].flatMap((attempt) => [
        ...(attempt === 1
          ? []
          : [aNewEvent('capture.received', { body: { captureId: aCaptureId(2 + attempt) } })]),
        aNewEvent('step.submitted', { body: { attempt } }),
        aNewEvent('step.analyzed', { body: { attempt, outcome: 'retry' } }),
      ]),
    ],
    frozen: [...collecting, aNewEvent('session.frozen')],
  };
  const events = [...histories[status], ...more].map((event, index) => ({ ...event, at: anInstant(index) }));
  return chainEvents(events, { sessionId, firstPosition });
}

/** The session that {@link aHistory} folds to. */
export function aSession(options: HistoryOptions = {}): Session {
  return foldSession(aHistory(options));
}
