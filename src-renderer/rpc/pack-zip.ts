const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32Of(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Bit 11: names are UTF-8. */
const utf8Names = 0x0800;

/**
 * A ZIP archive of files as they are (APPNOTE 6.3.10, stored), so that a chosen folder is read by what reads archives. Names have `/` between
 * folders. Fewer than 65,535 files and less than 4 GB in all.
 */
export async function packZip(
  files: readonly { readonly name: string; readonly file: Blob }[],
): Promise<Blob> {
  const parts: (Blob | Uint8Array<ArrayBuffer>)[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const { name, file } of files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const raw = new TextEncoder().encode(name);
    /** What stands of a file both before it and in the directory: from the version that is needed to the length of its extra field. */
    const common = (view: DataView, offset: number): void => {
      view.setUint16(offset, 20, true);
      view.setUint16(offset + 2, utf8Names, true);
      view.setUint32(offset + 10, crc32Of(bytes), true);
      view.setUint32(offset + 14, bytes.length, true);
      view.setUint32(offset + 18, bytes.length, true);
      view.setUint16(offset + 22, raw.length, true);
    };
    const header = new Uint8Array(30 + raw.length);
    const headerView = new DataView(header.buffer);
    headerView.setUint32(0, 0x04034b50, true);
    common(headerView, 4);
    header.set(raw, 30);
    const entry = new Uint8Array(46 + raw.length);
    const entryView = new DataView(entry.buffer);
    entryView.setUint32(0, 0x02014b50, true);
    entryView.setUint16(4, 20, true);
    common(entryView, 6);
    entryView.setUint32(42, at, true);
    entry.set(raw, 46);
    // The file itself, and not its bytes: what was read of it may be forgotten.
    parts.push(header, file);
    directory.push(entry);
    at += header.length + bytes.length;
  }
  const end = new Uint8Array(22);
  const endView = new DataView(end.buffer);
  endView.setUint32(0, 0x06054b50, true);
  endView.setUint16(8, files.length, true);
  endView.setUint16(10, files.length, true);
  endView.setUint32(
    12,
    directory.reduce((sum, { length }) => sum + length, 0),
    true,
  );
  endView.setUint32(16, at, true);
  return new Blob([...parts, ...directory, end], { type: 'application/zip' });
}
