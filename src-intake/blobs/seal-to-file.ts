import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createSealer } from '../sealing/seal.ts';
import { BlobStoreAwayError, type Seal, type StoredBlob } from '../services/blob-store.ts';
import { sniffMediaType, sniffedBytes } from '../services/sniff-media-type.ts';

// No upload takes a day; younger ones may be another intake process' on the same folder.
const abandonedAfterMs = 24 * 60 * 60 * 1000;
// Full, over its quota, read-only, or broken: what an administrator mends.
const awayCodes = ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'];

/** Throws {@link BlobStoreAwayError} in place of what a disk says that cannot be written now. */
export async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw awayCodes.includes(code) ? new BlobStoreAwayError(code, error) : error;
  }
}

/** Makes the folder for files that are being written, and removes what uploads left there that a crash cut off. */
export async function openUnfinishedFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  for (const name of await readdir(dir)) {
    const path = join(dir, name);
    // Gone meanwhile: another process is finishing its upload, or removing the same.
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > abandonedAfterMs) await rm(path, { force: true });
  }
}

/**
 * Seals a stream into a private file in `dir`, syncs it, and hands its path to `keep`, which moves or copies it to where it stays; the
 * file is gone afterwards in any case. Stops reading at more than `maxBytes`, and keeps nothing then.
 */
export async function sealToFile(
  dir: string,
  stream: AsyncIterable<Buffer>,
  { key, place, maxBytes }: Seal & { readonly maxBytes: number },
  keep: (path: string, address: string) => Promise<void>,
): Promise<StoredBlob | 'too-many-bytes'> {
  const path = join(dir, randomUUID());
  const sealer = createSealer(key, place);
  const plainHash = createHash('sha256');
  const sealedHash = createHash('sha256');
  let head = Buffer.alloc(0);
  let byteLength = 0;
  const file = await onDisk(() => open(path, 'wx', 0o600));
  try {
    const put = async (bytes: Buffer): Promise<void> => {
      sealedHash.update(bytes);
      await onDisk(() => file.writeFile(bytes));
    };
    await put(sealer.head);
    for await (const chunk of stream) {
      byteLength += chunk.length;
      if (byteLength > maxBytes) return 'too-many-bytes';
      if (head.length < sniffedBytes)
        head = Buffer.concat([head, chunk.subarray(0, sniffedBytes - head.length)]);
      plainHash.update(chunk);
      await put(sealer.update(chunk));
    }
    await put(sealer.final());
    await onDisk(() => file.sync());
    const address = sealedHash.digest('hex');
    await keep(path, address);
    return { address, sha256: plainHash.digest('hex'), byteLength, mediaType: sniffMediaType(head) };
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}
