import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { InputError } from '#shared/lib/input-error.ts';

const inflate = promisify(inflateRaw);

/** A directory of 65,535 files with names of a kilobyte each. */
const mostDirectoryBytes = 64 * 1024 * 1024;
/** Pictures and tables as they come out of cameras and programs are packed to no less than a fiftieth; a bomb is packed to a thousandth. */
const mostRatio = 100;
/** Below this a ratio means nothing: a short file of spaces. */
const smallBytes = 1024 * 1024;

/** The files of a ZIP archive, read one at a time and never written anywhere. */
export interface ZipEntries {
  /** Names of files with `/` between folders; all of them stay below the archive's root. */
  readonly names: readonly string[];
  /** The bytes of a file. Throws an InputError where it is larger than `mostBytes`, or is not what the archive says of it. */
  read(name: string, mostBytes: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

interface Entry {
  readonly method: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly crc32: number;
  readonly headerAt: number;
}

/** Bytes that are read from wherever they lie. */
export interface ByteSource {
  readonly size: number;
  /** All of `length` bytes, or an InputError. */
  read(position: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** Bytes in memory. */
export function bytesInMemory(bytes: Uint8Array): ByteSource {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    size: buffer.length,
    read: (position, length) =>
      position + length > buffer.length
        ? Promise.reject(new InputError('is cut off', 'archive-unreadable'))
        : Promise.resolve(buffer.subarray(position, position + length)),
    close: () => Promise.resolve(),
  };
}

async function bytesOfFile(path: string): Promise<ByteSource> {
  const file = await open(path, 'r').catch(() => {
    throw new InputError(`cannot read ${path}`);
  });
  const { size } = await file.stat();
  return {
    size,
    async read(position, length) {
      const buffer = Buffer.alloc(length);
      const { bytesRead } = await file.read(buffer, 0, length, position);
      if (bytesRead < length) throw new InputError('is cut off', 'archive-unreadable');
      return buffer;
    },
    close: () => file.close(),
  };
}

/** {@link openZip} of a file. */
export async function openZipFile(path: string): Promise<ZipEntries> {
  return openZip(await bytesOfFile(path));
}

/**
 * Opens an archive by APPNOTE 6.3.10: stored and deflated entries, one part, not encrypted, less than 4 GB. Throws an InputError for any other
 * one, and for one that is made to do harm: names that lead out of it, two entries of one name, entries that share bytes, sizes out of proportion.
 */
export async function openZip(source: ByteSource): Promise<ZipEntries> {
  try {
    const entries = await readDirectory(source);
    return {
      names: [...entries.keys()],
      async read(name, mostBytes) {
        const entry = entries.get(name);
        if (entry === undefined) throw new InputError('is not in the archive');
        return readEntry(source, entry, mostBytes);
      },
      close: () => source.close(),
    };
  } catch (error) {
    await source.close();
    throw error;
  }
}

const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const longestComment = 65_535;

async function readDirectory(source: ByteSource): Promise<ReadonlyMap<string, Entry>> {
  const { size } = source;
  const tail = await source.read(
    Math.max(0, size - endBytes - longestComment),
    Math.min(size, endBytes + longestComment),
  );
  let at = tail.length - endBytes;
  while (at >= 0 && tail.readUInt32LE(at) !== endSignature) at -= 1;
  if (at < 0) throw new InputError('is not a ZIP archive, or is cut off', 'archive-unreadable');
  const count = tail.readUInt16LE(at + 10);
  const [directoryBytes, directoryAt] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  if (tail.readUInt16LE(at + 4) !== 0 || count === 0xffff || directoryAt === 0xffffffff)
    throw new InputError(
      'has several parts, or is too large; make archives of less than 65,000 files and 4 GB',
      'archive-unreadable',
    );
  if (directoryBytes > mostDirectoryBytes || directoryAt + directoryBytes > size)
    throw new InputError('has a damaged directory', 'archive-unreadable');

  const directory = await source.read(directoryAt, directoryBytes);
  const entries = new Map<string, Entry>();
  const spans: { readonly from: number; readonly to: number }[] = [];
  let next = 0;
  for (let i = 0; i < count; i += 1) {
    if (next + 46 > directory.length || directory.readUInt32LE(next) !== centralSignature)
      throw new InputError('has a damaged directory', 'archive-unreadable');
    const [flags, method] = [directory.readUInt16LE(next + 8), directory.readUInt16LE(next + 10)];
    const [packedBytes, bytes] = [directory.readUInt32LE(next + 20), directory.readUInt32LE(next + 24)];
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) =>
      directory.readUInt16LE(next + offset),
    );
    const [checksum, headerAt] = [directory.readUInt32LE(next + 16), directory.readUInt32LE(next + 42)];
    const raw = directory.subarray(next + 46, next + 46 + (nameBytes ?? 0));
    next += 46 + (nameBytes ?? 0) + (extraBytes ?? 0) + (commentBytes ?? 0);
    const name = nameOf(raw);
    if (name.endsWith('/')) continue;
    if ((flags & 1) !== 0)
      throw new InputError('is encrypted; unpack it and import the folder', 'archive-unreadable');
    if (method !== 0 && method !== 8)
      throw new InputError('is packed in a way other than deflate; pack it anew', 'archive-unreadable');
    if (bytes > smallBytes && bytes > mostRatio * packedBytes)
      throw new InputError(
        'holds a file that would grow out of proportion, as an attack does',
        'archive-unsafe',
      );
    if (entries.has(name)) throw new InputError('holds two files of one name', 'archive-unsafe');
    spans.push({ from: headerAt, to: headerAt + 30 + packedBytes });
    entries.set(name, { method, packedBytes, bytes, crc32: checksum, headerAt });
  }
  const sorted = spans.toSorted((a, b) => a.from - b.from);
  for (const [i, span] of sorted.entries()) {
    const following = sorted[i + 1]?.from ?? directoryAt;
    if (span.to > following)
      throw new InputError('holds files that share bytes, as an attack does', 'archive-unsafe');
  }
  return entries;
}

/** A name that stays in the archive. What Windows would take for a drive, or another separator, is refused everywhere. */
function nameOf(raw: Buffer): string {
  const name = raw.toString('utf8');
  if (name === '' || !isInside(name))
    throw new InputError('holds a file whose name leads out of it', 'archive-unsafe');
  return name;
}

/** Whether a relative path with `/` between folders stays where it begins, on every system. */
export function isInside(path: string): boolean {
  return !/^[/\\]|[\\:\0]/.test(path) && !path.split('/').some((part) => part === '..' || part === '.');
}

async function readEntry(source: ByteSource, entry: Entry, mostBytes: number): Promise<Uint8Array> {
  if (entry.bytes > mostBytes) throw new InputError('is too large');
  const header = await source.read(entry.headerAt, 30);
  if (header.readUInt32LE(0) !== localSignature) throw new InputError('is damaged in the archive');
  const from = entry.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = await source.read(from, entry.packedBytes);
  // What the directory says of the size is a claim: no more than that is unpacked.
  const bytes =
    entry.method === 0
      ? packed
      : await inflate(packed, { maxOutputLength: Math.max(1, entry.bytes) }).catch(() => null);
  if (bytes?.length !== entry.bytes || crc32(bytes) !== entry.crc32)
    throw new InputError('is damaged in the archive');
  return bytes;
}
