import { describe, expect, test } from 'vitest';
import { countPlaywright, countVitest, sumLine } from './count-tests.mjs';

const file = (status: string, tests: readonly string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});
const vitest = (passed: number, failed: number, skipped: number, ...testResults: unknown[]) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: skipped,
  numTodoTests: 0,
  testResults,
});
const playwright = (
  expected: number,
  unexpected: number,
  flaky = 0,
  skipped = 0,
  errors: unknown[] = [],
) => ({
  stats: { expected, unexpected, flaky, skipped },
  errors,
});

describe('vitest', () => {
  test('a sound run is counted as it is', () => {
    expect(countVitest(vitest(3, 0, 1, file('passed', ['passed'])), 0)).toEqual({
      passed: 3,
      failed: 0,
      skipped: 1,
    });
  });
  test('a file that could not be loaded is a failure beside those of tests', () => {
    const report = vitest(1, 1, 0, file('failed', ['failed', 'passed']), file('failed', []));
    expect(countVitest(report, 1)).toEqual({ passed: 1, failed: 2, skipped: 0 });
  });
  test('a crash is a failure: no report, an exit code without a failed test, no test at all', () => {
    expect(countVitest(undefined, 0).failed).toBe(1);
    expect(countVitest(vitest(5, 0, 0), 1)).toMatchObject({ passed: 5, failed: 1 });
    expect(countVitest(vitest(0, 0, 0), 0).failed).toBe(1);
  });
});

describe('Playwright', () => {
  test('flaky tests passed, and are named', () => {
    expect(countPlaywright(playwright(2, 0, 1, 1), 0)).toEqual({
      passed: 3,
      failed: 0,
      skipped: 1,
      note: '1 end-to-end tests passed only when repeated',
    });
  });
  test('an error outside of tests is a failure', () => {
    expect(countPlaywright(playwright(2, 1, 0, 0, [{ message: 'cannot load a file' }]), 1).failed).toBe(2);
  });
  test('a crash is a failure', () => {
    expect(countPlaywright(undefined, 0).failed).toBe(1);
    expect(countPlaywright(playwright(2, 0), 1).failed).toBe(1);
    expect(countPlaywright(playwright(0, 0), 0).failed).toBe(1);
  });
});

test('the last line is the sum of all runners', () => {
  const counts = [
    { passed: 3, failed: 0, skipped: 0 },
    { passed: 2, failed: 1, skipped: 0 },
  ];
  expect(sumLine(counts)).toBe('5 passed, 1 failed');
  expect(sumLine([...counts, { passed: 0, failed: 0, skipped: 2 }])).toBe('5 passed, 1 failed, 2 skipped');
});
