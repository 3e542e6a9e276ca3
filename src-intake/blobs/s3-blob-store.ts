import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { IntakeStartError } from '../errors.ts';
import { unseal } from '../sealing/seal.ts';
import { BlobStoreAwayError, type BlobStore } from '../services/blob-store.ts';
import { openUnfinishedFolder, sealToFile } from './seal-to-file.ts';

/** Where an S3-compatible store is, and how it knows us. */
export interface S3Config {
  /** Such as `https://s3.example.org:9000`; for AWS `https://s3.<region>.amazonaws.com`. */
  readonly endpoint: string;
  /** Must be there already. */
  readonly bucket: string;
  /** `us-east-1`, what most compatible stores take, unless given. */
  readonly region?: string;
  /** Id and secret of an access key, with a colon between. */
  readonly accessKey: string;
}

// A store in the same data center answers in milliseconds; a picture of 50 MB over a slow line takes half a minute.
const connectTimeoutMs = 3000;
const silenceTimeoutMs = 30_000;
/** A readiness probe must answer before whoever asks gives up. */
const pingTimeoutMs = 3000;

const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };
function ignore(): void {
  // nothing to do
}

/** What the SDK threw, as what it means: everything but a bug, or a blob that is lost, is the store's or its administrator's to mend. */
async function onS3<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || error.name === 'NoSuchKey') throw error;
    const answered = '$metadata' in error;
    const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
    const isCutOff = ['TimeoutError', 'AbortError'].includes(error.name);
    if (answered || code !== undefined || isCutOff) throw new BlobStoreAwayError(code ?? error.name, error);
    throw error;
  }
}

export interface S3BlobStore extends BlobStore {
  /** Puts a file that is sealed already, under its address. Resolves once the bucket has acknowledged it. */
  readonly putSealed: (path: string, address: string) => Promise<void>;
  readonly close: () => void;
}

/**
 * Blobs in a bucket, as `<prefix>/<first byte>/<address>`. An upload is sealed into a file in `unfinishedDir` first: its address, and the
 * length that S3 wants before the first byte, are known at its end. Throws {@link IntakeStartError} `s3-unusable` where the bucket cannot
 * be written.
 */
export async function openS3BlobStore(
  { endpoint, bucket, region = 'us-east-1', accessKey }: S3Config,
  { prefix, unfinishedDir }: { readonly prefix: string; readonly unfinishedDir: string },
): Promise<S3BlobStore> {
  await openUnfinishedFolder(unfinishedDir);
  // Takes a third of a second, which only those who use it should wait for.
  const s3 = await import('@aws-sdk/client-s3');
  const separator = accessKey.indexOf(':');
  const client = new s3.S3Client({
    endpoint,
    region,
    credentials: {
      accessKeyId: accessKey.slice(0, separator),
      secretAccessKey: accessKey.slice(separator + 1),
    },
    // A bucket as a part of the host's name needs DNS and certificates that compatible stores seldom have.
    forcePathStyle: true,
    // Newer checksums by default, as trailers, are what older compatible stores stumble over; ours is the address itself.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // It would write to the console; what it has to say comes as errors too.
    logger: silent,
    requestHandler: {
      connectionTimeout: connectTimeoutMs,
      socketTimeout: silenceTimeoutMs,
      requestTimeout: silenceTimeoutMs,
      throwOnRequestTimeout: true,
    },
  });
  const keyOf = (address: string): string => `${prefix}/${address.slice(0, 2)}/${address}`;

  const probe = `${prefix}/probe`;
  try {
    await onS3(() =>
      client.send(new s3.PutObjectCommand({ Bucket: bucket, Key: probe, Body: Buffer.from('probe') })),
    );
    await onS3(() => client.send(new s3.DeleteObjectCommand({ Bucket: bucket, Key: probe })));
  } catch (error) {
    client.destroy();
    if (!(error instanceof BlobStoreAwayError)) throw error;
    throw new IntakeStartError('s3-unusable', `${bucket} at ${endpoint} (${error.reason})`, error);
  }

  const putSealed = (path: string, address: string): Promise<void> =>
    onS3(async () => {
      await client.send(
        new s3.PutObjectCommand({
          Bucket: bucket,
          Key: keyOf(address),
          Body: createReadStream(path),
          ContentLength: (await stat(path)).size,
          ContentType: 'application/octet-stream',
          // A store that knows checksums refuses what was changed on its way.
          ChecksumSHA256: Buffer.from(address, 'hex').toString('base64'),
        }),
      );
    });

  return {
    putSealed,
    write: (stream, options) => sealToFile(unfinishedDir, stream, options, putSealed),
    read: async (address, { key, place }) => {
      const bytes = await onS3(async () => {
        const { Body } = await client.send(new s3.GetObjectCommand({ Bucket: bucket, Key: keyOf(address) }));
        return Body?.transformToByteArray();
      });
      return unseal(key, place, Buffer.from(bytes ?? []));
    },
    remove: (address) =>
      onS3(async () => {
        await client.send(new s3.DeleteObjectCommand({ Bucket: bucket, Key: keyOf(address) }));
      }),
    async *listOlderThan(ageMs, now) {
      let token: string | undefined;
      do {
        const page = await onS3(() =>
          client.send(
            new s3.ListObjectsV2Command({ Bucket: bucket, Prefix: `${prefix}/`, ContinuationToken: token }),
          ),
        );
        yield (page.Contents ?? []).flatMap(({ Key = '', LastModified }) => {
          const isOld = LastModified !== undefined && now - LastModified.getTime() > ageMs;
          const address = Key.slice(Key.lastIndexOf('/') + 1);
          return isOld && Key === keyOf(address) ? [address] : [];
        });
        token = page.NextContinuationToken;
      } while (token !== undefined);
    },
    ping: () =>
      onS3(async () => {
        await client.send(new s3.HeadBucketCommand({ Bucket: bucket }), {
          abortSignal: AbortSignal.timeout(pingTimeoutMs),
        });
      }),
    close: () => {
      client.destroy();
    },
  };
}
