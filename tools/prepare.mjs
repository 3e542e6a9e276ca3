// Makes what a start needs and is not there or is out of date: the build and the installed models. Quick when nothing is.
// `--main-only` leaves out the window, `--quiet` says nothing of success, `--strict` fails when models could not be installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isBuildable, isFresh, parts, root } from './build-parts.mjs';
import { withLock } from './lock.mjs';

const manifestPath = join(root, 'models', 'manifest.json');
const installedPath = join(root, 'models', 'installed');
const modelsStampPath = join(root, 'out', '.models.json');

/** What lies installed for which manifest, by name and size: enough to notice a file that is gone or cut off. */
function modelsFingerprint() {
  const hash = createHash('sha256').update(readFileSync(manifestPath));
  const files = existsSync(installedPath)
    ? readdirSync(installedPath, { recursive: true }).map(String).sort()
    : [];
  for (const file of files) hash.update(`${file}\0${statSync(join(installedPath, file)).size}\n`);
  return hash.digest('hex');
}

function areModelsInstalled() {
  if (!existsSync(manifestPath)) return true;
  return existsSync(modelsStampPath) && readFileSync(modelsStampPath, 'utf8') === modelsFingerprint();
}

/** @param {{ quiet: boolean }} options @returns {string | undefined} why it failed, in one line */
function installModels({ quiet }) {
  const cli = join(root, 'out', 'main', 'cli.js');
  if (!existsSync(cli)) return undefined;
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [cli, 'models', 'install'], {
    cwd: root,
    encoding: 'utf8',
    // Models are local files and npm packages; only a slow disk makes this long.
    timeout: 5 * 60_000,
  });
  if (status !== 0) {
    const lines = `${stdout}\n${stderr}`.trim().split('\n');
    return error?.message ?? lines.at(-1) ?? `exit code ${status}`;
  }
  writeFileSync(modelsStampPath, modelsFingerprint());
  if (!quiet) process.stdout.write(stdout);
  return undefined;
}

/**
 * Builds and installs what is missing or stale.
 * @param {{ mainOnly?: boolean, quiet?: boolean }} [options]
 * @returns {Promise<{ modelsProblem: string | undefined }>} throws when a build fails; models that could not be installed are a
 * value, because the product runs without them and says which checks could not
 */
export async function prepare({ mainOnly = false, quiet = false } = {}) {
  const wanted = (mainOnly ? ['main'] : Object.keys(parts)).filter(isBuildable);
  const isDone = () => wanted.every(isFresh) && areModelsInstalled();
  if (isDone()) return { modelsProblem: undefined };
  return withLock(async () => {
    const stale = wanted.filter((name) => !isFresh(name));
    if (stale.length > 0) {
      const { buildParts } = await import('./build.mjs');
      await buildParts(stale, { quiet });
    }
    return { modelsProblem: areModelsInstalled() ? undefined : installModels({ quiet }) };
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.chdir(root);
  try {
    const { modelsProblem } = await prepare({
      mainOnly: process.argv.includes('--main-only'),
      quiet: process.argv.includes('--quiet'),
    });
    if (modelsProblem !== undefined) {
      console.error(`models were not installed: ${modelsProblem}`);
      if (process.argv.includes('--strict')) process.exit(1);
    }
  } catch (error) {
    console.error(`prepare: ${error.message}`);
    process.exit(1);
  }
}
