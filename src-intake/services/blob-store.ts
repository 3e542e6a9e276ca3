import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createSealer, unseal } from '../sealing/seal.ts';
import { sniffMediaType, sniffedBytes } from './sniff-media-type.ts';

/** A capture that lies sealed on disk. */
export interface StoredBlob {
  /** SHA-256 of the ciphertext: its address. */
  readonly address: string;
  /** SHA-256 of what was sent. */
  readonly sha256: string;
  readonly byteLength: number;
  readonly mediaType: string;
}

/** Sealed files, each named for its own hash. The key and the place it is bound to are the caller's. */
export interface BlobStore {
  /** Seals a stream to disk and syncs it. Stops reading at more than `maxBytes`. */
  write(
    stream: AsyncIterable<Buffer>,
    options: { key: Buffer; place: string; maxBytes: number },
  ): Promise<StoredBlob | 'too-many-bytes'>;
  /** Throws `BrokenSealError` when the file is not what was written. */
  read(address: string, options: { key: Buffer; place: string }): Promise<Buffer>;
  remove(address: string): Promise<void>;
}

/** Makes a rename into `dir` survive a power cut. Windows has no such call and no such need. */
async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

// No upload takes a day; younger ones may be another intake process' on the same folder.
const abandonedAfterMs = 24 * 60 * 60 * 1000;

/** Removes what uploads left behind that a crash cut off. */
async function removeAbandoned(unfinishedDir: string): Promise<void> {
  for (const name of await readdir(unfinishedDir)) {
    const path = join(unfinishedDir, name);
    // Gone meanwhile: another process is finishing its upload, or removing the same.
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > abandonedAfterMs) await rm(path, { force: true });
  }
}

/** Blobs in `dir`, in 256 folders by the first byte of their address. */
export async function openBlobStore(dir: string): Promise<BlobStore> {
  const unfinishedDir = join(dir, 'unfinished');
  await mkdir(unfinishedDir, { recursive: true, mode: 0o700 });
  await removeAbandoned(unfinishedDir);
  const pathOf = (address: string): string => join(dir, address.slice(0, 2), address);

  return {
    async write(stream, { key, place, maxBytes }) {
      const unfinished = join(unfinishedDir, randomUUID());
      const sealer = createSealer(key, place);
      const plainHash = createHash('sha256');
      const sealedHash = createHash('sha256');
      let head = Buffer.alloc(0);
      let byteLength = 0;
      const file = await open(unfinished, 'wx', 0o600);
      try {
        const put = async (bytes: Buffer): Promise<void> => {
          sealedHash.update(bytes);
          await file.writeFile(bytes);
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
        await file.sync();
        const address = sealedHash.digest('hex');
        const madeDir = await mkdir(dirname(pathOf(address)), { recursive: true, mode: 0o700 });
        if (madeDir !== undefined) await syncFolder(dir);
        await rename(unfinished, pathOf(address));
        await syncFolder(dirname(pathOf(address)));
        return { address, sha256: plainHash.digest('hex'), byteLength, mediaType: sniffMediaType(head) };
      } finally {
        await file.close();
        await rm(unfinished, { force: true });
      }
    },
    read: async (address, { key, place }) => unseal(key, place, await readFile(pathOf(address))),
    remove: (address) => rm(pathOf(address), { force: true }),
  };
}
