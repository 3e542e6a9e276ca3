// Type-checks every folder with its own tsconfig: the `lib` and `types` of each decide which globals exist there.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { root } from './build-parts.mjs';

process.chdir(root);
const tsc = join('node_modules', 'typescript', 'bin', 'tsc');
const folders = readdirSync('.').filter(
  (name) => (name.startsWith('src-') || name === 'tests') && existsSync(join(name, 'tsconfig.json')),
);

/** @param {string} folder @returns {Promise<boolean>} */
function isSound(folder) {
  // What was checked before and has not changed is remembered in `.cache`.
  const args = [
    tsc,
    '-p',
    folder,
    '--incremental',
    '--tsBuildInfoFile',
    join('.cache', 'types', `${folder}.tsbuildinfo`),
  ];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => {
      process.stdout.write(output);
      resolve(code === 0);
    });
  });
}

const waiting = [...folders];
const unsound = [];
// A compiler takes about half a gigabyte; four at once fit the smallest machine that builds this.
const workers = Array.from({ length: Math.min(4, availableParallelism()) }, async () => {
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (!(await isSound(folder))) unsound.push(folder);
  }
});
await Promise.all(workers);
console.log(
  unsound.length === 0
    ? `types: ${folders.length} folders are sound`
    : `types: errors in ${unsound.sort().join(', ')} (of ${folders.length} folders)`,
);
process.exit(unsound.length === 0 ? 0 : 1);
