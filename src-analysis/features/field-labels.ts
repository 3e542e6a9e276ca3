import type { FieldName } from '#shared/domain/analysis.ts';

/**
 * Captions as documents print them, in English, French, German, Spanish, Italian and transliterated Russian; upper case letters
 * only, since that is what is compared. Longer ones first: `GIVEN NAMES` must not be taken for `NAME`.
 */
export const fieldLabels: Readonly<Partial<Record<FieldName, readonly string[]>>> = {
  'given-names': ['GIVENNAMES', 'GIVENNAME', 'PRENOMS', 'PRENOM', 'VORNAMEN', 'VORNAME', 'FIRSTNAME', 'NOMBRES', 'FORENAMES', 'IMENA'],
  surname: ['SURNAME', 'FAMILYNAME', 'LASTNAME', 'NACHNAME', 'APELLIDOS', 'COGNOME', 'FAMILIYA', 'NOM', 'NAME'],
  'document-number': [
    'PASSPORTNO',
    'PASSPORTNUMBER',
    'DOCUMENTNO',
    'DOCUMENTNUMBER',
    'CARDNO',
    'PASSEPORTNO',
    'REISEPASSNR',
    'PASSNR',
    'NODUPASSEPORT',
  ],
  'birth-date': ['DATEOFBIRTH', 'DATEDENAISSANCE', 'GEBURTSDATUM', 'GEBURTSTAG', 'FECHADENACIMIENTO', 'DATADINASCITA', 'BIRTHDATE'],
  'expiry-date': [
    'DATEOFEXPIRY',
    'DATEDEXPIRATION',
    'GULTIGBIS',
    'EXPIRYDATE',
    'EXPIRATIONDATE',
    'DATEOFEXPIRATION',
    'VALIDUNTIL',
    'FECHADECADUCIDAD',
    'DATADISCADENZA',
  ],
  'issue-date': ['DATEOFISSUE', 'DATEDEDELIVRANCE', 'AUSSTELLUNGSDATUM', 'ISSUEDATE', 'FECHADEEXPEDICION', 'DATADIRILASCIO'],
  'place-of-birth': ['PLACEOFBIRTH', 'LIEUDENAISSANCE', 'GEBURTSORT', 'LUGARDENACIMIENTO', 'LUOGODINASCITA'],
  authority: ['AUTHORITY', 'AUTORITE', 'BEHORDE', 'AUTORIDAD', 'AUTORITA', 'ISSUINGAUTHORITY'],
  nationality: ['NATIONALITY', 'NATIONALITE', 'STAATSANGEHORIGKEIT', 'NACIONALIDAD', 'CITTADINANZA', 'CITIZENSHIP'],
  sex: ['SEX', 'SEXE', 'GESCHLECHT', 'SEXO', 'SESSO', 'GENDER'],
};
