// Finds, or fetches, the Electron runtime. Never `require('electron')`: that starts a download of its own.
import { spawnSync } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './build-parts.mjs';

const electronFolder = join(root, 'node_modules', 'electron');
/** 120 MB at a slow office line's 1.5 MB/s; whoever waits longer wants to decide it for himself. */
const downloadTimeoutMs = 90_000;
const lookupTimeoutMs = 2_000;

/** @returns {string | undefined} the runtime's executable, when this package's version of it is installed */
export function findElectron() {
  const pathFile = join(electronFolder, 'path.txt');
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(electronFolder, 'dist');
  if (!existsSync(pathFile)) return undefined;
  const executable = join(dist, readFileSync(pathFile, 'utf8').trim());
  return existsSync(executable) ? executable : undefined;
}

/** Whether a download could succeed at all: does the name of the server it comes from resolve? */
async function isServerKnown() {
  const mirror =
    process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com';
  if (process.env.HTTPS_PROXY ?? process.env.https_proxy) return true;
  const answer = lookup(new URL(mirror).hostname).then(
    () => true,
    () => false,
  );
  return Promise.race([answer, sleep(lookupTimeoutMs, false, { ref: false })]);
}

/** Fetches the runtime when its server is known, for at most 90 seconds. @returns {Promise<string | undefined>} as `findElectron` */
export async function fetchElectron() {
  const installer = join(electronFolder, 'install.js');
  if (!existsSync(installer) || !(await isServerKnown())) return undefined;
  console.log('Electron runtime not installed: fetching it once (about 120 MB, at most 90 s)');
  spawnSync(process.execPath, [installer], {
    cwd: electronFolder,
    stdio: 'ignore',
    timeout: downloadTimeoutMs,
  });
  return findElectron();
}
