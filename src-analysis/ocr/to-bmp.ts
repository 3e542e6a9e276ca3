import type { OcrPage } from './ocr.ts';

const headersLength = 14 + 40;
const paletteLength = 256 * 4;
const metersPerInch = 0.0254;

/** The page as a BMP file: no encoding to wait for, Leptonica reads it from a pipe, and it states the resolution. */
export function toBmp({ image: { width, height, data }, dpi }: OcrPage): Buffer {
  const stride = (width + 3) & ~3;
  const start = headersLength + paletteLength;
  const file = Buffer.alloc(start + stride * height);
  file.write('BM', 0, 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(start, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(8, 28);
  const pixelsPerMeter = Math.round(dpi / metersPerInch);
  file.writeInt32LE(pixelsPerMeter, 38);
  file.writeInt32LE(pixelsPerMeter, 42);
  file.writeUInt32LE(256, 46);
  for (let level = 0; level < 256; level += 1)
    file.fill(level, headersLength + level * 4, headersLength + level * 4 + 3);
  // From the bottom row up, each padded to four bytes.
  for (let row = 0; row < height; row += 1)
    file.set(data.subarray(row * width, (row + 1) * width), start + (height - 1 - row) * stride);
  return file;
}
