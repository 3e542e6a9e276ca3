import type { FieldName, RegionKind } from './analysis.ts';
import type { Language } from './language.ts';
import type { DocumentType, Side } from './scenario.ts';

/** Names of document fields, and of the check digit over all of them. */
export const fieldTitles: Readonly<Record<Language, Readonly<Record<FieldName | 'composite', string>>>> = {
  en: {
    surname: 'surname',
    'given-names': 'given names',
    'document-number': 'document number',
    nationality: 'nationality',
    'issuing-state': 'issuing state',
    'birth-date': 'date of birth',
    sex: 'sex',
    'expiry-date': 'date of expiry',
    'issue-date': 'date of issue',
    'personal-number': 'personal number',
    'optional-data': 'optional data',
    'place-of-birth': 'place of birth',
    authority: 'authority',
    'division-code': 'division code',
    patronymic: 'patronymic',
    address: 'address',
    'licence-categories': 'licence categories',
    composite: 'the whole zone',
  },
  ru: {
    surname: 'фамилия',
    'given-names': 'имена',
    'document-number': 'номер документа',
    nationality: 'гражданство',
    'issuing-state': 'государство выдачи',
    'birth-date': 'дата рождения',
    sex: 'пол',
    'expiry-date': 'срок действия',
    'issue-date': 'дата выдачи',
    'personal-number': 'личный номер',
    'optional-data': 'дополнительные данные',
    'place-of-birth': 'место рождения',
    authority: 'кем выдан',
    'division-code': 'код подразделения',
    patronymic: 'отчество',
    address: 'адрес',
    'licence-categories': 'категории',
    composite: 'вся зона',
  },
};

/** What a document may have to have, beside its fields. */
export const regionTitles: Readonly<Record<Language, Readonly<Record<RegionKind, string>>>> = {
  en: {
    portrait: 'portrait',
    'ghost-portrait': 'second portrait',
    signature: 'holder’s signature',
    'issuer-signature': 'issuer’s signature',
    stamp: 'stamp',
    mrz: 'machine-readable zone',
    barcode: 'barcode',
  },
  ru: {
    portrait: 'портрет',
    'ghost-portrait': 'второй портрет',
    signature: 'подпись владельца',
    'issuer-signature': 'подпись выдавшего органа',
    stamp: 'печать',
    mrz: 'машиночитаемая зона',
    barcode: 'штрихкод',
  },
};

export const sideTitles: Readonly<Record<Language, Readonly<Record<Side, string>>>> = {
  en: { front: 'front side', back: 'back side', selfie: 'selfie' },
  ru: { front: 'лицевая сторона', back: 'обратная сторона', selfie: 'селфи' },
};

export const documentTypeTitles: Readonly<Record<Language, Readonly<Record<DocumentType, string>>>> = {
  en: {
    passport: 'passport',
    'id-card': 'ID card',
    visa: 'visa',
    'residence-permit': 'residence permit',
    'travel-document': 'travel document',
    'driving-licence': 'driving licence',
    'internal-passport': 'internal passport',
    unknown: 'unknown',
  },
  ru: {
    passport: 'паспорт',
    'id-card': 'удостоверение личности',
    visa: 'виза',
    'residence-permit': 'вид на жительство',
    'travel-document': 'проездной документ',
    'driving-licence': 'водительское удостоверение',
    'internal-passport': 'внутренний паспорт',
    unknown: 'неизвестен',
  },
};
