import type { FieldName } from '#shared/domain/analysis.ts';

/** Titles of fields in the JSON result, as ICAO Doc 9303 names them. */
export const fieldTitlesInJson: Readonly<Record<FieldName, string>> = {
  surname: 'Surname',
  'given-names': 'Given names',
  'document-number': 'Document number',
  nationality: 'Nationality',
  'issuing-state': 'Issuing state',
  'birth-date': 'Date of birth',
  sex: 'Sex',
  'expiry-date': 'Date of expiry',
  'issue-date': 'Date of issue',
  'personal-number': 'Personal number',
  'optional-data': 'Optional data',
  'place-of-birth': 'Place of birth',
  authority: 'Authority',
  'division-code': 'Division code',
  patronymic: 'Patronymic',
  address: 'Address',
  'licence-categories': 'Categories',
};
