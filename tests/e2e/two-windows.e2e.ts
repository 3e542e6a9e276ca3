import type { Page } from '@playwright/test';
import { Workstation } from './pages/workstation-page.ts';
import { ServerLog } from './server-log.ts';
import { expect, test } from './test.ts';

/** What reaches a window from its host: all at once, late by so many milliseconds, or nothing. */
type Line = 'sound' | 'cut' | { readonly lateMs: number };

/** Another window of the same workstation in the same browser, at the session that the first one shows. */
async function secondWindow(first: Page, line: Line): Promise<Workstation> {
  const page = await first.context().newPage();
  if (line !== 'sound') {
    await page.routeWebSocket(/./, (socket) => {
      const server = socket.connectToServer();
      if (line === 'cut') socket.onMessage(() => undefined);
      else
        server.onMessage((message) => {
          setTimeout(() => {
            socket.send(message);
          }, line.lateMs);
        });
    });
  }
  await page.goto(first.url());
  const workstation = new Workstation(page);
  await workstation.untilShown();
  return workstation;
}

async function comment(workstation: Workstation, text: string): Promise<void> {
  await workstation.press('m');
  await workstation.page.keyboard.type(text);
  await workstation.press('Control+Enter');
}

/** The most entries that the history showed at any moment until it showed `last` and nothing was on its way. */
async function mostEntriesUntil(workstation: Workstation, last: string): Promise<number> {
  const history = workstation.panel.getByRole('tabpanel');
  return history.evaluate(
    async (panel, { text, underway }) => {
      let most = 0;
      for (let quiet = 0; quiet < 120; quiet += 1) {
        most = Math.max(most, panel.querySelectorAll('.mantine-Timeline-item').length);
        const shown = panel.textContent;
        if (!shown.includes(text) || shown.includes(underway)) quiet = 0;
        await new Promise(requestAnimationFrame);
      }
      return most;
    },
    { text: last, underway: workstation.say('history.underway') },
  );
}

test.beforeEach(async ({ workstation }) => {
  await workstation.loadSamples();
  await workstation.untilAllWaitForReview(4);
  await workstation.press('j');
  await workstation.untilShown();
});

test('what is decided in one window shows in the other within a moment', async ({ workstation, page }) => {
  const other = await secondWindow(page, 'sound');
  await workstation.press('d', 'f', 'Enter');
  const tile = other.tiles.filter({ hasText: other.say('status.declined') });
  await expect(tile).toHaveCount(1, { timeout: 2000 });
});

test('a command shows once in every window, however late one of them hears of its events', async ({
  workstation,
  page,
}) => {
  const other = await secondWindow(page, { lateMs: 1500 });
  await workstation.openTab('history');
  const before = await workstation.panel.locator('.mantine-Timeline-item').count();
  const most = mostEntriesUntil(workstation, 'Seen twice?');
  await comment(other, 'Seen twice?');
  expect(await most).toBe(before + 1);
});

test('a command given in a window that closes before it was sent is sent by the other one', async ({
  workstation,
  page,
  host,
}) => {
  const sessionId = workstation.openId();
  const other = await secondWindow(page, 'cut');
  await comment(other, 'Written and gone.');
  await other.openTab('history');
  await expect(other.panel.getByRole('tabpanel')).toContainText(other.say('command.comment.add'));
  await other.page.close();
  const server = await ServerLog.of(page, host);
  await expect
    .poll(
      async () => (await server.eventsOf(sessionId)).filter(({ type }) => type === 'comment.added').length,
    )
    .toBe(1);
});
