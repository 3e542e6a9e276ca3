import { unreachable } from '../lib/invariant.ts';
import type { Analysis, DocumentReading, Finding, StepAnalysis } from './analysis.ts';
import type { EventBody, SessionEvent } from './events.ts';
import { dataRights, type DataRight } from './identity.ts';
import type { SessionId } from './ids.ts';
import type { LivenessResult, Result } from './result.ts';

/**
 * A stand-in for a document's number: the same for the same number of the same session, so that whoever folds the events sees when a step
 * was tried with two documents, and telling nothing of the number. Keyed: numbers are few enough to be tried out.
 */
export type PseudonymOf = (sessionId: SessionId, value: string) => string;

/** What is withheld from somebody who holds `held`. */
function missingOf(held: readonly DataRight[], among: readonly DataRight[] = dataRights): DataRight[] {
  return among.filter((right) => !held.includes(right));
}

/** Where something stood, without what was read there. */
function withoutValues(document: DocumentReading): DocumentReading {
  return {
    ...document,
    country: null,
    fields: document.fields.map(({ alternatives: _, inScript: __, ...field }) => ({
      ...field,
      value: '',
      normalized: null,
      characters: [],
    })),
    mrz: document.mrz && {
      ...document.mrz,
      lines: document.mrz.lines.map((line) => ({ ...line, text: '', characters: [] })),
      checkDigits: document.mrz.checkDigits.map((digit) => ({ ...digit, expected: '', read: '' })),
      corrected: [],
      alternatives: [],
    },
    // The definition's own country is what `country` is; what a barcode says is fields.
    identification: null,
    barcodes: document.barcodes.map((barcode) => ({ ...barcode, text: '' })),
  };
}

/** Whether the check digits are right and the sources agree is a finding too. */
function withoutCheckDigits(document: DocumentReading): DocumentReading {
  return {
    ...document,
    fields: document.fields.map((field) => ({ ...field, agreement: 'single' })),
    mrz: document.mrz && { ...document.mrz, checkDigits: [] },
    crossChecks: [],
  };
}

function withholdDocument(
  document: DocumentReading | null,
  missing: readonly DataRight[],
): DocumentReading | null {
  if (document === null) return null;
  const kept = missing.includes('fields') ? withoutValues(document) : document;
  return missing.includes('checks') ? withoutCheckDigits(kept) : kept;
}

/** That a field was corrected is told, and not to what; a note may quote it. */
function withoutCorrectedValue<Correction extends EventBody<'field.corrected'>>({
  note: _,
  ...correction
}: Correction): Omit<Correction, 'note'> {
  const { replaces } = correction;
  return { ...correction, value: '', replaces: replaces && { ...replaces, value: '' } };
}

/** A finding's figures and quotations may be what was read, such as an age: without the right to fields its code alone is told. */
function withholdFindings(findings: readonly Finding[], missing: readonly DataRight[]): Finding[] {
  if (missing.includes('checks')) return [];
  if (!missing.includes('fields')) return [...findings];
  return findings.map(({ details: _, score: __, threshold: ___, ...finding }) => finding);
}

/** A step's status is what its checks came to, and what was measured on frames is what they came from. */
function withholdStep(step: StepAnalysis, missing: readonly DataRight[]): StepAnalysis {
  return {
    ...step,
    ...(missing.includes('checks') && step.liveness && { liveness: null }),
    status: missing.includes('checks') ? 'not-run' : step.status,
    document: withholdDocument(step.document, missing),
  };
}

function withholdAnalysis(analysis: Analysis, missing: readonly DataRight[]): Analysis {
  const { detected, pairs, notCompared } = analysis.faces;
  const seesChecks = !missing.includes('checks');
  return {
    ...analysis,
    steps: analysis.steps.map((step) => withholdStep(step, missing)),
    findings: withholdFindings(analysis.findings, missing),
    faces: {
      detected: missing.includes('fields')
        ? detected.map((face) => ({ ...face, age: null, sex: null }))
        : detected,
      pairs: seesChecks ? pairs : [],
      notCompared: seesChecks ? notCompared : [],
    },
    // The recommendation itself is where the session stands, as its status is.
    verdict: { outcome: analysis.verdict.outcome, reasons: seesChecks ? analysis.verdict.reasons : [] },
  };
}

