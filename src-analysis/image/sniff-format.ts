/** The container a file claims by its first bytes. `other-picture` is a picture of a kind we do not take. */
export type SniffedFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'heic' | 'pdf' | 'other-picture' | 'unknown';

const heicBrands = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'hevm', 'hevs']);

function ascii(bytes: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + length));
}

function startsWith(bytes: Uint8Array, ...prefix: number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

/**
 * The format by magic bytes only; the file's name and declared type are never asked (ASVS 5.2.2). A PDF's header may
 * stand anywhere in the first 1,024 bytes, as readers have always allowed (ISO 32000-1 Annex H.3).
 */
export function sniffFormat(bytes: Uint8Array): SniffedFormat {
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return 'jpeg';
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WEBP') return 'webp';
  if (ascii(bytes, 4, 4) === 'ftyp') return sniffBrand(bytes);
  if (isOtherPicture(bytes)) return 'other-picture';
  if (ascii(bytes, 0, 1024).includes('%PDF-')) return 'pdf';
  return 'unknown';
}

function sniffBrand(bytes: Uint8Array): SniffedFormat {
  const boxLength = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
  const brands: string[] = [];
  for (let offset = 8; offset + 4 <= Math.min(boxLength, bytes.length, 256); offset += 4) {
    if (offset !== 12) brands.push(ascii(bytes, offset, 4)); // 12 is the minor version, not a brand
  }
  if (brands.includes('avif') || brands.includes('avis')) return 'avif';
  if (brands.some((brand) => heicBrands.has(brand))) return 'heic';
  // mif1 alone names no codec; iPhones of iOS 11 wrote it first, and libheif finds out what is inside.
  if (brands.includes('mif1')) return 'heic';
  return brands.includes('crx ') ? 'other-picture' : 'unknown';
}

function isOtherPicture(bytes: Uint8Array): boolean {
  const head = ascii(bytes, 0, 4);
  if (head === 'GIF8' || head === 'II*\0' || head === 'MM\0*' || head === '8BPS' || head === 'qoif')
    return true;
  if (head.startsWith('BM') && bytes.length > 26 && bytes[6] === 0 && bytes[7] === 0) return true;
  if (startsWith(bytes, 0xff, 0x0a) || startsWith(bytes, 0, 0, 0, 0x0c, 0x4a, 0x58, 0x4c, 0x20)) return true; // JPEG XL
  if (startsWith(bytes, 0, 0, 0, 0x0c, 0x6a, 0x50) || startsWith(bytes, 0xff, 0x4f, 0xff, 0x51)) return true; // JPEG 2000
  if (startsWith(bytes, 0, 0, 1, 0) && bytes.length > 22 && bytes[9] === 0) return true; // ICO
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/i.test(
    ascii(bytes, 0, 1024),
  );
}
