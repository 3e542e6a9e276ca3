/** What content credentials say of a picture. Their signature is not verified: they are a statement, of whoever wrote it. */
export interface ContentCredentials {
  /** Programs that claims and actions name, in the file's order: claim generators, software agents. */
  readonly programs: readonly string[];
  /** IPTC digital source types that the actions name, the last part of their address. */
  readonly sourceTypes: readonly string[];
}

// A store of an edited picture nests its ingredients' manifests beside each other; nobody needs more than this.
const mostBoxes = 2000;
const deepestBox = 8;
const mostItems = 50_000;
const deepestItem = 24;
const longestText = 300;
const mostTexts = 100;

/** Keys of a claim (C2PA 2.1, 10.3) and of an action (18.13) under which programs are named. */
const programKeys: ReadonlySet<string> = new Set([
  'claim_generator',
  'claim_generator_info',
  'softwareAgent',
  'name',
]);

/**
 * Reads a C2PA manifest store, which is JUMBF (ISO/IEC 19566-5) with claims and assertions in CBOR (RFC 8949): who made it and what sources the actions
 * name. `null` where these bytes are none. Bounded in boxes, depth and items, so that made-up lengths cost nothing; a box that makes no sense ends the reading.
 */
export function readContentCredentials(store: Uint8Array): ContentCredentials | null {
  const reading = new StoreReading(store);
  reading.readBoxes(0, store.length, 0, '');
  if (!reading.isStore) return null;
  return { programs: [...reading.programs], sourceTypes: [...reading.sourceTypes] };
}

class StoreReading {
  isStore = false;
  readonly programs = new Set<string>();
  readonly sourceTypes = new Set<string>();
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #boxes = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  readBoxes(from: number, to: number, depth: number, ownLabel: string): void {
    let label = ownLabel;
    let at = from;
    while (at + 8 <= to && this.#boxes < mostBoxes && depth <= deepestBox) {
      this.#boxes += 1;
      const box = boxAt(this.#view, at, to);
      if (box === null) return;
      if (box.type === 'jumd') {
        label = this.#labelOf(box.from, box.to);
        if (label === 'c2pa') this.isStore = true;
      } else if (box.type === 'jumb') this.readBoxes(box.from, box.to, depth + 1, '');
      else if (box.type === 'cbor' && /^c2pa\.(?:claim|actions)/u.test(label))
        this.#readCbor(box.from, box.to);
      at = box.to;
    }
  }

  /** A description box: a UUID, a byte of toggles, and a label that ends with 0 where the second bit says so. */
  #labelOf(from: number, to: number): string {
    if (from + 17 > to || ((this.#bytes[from + 16] ?? 0) & 2) === 0) return '';
    const end = this.#bytes.subarray(from + 17, Math.min(to, from + 17 + longestText)).indexOf(0);
    return end < 0 ? '' : String.fromCharCode(...this.#bytes.subarray(from + 17, from + 17 + end));
  }

  #readCbor(from: number, to: number): void {
    walkCborTexts(this.#bytes.subarray(from, to), (key, text) => {
      if (this.programs.size + this.sourceTypes.size >= mostTexts) return;
      if (key === 'digitalSourceType') this.sourceTypes.add(text.slice(text.lastIndexOf('/') + 1));
      else if (programKeys.has(key) && text.trim() !== '') this.programs.add(text.trim());
    });
  }
}

/** A box of ISO/IEC 14496-12's form: length, type, and a length of 8 bytes where the first is 1; 0 reaches to the end. */
export function boxAt(
  view: DataView,
  at: number,
  end: number,
): { readonly type: string; readonly from: number; readonly to: number } | null {
  if (at + 8 > end) return null;
  const short = view.getUint32(at);
  const isLong = short === 1;
  if (isLong && at + 16 > end) return null;
  const head = isLong ? 16 : 8;
  const length = short === 0 ? end - at : isLong ? Number(view.getBigUint64(at + 8)) : short;
  if (length < head || at + length > end) return null;
  const type = String.fromCharCode(...[4, 5, 6, 7].map((offset) => view.getUint8(at + offset)));
  return { type, from: at + head, to: at + length };
}

/** Each short text of a CBOR item with the key of the map, or of the nearest map around its array, under which it stands. */
function walkCborTexts(bytes: Uint8Array, onText: (key: string, text: string) => void): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const utf8 = new TextDecoder();
  let at = 0;
  let items = 0;

  /** Reads one item; returns it where it is a short text, `''` for all else, and `null` where the bytes make no sense or are at their end. */
  const readItem = (key: string, depth: number): string | null => {
    items += 1;
    if (at >= bytes.length || items > mostItems || depth > deepestItem) return null;
    const head = view.getUint8(at);
    at += 1;
    const major = head >> 5;
    // Some writers leave the length of lists and maps open, and end them with a byte of their own.
    const isOpen = (head & 31) === 31 && (major === 4 || major === 5);
    const argument = isOpen ? Infinity : readArgument(head & 31);
    if (argument === null) return null;
    if (major === 2 || major === 3) {
      const from = at;
      if (argument > bytes.length - at) return null;
      at += argument;
      if (major === 2 || argument > longestText) return '';
      const text = utf8.decode(bytes.subarray(from, at));
      onText(key, text);
      return text;
    }
    if (major === 4) {
      for (let index = 0; index < argument && !(isOpen && isAtBreak()); index += 1)
        if (readItem(key, depth + 1) === null) return null;
    } else if (major === 5) {
      for (let index = 0; index < argument && !(isOpen && isAtBreak()); index += 1) {
        const name = readItem('', depth + 1);
        if (name === null || readItem(name, depth + 1) === null) return null;
      }
    } else if (major === 6) return readItem(key, depth + 1);
    return '';
  };

  const isAtBreak = (): boolean => {
    if (bytes[at] !== 0xff) return false;
    at += 1;
    return true;
  };

  const readArgument = (short: number): number | null => {
    if (short < 24) return short;
    const size = 2 ** (short - 24);
    if (short > 27 || at + size > bytes.length) return null;
    const from = at;
    at += size;
    if (size === 1) return view.getUint8(from);
    if (size === 2) return view.getUint16(from);
    return size === 4 ? view.getUint32(from) : Number(view.getBigUint64(from));
  };

  readItem('', 0);
}
