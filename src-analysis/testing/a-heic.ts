const latin1 = (text: string): number[] => [...text].map((char) => char.charCodeAt(0));
const u16 = (value: number): number[] => [value >> 8, value & 255];
const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value & 0xffff)];

function box(type: string, content: readonly number[]): number[] {
  return [...u32(content.length + 8), ...latin1(type), ...content];
}

/**
 * The boxes of a HEIC with two items: a picture of no bytes, and one of type `kind` (a MIME item is XMP) with `content`, which stands in `mdat`, whole or in
 * two parts, or in `idat`.
 */
export function aHeicWith(
  kind: 'mime' | 'Exif' | 'hvc1',
  content: string,
  place: 'in the file' | 'in idat' | 'in two parts',
): Uint8Array {
  const entry = (id: number, type: string, rest: string): number[] =>
    box('infe', [2, 0, 0, 0, ...u16(id), 0, 0, ...latin1(`${type}${rest}`)]);
  const contentType = kind === 'mime' ? 'metadata\0application/rdf+xml\0' : '\0';
  const info = box('iinf', [0, 0, 0, 0, 0, 2, ...entry(1, 'hvc1', '\0'), ...entry(2, kind, contentType)]);
  const data = place === 'in idat' ? box('idat', latin1(content)) : [];
  const cut = place === 'in two parts' ? content.length >> 1 : content.length;
  const type = box('ftyp', latin1('heic\0\0\0\0'));
  const meta = (start: number): number[] => {
    const extents = [
      [start, cut],
      [start + cut, content.length - cut],
    ].slice(0, place === 'in two parts' ? 2 : 1);
    const item = (id: number, construction: number, parts: readonly (readonly number[])[]): number[] => [
      ...u16(id),
      ...u16(construction),
      ...u16(0),
      ...u16(parts.length),
      ...parts.flat().flatMap(u32),
    ];
    const places = [...item(1, 0, []), ...item(2, place === 'in idat' ? 1 : 0, extents)];
    return box('meta', [
      0,
      0,
      0,
      0,
      ...info,
      ...box('iloc', [1, 0, 0, 0, 0x44, 0, ...u16(2), ...places]),
      ...data,
    ]);
  };
  const before = type.length + meta(0).length + 8;
  return Uint8Array.from([
    ...type,
    ...meta(place === 'in idat' ? 0 : before),
    ...box('mdat', place === 'in idat' ? [] : latin1(content)),
  ]);
}
