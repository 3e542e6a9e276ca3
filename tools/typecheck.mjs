// Type-checks every folder with its own tsconfig: the `lib` and `types` of each decide which globals exist there.
import { readdirSync, existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

const tsc = 'node_modules/typescript/bin/tsc';
const folders = readdirSync('.').filter(
  (name) => (name.startsWith('src-') || name === 'tests') && existsSync(`${name}/tsconfig.json`),
);
let failed = 0;
for (const folder of folders) {
  const { status } = spawnSync(process.execPath, [tsc, '-p', folder], { stdio: 'inherit' });
  if (status !== 0) failed += 1;
}
console.log(failed === 0 ? `types: ${folders.length} folders are sound` : `types: ${failed} of ${folders.length} folders have errors`);
process.exit(failed === 0 ? 0 : 1);
