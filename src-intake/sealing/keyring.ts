import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { IntakeStartError } from '../errors.ts';
import { createPrivateFile } from '../secret-file.ts';
import { keyBytes, seal, unseal } from './seal.ts';

const keyringSchema = z.strictObject({
  version: z.literal(1),
  /** The key that wraps from now on; the others only open what they wrapped. */
  current: z.uuid(),
  keys: z.record(z.uuid(), z.base64()),
});

/** Wraps the keys of sessions under the server's own, which lives in a file outside the database. */
export interface Keyring {
  /** A new session key and its wrapped form for the database. */
  createSessionKey(sessionId: string): { key: Buffer; wrapped: Buffer };
  /** Throws `BrokenSealError` for a key of another session or another keyring. */
  openSessionKey(sessionId: string, wrapped: Buffer): Buffer;
  /** The same session key under the key that wraps from now on. */
  rewrapSessionKey(sessionId: string, wrapped: Buffer): Buffer;
  /** With what everything begins that was wrapped under the key that wraps from now on. */
  readonly currentPrefix: Buffer;
  /** Seals another secret of the intake for the database, bound to its place there. */
  sealSecret(place: string, secret: Buffer): Buffer;
  /** Throws `BrokenSealError` for a secret of another place or another keyring. */
  openSecret(place: string, sealed: Buffer): Buffer;
  /** Proof, for the database, of which keyring belongs to it. */
  sealCheck(feedId: string): Buffer;
  isCheckOf(feedId: string, check: Buffer): boolean;
}

// A key's id, as 36 characters of ASCII, precedes what it sealed.
const idLength = 36;

/**
 * The keyring in the file. Only for a database that holds nothing yet may a missing one be made. Throws
 * {@link IntakeStartError} `keyring-missing` or `keyring-unreadable`.
 */
export async function openKeyring(
  path: string,
  { mayCreate }: { readonly mayCreate: boolean },
): Promise<Keyring> {
  if (!existsSync(path)) {
    if (!mayCreate)
      throw new IntakeStartError(
        'keyring-missing',
        `${path}: without it nothing in the database can be read`,
      );
    const id = randomUUID();
    const keyring: z.infer<typeof keyringSchema> = {
      version: 1,
      current: id,
      keys: { [id]: randomBytes(keyBytes).toString('base64') },
    };
    await createPrivateFile(path, `${JSON.stringify(keyring)}\n`);
  }
  const { current, keys } = await readKeyring(path);

  const wrap = (place: string, plain: Buffer): Buffer =>
    Buffer.concat([Buffer.from(current, 'ascii'), seal(keyOf(current), place, plain)]);
  const unwrap = (place: string, wrapped: Buffer): Buffer =>
    unseal(keyOf(wrapped.subarray(0, idLength).toString('ascii')), place, wrapped.subarray(idLength));
  function keyOf(id: string): Buffer {
    const key = keys[id];
    if (key === undefined)
      throw new IntakeStartError('keyring-wrong', 'the keyring lacks a key that was used');
    return Buffer.from(key, 'base64');
  }

  return {
    createSessionKey(sessionId) {
      const key = randomBytes(keyBytes);
      return { key, wrapped: wrap(`session-key:${sessionId}`, key) };
    },
    openSessionKey: (sessionId, wrapped) => unwrap(`session-key:${sessionId}`, wrapped),
    rewrapSessionKey: (sessionId, wrapped) =>
      wrap(`session-key:${sessionId}`, unwrap(`session-key:${sessionId}`, wrapped)),
    currentPrefix: Buffer.from(current, 'ascii'),
    sealSecret: (place, secret) => wrap(`secret:${place}`, secret),
    openSecret: (place, sealed) => unwrap(`secret:${place}`, sealed),
    sealCheck: (feedId) => wrap(`check:${feedId}`, Buffer.from(feedId, 'ascii')),
    isCheckOf(feedId, check) {
      try {
        return unwrap(`check:${feedId}`, check).toString('ascii') === feedId;
      } catch {
        return false; // not opened by this keyring is the answer
      }
    },
  };
}

/** Puts another keyring in the file's place, whole or not at all. */
async function replaceKeyring(path: string, keyring: z.infer<typeof keyringSchema>): Promise<void> {
  const unfinished = `${path}.${randomUUID()}`;
  await createPrivateFile(unfinished, `${JSON.stringify(keyring)}\n`);
  // Root may do this for the user whom the intake runs as.
  const { uid, gid } = await stat(path);
  if (process.getuid?.() === 0) await chown(unfinished, uid, gid);
  await rename(unfinished, path);
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Adds a key that wraps from now on, unless one was added whose predecessors are still there: that rotation is to be finished first. */
export async function addWrappingKey(path: string): Promise<'added' | 'unfinished'> {
  const { version, keys } = await readKeyring(path);
  if (Object.keys(keys).length > 1) return 'unfinished';
  const id = randomUUID();
  await replaceKeyring(path, {
    version,
    current: id,
    keys: { ...keys, [id]: randomBytes(keyBytes).toString('base64') },
  });
  return 'added';
}

/** Forgets every key but the one that wraps now: whatever is still wrapped under another one is lost. */
export async function dropOldWrappingKeys(path: string): Promise<void> {
  const { version, current, keys } = await readKeyring(path);
  const key = keys[current];
  if (key !== undefined) await replaceKeyring(path, { version, current, keys: { [current]: key } });
}

async function readKeyring(path: string): Promise<z.infer<typeof keyringSchema>> {
  try {
    const keyring = keyringSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    const isWhole = Object.values(keyring.keys).every(
      (key) => Buffer.from(key, 'base64').length === keyBytes,
    );
    if (!isWhole || keyring.keys[keyring.current] === undefined) throw new Error('incomplete');
    return keyring;
  } catch (cause) {
    throw new IntakeStartError('keyring-unreadable', path, cause);
  }
}
