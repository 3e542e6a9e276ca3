import type { FieldName } from '#shared/domain/analysis.ts';

/** A field of a licence's barcode: as encoded, and in the form that other sources are compared in. */
export interface AamvaField {
  readonly name: FieldName;
  readonly value: string;
  /** Days as ISO, names and numbers in upper case, sex as M, F or X; `null` where it can't be told. */
  readonly normalized: string | null;
}

export interface AamvaCard {
  /** Issuer identification number: six digits (ISO/IEC 7812) that name the jurisdiction. */
  readonly issuer: string;
  /** ICAO code of the state: `USA`, `CAN`, or `null` where the card does not say it. */
  readonly country: 'USA' | 'CAN' | null;
  /** Two letters of the state or province, as in the address; `null` where it is not said. */
  readonly jurisdiction: string | null;
  /** Of the standard: 0 for cards before 2000, 10 for the standard of 2020. */
  readonly version: number;
  readonly fields: readonly AamvaField[];
}

/**
 * Reads the PDF417 of licences and identity cards of the USA and Canada (AAMVA DL/ID Card Design Standard, annex D). Elements of
 * all its versions are known; one that is missing is no field. `null` for text that is no such card.
 */
export function parseAamva(bytes: Uint8Array): AamvaCard | null {
  // The standard's character set is ISO 8859-1, which windows-1252 extends by printable characters.
  const text = new TextDecoder('windows-1252').decode(bytes);
  // Compliance indicator, element and record separators, segment terminator, file type. Issuers are careless with the separators.
  // eslint-disable-next-line no-control-regex -- the separators are control characters
  const header = /^\s*@\s{0,3}[\u001C\u001E]?\s{0,3}(?:ANSI |AAMVA)(\d{6})(\d\d)/.exec(text);
  const [, issuer, versionText] = header ?? [];
  if (issuer === undefined || versionText === undefined) return null;
  const elements = elementsOf(text);
  const version = Number(versionText);
  const stated = elements.get('DCG')?.toUpperCase();
  const country = stated === 'USA' || stated === 'CAN' ? stated : null;
  return {
    issuer,
    country,
    jurisdiction: elements.get('DAJ')?.slice(0, 2).toUpperCase() ?? null,
    version,
    fields: fieldsOf(elements, country),
  };
}

/** The mandatory and optional elements by their three letters. The first element of a subfile follows its two-letter type directly. */
function elementsOf(text: string): ReadonlyMap<string, string> {
  const elements = new Map<string, string>();
  // The parts of the header end before the first element; a subfile begins with its type: DL, ID, EN or Zx.
  // eslint-disable-next-line no-control-regex -- as above
  for (const part of text.split(/[\n\r\u001C\u001E]/)) {
    const afterType = /(?:^|\d)(?:DL|ID|EN)(D[A-Z]{2}.*)$/.exec(part)?.[1] ?? part;
    const [, id, value] = /^([DZ][A-Z]{2})(.*)$/.exec(afterType) ?? [];
    if (id === undefined || value === undefined || elements.has(id)) continue;
    const trimmed = value.trim();
    // What the standard has issuers write where there is nothing or they do not know (D.12.3).
    if (trimmed !== '' && !/^(?:NONE|UNAVL?|UNAVAIL|N\/A)$/i.test(trimmed)) elements.set(id, trimmed);
  }
  return elements;
}

function fieldsOf(
  elements: ReadonlyMap<string, string>,
  country: AamvaCard['country'],
): readonly AamvaField[] {
  const fields: AamvaField[] = [];
  const add = (
    name: FieldName,
    value: string | undefined,
    normalize: (value: string) => string | null,
  ): void => {
    if (value !== undefined) fields.push({ name, value, normalized: normalize(value) });
  };
  // Version 1 has the whole name in one element: SURNAME,GIVEN,MIDDLE.
  const [wholeSurname, ...wholeGiven] = (elements.get('DAA') ?? '').split(/[,@]/).map((part) => part.trim());
  add('surname', elements.get('DCS') ?? elements.get('DAB') ?? notEmpty(wholeSurname), upper);
  const given = [elements.get('DAC') ?? elements.get('DCT'), elements.get('DAD')].flatMap(
    (part) => part ?? [],
  );
  add(
    'given-names',
    notEmpty(given.length > 0 ? given.join(' ') : wholeGiven.filter((part) => part !== '').join(' ')),
    // Version 2 and 3 part the given names with commas.
    (value) => upper(value.replaceAll(',', ' ')),
  );
  add('document-number', elements.get('DAQ'), (value) => upper(value).replaceAll(' ', ''));
  add('birth-date', elements.get('DBB'), dayOf);
  add('sex', elements.get('DBC'), sexOf);
  add('expiry-date', elements.get('DBA'), dayOf);
  add('issue-date', elements.get('DBD'), dayOf);
  if (country !== null) add('issuing-state', country, (value) => value);
  add('licence-categories', elements.get('DCA') ?? elements.get('DAR'), upper);
  const address = ['DAG', 'DAH', 'DAI', 'DAJ', 'DAK'].flatMap((id) => elements.get(id) ?? []);
  add('address', notEmpty(address.join(', ')), upper);
  return fields;
}

const notEmpty = (value: string | undefined): string | undefined => (value === '' ? undefined : value);
const upper = (value: string): string => value.toUpperCase().replaceAll(/\s+/g, ' ').trim();

/** ISO/IEC 5218 in the standard's digits, letters in the first version. */
function sexOf(value: string): string | null {
  const sexes: Readonly<Record<string, string>> = { '1': 'M', M: 'M', '2': 'F', F: 'F', '9': 'X', X: 'X' };
  return sexes[value.toUpperCase()] ?? null;
}

/**
 * MMDDCCYY in the USA, CCYYMMDD in Canada and in version 1. They can't be mistaken for each other: a month is at most 12, and no
 * year of a licence begins with 01 to 12.
 */
function dayOf(value: string): string | null {
  const digits = value.replaceAll(/\D/g, '');
  if (digits.length !== 8) return null;
  const yearFirst = Number(digits.slice(0, 2)) > 12;
  const [year, month, day] = yearFirst
    ? [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)]
    : [digits.slice(4), digits.slice(0, 2), digits.slice(2, 4)];
  const iso = `${year}-${month}-${day}`;
  const date = new Date(`${iso}T00:00:00Z`);
  // February 30 rolls over into March, and 31 of April into May.
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso ? null : iso;
}
