/** A capture that lies sealed in the store. */
export interface StoredBlob {
  /** SHA-256 of the ciphertext: its address. Of a random nonce, so that no two writes ever share one. */
  readonly address: string;
  /** SHA-256 of what was sent. */
  readonly sha256: string;
  readonly byteLength: number;
  readonly mediaType: string;
}

/** Under which key a blob is sealed, and what the seal is bound to; the caller's. */
export interface Seal {
  readonly key: Buffer;
  readonly place: string;
}

/** The store cannot be reached, refuses us, or is full: not a bug, and over by itself or by an administrator's hand. */
export class BlobStoreAwayError extends Error {
  override readonly name = 'BlobStoreAwayError';
  /** What kind of trouble, such as `ECONNREFUSED`, `AccessDenied` or `ENOSPC`; no names or values. Not `code`, by which the database's are told. */
  readonly reason: string;

  constructor(reason: string, cause?: unknown) {
    super(`the store of pictures is away (${reason})`, { cause });
    this.reason = reason;
  }
}

/**
 * Sealed files, each named for its own hash. Whoever writes a blob names it in the database, or removes it; what a crash leaves between
 * is found by its age. Everything but `write`'s reading of the stream throws {@link BlobStoreAwayError} where the store is away.
 */
export interface BlobStore {
  /** Seals a stream and keeps it: once this resolves, a power cut loses nothing of it. Stops reading at more than `maxBytes`. */
  write(
    stream: AsyncIterable<Buffer>,
    options: Seal & { readonly maxBytes: number },
  ): Promise<StoredBlob | 'too-many-bytes'>;
  /** Throws `BrokenSealError` when the blob is not what was written. */
  read(address: string, seal: Seal): Promise<Buffer>;
  /** One that is gone already is removed. */
  remove(address: string): Promise<void>;
  /** Addresses of the blobs that are older than `ageMs` by the store's own dates, in portions. */
  listOlderThan(ageMs: number, now: number): AsyncIterable<readonly string[]>;
  /** Resolves while the store can be written. */
  readonly ping: () => Promise<void>;
}

/** Removes what no database will name. Where the store is away, the sweep for such blobs does it later. */
export async function discardBlobs(blobs: BlobStore, addresses: readonly string[]): Promise<void> {
  try {
    for (const address of addresses) await blobs.remove(address);
  } catch (error) {
    if (!(error instanceof BlobStoreAwayError)) throw error;
  }
}
