import { z } from 'zod';
import { createSealedFile, type SealedFile, type SealedFileDeps } from './sealed-file.ts';

const credentialSchema = z.strictObject({
  /** The intake that issued it: it is shown to no other. */
  url: z.string(),
  workstationId: z.uuid(),
  token: z.string().min(1),
});

/** What an enrolled workstation is known by. */
export type WorkstationCredential = z.infer<typeof credentialSchema>;

/** Where a workstation keeps its credential; one that cannot be read any more is as good as none: it is enrolled anew then. */
export type CredentialStore = Pick<SealedFile<WorkstationCredential>, 'read' | 'write'>;

/** A credential in `file`. */
export function createCredentialFile(file: string, deps: SealedFileDeps): CredentialStore {
  return createSealedFile(file, credentialSchema, deps);
}
