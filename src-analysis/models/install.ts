import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { convertFaceApiNet, faceApiNets, isFaceApiNetName } from './face-api-converter.ts';
import type { ModelEntry } from './manifest.ts';
import type { ModelsHome } from './locate-models.ts';

/** What became of one model. `absent`: optional, and not in the folder given. */
export type InstallOutcome =
  | 'already-installed'
  | 'installed'
  | 'absent'
  | 'source-missing'
  /** The file offered, or the package's weights, or the result of conversion, is not the one the manifest names. */
  | 'hash-mismatch';

export interface InstallReport {
  /** Whether every model that is not optional is installed and right, and no file offered was wrong. */
  readonly ok: boolean;
  readonly models: readonly { readonly name: string; readonly outcome: InstallOutcome }[];
}

export interface InstallOptions {
  readonly home: ModelsHome;
  /** Folder with files of optional packs, by the manifest's file names. */
  readonly from?: string;
  readonly onProgress?: (name: string, outcome: InstallOutcome) => void;
}

/**
 * Puts every model of the manifest into the installed folder: nets of npm packages are converted, our own copied, optional
 * packs taken from `from`. A file is written aside and renamed, so that a reader or a power cut never meets half of
 * one. Run again it does nothing, in milliseconds: a stamp beside each file keeps the size, time and hash it was checked with.
 */
export async function installModels({ home, from, onProgress }: InstallOptions): Promise<InstallReport> {
  await mkdir(home.installedFolder, { recursive: true });
  const models: { name: string; outcome: InstallOutcome }[] = [];
  for (const entry of home.manifest.models) {
    const outcome = await installModel(entry, home, from);
    models.push({ name: entry.name, outcome });
    onProgress?.(entry.name, outcome);
  }
  const bad = new Set<InstallOutcome>(['source-missing', 'hash-mismatch']);
  return { ok: models.every(({ outcome }) => !bad.has(outcome)), models };
}

async function installModel(
  entry: ModelEntry,
  home: ModelsHome,
  from: string | undefined,
): Promise<InstallOutcome> {
  const target = join(home.installedFolder, entry.file);
  if (await isInstalled(target, entry.sha256)) return 'already-installed';
  const bytes = await obtain(entry, home, from);
  if (typeof bytes === 'string') return bytes;
  if (sha256(bytes) !== entry.sha256) return 'hash-mismatch';
  await writeAtomically(target, bytes);
  await writeStamp(target, entry.sha256);
  return 'installed';
}

async function obtain(
  entry: ModelEntry,
  home: ModelsHome,
  from: string | undefined,
): Promise<Uint8Array | 'absent' | 'source-missing' | 'hash-mismatch'> {
  const { source } = entry;
  if (source.kind === 'own')
    return (await readIfThere(join(home.sourceFolder, 'own', entry.file))) ?? 'source-missing';
  if (source.kind === 'pack') {
    const offered = from === undefined ? undefined : await readIfThere(join(from, entry.file));
    return offered ?? (entry.optional ? 'absent' : 'source-missing');
  }
  if (!isFaceApiNetName(entry.name)) throw new Error(`no converter for ${entry.name}`);
  const folder = packageFolder(source.package);
  if (folder === undefined) return 'source-missing';
  for (const { path, sha256: expected } of source.files) {
    const file = await readIfThere(join(folder, path));
    if (file === undefined) return 'source-missing';
    if (sha256(file) !== expected) return 'hash-mismatch';
  }
  const stem = join(folder, 'model', faceApiNets[entry.name].weights);
  const manifest: unknown = JSON.parse(await readFile(`${stem}-weights_manifest.json`, 'utf8'));
  return convertFaceApiNet(entry.name, manifest, await readFile(`${stem}.bin`));
}

/** The folder of an installed npm package, found from this code or its bundle. */
function packageFolder(name: string): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    return undefined; // reported as source-missing
  }
}

async function isInstalled(target: string, expected: string): Promise<boolean> {
  const stamp = await currentStamp(target, expected);
  if (stamp === undefined) return false;
  if (stamp === (await readIfThere(stampFile(target)))?.toString()) return true;
  const bytes = await readIfThere(target);
  if (bytes === undefined || sha256(bytes) !== expected) return false;
  await writeStamp(target, expected);
  return true;
}

function stampFile(target: string): string {
  return `${target}.checked`;
}

/** What the stamp says if the file was not touched since it was hashed; never trusted for loading, only to skip work. */
async function currentStamp(target: string, hash: string): Promise<string | undefined> {
  const facts = await stat(target).catch((error: unknown) => undefinedIfMissing(error));
  return facts === undefined ? undefined : `${hash} ${String(facts.size)} ${String(facts.mtimeMs)}`;
}

async function writeStamp(target: string, hash: string): Promise<void> {
  const stamp = await currentStamp(target, hash);
  if (stamp !== undefined) await writeAtomically(stampFile(target), new TextEncoder().encode(stamp));
}

async function writeAtomically(target: string, bytes: Uint8Array): Promise<void> {
  const aside = `${target}.${randomUUID()}.tmp`;
  try {
    await writeFile(aside, bytes, { flush: true });
    await rename(aside, target);
  } finally {
    await rm(aside, { force: true });
  }
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch((error: unknown) => undefinedIfMissing(error));
}

function undefinedIfMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
