import { test as base } from '@playwright/test';
import { Workstation } from './pages/workstation-page.ts';
import { startWorkstation, type RunningWorkstation } from './workstation.ts';

interface TestFixtures {
  readonly host: RunningWorkstation;
  /** The workstation, open in a browser, with nothing in it yet. */
  readonly workstation: Workstation;
}

interface WorkerFixtures {
  /** A workstation with the four sample sessions, analyzed; shared by tests that only look. */
  readonly stocked: Workstation;
}

/** Every test has a host, an intake and a database of its own, started as a user starts them. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  host: async ({}, use, testInfo) => {
    const host = await startWorkstation();
    await use(host);
    await host.stop();
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('log of the host', { body: host.log(), contentType: 'text/plain' });
    }
  },
  workstation: async ({ page, host }, use) => {
    await page.goto(host.launchUrl);
    await use(new Workstation(page));
  },
  stocked: [
    async ({ browser }, use) => {
      const host = await startWorkstation();
      const context = await browser.newContext({
        viewport: { width: 1280, height: 720 },
        locale: 'en-US',
        timezoneId: 'UTC',
      });
      const page = await context.newPage();
      await page.goto(host.launchUrl);
      const workstation = new Workstation(page);
      await workstation.loadSamples();
      await workstation.untilAllWaitForReview(4);
      await use(workstation);
      await context.close();
      await host.stop();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});

export { expect } from '@playwright/test';
