// Runs the benchmarks of tests/bench on a build of what lies here, and writes their figures into docs/benchmarks.md; words after `--`
// choose files.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from './build-parts.mjs';
import { prepare } from './prepare.mjs';

const page = join(root, 'docs', 'benchmarks.md');
const [begin, end] = ['<!-- figures: written by npm run bench -->', '<!-- end of figures -->'];

/** The last figures of all files, those that were not run this time included. */
function table() {
  const { machine, figures } = JSON.parse(readFileSync(join(root, 'tests', 'bench', 'figures.json'), 'utf8'));
  const rows = figures.map(
    ({ name, ours, oursMedian, baseline, baselineMedian, unit, ratio, goal, processor, day }) =>
      [
        name,
        ours,
        `${oursMedian} ${unit}`,
        baseline,
        `${baselineMedian} ${unit}`,
        ratio,
        goal === null ? '' : `at most ${goal}`,
        processor?.ratio ?? '',
        day,
      ].join(' | '),
  );
  return [
    `On ${machine}.`,
    '',
    '| what | ours | median | baseline | median | ratio | goal | ratio of processor time | day |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

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
const text = readFileSync(page, 'utf8');
const [before, rest = ''] = text.split(begin);
const [, after = ''] = rest.split(end);
const written = `${before}${begin}\n\n${table()}\n\n${end}${after}`;
writeFileSync(page, await format(written, { ...(await resolveConfig(page)), parser: 'markdown' }));
process.exit(status ?? 1);
