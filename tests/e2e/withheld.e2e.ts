import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { sampleSessions } from '#main/samples/sample-sessions.ts';
import type { DataRight } from '#shared/domain/identity.ts';
import { faultsOf } from './pages/faults-of.ts';
import { Workstation } from './pages/workstation-page.ts';
import { ServerLog } from './server-log.ts';
import { expect, test } from './test.ts';
import { startWorkstation } from './workstation.ts';

/** Another workstation, whose credential may read only some of what sessions hold. */
async function withReader(
  server: ServerLog,
  browser: Browser,
  dataRights: readonly DataRight[],
  look: (workstation: Workstation) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'vidimus-reader-'));
  const { url, token } = await server.makeReader(dataRights);
  const file = join(folder, 'token');
  await writeFile(file, token, { mode: 0o600 });
  const host = await startWorkstation({ VIDIMUS_INTAKE_URL: url, VIDIMUS_INTAKE_TOKEN_FILE: file });
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(host.launchUrl);
    await look(new Workstation(page));
  } finally {
    await context.close();
    await host.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

test('a workstation says what its person may not read, and holds none of it', async ({
  workstation,
  host,
  page,
  browser,
}) => {
  await workstation.loadSamples();
  await workstation.expectSessions(sampleSessions.length);
  await workstation.untilAllWaitForReview(sampleSessions.length);
  const server = await ServerLog.of(page, host);
  const ids = await workstation.sessionIds();
  const results = await Promise.all(ids.map((id) => server.resultOf(id)));
  const values = results.flatMap(({ steps }) =>
    steps.flatMap(({ document }) =>
      (document?.fields ?? []).map(({ value }) => value).filter((value) => value.length >= 5),
    ),
  );
  expect(values.length).toBeGreaterThan(10);

  await withReader(server, browser, ['images', 'checks'], async (reader) => {
    await reader.expectSessions(sampleSessions.length);
    await reader.open('sample-1-sound');
    const panel = await reader.openTab('document');
    await expect(panel).toContainText(reader.say('withheld.fields'));
    await expect(panel).toContainText(reader.say('withheld.value'));
    await reader.photograph('withheld-fields');
    expect(await faultsOf(reader.page)).toEqual([]);
    for (const tab of ['summary', 'document', 'checks', 'faces', 'json'] as const) {
      await reader.openTab(tab);
      const text = await reader.page.locator('body').innerText();
      expect(values.filter((value) => text.includes(value))).toEqual([]);
    }
  });

  await withReader(server, browser, ['fields', 'images'], async (reader) => {
    await reader.expectSessions(sampleSessions.length);
    await reader.open('BRANDT');
    const summary = await reader.openTab('summary');
    await expect(summary).toContainText(reader.say('withheld.checks'));
    await expect(summary).not.toContainText(reader.say('summary.nothingFailed'));
    await reader.photograph('withheld-checks');
    await expect(await reader.openTab('checks')).toContainText(reader.say('withheld.checks'));
    await expect(await reader.openTab('faces')).toContainText(reader.say('withheld.pairs'));
    await reader.photograph('withheld-pairs');
    expect(await faultsOf(reader.page)).toEqual([]);
  });
});
