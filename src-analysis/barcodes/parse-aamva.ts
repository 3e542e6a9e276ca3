import type { FieldName } from '#shared/domain/analysis.ts';

/** A field of a licence's barcode: as encoded, and in the form that other sources are compared in. */
export interface AamvaField {
  readonly name: FieldName;
  readonly value: string;
  /** Days as ISO, names and numbers in upper case, sex as M, F or X; `null` where it can't be told. */
  readonly normalized: string | null;
  /** Of a name, by the card's own flags (DDE, DDF and DDG of version 4 and later): cut to the element's room, whole, or `null`, not said. */
  readonly isCut: boolean | null;
}

export interface AamvaCard {
  /** Issuer identification number: six digits (ISO/IEC 7812) that name the jurisdiction. */
  readonly issuer: string;
  /** ICAO code of the state: as the card says it, else by its jurisdiction; `null` where neither tells. */
  readonly country: 'USA' | 'CAN' | null;
  /** Two letters of the state or province, as in the address; `null` where it is not said. */
  readonly jurisdiction: string | null;
  /** Of the standard: 0 for cards before 2000, 1 for the standard of that year, 10 for the one of 2020. */
  readonly version: number;
  /** What follows the name, such as `JR`: print has it after the surname, after the given names or not at all. */
  readonly suffix: string | null;
  readonly fields: readonly AamvaField[];
}

/**
 * Reads the PDF417 of licences and identity cards of the USA and Canada (AAMVA DL/ID Card Design Standard, annex D). Elements of
 * all its versions are known; one that is missing is no field. `null` for text that is no such card.
 */
export function parseAamva(bytes: Uint8Array): AamvaCard | null {
  const text = textOf(bytes);
  // Compliance indicator, element and record separators, segment terminator, file type. Issuers are careless with the separators.
  // eslint-disable-next-line no-control-regex -- the separators are control characters
  const header = /^\s*@\s{0,3}[\u001C\u001E]?\s{0,3}(?:ANSI |AAMVA)(\d{6})(\d\d)/.exec(text);
  const [, issuer, versionText] = header ?? [];
  if (issuer === undefined || versionText === undefined) return null;
  const elements = elementsOf(text);
  const jurisdiction = elements.get('DAJ')?.slice(0, 2).toUpperCase() ?? null;
  const country = countryOf(elements.get('DCG'), jurisdiction);
  const names = namesOf(elements);
  return {
    issuer,
    country,
    jurisdiction,
    version: Number(versionText),
    suffix: names.suffix,
    fields: fieldsOf(elements, names, country),
  };
}

/** The standard's character set is ISO 8859-1, which windows-1252 extends by printable characters; some issuers write UTF-8. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** What the standard has issuers write where there is nothing or they do not know (D.12.3). */
const nothing = /^(?:NONE|UNAVL?|UNAVAIL|N\/A)$/i;

/** The mandatory and optional elements by their three letters. The first element of a subfile follows its two-letter type directly. */
function elementsOf(text: string): ReadonlyMap<string, string> {
  const elements = new Map<string, string>();
  // A subfile begins with its type, DL, ID, EN or Zx: behind the header's directory, or behind another subfile.
  // eslint-disable-next-line no-control-regex -- as above
  for (const part of text.split(/[\n\r\u001C\u001E]/)) {
    const isElement = /^(?!DLD)[DZ][A-Z]{2}/.test(part);
    const afterType = isElement ? part : (/(?:^|\d)(?:DL|ID|EN)(D[A-Z]{2}.*)$/.exec(part)?.[1] ?? part);
    const [, id, value] = /^([DZ][A-Z]{2})(.*)$/.exec(afterType) ?? [];
    if (id === undefined || value === undefined || elements.has(id)) continue;
    const trimmed = value.trim();
    if (trimmed !== '' && !nothing.test(trimmed)) elements.set(id, trimmed);
  }
  return elements;
}

const provinces = new Set('AB BC MB NB NF NL NS NT NU ON PE PQ QC SK YT'.split(' '));
const states = new Set(
  (
    'AK AL AR AS AZ CA CO CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MP MS MT NC ND NE NH NJ NM NV NY OH OK ' +
    'OR PA PR RI SC SD TN TX UT VA VI VT WA WI WV WY'
  ).split(' '),
);

