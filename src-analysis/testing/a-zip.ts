import { crc32, deflateRawSync } from 'node:zlib';

/** A file of an archive, and what an attacker would say of it instead. */
export interface ZippedFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly isStored?: boolean;
  readonly flags?: number;
  readonly method?: number;
  /** In place of the bytes, packed. */
  readonly packed?: Buffer;
  /** Where the directory says that the file begins. */
  readonly headerAt?: number;
}

/** A ZIP archive of these files. */
export function aZip(files: readonly ZippedFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, bytes, isStored = false, flags = 0, method, packed, headerAt } of files) {
    const content = packed ?? (isStored ? bytes : deflateRawSync(bytes));
    const raw = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags | 0x0800, 2);
    common.writeUInt16LE(method ?? (isStored ? 0 : 8), 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(raw.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, raw, content]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(headerAt ?? at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, rest, raw]));
    parts.push(local);
    at += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, entries, end]);
}
