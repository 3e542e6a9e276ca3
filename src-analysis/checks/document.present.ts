import { refusalSentences, type RefusalCode } from '#shared/domain/refusal-sentences.ts';
import { defineCheck, failed, passed } from './check.ts';

const refusals = Object.keys(refusalSentences.en) as RefusalCode[];

/** Every picture asked for is there, opens, and shows a document: an outline, a machine-readable zone or a portrait. */
export const documentPresent = defineCheck({
  id: 'document.present',
  version: 1,
  appliesTo: 'document',
  needs: ['documentCaptures'],
  reasons: [...refusals, 'side-missing', 'no-document'],
  run({ documentCaptures }) {
    for (const { side, captureId, refusal } of documentCaptures) {
      if (captureId === null) return failed('side-missing', { details: { side } });
      if (refusal !== null) return failed(refusal, { details: { side } });
    }
    const empty = documentCaptures.filter(({ signs }) => signs.length === 0);
    if (empty.length === 0) return passed();
    return failed('no-document', {
      evidence: empty.flatMap(({ captureId, framePx }) =>
        captureId === null || framePx === null
          ? []
          : [{ captureId, regionPx: framePx, kind: 'area' as const }],
      ),
    });
  },
});
