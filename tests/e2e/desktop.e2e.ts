import { findElectronRuntime } from './electron-runtime.ts';
import { expect, test } from './test.ts';

const runtime = findElectronRuntime();

// With the runtime there, this project runs every other spec in the desktop app, too: see playwright.config.ts.
test.describe(() => {
  test.skip(runtime.executablePath === null, runtime.executablePath === null ? runtime.reason : '');

  test('the desktop app opens its window on an empty workstation, without Node in it', async ({
    workstation,
  }) => {
    await workstation.expectNothingYet();
    expect(await workstation.page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe(
      'undefined',
    );
  });
});
