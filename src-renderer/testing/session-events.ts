import type { Analysis } from '#shared/domain/analysis.ts';
import type { EventBody, EventType, SessionEvent } from '#shared/domain/events.ts';
import { genesisHash } from '#shared/domain/chain.ts';
import { captureIdSchema, sessionIdSchema, type CaptureId, type SessionId } from '#shared/domain/ids.ts';
import { passportAndSelfie } from '#shared/domain/scenario.ts';

/** The n-th id of tests: readable in a failure and stable between runs. */
export function sessionIdOf(n: number): SessionId {
  return sessionIdSchema.parse(`00000000-0000-4000-8000-${n.toString().padStart(12, '0')}`);
}

/** The n-th capture id of tests. */
export function captureIdOf(n: number): CaptureId {
  return captureIdSchema.parse(`00000000-0000-4000-9000-${n.toString().padStart(12, '0')}`);
}

export const documentCapture = captureIdOf(1);
export const selfieCapture = captureIdOf(2);

const versions = { check: 1, policy: 'test' };

/** An analysis with one failed, one passed, one warning and one check that did not run. */
export function anAnalysis(part: Partial<Analysis> = {}): Analysis {
  const region = (x: number): { x: number; y: number; width: number; height: number } => ({
    x,
    y: 10,
    width: 100,
    height: 20,
  });
  return {
    steps: [
      {
        id: 'document',
        type: 'document',
        status: 'failed',
        document: {
          type: 'passport',
          country: 'UTO',
          format: 'TD3',
          side: 'front',
          fields: [
            aField({ name: 'given-names', value: 'ANNA MARIA', source: 'mrz', regionPx: region(10) }),
            aField({
              name: 'surname',
              value: 'Erikzson',
              source: 'viz',
              agreement: 'differs',
              regionPx: region(200),
            }),
            aField({
              name: 'surname',
              value: 'ERIKSSON',
              source: 'mrz',
              agreement: 'differs',
              regionPx: region(400),
            }),
          ],
          mrz: null,
          ocr: null,
          identification: null,
          regions: [],
          barcodes: [],
          crossChecks: [],
        },
        captures: [
          {
            id: documentCapture,
            side: 'front',
            sha256: genesisHash,
            width: 800,
            height: 600,
            documentQuadPx: null,
            outline: null,
            otherDocumentQuadsPx: [],
            rotationDeg: 0,
            refusal: null,
          },
        ],
      },
    ],
    findings: [
      { id: 'document.sharp', stepId: 'document', status: 'passed', confidence: 1, evidence: [], versions },
      {
        id: 'document.glare',
        stepId: 'document',
        status: 'not-run',
        reason: 'document-not-found',
        confidence: 0,
        evidence: [],
        versions,
      },
      {
        id: 'selfie.lit',
        stepId: 'selfie',
        status: 'warning',
        reason: 'too-dark',
        confidence: 1,
        evidence: [],
        versions,
      },
      {
        id: 'document.mrz-matches-printed',
        stepId: 'document',
        status: 'failed',
        reason: 'field-differs',
        details: { fields: 'surname, document-number' },
        confidence: 1,
        evidence: [{ captureId: documentCapture, regionPx: region(200), kind: 'field' }],
        versions,
      },
    ],
    faces: { detected: [], pairs: [], notCompared: [] },
    verdict: { outcome: 'review', reasons: ['document.mrz-matches-printed:field-differs'] },
    pipeline: {
      version: 'test',
      policy: 'test',
      models: [],
      ocr: null,
      referenceDay: '2026-01-01',
      durationMs: 1,
    },
    ...part,
  };
}

type Field = NonNullable<Analysis['steps'][number]['document']>['fields'][number];

/** A field of the document in the test's only document picture. */
export function aField(part: Pick<Field, 'name' | 'value' | 'source'> & Partial<Field>): Field {
  return {
    title: part.name,
    normalized: part.value.toUpperCase(),
    confidence: 0.99,
    captureId: documentCapture,
    regionPx: { x: 0, y: 0, width: 10, height: 10 },
    characters: [],
    agreement: 'single',
    ...part,
  };
}

/** The life of a session up to its analysis, as bodies. */
const life: readonly (readonly [EventType, EventBody])[] = [
  ['session.created', { scenario: passportAndSelfie, source: 'manual', clientKey: 'case-1', linkId: null }],
  ['capture.received', received(documentCapture, 'document', 'front')],
  ['capture.received', received(selfieCapture, 'selfie', 'selfie')],
  ['session.submitted', {}],
  ['analysis.started', { agentId: 'agent', attempt: 1 }],
  ['session.analyzed', { analysis: anAnalysis(), attempt: 1 }],
];

function received(
  captureId: CaptureId,
  stepId: string,
  side: 'front' | 'selfie',
): EventBody<'capture.received'> {
  return { captureId, stepId, side, sha256: genesisHash, byteLength: 1000, mediaType: 'image/jpeg' };
}

/**
 * Events `from` to `to` (exclusive) of session `n`, at feed positions from `firstPosition` on. Hashes only differ from
 * each other; whoever verifies a chain makes a real one.
 */
export function eventsOf(
  n: number,
  firstPosition: number,
  from = 0,
  to = life.length,
): readonly SessionEvent[] {
  return life.slice(from, to).map(([type, body], index) => {
    const seq = from + index;
    return {
      type,
      body,
      sessionId: sessionIdOf(n),
      seq,
      position: firstPosition + index,
      at: new Date(Date.UTC(2026, 0, 1, 12, n, seq)).toISOString(),
      actor: { kind: 'system', id: 'test' },
      bodySha256: genesisHash,
      previousHash: genesisHash,
      hash: (n * 100 + seq).toString(16).padStart(64, '0'),
    } as SessionEvent;
  });
}
