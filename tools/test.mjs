// Runs every test and ends with the true sum of all runners, as its own last line: `N passed, N failed, N skipped`.
// `npm test -- unit` runs vitest only, `npm test -- e2e` Playwright only; further words go to the runner as file filters.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build-parts.mjs';
import { countPlaywright, countVitest, sumLine } from './count-tests.mjs';
import { findBrowser } from './find-browser.mjs';

process.chdir(root);
const artifacts = join(root, 'artifacts');
mkdirSync(artifacts, { recursive: true });

const [first, ...rest] = process.argv.slice(2);
const only = first === 'unit' || first === 'e2e' ? first : undefined;
const filters = only === undefined ? process.argv.slice(2) : rest;

/** @param {string} why @returns {import('./count-tests.mjs').Count} */
const crashed = (why) => ({ passed: 0, failed: 1, skipped: 0, note: why });

/** @param {string} script @param {readonly string[]} args @param {NodeJS.ProcessEnv} [env] @returns {Promise<number>} */
function run(script, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, script), ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
    child.on('error', () => resolve(1));
    child.on('exit', (code, signal) => {
      if (code === null) console.error(`test: ${script} was ended by ${signal}`);
      resolve(code ?? 1);
    });
  });
}

/** @param {string} path @returns {unknown} undefined when the runner left no readable report */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @returns {Promise<import('./count-tests.mjs').Count>} */
async function runUnit() {
  const reportPath = join(artifacts, 'vitest.json');
  rmSync(reportPath, { force: true });
  const code = await run('node_modules/vitest/vitest.mjs', [
    'run',
    '--passWithNoTests=false',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportPath}`,
    ...filters,
  ]);
  return countVitest(readReport(reportPath), code);
}

/** @returns {Promise<import('./count-tests.mjs').Count>} */
async function runE2e() {
  if (!existsSync(join(root, 'tests', 'e2e'))) return crashed('tests/e2e is gone');
  const browser = await findBrowser();
  if (browser.path === undefined) {
    console.log(`test: end-to-end tests skipped: ${browser.reason}`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  console.log(`test: end-to-end tests in ${browser.version}`);
  const reportPath = join(artifacts, 'playwright.json');
  rmSync(reportPath, { force: true });
  const code = await run(
    'node_modules/@playwright/test/cli.js',
    ['test', '--reporter=list,json', ...filters],
    {
      VIDIMUS_BROWSER: browser.path,
      PLAYWRIGHT_JSON_OUTPUT_FILE: reportPath,
    },
  );
  return countPlaywright(readReport(reportPath), code);
}

/** @type {import('./count-tests.mjs').Count[]} */
const counts = [];
// In a process of its own: whatever a build does to its process, this one still counts.
const prepared = await run('tools/prepare.mjs', ['--strict', ...(only === 'unit' ? ['--main-only'] : [])]);
if (prepared !== 0) counts.push(crashed(`tools/prepare.mjs ended with code ${prepared}`));
if (only !== 'e2e') counts.push(await runUnit());
if (only !== 'unit') counts.push(await runE2e());

for (const { note } of counts) if (note !== undefined) console.log(`test: ${note}`);
console.log(sumLine(counts));
process.exit(counts.some(({ failed }) => failed > 0) ? 1 : 0);
