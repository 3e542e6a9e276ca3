import type { Kysely } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { selectNamedBlobs } from '../repositories/capture-rows.ts';
import type { BlobStore } from '../services/blob-store.ts';

// Between a blob and the row that names it lie milliseconds; in a day the slowest upload is over.
const strayAgeMs = 24 * 60 * 60 * 1000;

/**
 * A sweep for blobs that no capture names: a crash came between the two. It removes those that are older than a day and that the sweep
 * before found too, so that a clock which jumped takes nothing from an upload under way. Answers how many; several processes may sweep.
 */
export function createBlobSweep(deps: {
  readonly db: Kysely<Database>;
  readonly blobs: BlobStore;
  readonly now: Clock;
}): () => Promise<number> {
  const { db, blobs, now } = deps;
  let suspects: ReadonlySet<string> = new Set();

  return async () => {
    const found = new Set<string>();
    let removed = 0;
    for await (const addresses of blobs.listOlderThan(strayAgeMs, Date.parse(now()))) {
      if (addresses.length === 0) continue;
      const named = await selectNamedBlobs(db, addresses);
      for (const address of addresses.filter((one) => !named.has(one))) {
        if (!suspects.has(address)) found.add(address);
        else {
          await blobs.remove(address);
          removed++;
        }
      }
    }
    suspects = found;
    return removed;
  };
}
