/** A value that CBOR writes: texts, maps and lists of them; bytes are taken as encoded already. */
type Item = string | readonly Item[] | Uint8Array | { readonly [key: string]: Item };

const bytesOf = (text: string): number[] => [...new TextEncoder().encode(text)];

/** A C2PA manifest store (JUMBF) with one manifest of one claim and one assertion of actions; without a signature. */
export function credentialsStore(said: { readonly claim: Item; readonly actions: Item }): Uint8Array {
  const claim = superbox('c2pa.claim.v2', box('cbor', cbor(said.claim)));
  const actions = superbox('c2pa.actions.v2', box('cbor', cbor(said.actions)));
  const manifest = superbox('urn:c2pa:1', [...superbox('c2pa.assertions', actions), ...claim]);
  return Uint8Array.from(superbox('c2pa', manifest));
}

function superbox(label: string, content: readonly number[]): number[] {
  const described = box('jumd', [...new Array<number>(16).fill(0x11), 3, ...bytesOf(label), 0]);
  return box('jumb', [...described, ...content]);
}

function box(type: string, content: readonly number[]): number[] {
  const length = content.length + 8;
  return [
    length >>> 24,
    (length >> 16) & 255,
    (length >> 8) & 255,
    length & 255,
    ...bytesOf(type),
    ...content,
  ];
}

function cbor(item: Item): number[] {
  if (item instanceof Uint8Array) return Array.from(item);
  if (typeof item === 'string') {
    const bytes = bytesOf(item);
    return [...head(3, bytes.length), ...bytes];
  }
  if (Array.isArray(item)) return [...head(4, item.length), ...item.flatMap((one: Item) => cbor(one))];
  const entries = Object.entries(item as Readonly<Record<string, Item>>);
  return [...head(5, entries.length), ...entries.flatMap(([key, value]) => [...cbor(key), ...cbor(value)])];
}

function head(major: number, argument: number): number[] {
  if (argument < 24) return [(major << 5) | argument];
  return argument < 256 ? [(major << 5) | 24, argument] : [(major << 5) | 25, argument >> 8, argument & 255];
}
