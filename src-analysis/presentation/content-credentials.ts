/** What claims and actions say, in the file's order. */
export interface CredentialStatements {
  /** Programs that they name: claim generators, software agents. */
  readonly programs: readonly string[];
  /** IPTC digital source types that the actions, or the picture's own metadata among the assertions, name; the last part of their address. */
  readonly sourceTypes: readonly string[];
}

/** What content credentials say of a picture. Their signature is not verified: they are a statement, of whoever wrote it. */
export interface ContentCredentials {
  /** Of the picture itself. */
  readonly own: CredentialStatements;
  /** Of what it was made from, or of pictures placed in it. */
  readonly ingredients: CredentialStatements;
}

// A store of an edited picture nests its ingredients' manifests beside each other; nobody needs more than this.
const mostBoxes = 2000;
const deepestBox = 8;
const mostItems = 50_000;
const deepestItem = 24;
const longestText = 300;
const mostTexts = 100;
const longestJson = 65_536;

/** Keys of a claim (C2PA 2.1, 10.3) and of an action (18.13) under which programs are named. */
const programKeys: ReadonlySet<string> = new Set([
  'claim_generator',
  'claim_generator_info',
  'softwareAgent',
  'name',
]);

/**
 * Reads a C2PA manifest store, which is JUMBF (ISO/IEC 19566-5) with claims and assertions in CBOR (RFC 8949): who made it and what sources the actions
 * name. The store's last manifest is the active one, which speaks of the picture itself; those before it speak of its ingredients (C2PA 2.1, 11).
 * `null` where these bytes are none. Bounded in boxes, depth and items, so that made-up lengths cost nothing; a box that makes no sense ends the reading.
 */
export function readContentCredentials(store: Uint8Array): ContentCredentials | null {
  return new StoreReading(store).read();
}

interface Span {
  readonly from: number;
  readonly to: number;
}

class Statements {
  readonly programs = new Set<string>();
  readonly sourceTypes = new Set<string>();

  add(key: string, text: string): void {
    if (this.programs.size + this.sourceTypes.size >= mostTexts) return;
    if (key === 'digitalSourceType') this.sourceTypes.add(text.slice(text.lastIndexOf('/') + 1));
    else if (programKeys.has(key) && text.trim() !== '') this.programs.add(text.trim());
  }

  listed(): CredentialStatements {
    return { programs: [...this.programs], sourceTypes: [...this.sourceTypes] };
  }
}

class StoreReading {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #boxes = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): ContentCredentials | null {
    const store = this.#superboxesIn(0, this.#bytes.length).found.find(
      ({ from, to }) => this.#labelOf(from, to) === 'c2pa',
    );
    if (store === undefined) return null;
    const { found: manifests, isCut } = this.#superboxesIn(store.from, store.to);
    const [own, ingredients] = [new Statements(), new Statements()];
    // Where the last of them cannot be read, none of those before it is taken for the picture's own.
    const active = isCut ? undefined : manifests.at(-1);
    // The picture's own first: what many ingredients say must not use its share of the boxes up.
    if (active !== undefined) this.#readManifest(active, 0, own);
    for (const manifest of manifests) if (manifest !== active) this.#readManifest(manifest, 0, ingredients);
    return { own: own.listed(), ingredients: ingredients.listed() };
  }

  #superboxesIn(from: number, to: number): { readonly found: readonly Span[]; readonly isCut: boolean } {
    const found: Span[] = [];
    let at = from;
    while (at < to) {
      const box = this.#boxes < mostBoxes ? boxAt(this.#view, at, to) : null;
      if (box === null) return { found, isCut: true };
      this.#boxes += 1;
      if (box.type === 'jumb') found.push(box);
      at = box.to;
    }
    return { found, isCut: false };
  }

  #readManifest({ from, to }: Span, depth: number, into: Statements): void {
    const label = this.#labelOf(from, to);
    let at = from;
    while (this.#boxes < mostBoxes && depth <= deepestBox) {
      this.#boxes += 1;
      const box = boxAt(this.#view, at, to);
      if (box === null) return;
      if (box.type === 'jumb') this.#readManifest(box, depth + 1, into);
      else if (box.type === 'cbor' && /^c2pa\.(?:claim|actions)/u.test(label)) this.#readCbor(box, into);
      else if (box.type === 'json' && /^(?:stds\.iptc|c2pa\.metadata|cawg\.metadata)/u.test(label))
        this.#readJson(box, into);
      at = box.to;
    }
  }

  /** Of a superbox, by its description, which stands first: a UUID, a byte of toggles, and a label that ends with 0 where the second bit says so. */
  #labelOf(start: number, end: number): string {
    const description = boxAt(this.#view, start, end);
    if (description?.type !== 'jumd') return '';
    const { from, to } = description;
    if (from + 17 > to || ((this.#bytes[from + 16] ?? 0) & 2) === 0) return '';
    const length = this.#bytes.subarray(from + 17, Math.min(to, from + 17 + longestText)).indexOf(0);
    return length < 0 ? '' : String.fromCharCode(...this.#bytes.subarray(from + 17, from + 17 + length));
  }

  #readCbor({ from, to }: Span, into: Statements): void {
    walkCborTexts(this.#bytes.subarray(from, to), (key, text) => {
      into.add(key, text);
    });
  }

  /** Metadata of the picture as JSON-LD (C2PA 2.1, 18.15), of which one value is sought: nothing of it is parsed. */
  #readJson({ from, to }: Span, into: Statements): void {
    const json = new TextDecoder().decode(this.#bytes.subarray(from, Math.min(to, from + longestJson)));
    for (const [, type = ''] of json.matchAll(/DigitalSourceType"\s{0,20}:\s{0,20}"([^"]{1,200})"/gu))
      into.add('digitalSourceType', type);
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
