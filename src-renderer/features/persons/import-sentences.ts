import { mostTemplates } from '#shared/domain/face-lists.ts';
import type { RowFault } from '#shared/domain/person-import.ts';
import type { Translate } from '../../app/i18n/i18n.ts';

/** Why a row of a table is not taken, in a sentence. */
export function rowFaultSentence(t: Translate, fault: RowFault): string {
  switch (fault.code) {
    case 'details':
      return t('rowFault.details', { columns: fault.columns.join(', ') });
    case 'pictures-missing':
      return t('rowFault.pictures-missing', { count: fault.count });
    case 'how-many-pictures':
      return t('rowFault.how-many-pictures', { most: mostTemplates });
    default:
      return t(`rowFault.${fault.code}`);
  }
}
