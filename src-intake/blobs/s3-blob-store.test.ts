import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BrokenSealError, keyBytes } from '../sealing/seal.ts';
import { BlobStoreAwayError } from '../services/blob-store.ts';
import { startTestS3Server, type TestS3Server } from '../testing/test-s3-server.ts';
import { openBlobStore, type S3Settings } from './open-blob-store.ts';

// Real: an S3-compatible server in a process of its own. Nothing is faked.

let server: TestS3Server;
let dir: string;
beforeAll(async () => {
  server = await startTestS3Server();
  dir = await mkdtemp(join(tmpdir(), 'vidimus-s3-store-'));
});
afterAll(async () => {
  await server.remove();
  await rm(dir, { recursive: true, force: true });
});

async function* chunks(...bytes: readonly Buffer[]): AsyncGenerator<Buffer> {
  for (const chunk of bytes) yield await Promise.resolve(chunk);
}
const seal = { key: randomBytes(keyBytes), place: 'here' };
const maxBytes = 10_000_000;
const open = (s3: S3Settings = server.settings, storeId: string = randomUUID()) =>
  openBlobStore(dir, storeId, s3);

it('keeps under its own prefix what it was given, gives it back, and removes it', async () => {
  const storeId = randomUUID();
  const store = await open(server.settings, storeId);
  // Several megabytes: more than any buffer on the way.
  const picture = randomBytes(5_000_000);
  const blob = await store.write(chunks(picture.subarray(0, 9), picture.subarray(9)), { ...seal, maxBytes });
  if (blob === 'too-many-bytes') throw new Error(blob);
  expect(blob.byteLength).toBe(picture.length);
  expect(await server.list()).toEqual([`${storeId}/${blob.address.slice(0, 2)}/${blob.address}`]);
  expect((await store.read(blob.address, seal)).equals(picture)).toBe(true);
  await expect(store.read(blob.address, { ...seal, place: 'there' })).rejects.toThrow(BrokenSealError);
  expect(await readdir(join(dir, 'unfinished'))).toEqual([]);

  const dayMs = 24 * 60 * 60 * 1000;
  const olderThanADay = async (now: number): Promise<string[]> => {
    const all: string[] = [];
    for await (const addresses of store.listOlderThan(dayMs, now)) all.push(...addresses);
    return all;
  };
  expect(await olderThanADay(Date.now())).toEqual([]);
  expect(await olderThanADay(Date.now() + dayMs + 60_000)).toEqual([blob.address]);
  await store.remove(blob.address);
  await store.remove(blob.address);
  expect(await server.list()).toEqual([]);
  await store.close();
});

it('stops at too many bytes, and sends nothing', async () => {
  const store = await open();
  expect(await store.write(chunks(Buffer.alloc(11)), { ...seal, maxBytes: 10 })).toBe('too-many-bytes');
  expect(await server.list()).toEqual([]);
  expect(await readdir(join(dir, 'unfinished'))).toEqual([]);
  await store.close();
});

it('says that the store is away while it is, leaves nothing half-written, and works again when it is back', async () => {
  const store = await open();
  const kept = await store.write(chunks(Buffer.from('kept')), { ...seal, maxBytes });
  if (kept === 'too-many-bytes') throw new Error(kept);
  await server.kill();
  await expect(store.ping()).rejects.toThrow(BlobStoreAwayError);
  await expect(store.write(chunks(Buffer.from('lost')), { ...seal, maxBytes })).rejects.toThrow(
    BlobStoreAwayError,
  );
  await expect(store.read(kept.address, seal)).rejects.toThrow(BlobStoreAwayError);
  expect(await readdir(join(dir, 'unfinished'))).toEqual([]);
  await server.start();
  await store.ping();
  expect((await store.read(kept.address, seal)).toString()).toBe('kept');
  expect(await server.list()).toHaveLength(1);
  await store.close();
});

it('does not take a blob that is gone for a store that is away', async () => {
  const store = await open();
  await expect(store.read('0'.repeat(64), seal)).rejects.not.toThrow(BlobStoreAwayError);
  await store.close();
});

it('refuses to start where the bucket, the key or the server is not what it should be', async () => {
  const { settings } = server;
  await expect(open({ ...settings, bucket: 'no-such-bucket' })).rejects.toMatchObject({
    code: 's3-unusable',
  });
  // s3rver knows its keys by their ids, and checks no signature of the fourth kind.
  await expect(open({ ...settings, accessKey: 'UNKNOWN:wrong-secret' })).rejects.toMatchObject({
    code: 's3-unusable',
    message: expect.not.stringContaining('wrong-secret') as unknown,
  });
  await expect(open({ ...settings, endpoint: 'http://127.0.0.1:1' })).rejects.toMatchObject({
    code: 's3-unusable',
    message: expect.stringContaining('ECONNREFUSED') as unknown,
  });
  const { accessKey: _, ...withoutKey } = settings;
  await expect(open({ ...withoutKey, accessKeyFile: join(dir, 'none') })).rejects.toMatchObject({
    code: 's3-key-unusable',
  });
});
