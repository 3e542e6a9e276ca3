/** A PDF's header may stand anywhere in the first kilobyte (ISO 32000-1 Annex H.3); everything else shows itself sooner. */
export const sniffedBytes = 1024;

const heicBrands = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'hevm', 'hevs', 'mif1', 'msf1'];

/** The media type by the file's first {@link sniffedBytes} bytes; `application/octet-stream` for what we don't know. */
export function sniffMediaType(head: Buffer): string {
  const text = (start: number, end: number): string => head.toString('latin1', start, end);
  if (text(0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp';
  if (text(0, 4) === 'GIF8') return 'image/gif';
  if (text(0, 4) === 'II*\0' || text(0, 4) === 'MM\0*') return 'image/tiff';
  if (text(0, 2) === 'BM' && head.length > 26 && head.readUInt32LE(6) === 0) return 'image/bmp';
  if (text(4, 8) === 'ftyp') {
    // The box lists its brands in fours after its length, its name, the major brand and a version.
    const brands = text(8, Math.min(head.readUInt32BE(0), 256)).match(/.{4}/gs) ?? [];
    if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return 'image/avif';
    if (brands.some((brand) => heicBrands.includes(brand))) return 'image/heic';
  }
  if (text(0, sniffedBytes).includes('%PDF-')) return 'application/pdf';
  return 'application/octet-stream';
}
