import { sampleSessions } from '#main/samples/sample-sessions.ts';
import { ServerLog } from './server-log.ts';
import { expect, test } from './test.ts';

test('from an empty workstation to a decision in the server’s log, with the keyboard alone', async ({
  workstation,
  host,
  page,
}) => {
  await workstation.expectNothingYet();
  await workstation.photograph('empty-first-run');

  await workstation.loadSamples();
  await workstation.expectSessions(sampleSessions.length);
  await workstation.untilAllWaitForReview(sampleSessions.length);

  // From here on no pointer: the next session, its findings, its pictures, its tabs, the decision.
  await workstation.press('j');
  await workstation.untilShown();
  const sessionId = workstation.openId();
  expect(await workstation.sessionIds()).toContain(sessionId);
  await workstation.press('ArrowDown', 'Enter', ']', '[', '2', '5', '1');
  await workstation.press('m');
  await page.keyboard.type('Compared with the original.');
  await workstation.press('Escape', 'd', 'f', 'Enter');

  const server = await ServerLog.of(page, host);
  const decisions = async (): Promise<unknown> =>
    (await server.eventsOf(sessionId)).filter(({ type }) => type === 'decision.made').map(({ body }) => body);
  await expect
    .poll(decisions, { message: 'the decision reaches the server' })
    .toEqual([{ outcome: 'decline', reasons: ['forged'], comment: 'Compared with the original.' }]);
  const result = await server.resultOf(sessionId);
  expect(result.status).toBe('declined');

  // A reload shows the same from the replica.
  await workstation.goTo(`/logs/${sessionId}`);
  await page.reload();
  await workstation.expectSessions(sampleSessions.length);
  await workstation.expectStatus('declined');
  const history = await workstation.openTab('history');
  await expect(history).toContainText('Compared with the original.');
});
