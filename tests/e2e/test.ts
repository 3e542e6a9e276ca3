import { expect, test as base, type Browser, type Page } from '@playwright/test';
import { sampleSessions } from '#main/samples/sample-sessions.ts';
import { must } from '#shared/lib/invariant.ts';
import { openDesktop } from './desktop-host.ts';
import { Workstation } from './pages/workstation-page.ts';
import { startWorkstation, type RunningWorkstation } from './workstation.ts';

/** A window of a workstation of its own: host, intake, database and data folder. */
export interface OpenedWindow {
  readonly page: Page;
  readonly host: RunningWorkstation;
  close(): Promise<void>;
}

interface TestFixtures {
  readonly opened: OpenedWindow;
  readonly host: RunningWorkstation;
  /** The workstation, open, with nothing in it yet. */
  readonly workstation: Workstation;
}

interface WorkerFixtures {
  /** Which host the specs drive; set by the project. */
  readonly hostKind: 'browser' | 'desktop';
  /** The browser of the browser host; none where the desktop app brings its own. */
  readonly windowBrowser: Browser | undefined;
  /** A workstation with the four sample sessions, analyzed; shared by tests that only look. */
  readonly stocked: Workstation;
}

const windowOptions = { viewport: { width: 1280, height: 720 }, locale: 'en-US', timezoneId: 'UTC' };

async function openInBrowser(browser: Browser): Promise<OpenedWindow> {
  const host = await startWorkstation();
  const context = await browser.newContext(windowOptions);
  const page = await context.newPage();
  await page.goto(host.launchUrl);
  return {
    page,
    host,
    async close() {
      await context.close();
      await host.stop();
    },
  };
}

function open(hostKind: WorkerFixtures['hostKind'], browser: Browser | undefined): Promise<OpenedWindow> {
  return hostKind === 'desktop' ? openDesktop() : openInBrowser(must(browser, 'a browser for its host'));
}

/** Every test has a host, an intake and a database of its own, started as a user starts them. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  hostKind: ['browser', { option: true, scope: 'worker' }],
  windowBrowser: [
    async ({ hostKind, playwright, launchOptions }, use) => {
      if (hostKind === 'desktop') {
        await use(undefined);
        return;
      }
      const browser = await playwright.chromium.launch(launchOptions);
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  opened: async ({ hostKind, windowBrowser }, use, testInfo) => {
    const opened = await open(hostKind, windowBrowser);
    await use(opened);
    await opened.close();
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('log of the host', { body: opened.host.log(), contentType: 'text/plain' });
    }
  },
  host: async ({ opened }, use) => {
    await use(opened.host);
  },
  page: async ({ opened }, use) => {
    const errors: string[] = [];
    opened.page.on('pageerror', ({ message, stack }) => errors.push(stack ?? message));
    await use(opened.page);
    expect(errors, 'errors that nothing in the page caught').toEqual([]);
  },
  workstation: async ({ page }, use) => {
    await use(new Workstation(page));
  },
  stocked: [
    async ({ hostKind, windowBrowser }, use) => {
      const opened = await open(hostKind, windowBrowser);
      const workstation = new Workstation(opened.page);
      await workstation.loadSamples();
      await workstation.untilAllWaitForReview(sampleSessions.length);
      await use(workstation);
      await opened.close();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});

export { expect } from '@playwright/test';
