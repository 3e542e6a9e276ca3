import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { expect, describe, it } from 'vitest';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import type { GrayRaster } from '../image/raster.ts';
import { rotateQuarter } from '../image/warp.ts';
import { readBarcodes, readFlatBarcodes } from './read-barcodes.ts';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm');
prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer } });

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

/** A symbol on a light ground, as a raster. */
async function aPicture(
  bytes: Uint8Array | string,
  format: 'PDF417' | 'QRCode' | 'DataMatrix' | 'Code128' | 'Aztec',
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

  it.each(['PDF417', 'QRCode', 'DataMatrix', 'Code128', 'Aztec'] as const)(
    'gives a %s, turned by any quarter and upside down',
    async (format) => {
      let picture = await aPicture('L898902C3', format, 4);
      for (const _ of [0, 90, 180, 270]) {
        expect(await readBarcodes(picture)).toMatchObject([{ symbology: format, text: 'L898902C3' }]);
        picture = rotateQuarter(picture, 1);
      }
    },
  );

  it('is searched at one size, and at another where a symbol is seen that does not hold', async () => {
    const picture = await aPicture('L898902C3 '.repeat(12), 'PDF417', 4);
    const { width, height } = picture;
    // A bar across all rows: more than its error correction can make good.
    const broken = { ...picture, data: Uint8Array.from(picture.data) };
    for (let y = 0; y < height; y += 1)
      broken.data.fill(25, y * width + Math.round(width * 0.3), y * width + Math.round(width * 0.6));
    const nothing = { ...picture, data: new Uint8Array(width * height).fill(200) };
    const twice = ({ x, y }: { x: number; y: number }): { x: number; y: number } => ({ x: 2 * x, y: 2 * y });
    const readAt = async (pictures: readonly (typeof picture)[]) => {
      const asked: number[] = [];
      const read = await readFlatBarcodes((longSidePx) => {
        asked.push(longSidePx);
        return { image: pictures[asked.length - 1] ?? nothing, toPicture: twice };
      });
      return { asked: asked.length, read: read.length, rightPx: read[0]?.quadPx[1].x ?? 0 };
    };
    expect(await readAt([nothing, picture])).toMatchObject({ asked: 1, read: 0 });
    expect(await readAt([broken, picture])).toMatchObject({ asked: 2, read: 1 });
    const first = await readAt([picture]);
    expect(first).toMatchObject({ asked: 1, read: 1 });
    expect(first.rightPx).toBeGreaterThan(width);
  });

  it('without a symbol gives none', async () => {
    expect(
      await readBarcodes({ width: 300, height: 200, channels: 1, data: new Uint8Array(60_000).fill(200) }),
    ).toEqual([]);
  });
});
