import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * The id under which this workstation's user appears in the event log: made once, at random, and kept in `file`. An
 * account's name would be personal data in a log that is never changed.
 */
export async function readUserId(file: string): Promise<string> {
  const kept = await readIfThere(file);
  if (kept !== undefined && /^[a-z0-9-]{1,100}$/.test(kept)) return kept;
  const made = `analyst-${randomBytes(4).toString('hex')}`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, `${made}\n`, { mode: 0o600 });
  return made;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
