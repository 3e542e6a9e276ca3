import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SessionEvent } from '#shared/domain/events.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../database/embedded-postgres.ts';
import {
  clientOf,
  createTestSession,
  makeDataDir,
  must,
  sendTestCommand,
  startTestIntake,
  submitTestSession,
  type TestIntake,
} from '../testing/test-intake.ts';

// Real: two servers on one database, as an organization with several machines runs them.

let dataDir: string;
let postgres: EmbeddedPostgres;
let here: TestIntake;
let there: TestIntake;

beforeAll(async () => {
  dataDir = await makeDataDir();
  postgres = await startEmbeddedPostgres(dataDir);
  const { user, password, host, port, database } = postgres.address;
  const databaseUrl = `postgres://${user}:${password}@${host}:${port.toString()}/${database}`;
  here = await startTestIntake({ dataDir, databaseUrl });
  there = await startTestIntake({ dataDir, databaseUrl });
});
afterAll(async () => {
  await Promise.all([here.running.close(), there.running.close()]);
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

it('shows a reader every event once and in order, however many write at the same time', async () => {
  const sessions = await Promise.all(Array.from({ length: 12 }, () => createTestSession(here.client)));
  const commentsEach = 15;
  const expected = sessions.length * (1 + commentsEach);

  const seen: SessionEvent[] = [];
  const reader = (async () => {
    let cursor = 0;
    while (seen.length < expected) {
      const page = await must(here.client, 'readFeed', { after: cursor, waitMs: 5000 });
      if (page.events.length === 0) break;
      seen.push(...page.events);
      cursor = page.cursor;
    }
  })();
  const writers = sessions.map(async (sessionId, index) => {
    const { client } = index % 2 === 0 ? here : there;
    for (let n = 0; n < commentsEach; n++) {
      await sendTestCommand(client, sessionId, { type: 'comment.add', text: n.toString() });
    }
  });
  await Promise.all([reader, ...writers]);

  expect(seen.map(({ position }) => position)).toEqual(
    Array.from({ length: expected }, (_, index) => index + 1),
  );
  for (const sessionId of sessions) {
    expect(seen.filter((event) => event.sessionId === sessionId).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 1 + commentsEach }, (_, index) => index),
    );
  }
});

it('hears at one process what another one did: the feed and the agents', async () => {
  expect(await must(there.client, 'health', {})).toMatchObject({ database: 'server' });
  const { position } = await must(here.client, 'health', {});
  const startedMs = performance.now();
  const feed = must(here.client, 'readFeed', { after: position, waitMs: 20_000 });
  const lease = must(here.client, 'takeLease', { agentId: 'a', waitMs: 20_000 });
  const sessionId = await submitTestSession(there.client);
  expect((await feed).events[0]).toMatchObject({ sessionId });
  expect((await lease).lease).toMatchObject({ sessionId });
  expect(performance.now() - startedMs).toBeLessThan(10_000);
});

it('ends a long poll when the reader goes or the server closes', async () => {
  const other = await startTestIntake();
  const waiting = must(other.client, 'readFeed', { after: 0, waitMs: 25_000 });
  const aborted = new AbortController();
  const gone = clientOf(other.running).call(
    'readFeed',
    { after: 0, waitMs: 25_000 },
    { signal: aborted.signal },
  );
  setTimeout(() => {
    aborted.abort(new Error('gone'));
  }, 100);
  await expect(gone).rejects.toThrow('gone');
  const startedMs = performance.now();
  await Promise.all([other.remove(), expect(waiting).resolves.toMatchObject({ events: [], cursor: 0 })]);
  expect(performance.now() - startedMs).toBeLessThan(8000);
});
