import { writeBarcode } from 'zxing-wasm/writer';
import { assert } from '#shared/lib/invariant.ts';
import type { GrayRaster } from '#analysis/image/raster.ts';

/** One element of the AAMVA card design standard: its three-letter id and what it says. */
export type AamvaElement = readonly [id: string, value: string];

/**
 * The text of a driving licence's barcode (AAMVA DL/ID Card Design Standard 2020, annex D): header, one subfile `DL`. The issuer's
 * number 636999 is not assigned.
 */
export function aamvaText(elements: readonly AamvaElement[]): string {
  const subfile = `DL${elements.map(([id, value]) => `${id}${value}`).join('\n')}\r`;
  // File type, issuer, version 10, jurisdiction version 00, one entry; then the entry: type, offset and length, 4 digits each.
  const offset = 31;
  const entry = `DL${String(offset).padStart(4, '0')}${String(subfile.length).padStart(4, '0')}`;
  const header = `@\n\u001e\rANSI 636999100001`;
  assert(header.length + entry.length === offset, 'the subfile begins where the header says');
  return header + entry + subfile;
}

/** A PDF417 symbol, one pixel a module across, dark is 0; a row is three modules high. */
export async function pdf417Modules(text: string): Promise<GrayRaster> {
  // 13 columns make the symbol as wide as the cards of the standard have it; level 5 is what the standard asks for.
  const written = await writeBarcode(text, {
    format: 'PDF417',
    options: 'columns=13,ecLevel=5',
    scale: 1,
    addQuietZones: false,
  });
  assert(written.error === '', `a barcode could not be written: ${written.error}`);
  const { width, height, data } = written.symbol;
  return { width, height, channels: 1, data: new Uint8Array(data) };
}
