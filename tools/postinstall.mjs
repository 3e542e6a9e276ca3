// After `npm ci`: builds the main side and installs the models, so that the first start is quick. Never fails an installation:
// whatever could not be done here is done by the first start.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build-parts.mjs';

process.chdir(root);
if (existsSync(join(root, 'node_modules', 'electron-vite'))) {
  try {
    const { prepare } = await import('./prepare.mjs');
    const { modelsProblem } = await prepare({ mainOnly: true, quiet: true });
    if (modelsProblem !== undefined)
      console.log(`vidimus: models will be installed at the first start (${modelsProblem})`);
  } catch (error) {
    console.log(
      `vidimus: will be built at the first start (${String(error?.message ?? error).split('\n')[0]})`,
    );
  }
}
