/** What can be told of a HEIC file from its box structure, without decoding (ISO/IEC 23008-12, 14496-12). */
export interface HeicHeader {
  /** The largest image or grid declared by an `ispe` property; 0 where none was found. */
  readonly largestPixels: number;
  readonly hasProfile: boolean;
  /** The ICC profile of the first `colr` property that carries one. */
  readonly profile?: Uint8Array;
  /** An `nclx` property names Display P3: the primaries of SMPTE EG 432-1 with the curve of sRGB (ISO/IEC 23091-2: 12 and 13). */
  readonly namesDisplayP3: boolean;
  /** The EXIF block, from its TIFF header. */
  readonly exif?: Uint8Array;
}

const containers = new Set(['meta', 'iprp', 'ipco']);

/** Reads the header boxes; boxes that make no sense are skipped. */
export function findHeicHeader(bytes: Uint8Array): HeicHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let largestPixels = 0;
  let profile: Uint8Array | undefined;
  let namesDisplayP3 = false;
  const walk = (start: number, end: number, depth: number): void => {
    let offset = start;
    while (offset + 8 <= end && depth < 5) {
      const size = view.getUint32(offset);
      const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
      const boxEnd = size === 0 ? end : Math.min(end, offset + size);
      const body = offset + 8;
      if (containers.has(type)) walk(type === 'meta' ? body + 4 : body, boxEnd, depth + 1);
      if (type === 'ispe' && body + 12 <= boxEnd) {
        largestPixels = Math.max(largestPixels, view.getUint32(body + 4) * view.getUint32(body + 8));
      }
      if (type === 'colr') {
        const kind = String.fromCharCode(...bytes.subarray(body, body + 4));
        if (kind === 'prof' || kind === 'rICC') profile ??= bytes.subarray(body + 4, boxEnd);
        if (kind === 'nclx' && body + 8 <= boxEnd) {
          namesDisplayP3 ||= view.getUint16(body + 4) === 12 && view.getUint16(body + 6) === 13;
        }
      }
      if (boxEnd <= offset + 7) return;
      offset = boxEnd;
    }
  };
  walk(0, bytes.length, 0);
  const exif = findExif(bytes);
  return {
    largestPixels,
    hasProfile: profile !== undefined,
    namesDisplayP3,
    ...(profile === undefined ? {} : { profile }),
    ...(exif === undefined ? {} : { exif }),
  };
}

/** The item's payload begins with `Exif\0\0` and a TIFF header in every camera's file; its index need not be followed. */
function findExif(bytes: Uint8Array): Uint8Array | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const head of ['Exif\0\0II*\0', 'Exif\0\0MM\0*']) {
    const at = buffer.indexOf(head, 0, 'latin1');
    if (at >= 0) return bytes.subarray(at + 6);
  }
  return undefined;
}
