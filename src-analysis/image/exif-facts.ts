/** The few facts of a picture's EXIF block that say how it was made. Never the place (GPS) nor a serial number. */
export interface ExifFacts {
  readonly make?: string;
  readonly model?: string;
  readonly software?: string;
  /** As written by the camera, local time without zone: `2026-11-23T14:05:09`. */
  readonly takenAt?: string;
}

const tagNames = new Map<number, keyof ExifFacts>([
  [0x010f, 'make'],
  [0x0110, 'model'],
  [0x0131, 'software'],
  [0x9003, 'takenAt'], // DateTimeOriginal
]);
const exifSubDirectory = 0x8769;
const asciiType = 2;
// A camera name of more than this is an attack on a table cell, not a name.
const maxTextLength = 80;

/** Reads a TIFF-structured EXIF block, with or without its `Exif\0\0` head; `{}` for one that makes no sense. */
export function readExifFacts(block: Uint8Array): ExifFacts {
  const start = String.fromCharCode(...block.subarray(0, 4)) === 'Exif' ? 6 : 0;
  const tiff = block.subarray(start);
  if (tiff.length < 14) return {};
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const littleEndian = view.getUint16(0) === 0x4949;
  if (!littleEndian && view.getUint16(0) !== 0x4d4d) return {};

  const facts: Partial<Record<keyof ExifFacts, string>> = {};
  const readDirectory = (offset: number, depth: number): void => {
    if (offset + 2 > tiff.length) return;
    const count = view.getUint16(offset, littleEndian);
    for (let index = 0; index < count; index += 1) {
      const entry = offset + 2 + index * 12;
      if (entry + 12 > tiff.length) return;
      const tag = view.getUint16(entry, littleEndian);
      const value = view.getUint32(entry + 8, littleEndian);
      if (tag === exifSubDirectory && depth === 0) readDirectory(value, 1);
      const name = tagNames.get(tag);
      if (name === undefined || view.getUint16(entry + 2, littleEndian) !== asciiType) continue;
      const length = view.getUint32(entry + 4, littleEndian);
      const textAt = length <= 4 ? entry + 8 : value;
      const text = cleanText(tiff.subarray(textAt, textAt + Math.min(length, maxTextLength)));
      if (text !== '') facts[name] = name === 'takenAt' ? toIsoTime(text) : text;
    }
  };
  readDirectory(view.getUint32(4, littleEndian), 0);
  return facts;
}

function cleanText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return String.fromCharCode(...(end < 0 ? bytes : bytes.subarray(0, end)))
    .replace(/[^\x20-\x7e]/g, '')
    .trim();
}

function toIsoTime(text: string): string {
  return text.replace(/^(\d{4}):(\d\d):(\d\d) /, '$1-$2-$3T');
}
