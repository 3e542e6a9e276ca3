/** What Photoshop's image resources (JPEG's APP13) say of how a picture was made. */
export interface PhotoshopResources {
  /** Originating program, credit, source and special instructions of IPTC-IIM (2:65, 2:110, 2:115, 2:40). */
  readonly texts: readonly string[];
  /** XMP, where it stands among the resources. */
  readonly xmp: readonly Uint8Array[];
}

const iptcId = 0x0404;
const xmpId = 0x0424;
/** Data sets of the application record (IPTC-IIM 4.2, 6) in which programs name themselves. */
const namingSets: ReadonlySet<number> = new Set([40, 65, 110, 115]);
const mostResources = 500;
const mostSets = 2000;
const longestText = 2000;

/** Reads resources of "8BIM" (Adobe's Photoshop file formats): an id, a name, a length and data, both padded to even; what makes no sense ends the reading. */
export function readPhotoshopResources(bytes: Uint8Array): PhotoshopResources {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts: string[] = [];
  const xmp: Uint8Array[] = [];
  let at = 0;
  for (let count = 0; count < mostResources && at + 12 <= bytes.length; count += 1) {
    if (view.getUint32(at) !== 0x3842494d) break;
    const id = view.getUint16(at + 4);
    const sizeAt = at + 6 + even(1 + view.getUint8(at + 6));
    if (sizeAt + 4 > bytes.length) break;
    const from = sizeAt + 4;
    const to = Math.min(bytes.length, from + view.getUint32(sizeAt));
    if (id === iptcId) texts.push(...readIptc(bytes.subarray(from, to)));
    if (id === xmpId) xmp.push(bytes.subarray(from, to));
    at = from + even(to - from);
  }
  return { texts, xmp };
}

/** Data sets of IPTC-IIM (4.2, 1.6): 0x1c, record, number, length of two bytes, or of as many as the length says whose first bit is 1. */
export function readIptc(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts: string[] = [];
  let at = 0;
  for (let count = 0; count < mostSets && at + 5 <= bytes.length; count += 1) {
    if (view.getUint8(at) !== 0x1c) break;
    const [record, number, short] = [view.getUint8(at + 1), view.getUint8(at + 2), view.getUint16(at + 3)];
    at += 5;
    let length = short;
    if (short >= 0x8000) {
      // No picture has a data set of 4 GB: what says so in more than four bytes makes no sense.
      if (short !== 0x8004 || at + 4 > bytes.length) break;
      length = view.getUint32(at);
      at += 4;
    }
    if (at + length > bytes.length) break;
    if (record === 2 && namingSets.has(number))
      texts.push(new TextDecoder().decode(bytes.subarray(at, at + Math.min(length, longestText))).trim());
    at += length;
  }
  return texts;
}

const even = (length: number): number => length + (length % 2);
