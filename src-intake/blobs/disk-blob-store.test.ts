import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keyBytes } from '../sealing/seal.ts';
import { BlobStoreAwayError } from '../services/blob-store.ts';
import { openDiskBlobStore } from './disk-blob-store.ts';

// Real: a disk of 300 kB, which is soon full. Only Linux's root can make one.

let dir: string;
let isMounted = false;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vidimus-small-disk-'));
  isMounted =
    process.platform === 'linux' &&
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'tmpfs', dir]).status === 0;
});
afterAll(async () => {
  if (isMounted) spawnSync('umount', [dir]);
  await rm(dir, { recursive: true, force: true });
});

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}

it('says of a full disk that the store is away, leaves nothing of what it refused, and goes on when there is room', async (test) => {
  test.skip(!isMounted, 'no small disk can be mounted here');
  const seal = { key: randomBytes(keyBytes), place: 'here' };
  const store = await openDiskBlobStore(join(dir, 'blobs'), 'store');
  const write = () => store.write(once(randomBytes(200_000)), { ...seal, maxBytes: 1_000_000 });
  const first = await write();
  if (first === 'too-many-bytes') throw new Error(first);
  const refused = write();
  await expect(refused).rejects.toThrow(BlobStoreAwayError);
  await expect(refused).rejects.toMatchObject({ reason: 'ENOSPC' });
  expect(await readdir(join(dir, 'blobs', 'unfinished'))).toEqual([]);
  expect(await store.read(first.address, seal)).toHaveLength(200_000);
  await store.remove(first.address);
  expect(await write()).toMatchObject({ byteLength: 200_000 });
});