function countryOf(stated: string | undefined, jurisdiction: string | null): AamvaCard['country'] {
  const code = stated?.toUpperCase();
  if (code === 'USA' || code === 'CAN') return code;
  // Version 1 has no element for it.
  if (code !== undefined || jurisdiction === null) return null;
  return provinces.has(jurisdiction) ? 'CAN' : states.has(jurisdiction) ? 'USA' : null;
}

interface AamvaNames {
  readonly surname: string | undefined;
  readonly givenNames: string | undefined;
  readonly suffix: string | null;
  /** Whether an order is known in which the names stand. */
  readonly isOrdered: boolean;
}

/**
 * Surname apart from given names and middle name since version 4; versions 2 and 3 have all given names in one element; version 1 the whole
 * name, surname first, its parts behind commas.
 */
function namesOf(elements: ReadonlyMap<string, string>): AamvaNames {
  const whole = elements.get('DAA');
  const separator = /[,@$]/;
  const parts = (whole ?? '').split(separator).map((part) => part.trim());
  const [wholeSurname, ...rest] = parts;
  const surname = elements.get('DCS') ?? elements.get('DAB');
  const given = [elements.get('DAC') ?? elements.get('DCT'), elements.get('DAD')].flatMap(
    (part) => part ?? [],
  );
  // Surname, given, middle and what follows the name.
  const wholeGiven = rest.slice(0, 2).filter((part) => part !== '' && !nothing.test(part));
  return {
    surname: surname ?? notEmpty(wholeSurname),
    givenNames: notEmpty((given.length > 0 ? given : wholeGiven).join(' ')),
    suffix: elements.get('DCU') ?? elements.get('DAE') ?? notEmpty(rest[2]) ?? null,
    isOrdered: surname !== undefined || whole === undefined || separator.test(whole),
  };
}

function fieldsOf(
  elements: ReadonlyMap<string, string>,
  names: AamvaNames,
  country: AamvaCard['country'],
): readonly AamvaField[] {
  const fields: AamvaField[] = [];
  const add = (
    name: FieldName,
    value: string | undefined,
    normalize: (value: string) => string | null,
    isCut: boolean | null = null,
  ): void => {
    if (value !== undefined) fields.push({ name, value, normalized: normalize(value), isCut });
  };
  add('surname', names.surname, names.isOrdered ? upper : () => null, cutBy(elements, ['DDE']));
  add(
    'given-names',
    names.givenNames,
    // Versions 2 and 3 part the given names with commas.
    (value) => upper(value.replaceAll(',', ' ')),
    cutBy(elements, ['DDF', 'DDG']),
  );
  add('document-number', elements.get('DAQ'), (value) => upper(value).replaceAll(' ', ''));
  add('birth-date', elements.get('DBB'), dayOf);
  add('sex', elements.get('DBC'), sexOf);
  add('expiry-date', elements.get('DBA'), dayOf);
  add('issue-date', elements.get('DBD'), dayOf);
  if (country !== null) add('issuing-state', country, (value) => value);
  add('licence-categories', elements.get('DCA') ?? elements.get('DAR'), upper);
  // Version 1 may have the home beside the mail's address.
  const ids = elements.has('DAG') ? ['DAG', 'DAH', 'DAI', 'DAJ', 'DAK'] : ['DAL', 'DAM', 'DAN', 'DAO', 'DAP'];
  const address = ids.flatMap((id) => elements.get(id) ?? []);
  add('address', notEmpty(address.join(', ')), (value) => upper(value.replace(emptyZip, '$1')));
  return fields;
}

/** Names are cut where any of their parts is, and whole where all are said to be. */
function cutBy(elements: ReadonlyMap<string, string>, ids: readonly string[]): boolean | null {
  const flags = ids.map((id) => elements.get(id)?.toUpperCase());
  return flags.includes('T') ? true : flags.every((flag) => flag === 'N') ? false : null;
}

/** A zip code is filled up to nine digits; print has the five that say something. */
const emptyZip = /(\b\d{5})0000$/;

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
