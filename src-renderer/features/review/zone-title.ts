import { fieldTitles } from '#shared/domain/document-words.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { capitalized } from '../../ui/capitalized.ts';
import type { Zone } from './review-model.ts';

/** Names zones in the reader's language, such as "Date of birth · MRZ". */
export function useZoneTitle(): (zone: Pick<Zone, 'kind' | 'fieldName' | 'source'>) => string {
  const { t, language } = useLocalization();
  return ({ kind, fieldName, source }) => {
    if (fieldName === null || source === null) return t(`zone.${kind}`);
    const title = capitalized(fieldTitles[language][fieldName]);
    // Print is what is read anyway where it stands.
    return source === 'viz' ? title : `${title} · ${t(`source.${source}`)}`;
  };
}
