// Builds the product into `out/`: main, preload, renderer, capture, or the parts named. A part that fails leaves the last good one there.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isBuildable, parts, root, startStamp } from './build-parts.mjs';
import { withLock } from './lock.mjs';

const out = join(root, 'out');

/** @param {readonly string[]} names @param {{ quiet?: boolean }} [options] call it under the lock */
export async function buildParts(names, { quiet = false } = {}) {
  for (const leftover of existsSync(out) ? readdirSync(out) : []) {
    if (/^\.(new|old)-/.test(leftover)) rmSync(join(out, leftover), { recursive: true, force: true });
  }
  const { build: buildElectron } = await import('electron-vite');
  const { build: buildWeb } = await import('vite');
  for (const name of names) {
    const staging = join(out, `.new-${process.pid}`);
    mkdirSync(staging, { recursive: true });
    process.env.VIDIMUS_BUILD_PARTS = name;
    process.env.VIDIMUS_BUILD_OUT = staging;
    const stamp = startStamp(name);
    const startedAt = performance.now();
    const logLevel = quiet ? 'error' : 'warn';
    if (name === 'capture') {
      for (const file of ['capture.vite.config.ts', 'widget.vite.config.ts'])
        await buildWeb({ configFile: join(root, file), logLevel });
    } else {
      const configFile = join(root, 'electron.vite.config.ts');
      await buildElectron({ root, configFile, ignoreConfigWarning: true, logLevel });
    }
    stamp(join(staging, name));
    const real = join(out, name);
    const old = join(out, `.old-${process.pid}`);
    if (existsSync(real)) renameSync(real, old);
    renameSync(join(staging, name), real);
    rmSync(old, { recursive: true, force: true });
    rmSync(staging, { recursive: true, force: true });
    if (!quiet) console.log(`built ${name} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const asked = process.argv.slice(2);
  const unknown = asked.find((name) => !(name in parts));
  if (unknown !== undefined) {
    console.error(`build: no part is called "${unknown}"; there are ${Object.keys(parts).join(', ')}`);
    process.exit(2);
  }
  process.chdir(root);
  try {
    await withLock(() => buildParts((asked.length > 0 ? asked : Object.keys(parts)).filter(isBuildable)));
  } catch (error) {
    console.error(`build: ${error.message}`);
    process.exit(1);
  }
}
