import { access, constants, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unseal } from '../sealing/seal.ts';
import { createPrivateFile } from '../secret-file.ts';
import { BlobStoreAwayError, type BlobStore } from '../services/blob-store.ts';
import { onDisk, openUnfinishedFolder, sealToFile } from './seal-to-file.ts';

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

/** The 256 folders of blobs that are in `dir`, by the first byte of their address. */
export async function blobFoldersOf(dir: string): Promise<string[]> {
  return (await readdir(dir)).filter((name) => /^[0-9a-f]{2}$/.test(name));
}

/**
 * Blobs in `dir`, in 256 folders by the first byte of their address. The folder belongs to the database that names its store so from the first
 * time on: to another one, which names none of them, none is old.
 */
export async function openDiskBlobStore(dir: string, storeId: string): Promise<BlobStore> {
  const unfinishedDir = join(dir, 'unfinished');
  await openUnfinishedFolder(unfinishedDir);
  const ownerFile = `${dir}.store-id`;
  await createPrivateFile(ownerFile, `${storeId}\n`);
  const isOurs = (await readFile(ownerFile, 'utf8')).trim() === storeId;
  const pathOf = (address: string): string => join(dir, address.slice(0, 2), address);

  return {
    write: (stream, options) =>
      sealToFile(unfinishedDir, stream, options, (path, address) =>
        onDisk(async () => {
          const madeDir = await mkdir(dirname(pathOf(address)), { recursive: true, mode: 0o700 });
          if (madeDir !== undefined) await syncFolder(dir);
          await rename(path, pathOf(address));
          await syncFolder(dirname(pathOf(address)));
        }),
      ),
    read: async (address, { key, place }) => unseal(key, place, await readFile(pathOf(address))),
    remove: (address) => onDisk(() => rm(pathOf(address), { force: true })),
    async *listOlderThan(ageMs, now) {
      if (!isOurs) return;
      for (const folder of await blobFoldersOf(dir)) {
        const old: string[] = [];
        for (const name of await readdir(join(dir, folder))) {
          // Gone meanwhile: removed with its session.
          const found = await stat(join(dir, folder, name)).catch(() => undefined);
          if (found !== undefined && now - found.mtimeMs > ageMs) old.push(name);
        }
        yield old;
      }
    },
    async ping() {
      try {
        await access(unfinishedDir, constants.W_OK);
      } catch (error) {
        throw new BlobStoreAwayError((error as NodeJS.ErrnoException).code ?? 'unwritable', error);
      }
    },
  };
}
