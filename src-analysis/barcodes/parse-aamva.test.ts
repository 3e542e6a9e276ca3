import { describe, expect, it } from 'vitest';
import { parseAamva } from './parse-aamva.ts';

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

interface CardLook {
  readonly version?: string;
  readonly type?: 'ANSI ' | 'AAMVA';
  readonly subfile?: 'DL' | 'ID' | 'EN';
  readonly further?: string;
}

/** A card as annex D of the standard lays it out: header, one subfile, elements parted by line feeds. */
function aCard(elements: readonly string[], look: CardLook = {}): Uint8Array {
  const { version = '10', type = 'ANSI ', subfile = 'DL', further = '' } = look;
  const body = `${subfile}${elements.join('\n')}\r${further}`;
  const separator = version === '01' ? '\u001C' : '\u001E';
  // Version 1 has no jurisdiction version.
  const entries = version === '01' ? '01' : '0001';
  return latin1(
    `@\n${separator}\r${type}636000${version}${entries}${subfile}0031${String(body.length).padStart(4, '0')}${body}`,
  );
}

const valuesOf = (bytes: Uint8Array): Record<string, string | null> =>
  Object.fromEntries(parseAamva(bytes)?.fields.map(({ name, normalized }) => [name, normalized]) ?? []);

const virginian = [
  'DAQT64235789',
  'DCSSAMPLE',
  'DDEN',
  'DACMICHAEL',
  'DDFN',
  'DADJOHN',
  'DDGN',
  'DCAD',
  'DCBK',
  'DCDPH',
  'DBD06062019',
  'DBB06061986',
  'DBA12102024',
  'DBC1',
  'DAU068 in',
  'DAYBRO',
  'DAG2300 WEST BROAD STREET',
  'DAIRICHMOND',
  'DAJVA',
  'DAK232690000  ',
  'DCF2424244747474786102204',
  'DCGUSA',
];

describe('the barcode of an American licence', () => {
  it('is read by its elements', () => {
    expect(parseAamva(aCard(virginian))).toMatchObject({
      issuer: '636000',
      country: 'USA',
      jurisdiction: 'VA',
      version: 10,
      suffix: null,
    });
    expect(valuesOf(aCard(virginian))).toEqual({
      surname: 'SAMPLE',
      'given-names': 'MICHAEL JOHN',
      'document-number': 'T64235789',
      'birth-date': '1986-06-06',
      sex: 'M',
      'expiry-date': '2024-12-10',
      'issue-date': '2019-06-06',
      'issuing-state': 'USA',
      'licence-categories': 'D',
      address: '2300 WEST BROAD STREET, RICHMOND, VA, 23269',
    });
  });

  it.each(['02', '03', '04', '05', '06', '07', '08', '09', '10'])('is read in version %s', (version) => {
    const names = Number(version) < 4 ? ['DCTMICHAEL,JOHN'] : ['DACMICHAEL', 'DADJOHN'];
    const card = aCard(
      ['DCSSAMPLE', ...names, 'DBB06061986', 'DBC2', 'DAG1 MAIN', 'DAK232691234', 'DCGUSA'],
      { version },
    );
    expect(parseAamva(card)?.version).toBe(Number(version));
    expect(valuesOf(card)).toEqual({
      surname: 'SAMPLE',
      'given-names': 'MICHAEL JOHN',
      'birth-date': '1986-06-06',
      sex: 'F',
      'issuing-state': 'USA',
      address: '1 MAIN, 232691234',
    });
  });

  it('is read in Canada’s order of dates, and with accents in either encoding', () => {
    const card = aCard(['DCSTREMBLÉ', 'DACRENÉ', 'DADNONE', 'DBB19791231', 'DBC2', 'DCGCAN']);
    const expected = {
      surname: 'TREMBLÉ',
      'given-names': 'RENÉ',
      'birth-date': '1979-12-31',
      sex: 'F',
      'issuing-state': 'CAN',
    };
    expect(valuesOf(card)).toEqual(expected);
    expect(valuesOf(Uint8Array.from(Buffer.from(Buffer.from(card).toString('latin1'), 'utf8')))).toEqual(
      expected,
    );
  });

  it.each([
    ['SAMPLE,MICHAEL,JOHN,JR', 'SAMPLE', 'MICHAEL JOHN', 'JR'],
    ['SAMPLE@MICHAEL', 'SAMPLE', 'MICHAEL', null],
    ['VAN DER SAMPLE, MICHAEL , ', 'VAN DER SAMPLE', 'MICHAEL', null],
  ])(
    'is read in the first version, which has the name in one element: %s',
    (whole, surname, given, suffix) => {
      const card = aCard([`DAA${whole}`, 'DAQ123', 'DBB19860606', 'DBCM', 'DARD', 'DAJON'], {
        version: '01',
        type: 'AAMVA',
      });
      expect(parseAamva(card)).toMatchObject({ version: 1, suffix, country: 'CAN' });
      expect(valuesOf(card)).toMatchObject({
        surname,
        'given-names': given,
        'birth-date': '1986-06-06',
        sex: 'M',
        'licence-categories': 'D',
      });
    },
  );

  it('tells no surname of a name whose order nothing says', () => {
    const [field, ...others] = parseAamva(aCard(['DAAMICHAEL JOHN SAMPLE'], { version: '01' }))?.fields ?? [];
    expect(field).toMatchObject({ name: 'surname', value: 'MICHAEL JOHN SAMPLE', normalized: null });
    expect(others).toEqual([]);
  });

  it('says of names whether they were cut, by the flags of version 4 and later', () => {
    const cutOf = (elements: readonly string[]): (boolean | null)[] =>
      parseAamva(aCard(elements))?.fields.map(({ isCut }) => isCut) ?? [];
    expect(cutOf(['DCSSAMPLE', 'DACMICHAEL', 'DDEN', 'DDFN', 'DDGN'])).toEqual([false, false]);
    expect(cutOf(['DCSSAMPLE', 'DACMICHAEL', 'DDET', 'DDFN', 'DDGT'])).toEqual([true, true]);
    expect(cutOf(['DCSSAMPLE', 'DACMICHAEL', 'DDEU', 'DDFN'])).toEqual([null, null]);
  });

  it('is read past a jurisdiction’s own subfile, and of an identity card', () => {
    const card = aCard(['DAQD12IDDAN', 'DAG100DLDAN ROAD', 'DCSSAMPLE'], {
      subfile: 'ID',
      further: 'ZVZVA01\nZVBDCSOTHER\r',
    });
    expect(valuesOf(card)).toEqual({
      surname: 'SAMPLE',
      'document-number': 'D12IDDAN',
      address: '100DLDAN ROAD',
    });
  });

  it('gives no day that is not in the calendar, and no sex that the standard does not know', () => {
    expect(valuesOf(aCard(['DBB02301986', 'DBC7', 'DBA00002020']))).toEqual({
      'birth-date': null,
      sex: null,
      'expiry-date': null,
    });
  });

  it('is not what other text is', () => {
    for (const text of ['', 'https://example.org', '@\n\u001E\rANSI 63', 'ANSI 636000100001DL'])
      expect(parseAamva(latin1(text))).toBeNull();
  });
});
