// Sends documents through one analysis worker and watches its memory: see tests/bench/worker-memory.ts.
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { root } from './build-parts.mjs';
import { prepare } from './prepare.mjs';

await prepare({ mainOnly: true, quiet: true });
// The sources are TypeScript, which Node 20 does not run by itself.
const { module } = await runnerImport(join(root, 'tests', 'bench', 'worker-memory.ts'), {
  configFile: false,
  root,
  logLevel: 'error',
});
await module.main(process.argv.slice(2), root);
