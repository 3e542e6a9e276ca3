import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, it } from 'vitest';
import { createPageFiles } from '#main/page/page-files.ts';
import type { RpcHandlers } from '#main/rpc/handlers.ts';
import { createRpcServer } from '#main/rpc/register.ts';
import { createWebHost, type WebHost } from '#main/web/web-host.ts';
import { feedPageSize } from '#shared/api/feed-contract.ts';
import type { SessionEvent } from '#shared/domain/events.ts';
import { dataRights, permissions } from '#shared/domain/identity.ts';
import { builtInScenarios } from '#shared/domain/scenario.ts';
import { must } from '#shared/lib/invariant.ts';
import { rpcContract } from '#shared/rpc/contract.ts';
import { aHistory, aSessionId, aUuid } from '#shared/testing/builders.ts';
import { findBrowser } from '../../tools/find-browser.mjs';
import { startWorkstation } from '../e2e/workstation.ts';
import { millisecondsOf, record, takeTurns } from './figures.ts';

// Real: the built page, the browser host, Chromium and the replica. Where a feed must be long, its events are made here
// and not by ten thousand analyses.

const rendererFolder = join(import.meta.dirname, '../../out/renderer');
const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-dev-shm-usage'];

let browser: Browser;
beforeAll(async () => {
  const { path } = await findBrowser();
  browser = await chromium.launch({ args, ...(path === undefined ? {} : { executablePath: path }) });
});
afterAll(() => browser.close());

/** A host whose feed holds `count` analyzed sessions and never grows. */
async function serveSessions(count: number): Promise<WebHost> {
  const events: SessionEvent[] = [];
  for (let n = 1; n <= count; n++) {
    events.push(...aHistory({ sessionId: aSessionId(n), firstPosition: events.length + 1 }));
  }
  const page = must(await createPageFiles(rendererFolder), 'the built page');
  const rpc = createRpcServer({
    log: () => undefined,
    handlers: {
      // What the page does not need here the intake would have to answer, and there is none.
      ...(Object.fromEntries(
        Object.keys(rpcContract).map((name) => [name, () => Promise.resolve({ ok: false, code: 'offline' })]),
      ) as unknown as RpcHandlers),
      'app.info': () =>
        Promise.resolve({
          ok: true,
          value: { host: 'web', version: '0', intake: { mode: 'remote', url: '' }, agent: 'off' },
        }),
      'auth.state': () =>
        Promise.resolve({
          ok: true,
          value: {
            state: 'ready',
            userId: 'bench',
            user: null,
            caller: {
              kind: 'owner',
              id: 'owner',
              permissions: [...permissions],
              dataRights: [...dataRights],
            },
          },
        }),
      'scenarios.list': () => Promise.resolve({ ok: true, value: { scenarios: [...builtInScenarios] } }),
      'progress.list': () => Promise.resolve({ ok: true, value: { running: [] } }),
      'feed.read': async ({ after, waitMs }, { signal }) => {
        const found = events.slice(after, after + feedPageSize);
        if (found.length === 0) await Promise.race([once(signal, 'abort'), wait(waitMs)]);
        return { ok: true, value: { events: found, cursor: after + found.length, feedId: aUuid(1) } };
      },
    },
  });
  const media = { serves: () => false, respond: () => Promise.reject(new Error('nothing is served')) };
  return createWebHost({ page, media, rpc, log: () => undefined, port: 0 });
}

async function wait(ms: number): Promise<void> {
  await new Promise((done) => setTimeout(done, ms).unref());
}

/** Opens the host's page and waits until its replica holds all `count` sessions. */
async function openSynced(host: WebHost, count: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, locale: 'en-US' });
  await page.goto(host.newLaunchUrl());
  const counted = new Intl.NumberFormat('en').format(count);
  await page.getByText(new RegExp(`^${counted} sessions?$`)).waitFor({ timeout: 300_000 });
  return page;
}

/** From the reload to a tile that answers: clicked, its session is open. */
async function untilInteractive(page: Page): Promise<void> {
  await page.goto(new URL('/#/logs', page.url()).href);
  await page.reload({ waitUntil: 'commit' });
  await page.locator('[data-session]').first().click();
  await page.getByRole('region', { name: 'Findings and decision' }).waitFor();
}

it('first interactive tile with 10,000 sessions in the replica', async () => {
  const [many, one] = [await serveSessions(10_000), await serveSessions(1)];
  const full = await openSynced(many, 10_000);
  const small = await openSynced(one, 1);
  const taken = await takeTurns(
    7,
    () => millisecondsOf(() => untilInteractive(full)),
    () => millisecondsOf(() => untilInteractive(small)),
  );
  await Promise.all([many.close(), one.close()]);
  record(
    {
      name: 'first interactive tile',
      ours: '10,000 sessions in the replica, reload until a clicked tile has opened',
      baseline: 'the same with one session',
      unit: 'ms',
      goal: null,
    },
    taken,
  );
});

it('cold start to a usable window', async () => {
  const workstation = await startWorkstation();
  const page = await browser.newPage();
  await page.goto(workstation.launchUrl);
  await page.getByRole('button', { name: 'Load sample sessions' }).waitFor();
  await page.close();
  await workstation.halt();

  const taken = await takeTurns(
    5,
    async () => {
      const context = await browser.newContext();
      const startedAt = performance.now();
      const started = await workstation.again();
      const window = await context.newPage();
      await window.goto(started.launchUrl);
      await window.getByRole('button', { name: 'Load sample sessions' }).click({ trial: true });
      const ms = performance.now() - startedAt;
      await context.close();
      await started.halt();
      return ms;
    },
    async () => {
      const context = await browser.newContext();
      const startedAt = performance.now();
      const server = spawn(process.execPath, ['-e', blankServer], { stdio: ['ignore', 'pipe', 'inherit'] });
      const window = await context.newPage();
      await window.goto(await firstLine(server));
      await window.getByRole('button').click({ trial: true });
      const ms = performance.now() - startedAt;
      await context.close();
      server.kill();
      return ms;
    },
  );
  await workstation.stop();
  record(
    {
      name: 'cold start',
      ours: 'host, intake and its PostgreSQL from nothing to a window that answers',
      baseline: 'a bare Node server with one button in the same browser',
      unit: 'ms',
      goal: null,
    },
    taken,
  );
});

const blankServer = `
  const server = require('node:http').createServer((_, response) => response.end('<button>Hello</button>'));
  server.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port));
`;

async function firstLine(child: ChildProcess): Promise<string> {
  const [line] = (await once(must(child.stdout, 'a piped output'), 'data')) as [Buffer];
  return line.toString().trim();
}
