import { appendFile, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * Which people, and which of their faces, were deleted: ids and times, nothing else. It lies in a file beside the database and not in it, so that a
 * copy that is newer than a backup says what must be deleted once more after the backup was restored.
 */
export interface Deletions {
  /** On the disk when it resolves. Before the commit: of a deletion that does not come about, the wish is written down. */
  note(deletion: Omit<Deletion, 'at'>): Promise<void>;
}

const deletionSchema = z.strictObject({
  kind: z.enum(['person', 'template']),
  id: z.uuid(),
  at: z.iso.datetime(),
});
export type Deletion = z.infer<typeof deletionSchema>;

export function deletionsFileOf(dataDir: string): string {
  return join(dataDir, 'deletions.jsonl');
}

export function openDeletions(dataDir: string, now: () => string): Deletions {
  const path = deletionsFileOf(dataDir);
  return {
    async note(deletion) {
      // One write of less than a page to a file that is open for appending: lines of several processes do not mix.
      const file = await open(path, 'a', 0o600);
      try {
        await appendFile(file, `${JSON.stringify({ ...deletion, at: now() } satisfies Deletion)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
    },
  };
}

/** All that were written down; a line that is cut off, as a crash leaves it, is passed over. */
export async function readDeletions(dataDir: string): Promise<readonly Deletion[]> {
  const text = await readFile(deletionsFileOf(dataDir), 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => {
    try {
      return [deletionSchema.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}
