import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';

/** 256 bits: beyond guessing for good. */
const secretBytes = 32;

/** Writes a file that only its owner can read, whole or not at all. False when `path` already exists; it is left alone. */
export async function createPrivateFile(path: string, text: string): Promise<boolean> {
  const unfinished = `${path}.${randomUUID()}`;
  const file = await open(unfinished, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    // Unlike a rename, a link never replaces what another process made a moment ago.
    await link(unfinished, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(unfinished);
  }
}

/** The secret in the file, made of 256 random bits (base64url) when there is none. */
export async function readOrCreateSecret(path: string): Promise<string> {
  await createPrivateFileIfMissing(path);
  return (await readFile(path, 'utf8')).trim();
}

async function createPrivateFileIfMissing(path: string): Promise<void> {
  try {
    await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await createPrivateFile(path, `${randomBytes(secretBytes).toString('base64url')}\n`);
  }
}
