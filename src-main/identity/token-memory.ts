import { createHash } from 'node:crypto';
import { z } from 'zod';
import { callerSchema, type Caller } from '#shared/domain/identity.ts';
import type { IntakePlace } from '../intake/follow-intake.ts';
import { createSealedFile, type SealedFile, type SealedFileDeps } from './sealed-file.ts';

const rememberedSchema = z.strictObject({
  url: z.string(),
  /** Of the token: it has 256 bits of chance, so that nothing is learned from this. */
  tokenSha256: z.string(),
  caller: callerSchema,
});

/** Where a workstation keeps what its intake said last of a token that was given by file. */
export type TokenMemory = SealedFile<z.infer<typeof rememberedSchema>>;

/** The memory in `file`. */
export function createTokenMemory(file: string, deps: SealedFileDeps): TokenMemory {
  return createSealedFile(file, rememberedSchema, deps);
}

/** Whose token it was when the intake answered last; undefined for another token or another intake. */
export async function recallCaller(memory: TokenMemory, place: IntakePlace): Promise<Caller | undefined> {
  const kept = await memory.read();
  return kept?.url === place.url && kept.tokenSha256 === sha256(place.token) ? kept.caller : undefined;
}

/** Keeps whose token it is, where that is not known yet. */
export async function rememberCaller(memory: TokenMemory, place: IntakePlace, caller: Caller): Promise<void> {
  const known = await recallCaller(memory, place);
  if (JSON.stringify(known) === JSON.stringify(caller)) return;
  await memory.write({ url: place.url, tokenSha256: sha256(place.token), caller });
}

function sha256(token: string | null): string {
  return createHash('sha256')
    .update(token ?? '')
    .digest('hex');
}
