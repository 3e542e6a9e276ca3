// Measures how many captures an intake takes in a second, beside a bare Fastify, and its memory: see tests/bench/intake-load.ts.
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { root } from './build-parts.mjs';

// The sources are TypeScript, which Node 20 does not run by itself.
const { module } = await runnerImport(join(root, 'tests', 'bench', 'intake-load.ts'), {
  configFile: false,
  root,
  logLevel: 'error',
});
await module.main(process.argv.slice(2), root);
