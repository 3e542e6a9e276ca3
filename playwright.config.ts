import { defineConfig } from '@playwright/test';
import { findElectronRuntime } from './tests/e2e/electron-runtime.ts';

const isCi = process.env['CI'] !== undefined && process.env['CI'] !== '';
const hasRuntime = findElectronRuntime().executablePath !== null;
const executablePath = process.env['VIDIMUS_BROWSER'];

/**
 * `browser`: the real browser host in Chromium. `desktop`: the Electron app, skipped with the reason where its runtime is not
 * installed. One worker: every test starts an intake with its own PostgreSQL and an analysis process.
 */
export default defineConfig<object, { hostKind: 'browser' | 'desktop' }>({
  testDir: 'tests/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'artifacts/e2e',
  workers: 1,
  fullyParallel: false,
  forbidOnly: isCi,
  retries: isCi ? 1 : 0,
  // An analysis of a session takes seconds on a busy two-core machine, and first-run waits for four of them.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    viewport: { width: 1280, height: 720 },
    locale: 'en-US',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      // Root (containers) has no user namespace for the sandbox, and /dev/shm of a container is too small for pictures.
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-dev-shm-usage'],
    },
  },
  projects: [
    { name: 'browser', testIgnore: '**/desktop.e2e.ts', use: { hostKind: 'browser' } },
    {
      name: 'desktop',
      // The intake that offline.e2e.ts kills is found by the name of a plain Node process.
      ...(hasRuntime ? { testIgnore: '**/offline.e2e.ts' } : { testMatch: '**/desktop.e2e.ts' }),
      use: { hostKind: 'desktop' },
    },
  ],
});
