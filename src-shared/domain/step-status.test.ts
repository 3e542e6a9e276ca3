import { expect, it } from 'vitest';
import { aCaptureId, aFinding, anAnalysis, aSession } from '../testing/builders.ts';
import type { Finding } from './analysis.ts';
import type { Session } from './session.ts';
import { stepStatusOf } from './step-status.ts';
import { toResult } from './to-result.ts';

function analyzedWith(findings: readonly Finding[], blocked: Session['blocked'] = null): Session {
  return { ...aSession({ status: 'review' }), blocked, analysis: anAnalysis({ findings: [...findings] }) };
}
const statuses = (session: Session) => ['document', 'selfie'].map((id) => stepStatusOf(session, id));
const seenOn = (...captures: number[]): Finding['evidence'] =>
  captures.map((n) => ({
    captureId: aCaptureId(n),
    regionPx: { x: 0, y: 0, width: 9, height: 9 },
    kind: 'face',
  }));
const across = (fault: Partial<Finding>): Finding =>
  aFinding({ id: 'face.matches-document', stepId: null, ...fault });

it('does not leave steps green whose only fault lies between them', () => {
  const unlike = analyzedWith([
    across({ status: 'failed', reason: 'not-alike', evidence: seenOn(1, 2) }),
    aFinding(),
  ]);
  expect(statuses(unlike)).toEqual(['failed', 'failed']);
  expect(toResult(unlike).steps.map(({ status }) => status)).toEqual(['failed', 'failed']);
  const unsure = across({ status: 'warning', reason: 'uncertain', evidence: seenOn(2) });
  expect(statuses(analyzedWith([unsure]))).toEqual(['passed', 'warning']);
});

it('puts a fault that shows on no picture on the last step, and makes nothing better', () => {
  expect(statuses(analyzedWith([across({ status: 'error', evidence: [] })]))).toEqual(['passed', 'warning']);
  expect(statuses(analyzedWith([across({ status: 'passed', evidence: seenOn(1, 2) })]))).toEqual([
    'passed',
    'passed',
  ]);
  const notRun = across({ status: 'not-run', reason: 'no-face', evidence: [] });
  expect(statuses(analyzedWith([notRun]))).toEqual(['passed', 'passed']);
});

it('shows the step for which the rules blocked the session', () => {
  const at = '2026-03-01T09:00:00.000Z';
  expect(statuses(analyzedWith([], { reason: 'same-person-other-data', stepId: 'document', at }))).toEqual([
    'failed',
    'passed',
  ]);
});

it('says nothing before the analysis', () => {
  expect(stepStatusOf(aSession({ status: 'queued' }), 'document')).toBeNull();
});
