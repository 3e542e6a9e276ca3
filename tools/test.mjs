// Runs every test and ends with the true sum of all runners, as its own last line: `N passed, N failed, N skipped`.
// `npm test -- unit` runs vitest only, `npm test -- e2e` Playwright only; further words go to the runner as file filters.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build-parts.mjs';
import { findBrowser } from './find-browser.mjs';
import { prepare } from './prepare.mjs';

process.chdir(root);
const artifacts = join(root, 'artifacts');
mkdirSync(artifacts, { recursive: true });

const [first, ...rest] = process.argv.slice(2);
const only = first === 'unit' || first === 'e2e' ? first : undefined;
const filters = only === undefined ? process.argv.slice(2) : rest;

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/** A runner that crashed, or said nothing, has failed whatever it printed before. @param {string} why @returns {Count} */
function crashed(why) {
  console.error(`test: ${why}`);
  return { passed: 0, failed: 1, skipped: 0 };
}

/** @param {string} script @param {readonly string[]} args @param {NodeJS.ProcessEnv} [env] @returns {Promise<number>} */
function run(script, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, script), ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
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

/** @returns {Promise<Count>} */
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
  const report = readReport(reportPath);
  if (report === undefined) return crashed('vitest left no report');
  const passed = report.numPassedTests;
  // A file that fails before its first test (a syntax error, a failed hook) has no failed test of its own.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  const skipped = report.numPendingTests + (report.numTodoTests ?? 0);
  if (failed === 0 && code !== 0) return { ...crashed(`vitest ended with code ${code}`), passed, skipped };
  if (passed + failed === 0) return crashed('vitest ran no test');
  return { passed, failed, skipped };
}

/** @returns {Promise<Count>} */
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
  const report = readReport(reportPath);
  if (report === undefined) return crashed('Playwright left no report');
  const { expected, flaky, unexpected, skipped } = report.stats;
  if (flaky > 0) console.log(`test: ${flaky} end-to-end tests passed only when repeated`);
  const passed = expected + flaky;
  const failed = unexpected + report.errors.length;
  if (failed === 0 && code !== 0)
    return { ...crashed(`Playwright ended with code ${code}`), passed, skipped };
  if (passed + failed === 0) return crashed('Playwright ran no test');
  return { passed, failed, skipped };
}

/** @type {Count[]} */
const counts = [];
try {
  const { modelsProblem } = await prepare({ mainOnly: only === 'unit' });
  if (modelsProblem !== undefined) counts.push(crashed(`models were not installed: ${modelsProblem}`));
  if (only !== 'e2e') counts.push(await runUnit());
  if (only !== 'unit') counts.push(await runE2e());
} catch (error) {
  counts.push(crashed(error.message));
}

const sum = counts.reduce((a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
}));
console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
process.exit(sum.failed > 0 ? 1 : 0);
