import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  test as base,
  type Browser,
  type BrowserContextOptions,
  type BrowserType,
  type LaunchOptions,
} from '@playwright/test';
import { startCaptureHost, type CaptureHost } from './capture-host.ts';
import { CapturePage } from './capture-page.ts';
import { photographPassport, toVideo } from './capture-pictures.ts';

/** A phone held upright. */
const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: 'en-US',
  timezoneId: 'UTC',
} satisfies BrowserContextOptions;

/** A browser whose camera looks at a picture. */
export async function launchPhones(
  chromium: BrowserType,
  launchOptions: LaunchOptions,
  picture: Buffer,
): Promise<{ readonly browser: Browser; readonly close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'vidimus-camera-'));
  const video = join(folder, 'camera.mjpeg');
  await writeFile(video, await toVideo(picture));
  const browser = await chromium.launch({
    ...launchOptions,
    args: [
      ...(launchOptions.args ?? []),
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${video}`,
    ],
  });
  return {
    browser,
    async close() {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface WorkerFixtures {
  readonly hostKind: 'browser' | 'desktop';
  /** Intake and agent, shared by the tests of a worker: every link is a session of its own. */
  readonly intake: CaptureHost;
  /** A browser whose camera looks at the sample passport. */
  readonly phoneBrowser: Browser;
}

interface TestFixtures {
  /** Another phone, with cookies of its own. */
  readonly takePhone: (options?: BrowserContextOptions) => Promise<CapturePage>;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  hostKind: ['browser', { option: true, scope: 'worker' }],
  intake: [
    async ({}, use) => {
      const host = await startCaptureHost();
      await use(host);
      await host.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  phoneBrowser: [
    async ({ playwright, launchOptions }, use) => {
      const { browser, close } = await launchPhones(
        playwright.chromium,
        launchOptions,
        await photographPassport(),
      );
      await use(browser);
      await close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  takePhone: async ({ phoneBrowser, intake }, use, testInfo) => {
    const closes: (() => Promise<void>)[] = [];
    await use(async (options = {}) => {
      const context = await phoneBrowser.newContext({ ...phone, permissions: ['camera'], ...options });
      closes.push(() => context.close());
      return new CapturePage(await context.newPage());
    });
    for (const close of closes) await close();
    if (testInfo.status !== testInfo.expectedStatus)
      await testInfo.attach('log of intake and agent', { body: intake.log(), contentType: 'text/plain' });
  },
});

export { expect } from '@playwright/test';
