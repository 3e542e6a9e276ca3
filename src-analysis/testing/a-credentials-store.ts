/** A value that CBOR writes: texts, maps and lists of them; bytes are taken as encoded already. */
type Item = string | readonly Item[] | Uint8Array | { readonly [key: string]: Item };

const bytesOf = (text: string): number[] => [...new TextEncoder().encode(text)];

/** What one manifest says; `metadata` is JSON. */
export interface ManifestSaid {
  readonly claim: Item;
  readonly actions: Item;
  readonly metadata?: string;
}

/**
 * A C2PA manifest store (JUMBF): of each ingredient a manifest, and last that of the picture itself, each of one claim and one assertion of actions, and of
 * metadata where there are any; without signatures.
 */
export function credentialsStore(own: ManifestSaid, ingredients: readonly ManifestSaid[] = []): Uint8Array {
  const manifests = [...ingredients, own].flatMap(({ claim, actions, metadata }, index) => {
    const assertions = [
      ...superbox('c2pa.actions.v2', box('cbor', cbor(actions))),
      ...(metadata === undefined ? [] : superbox('cawg.metadata', box('json', bytesOf(metadata)))),
    ];
    const said = superbox('c2pa.claim.v2', box('cbor', cbor(claim)));
    return superbox(`urn:c2pa:${String(index)}`, [...superbox('c2pa.assertions', assertions), ...said]);
  });
  return Uint8Array.from(superbox('c2pa', manifests));
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
