import { readdirSync, readFileSync } from 'node:fs';
import { sampleSessions } from '#main/samples/sample-sessions.ts';
import { ServerLog } from './server-log.ts';
import { expect, test } from './test.ts';

/** The intake that a host started, found the way `ps` finds it; undefined while there is none. */
function intakeOf(hostPid: number): number | undefined {
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      // After the program's name in parentheses: state, then the parent's id.
      const parent = Number(
        readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) \S+ /s, '')
          .split(' ')[0],
      );
      const isIntake = readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('intake.js');
      if (parent === hostPid && isIntake) return Number(name);
    } catch {
      // It ended while it was looked at.
    }
  }
  return undefined;
}

test('while the intake is down the workstation says so, keeps a comment, and sends it afterwards', async ({
  workstation,
  host,
  page,
}) => {
  test.skip(process.platform !== 'linux', 'skipped: finds the intake through /proc');
  await workstation.loadSamples();
  await workstation.untilAllWaitForReview(sampleSessions.length);
  await workstation.press('j');
  await workstation.untilShown();
  const sessionId = workstation.openId();
  const banner = page.getByRole('alert').filter({ hasText: workstation.say('sync.offlineText') });

  // The host starts it again ever more slowly; killed a few times it stays away long enough to be missed.
  await expect
    .poll(
      async () => {
        const pid = intakeOf(host.pid);
        if (pid !== undefined) process.kill(pid, 'SIGKILL');
        return banner.isVisible();
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  await workstation.press('m');
  await page.keyboard.type('Written while offline.');
  await workstation.press('Control+Enter');
  await workstation.photograph('offline');

  await expect(banner).toHaveCount(0, { timeout: 90_000 });
  const server = await ServerLog.of(page, host);
  await expect
    .poll(
      async () => (await server.eventsOf(sessionId)).filter(({ type }) => type === 'comment.added').length,
    )
    .toBe(1);
});
