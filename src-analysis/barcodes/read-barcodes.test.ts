import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { expect, describe, it } from 'vitest';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import type { GrayRaster } from '../image/raster.ts';
import { readBarcodes } from './read-barcodes.ts';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm');
prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer } });

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

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
    const card = latin1('@\n\u001E\rANSI 636000100001DL00310020DLDAQT64235789\nDCSTREMBLÉ\r');
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
