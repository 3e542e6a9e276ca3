// How many tests passed, failed and were skipped, from a runner's own report. Whoever crashed, or ran nothing, has failed.

/** @typedef {{ passed: number, failed: number, skipped: number, note?: string }} Count */

/**
 * @param {any} report vitest's JSON report; undefined when it left none
 * @param {number} code vitest's exit code
 * @returns {Count}
 */
export function countVitest(report, code) {
  if (report === undefined)
    return { passed: 0, failed: 1, skipped: 0, note: `vitest left no report (exit code ${code})` };
  const passed = report.numPassedTests;
  // A file that fails before its first test (a syntax error, a failed hook) has no failed test of its own.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length;
  const skipped = report.numPendingTests + (report.numTodoTests ?? 0);
  return settle({ passed, failed: report.numFailedTests + brokenFiles, skipped }, code, 'vitest');
}

/**
 * @param {any} report Playwright's JSON report; undefined when it left none
 * @param {number} code Playwright's exit code
 * @returns {Count}
 */
export function countPlaywright(report, code) {
  if (report === undefined)
    return { passed: 0, failed: 1, skipped: 0, note: `Playwright left no report (exit code ${code})` };
  const { expected, flaky, unexpected, skipped } = report.stats;
  const failed = unexpected + report.errors.length;
  const count = settle({ passed: expected + flaky, failed, skipped }, code, 'Playwright');
  if (flaky > 0 && count.note === undefined)
    count.note = `${flaky} end-to-end tests passed only when repeated`;
  return count;
}

/** @param {Count} count @param {number} code @param {string} runner @returns {Count} */
function settle(count, code, runner) {
  if (count.failed === 0 && code !== 0) {
    return { ...count, failed: 1, note: `${runner} ended with code ${code} although no test failed` };
  }
  if (count.passed + count.failed + count.skipped === 0) {
    return { ...count, failed: 1, note: `${runner} ran no test` };
  }
  return count;
}

/** @param {readonly Count[]} counts @returns {string} the last line of a test run */
export function sumLine(counts) {
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ key) =>
    counts.reduce((total, count) => total + count[key], 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
