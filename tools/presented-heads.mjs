// Draws the heads that the net for masks and cut-outs is trained on: see models/training/heads.
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { root } from './build-parts.mjs';

// The sources are TypeScript, which Node 20 does not run by itself.
const { module } = await runnerImport(join(root, 'tests', 'corpus', 'recapture', 'heads.ts'), {
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