/**
 * An event as somebody with these rights may read it; `withheld` then says what is not told, and the event still fits its schema, its fold
 * and its chain, whose hashes are of what is stored. Regions stay: they say where something is, and not what. So do comments, which people
 * write for everybody who reads sessions.
 */
export function withholdFromEvent(
  event: SessionEvent,
  held: readonly DataRight[],
  pseudonymOf: PseudonymOf,
): SessionEvent {
  switch (event.type) {
    case 'capture.received': {
      const missing = missingOf(held, ['images']);
      return missing.length === 0 ? event : { ...event, withheld: missing };
    }
    case 'session.analyzed': {
      const missing = missingOf(held, ['fields', 'checks']);
      if (missing.length === 0) return event;
      const analysis = withholdAnalysis(event.body.analysis, missing);
      return { ...event, withheld: missing, body: { ...event.body, analysis } };
    }
    case 'step.analyzed': {
      const missing = missingOf(held, ['fields', 'checks']);
      if (missing.length === 0) return event;
      const { documentNumber, findings } = event.body;
      const isTold = documentNumber === null || !missing.includes('fields');
      return {
        ...event,
        withheld: missing,
        body: {
          ...event.body,
          findings: withholdFindings(findings, missing),
          documentNumber: isTold ? documentNumber : pseudonymOf(event.sessionId, documentNumber),
        },
      };
    }
    case 'field.corrected': {
      const missing = missingOf(held, ['fields']);
      return missing.length === 0
        ? event
        : { ...event, withheld: missing, body: withoutCorrectedValue(event.body) };
    }
    // Nothing in these was read from a person; corners say where something lies, as regions do. One by one, so that a new type of
    // event has to be thought of.
    case 'session.created':
    case 'liveness.challenged':
    case 'liveness.received':
    case 'step.submitted':
    case 'step.unanalyzed':
    case 'session.submitted':
    case 'session.frozen':
    case 'session.purged':
    case 'analysis.started':
    case 'analysis.failed':
    case 'analysis.released':
    case 'analysis.requested':
    case 'field.restored':
    case 'corners.corrected':
    case 'decision.made':
    case 'decision.withdrawn':
    case 'comment.added':
      return event;
    // What a scenario's rules may block on: whoever sees that a session is blocked sees why, and which session is the other. No value is in it.
    case 'history.matched':
    case 'list.matched':
    case 'list.clear':
    case 'list.not-run':
      return event;
    default:
      return unreachable(event);
  }
}

/** What was asked and what came, as the events tell; not what it came to. */
function withoutMeasures({ measured, ...liveness }: LivenessResult): LivenessResult {
  return measured === undefined ? liveness : { ...liveness, analysis: 'withheld' };
}

/** A result as somebody with these rights may read it; `withheld` says what is not told. */
export function withholdFromResult(result: Result, held: readonly DataRight[]): Result {
  const missing = missingOf(held);
  if (missing.length === 0) return result;
  const seesChecks = !missing.includes('checks');
  const { verdict } = result;
  return {
    ...result,
    withheld: missing,
    // The reasons of a person's decision are that person's words, the policy's are findings.
    verdict: verdict && {
      ...verdict,
      reasons: seesChecks || verdict.decidedBy !== 'policy' ? verdict.reasons : [],
    },
    steps: result.steps.map((step) => ({
      ...step,
      status: seesChecks || step.status === 'pending' ? step.status : 'not-run',
      document: withholdDocument(step.document, missing),
      checks: withholdFindings(step.checks, missing),
      ...(step.liveness && !seesChecks && { liveness: withoutMeasures(step.liveness) }),
    })),
    faces: {
      ...result.faces,
      pairs: seesChecks ? result.faces.pairs : [],
      ...(result.faces.notCompared !== undefined && {
        notCompared: seesChecks ? result.faces.notCompared : [],
      }),
    },
    ...(result.corrections !== undefined && {
      corrections: missing.includes('fields')
        ? result.corrections.map(withoutCorrectedValue)
        : result.corrections,
    }),
  };
}
