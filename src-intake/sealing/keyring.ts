import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
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
