// Breaks an intake in every way under load and looks for what it lost or doubled: see tests/chaos/chaos.ts.
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { root } from './build-parts.mjs';

// The sources are TypeScript, which Node 20 does not run by itself.
const { module } = await runnerImport(join(root, 'tests', 'chaos', 'chaos.ts'), {
  configFile: false,
  root,
  logLevel: 'error',
});
await module.main(process.argv.slice(2), root);
