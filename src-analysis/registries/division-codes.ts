import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { dataFolder } from '../data-folder.ts';
import type { DivisionCode } from './parse-division-codes.ts';

/** The registry of who issues documents under which code, as it was imported on this machine. */
export interface DivisionCodes {
  /** Whoever the registry names under the code, in any spelling of it; none where it is not in the registry. */
  namesOf(code: string): readonly string[];
  /** SHA-256 of the file that was imported: which registry a finding was made with. */
  readonly sourceSha256: string;
}

const storedSchema = z.strictObject({
  version: z.literal(1),
  importedAt: z.string(),
  sourceSha256: z.string(),
  codes: z.array(z.tuple([z.string(), z.string()])),
});

const fileName = 'division-codes.json';

/**
 * Where this machine's registries are: `VIDIMUS_REGISTRIES`, or `registries` in the data folder. The machine that analyzes needs them, which
 * need not be the intake's.
 */
export function registriesFolder(env: Readonly<Record<string, string | undefined>>): string {
  const asked = env['VIDIMUS_REGISTRIES'];
  return asked !== undefined && asked !== '' ? asked : join(dataFolder(env), 'registries');
}

/** Puts a registry in place of the one before, whole or not at all. */
export async function storeDivisionCodes(
  folder: string,
  codes: readonly DivisionCode[],
  { source, at }: { readonly source: Uint8Array; readonly at: string },
): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, fileName);
  const stored: z.infer<typeof storedSchema> = {
    version: 1,
    importedAt: at,
    sourceSha256: createHash('sha256').update(source).digest('hex'),
    codes: codes.map(({ code, name }) => [code, name]),
  };
  const unfinished = `${path}.new`;
  try {
    await writeFile(unfinished, `${JSON.stringify(stored)}\n`, { flush: true });
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
  return path;
}

/** Reads the registry whenever it is asked for and has changed; null where none was imported. Throws for a file that is not ours. */
export function openDivisionCodes(folder: string): () => DivisionCodes | null {
  let known: { readonly stamp: string; readonly codes: DivisionCodes } | null = null;
  return () => {
    const path = join(folder, fileName);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return (known = null);
    const stamp = `${stat.mtimeMs.toString()}/${stat.size.toString()}/${stat.ino.toString()}`;
    if (known?.stamp !== stamp) known = { stamp, codes: parseStored(readFileSync(path, 'utf8')) };
    return known.codes;
  };
}

function parseStored(text: string): DivisionCodes {
  const { codes, sourceSha256 } = storedSchema.parse(JSON.parse(text));
  const byCode = new Map<string, string[]>();
  for (const [code, name] of codes) byCode.set(code, [...(byCode.get(code) ?? []), name]);
  return {
    sourceSha256,
    namesOf: (code) => byCode.get(code.replaceAll(/\D/g, '')) ?? [],
  };
}
