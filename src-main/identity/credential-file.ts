import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { errorFacts, type Log } from '../log.ts';

const credentialSchema = z.strictObject({
  /** The intake that issued it: it is shown to no other. */
  url: z.string(),
  workstationId: z.uuid(),
  token: z.string().min(1),
});

/** What an enrolled workstation is known by. */
export type WorkstationCredential = z.infer<typeof credentialSchema>;

/** Where a workstation keeps its credential. */
export interface CredentialStore {
  /** Undefined where there is none, and where what is there cannot be read any more: the workstation is enrolled anew then. */
  read(): Promise<WorkstationCredential | undefined>;
  /** Replaces what was there; the old one or the new one survives a crash. */
  write(credential: WorkstationCredential): Promise<void>;
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

/** A credential in `file`, readable by this account only (0600), and sealed where the host can. */
export function createCredentialFile(
  file: string,
  { log, sealing }: { readonly log: Log; readonly sealing?: Sealing },
): CredentialStore {
  async function unseal(text: string): Promise<string> {
    if (!text.startsWith(sealedMark)) return text;
    if (sealing === undefined) throw new Error('the credential is sealed for the desktop app');
    return sealing.open(Buffer.from(text.slice(sealedMark.length), 'base64'));
  }

  return {
    async read() {
      const text = await readIfThere(file);
      if (text === undefined) return undefined;
      try {
        return credentialSchema.parse(JSON.parse(await unseal(text)));
      } catch (error) {
        log('credential.unreadable', errorFacts(error));
        return undefined;
      }
    },

    async write(credential) {
      const plain = JSON.stringify(credential);
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
