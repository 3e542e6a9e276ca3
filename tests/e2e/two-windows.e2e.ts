import type { Page } from '@playwright/test';
import { sampleSessions } from '#main/samples/sample-sessions.ts';
import { Workstation } from './pages/workstation-page.ts';
import { ServerLog } from './server-log.ts';
import { expect, test } from './test.ts';

/** What reaches a window from its host: all at once, late by so many milliseconds, or nothing. */
type Line = 'sound' | 'cut' | { readonly lateMs: number };

/** Another window of the same workstation in the same browser, at the session that the first one shows. */
async function secondWindow(first: Page, line: Line): Promise<Workstation> {
  const page = await first.context().newPage();
  // Who works here only the host can say: a line is cut once the window has come up.
  let isUp = false;
  if (line !== 'sound') {
    await page.routeWebSocket(/./, (socket) => {
      const server = socket.connectToServer();
      if (line === 'cut')
        socket.onMessage((message) => {
          if (!isUp) server.send(message);
        });
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
  isUp = true;
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

test('two windows of a workstation act as one', async ({ workstation, page, host }) => {
  test.skip(page.context().browser() === null, 'skipped: the desktop app has one window');
  await workstation.loadSamples();
  await workstation.untilAllWaitForReview(sampleSessions.length);
  await workstation.press('j');
  await workstation.untilShown();
  const sessionId = workstation.openId();
  const server = await ServerLog.of(page, host);
  const commentsOnServer = async (id = sessionId): Promise<number> =>
    (await server.eventsOf(id)).filter(({ type }) => type === 'comment.added').length;

  await test.step('a command shows once in each, however late one hears of its events', async () => {
    const late = await secondWindow(page, { lateMs: 1500 });
    await workstation.openTab('history');
    const before = await workstation.panel.locator('.mantine-Timeline-item').count();
    const most = mostEntriesUntil(workstation, 'Seen twice?');
    await comment(late, 'Seen twice?');
    expect(await most).toBe(before + 1);
    await late.page.close();
  });

  await test.step('what one cannot send the other one sends', async () => {
    const cut = await secondWindow(page, 'cut');
    await comment(cut, 'Written and gone.');
    // Its own line is dead: only the other window can have sent it.
    await expect.poll(() => commentsOnServer()).toBe(2);
    await cut.page.close();
  });

  await test.step('what is decided in one shows in the other within a moment', async () => {
    const other = await secondWindow(page, 'sound');
    await workstation.press('d', 'f', 'Enter');
    const declined = other.tiles.filter({ hasText: other.say('status.declined') });
    await expect(declined).toHaveCount(1, { timeout: 2000 });
    await other.page.close();
  });

  await test.step('when the first one closes the other one goes on', async () => {
    const other = await secondWindow(page, 'sound');
    await page.close();
    await comment(other, 'Alone now.');
    await expect.poll(() => commentsOnServer(other.openId())).toBe(1);
  });
});
