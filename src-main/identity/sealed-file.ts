import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { errorFacts, type Log } from '../log.ts';

/** A value that outlives the process. */
export interface SealedFile<Value> {
  /** Undefined where there is none, and where what is there cannot be read any more. */
  read(): Promise<Value | undefined>;
  /** Replaces what was there; the old one or the new one survives a crash. */
  write(value: Value): Promise<void>;
  remove(): Promise<void>;
}

export interface SealedFileDeps {
  readonly log: Log;
  readonly sealing?: Sealing;
}

/** What the operating system offers to keep a secret for this account only. */
export interface Sealing {
  isAvailable(): Promise<boolean>;
  seal(text: string): Promise<Uint8Array>;
  /** Rejects for what was sealed elsewhere. */
  open(sealed: Uint8Array): Promise<string>;
}

// In front of what is sealed, so that a host without sealing sees that it cannot read it.
const sealedMark = 'sealed-1:';

/** One value in `file`, readable by this account only (0600), and sealed where the host can. */
export function createSealedFile<Value>(
  file: string,
  schema: z.ZodType<Value>,
  { log, sealing }: SealedFileDeps,
): SealedFile<Value> {
  async function unseal(text: string): Promise<string> {
    if (!text.startsWith(sealedMark)) return text;
    if (sealing === undefined) throw new Error('it is sealed for the desktop app');
    return sealing.open(Buffer.from(text.slice(sealedMark.length), 'base64'));
  }

  return {
    async read() {
      const text = await readIfThere(file);
      if (text === undefined) return undefined;
      try {
        return schema.parse(JSON.parse(await unseal(text)));
      } catch (error) {
        log('credential.unreadable', errorFacts(error));
        return undefined;
      }
    },

    async write(value) {
      const plain = JSON.stringify(value);
      const text =
        sealing !== undefined && (await sealing.isAvailable())
          ? sealedMark + Buffer.from(await sealing.seal(plain)).toString('base64')
          : plain;
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      const fresh = `${file}.${randomBytes(4).toString('hex')}.new`;
      try {
        const handle = await open(fresh, 'wx', 0o600);
        try {
          await handle.writeFile(text);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(fresh, file);
      } catch (error) {
        await rm(fresh, { force: true });
        throw error;
      }
    },

    async remove() {
      await rm(file, { force: true });
    },
  };
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
