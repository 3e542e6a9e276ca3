// Runs the benchmarks of tests/bench on a build of what lies here; words after `--` choose files.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './build-parts.mjs';
import { prepare } from './prepare.mjs';

await prepare({ quiet: true });
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    join(root, 'tests/bench/vitest.config.ts'),
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
