import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { blobFoldersOf } from './blobs/disk-blob-store.ts';
import { readAccessKey } from './blobs/open-blob-store.ts';
import { openS3BlobStore } from './blobs/s3-blob-store.ts';
import { IntakeStartError } from './errors.ts';
import type { Offline } from './offline.ts';
import { BlobStoreAwayError } from './services/blob-store.ts';

/** How many pictures lie between two lines that tell how far it is: some every few seconds. */
const sayEvery = 1000;

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Folder by folder, the pictures in `dir` that sessions of this database name, and how many others lie there. */
async function* picturesIn(
  dir: string,
  db: Offline['db'],
): AsyncGenerator<{ readonly folder: string; readonly named: readonly string[]; readonly others: number }> {
  for (const folder of await blobFoldersOf(dir)) {
    const found = await readdir(join(dir, folder));
    if (found.length === 0) continue;
    const rows = await db.selectFrom('captures').select('blob').where('blob', 'in', found).execute();
    const named = rows.flatMap(({ blob }) => blob ?? []);
    yield { folder, named, others: found.length - named.length };
  }
}

/**
 * Throws {@link IntakeStartError} `pictures-not-moved` where a session's picture still lies in the data folder although a bucket is configured:
 * an intake would answer for it as if it were lost.
 */
export async function refusePicturesOnDisk(dataDir: string, db: Offline['db']): Promise<void> {
  const dir = join(dataDir, 'blobs');
  for await (const { named } of picturesIn(dir, db)) {
    if (named.length > 0)
      throw new IntakeStartError(
        'pictures-not-moved',
        `${dir} still holds pictures of this database; run \`vidimus intake move-pictures\` with these settings first`,
      );
  }
}

/**
 * Moves the pictures of the data folder into the configured bucket, sealed as they are: each is removed from the folder once the bucket has
 * acknowledged it. What no session of this database names stays: another database may, whose folder it was before. Killed at any moment, it has lost nothing, and goes on when it is begun again. Throws {@link IntakeStartError}
 * `s3-not-configured`, `blob-broken` for a file that is not what it was, which stays,
 * and as the opening of the store does.
 */
export async function movePictures({ dataDir, s3, db }: Offline, say: (line: string) => void): Promise<void> {
  if (s3 === undefined)
    throw new IntakeStartError(
      's3-not-configured',
      'give s3Endpoint, s3Bucket and an access key: where to move them',
    );
  const dir = join(dataDir, 'blobs');
  const { store_id: storeId } = await db.selectFrom('feed').select('store_id').executeTakeFirstOrThrow();
  const store = await openS3BlobStore(
    { ...s3, accessKey: await readAccessKey(s3) },
    { prefix: storeId, unfinishedDir: join(dir, 'unfinished') },
  );
  let moved = 0;
  let left = 0;
  try {
    for await (const { folder, named, others } of picturesIn(dir, db)) {
      left += others;
      for (const address of named) {
        const path = join(dir, folder, address);
        if ((await hashOf(path)) !== address)
          throw new IntakeStartError(
            'blob-broken',
            `${path} is not what was written; put it right from a backup`,
          );
        await store.putSealed(path, address);
        await rm(path);
        moved += 1;
        if (moved % sayEvery === 0) say(`${moved.toString()} pictures`);
      }
    }
  } catch (error) {
    if (error instanceof BlobStoreAwayError)
      throw new IntakeStartError(
        's3-unusable',
        `${s3.bucket} at ${s3.endpoint} (${error.reason}); ${moved.toString()} pictures are moved, the others are where they were`,
        error,
      );
    throw error;
  } finally {
    store.close();
  }
  say(
    `done; ${moved.toString()} pictures were moved, ${left.toString()} that no session of this database names stay in ${dir}`,
  );
}
