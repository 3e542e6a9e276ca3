import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { expect, describe, it } from 'vitest';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import type { GrayRaster } from '../image/raster.ts';
import { parseAamva } from './parse-aamva.ts';
import { readBarcodes } from './read-barcodes.ts';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm');
prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer } });

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

/** A card as annex D of the standard lays it out: header, one subfile, elements parted by line feeds. */
function aCard(elements: readonly string[], { version = '10', type = 'ANSI ' } = {}): Uint8Array {
  const subfile = `DL${elements.join('\n')}\r`;
  const offset = 31;
  return latin1(
    `@\n\u001E\r${type}636000${version}0001DL${String(offset).padStart(4, '0')}${String(subfile.length).padStart(4, '0')}${subfile}`,
  );
}

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

const valuesOf = (bytes: Uint8Array): Record<string, string | null> =>
  Object.fromEntries(parseAamva(bytes)?.fields.map(({ name, normalized }) => [name, normalized]) ?? []);

describe('the barcode of an American licence', () => {
  it('is read by its elements', () => {
    expect(parseAamva(aCard(virginian))).toMatchObject({
      issuer: '636000',
      country: 'USA',
      jurisdiction: 'VA',
      version: 10,
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
      address: '2300 WEST BROAD STREET, RICHMOND, VA, 232690000',
    });
  });

  it('is read in Canada’s order of dates, and with accents', () => {
    const values = valuesOf(aCard(['DCSTREMBLÉ', 'DACRENÉ', 'DADNONE', 'DBB19791231', 'DBC2', 'DCGCAN']));
    expect(values).toMatchObject({
      surname: 'TREMBLÉ',
      'given-names': 'RENÉ',
      'birth-date': '1979-12-31',
      sex: 'F',
      'issuing-state': 'CAN',
    });
  });

  it('is read in the standard’s first version, which has the name in one element', () => {
    const card = aCard(['DAASAMPLE,MICHAEL,JOHN', 'DAQ123', 'DBB19860606', 'DBCM'], {
      version: '01',
      type: 'AAMVA',
    });
    expect(valuesOf(card)).toMatchObject({ surname: 'SAMPLE', 'given-names': 'MICHAEL JOHN', sex: 'M' });
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

/** A symbol on a light ground, as a raster. */
async function aPicture(
  bytes: Uint8Array | string,
  format: 'PDF417' | 'QRCode',
  scale = 3,
): Promise<GrayRaster> {
  const { symbol } = await writeBarcode(bytes, { format, addQuietZones: true });
  const margin = 40;
  const [width, height] = [symbol.width * scale + 2 * margin, symbol.height * scale + 2 * margin];
  const data = new Uint8Array(width * height).fill(235);
  for (let y = 0; y < symbol.height * scale; y += 1)
    for (let x = 0; x < symbol.width * scale; x += 1)
      data[(y + margin) * width + x + margin] =
        symbol.data[Math.floor(y / scale) * symbol.width + Math.floor(x / scale)] === 0 ? 25 : 235;
  return { width, height, channels: 1, data };
}

describe('a picture', () => {
  it('gives its symbol with its bytes and where it lies', async () => {
    const card = aCard(virginian);
    const picture = await aPicture(card, 'PDF417');
    const [read, ...others] = await readBarcodes(picture);
    expect(others).toEqual([]);
    expect(read?.symbology).toBe('PDF417');
    expect(read?.bytes).toEqual(card);
    expect(read?.text).toContain('\\x1e');
    const [topLeft, , bottomRight] = read?.quadPx ?? [];
    expect(topLeft?.x).toBeGreaterThan(30);
    expect(bottomRight?.x).toBeGreaterThan(picture.width * 0.8);
    expect(bottomRight?.x).toBeLessThan(picture.width);
  });

  it('gives a QR code, in pixels of the whole picture where it was searched in a smaller one', async () => {
    const picture = await aPicture('https://example.org/utopia', 'QRCode', 90);
    expect(Math.max(picture.width, picture.height)).toBeGreaterThan(2000);
    const [read] = await readBarcodes(picture);
    expect(read).toMatchObject({ symbology: 'QRCode', text: 'https://example.org/utopia' });
    expect(read?.quadPx[2].x).toBeGreaterThan(2000);
  });

  it('without a symbol gives none', async () => {
    expect(
      await readBarcodes({ width: 300, height: 200, channels: 1, data: new Uint8Array(60_000).fill(200) }),
    ).toEqual([]);
  });
});
