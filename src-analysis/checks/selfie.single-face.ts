import { refusalSentences, type RefusalCode } from '#shared/domain/refusal-sentences.ts';
import { defineCheck, failed, passed } from './check.ts';

const refusals = Object.keys(refusalSentences.en) as RefusalCode[];

/** The selfie shows exactly one person; a second face may be a coercer or a photograph behind. */
export const selfieSingleFace = defineCheck({
  id: 'selfie.single-face',
  version: 1,
  appliesTo: 'selfie',
  needs: ['selfieCapture'],
  reasons: [...refusals, 'selfie-missing', 'no-face', 'several-faces'],
  run({ selfieCapture: { captureId, refusal, faces } }) {
    if (captureId === null) return failed('selfie-missing');
    if (refusal !== null) return failed(refusal);
    const evidence = faces.map(({ regionPx }) => ({ captureId, regionPx, kind: 'face' as const }));
    if (faces.length === 0) return failed('no-face');
    if (faces.length > 1) return failed('several-faces', { details: { count: faces.length }, evidence });
    return passed({ evidence });
  },
});
