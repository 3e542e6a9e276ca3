import { defineCheck, failed, passed, warning } from './check.ts';
import { isSureReading } from './reading-pairs.ts';

/** The sex that the document states is the one that the form of the patronymic tells, in languages whose patronymics tell it. */
export const documentSexMatchesNames = defineCheck({
  id: 'document.sex-matches-names',
  version: 1,
  appliesTo: 'document',
  needs: ['patronymicSex'],
  reasons: ['sex-differs'],
  run({ patronymicSex: { stated, patronymic, told } }, { policy: { thresholds } }) {
    const fields = [stated, patronymic];
    const evidence = fields.map(({ captureId, regionPx }) => ({
      captureId,
      regionPx,
      kind: 'field' as const,
    }));
    // X, or a mark that is neither, contradicts nothing.
    if (stated.normalized === told || (stated.normalized !== 'M' && stated.normalized !== 'F'))
      return passed({ evidence });
    const judge = fields.every((field) => isSureReading(field, thresholds)) ? failed : warning;
    return judge('sex-differs', { evidence });
  },
});
