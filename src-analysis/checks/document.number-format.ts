import { defineCheck, failed, passed, warning } from './check.ts';
import { isSureReading } from './reading-pairs.ts';

/** The document's number has the form that numbers of its type have. */
export const documentNumberFormat = defineCheck({
  id: 'document.number-format',
  version: 1,
  appliesTo: 'document',
  needs: ['documentNumber'],
  reasons: ['number-format'],
  run({ documentNumber: { field, pattern } }, { policy: { thresholds } }) {
    const { captureId, regionPx, normalized, value } = field;
    const evidence = [{ captureId, regionPx, kind: 'field' as const }];
    const number = (normalized ?? value).replace(/[\s<-]/g, '');
    if (new RegExp(pattern, 'u').test(number)) return passed({ evidence });
    const judge = isSureReading(field, thresholds) ? failed : warning;
    return judge('number-format', { evidence });
  },
});
