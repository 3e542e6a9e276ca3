// Measures how well the outlines of documents are found: see models/training/locate/README.md.
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { root } from './build-parts.mjs';

// The sources are TypeScript, which Node 20 does not run by itself.
const { module } = await runnerImport(join(root, 'tests', 'outlines', 'measure-outlines.ts'), {
  configFile: false,
  root,
  logLevel: 'error',
});
try {
  await module.main(process.argv.slice(2), root);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
