import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IntakeStartError } from '../errors.ts';
import type { BlobStore } from '../services/blob-store.ts';
import { openDiskBlobStore } from './disk-blob-store.ts';
import { openS3BlobStore, type S3Config } from './s3-blob-store.ts';

/** An S3-compatible store as it is configured: its access key by value or in a file. */
export type S3Settings = Omit<S3Config, 'accessKey'> &
  ({ readonly accessKey: string } | { readonly accessKeyFile: string });

/** Id and secret, neither of them empty and without anything that would make them two lines. */
export const accessKeyPattern = /^[^\s:]+:\S+$/;

/** Throws {@link IntakeStartError} `s3-key-unusable`. */
export async function readAccessKey(settings: S3Settings): Promise<string> {
  if ('accessKey' in settings) return settings.accessKey;
  const { accessKeyFile } = settings;
  const text = await readFile(accessKeyFile, 'utf8').catch((cause: unknown) => {
    throw new IntakeStartError('s3-key-unusable', `${accessKeyFile} cannot be read`, cause);
  });
  if (!accessKeyPattern.test(text.trim()))
    throw new IntakeStartError('s3-key-unusable', `${accessKeyFile} is not a line of id:secret`);
  return text.trim();
}

/**
 * The store of pictures of the database that calls it `storeId`: in the bucket, or in `dir`. Throws {@link IntakeStartError} `s3-key-unusable`
 * or `s3-unusable`.
 */
export async function openBlobStore(
  dir: string,
  storeId: string,
  s3: S3Settings | undefined,
): Promise<BlobStore & { readonly close: () => Promise<void> }> {
  if (s3 === undefined) return { ...(await openDiskBlobStore(dir, storeId)), close: () => Promise.resolve() };
  const store = await openS3BlobStore(
    { ...s3, accessKey: await readAccessKey(s3) },
    { prefix: storeId, unfinishedDir: join(dir, 'unfinished') },
  );
  return {
    ...store,
    close: () => {
      store.close();
      return Promise.resolve();
    },
  };
}
