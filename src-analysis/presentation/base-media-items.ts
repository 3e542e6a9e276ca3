import { boxAt } from './content-credentials.ts';

/** A piece of metadata of a HEIC or AVIF picture. */
export interface MetadataItem {
  readonly kind: 'xmp' | 'exif';
  readonly bytes: Uint8Array;
}

const mostItems = 4096;
/** Of metadata: a picture has one EXIF block and one of XMP, seldom a second for a depth map. */
const mostWanted = 8;
const mostExtents = 64;
const longestItem = 1_048_576;

/**
 * XMP and EXIF of an ISO base media file, by the item tables of its `meta` box (ISO/IEC 14496-12, 8.11; 23008-12, annex A): `iinf` says what an item
 * is, `iloc` where it stands. Bounded in items and extents; places outside of the file, and items made of other items, are skipped.
 */
export function readMetadataItems(bytes: Uint8Array): MetadataItem[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const meta = boxesIn(view, 0, bytes.length).find(({ type }) => type === 'meta');
  if (meta === undefined) return [];
  const boxes = boxesIn(view, meta.from + 4, meta.to);
  const [info, places, data] = ['iinf', 'iloc', 'idat'].map((name) =>
    boxes.find(({ type }) => type === name),
  );
  if (info === undefined || places === undefined) return [];
  const wanted = wantedItems(bytes, view, info);
  try {
    return locate(new Reader(view, places.from, places.to), bytes, data, wanted);
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

interface Box {
  readonly type: string;
  readonly from: number;
  readonly to: number;
}

function boxesIn(view: DataView, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  let at = from;
  while (boxes.length < mostItems) {
    const box = boxAt(view, at, to);
    if (box === null) break;
    boxes.push(box);
    at = box.to;
  }
  return boxes;
}

/** Kinds by item number, of the entries of `iinf` that are metadata. */
function wantedItems(
  bytes: Uint8Array,
  view: DataView,
  { from, to }: Box,
): Map<number, MetadataItem['kind']> {
  const wanted = new Map<number, MetadataItem['kind']>();
  if (from + 8 > to) return wanted;
  const first = from + 4 + (view.getUint8(from) === 0 ? 2 : 4);
  for (const { type, from: at, to: end } of boxesIn(view, first, to)) {
    if (wanted.size >= mostWanted) break;
    const version = at < end ? view.getUint8(at) : 0;
    if (type !== 'infe' || version < 2 || at + 12 > end) continue;
    const [id, rest] = version === 2 ? [view.getUint16(at + 4), at + 8] : [view.getUint32(at + 4), at + 10];
    if (rest + 4 > end) continue;
    const kind = latin1(bytes.subarray(rest, rest + 4));
    // After the type its name, and of a MIME item the content's type, as texts that end with 0.
    if (kind === 'Exif') wanted.set(id, 'exif');
    else if (kind === 'mime' && latin1(bytes.subarray(rest + 4, end)).includes('\0application/rdf+xml'))
      wanted.set(id, 'xmp');
  }
  return wanted;
}

/** Follows `iloc`; a RangeError says that it ends too early. */
function locate(
  reader: Reader,
  bytes: Uint8Array,
  data: Box | undefined,
  wanted: ReadonlyMap<number, MetadataItem['kind']>,
): MetadataItem[] {
  const items: MetadataItem[] = [];
  const version = reader.next(1);
  reader.next(3);
  const [sizes, moreSizes] = [reader.next(1), reader.next(1)];
  const [offsetSize, lengthSize, baseSize] = [sizes >> 4, sizes & 15, moreSizes >> 4];
  const indexSize = version === 0 ? 0 : moreSizes & 15;
  const idSize = version < 2 ? 2 : 4;
  const count = Math.min(mostItems, reader.next(idSize));
  for (let item = 0; item < count; item += 1) {
    const kind = wanted.get(reader.next(idSize));
    const construction = version === 0 ? 0 : reader.next(2) & 15;
    reader.next(2);
    const base = reader.next(baseSize);
    const extents = reader.next(2);
    const parts: Uint8Array[] = [];
    let left = longestItem;
    for (let extent = 0; extent < extents; extent += 1) {
      reader.next(indexSize);
      const [offset, length] = [base + reader.next(offsetSize), reader.next(lengthSize)];
      if (kind === undefined || extent >= mostExtents) continue;
      const start = construction === 1 ? (data?.from ?? Infinity) + offset : offset;
      const limit = construction === 1 ? (data?.to ?? 0) : construction === 0 ? bytes.length : 0;
      // A length of 0 reaches to the end.
      const end = Math.min(limit, start + left, length === 0 ? Infinity : start + length);
      if (!(start < end)) continue;
      parts.push(bytes.subarray(start, end));
      left -= end - start;
    }
    if (kind !== undefined && parts.length > 0) items.push({ kind, bytes: Buffer.concat(parts) });
    if (items.length >= mostWanted) break;
  }
  return items;
}

class Reader {
  readonly #view: DataView;
  readonly #end: number;
  #at: number;

  constructor(view: DataView, from: number, to: number) {
    this.#view = view;
    this.#at = from;
    this.#end = to;
  }

  /** An unsigned number of 0 to 8 bytes, the first the highest. */
  next(size: number): number {
    if (this.#at + size > this.#end) throw new RangeError('beyond the box');
    let value = 0;
    for (let i = 0; i < size; i += 1) value = value * 256 + this.#view.getUint8(this.#at + i);
    this.#at += size;
    return value;
  }
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
