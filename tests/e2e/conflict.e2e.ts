import { sampleSessions } from '#main/samples/sample-sessions.ts';
import { ServerLog } from './server-log.ts';
import { expect, test } from './test.ts';

/** How late this window hears of what others do: longer than it takes to press three keys. */
const lateMs = 4000;

test('a decision that comes too late is taken back in so many words, and by nothing that says otherwise', async ({
  workstation,
  host,
  page,
}) => {
  test.skip(
    page.context().browser() === null,
    'skipped: holds up the WebSocket, which the desktop app has not',
  );
  await workstation.loadSamples();
  // All four: after the decision the window goes on to the next one.
  await workstation.untilAllWaitForReview(sampleSessions.length);
  const server = await ServerLog.of(page, host);
  // Late from when the window has come up: each step of that would wait as long.
  let isUp = false;
  await page.routeWebSocket(/./, (socket) => {
    socket.connectToServer().onMessage((message) => {
      if (isUp)
        setTimeout(() => {
          socket.send(message);
        }, lateMs);
      else socket.send(message);
    });
  });
  await page.reload();
  await workstation.tiles
    .filter({ hasText: workstation.say('status.review') })
    .first()
    .click();
  await workstation.untilShown();
  const sessionId = workstation.openId();
  isUp = true;

  await server.declineAsSomebodyElse(sessionId);
  await workstation.press('d', 'd', 'Enter');
  const made = page.getByText(workstation.say('decision.made'));
  await expect(made).toBeVisible();

  const refused = page.locator('.mantine-Notification-root', {
    hasText: workstation.say('refusal.already-decided'),
  });
  await expect(refused).toBeVisible();
  await expect(made).toHaveCount(0, { timeout: 1000 });
  await workstation.photograph('decision-refused');
  await refused.getByRole('button', { name: workstation.say('add.open') }).click();
  expect(workstation.openId()).toBe(sessionId);
  await expect(workstation.panel.getByRole('alert')).toContainText(
    workstation.say('refusal.already-decided'),
  );
});
