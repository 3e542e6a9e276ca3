import type { Analysis } from '#shared/domain/analysis.ts';

/** An analysis as an agent posts it: small, whole, with a name that must not be found in the clear anywhere. */
export function anAnalysis(secret = 'SPECIMEN'): Analysis {
  return {
    steps: [],
    findings: [
      {
        id: 'document.sharp',
        stepId: 'document',
        status: 'failed',
        reason: 'blurred',
        details: { surname: secret },
        confidence: 1,
        evidence: [],
        versions: { check: 1, policy: 'test-1' },
      },
    ],
    faces: { detected: [], pairs: [], notCompared: [] },
    verdict: { outcome: 'review', reasons: ['document.sharp:blurred'] },
    pipeline: {
      version: '0',
      policy: 'test-1',
      models: [],
      ocr: null,
      referenceDay: '2026-01-02',
      durationMs: 12,
    },
  };
}
