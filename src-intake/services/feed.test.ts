import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SessionEvent } from '#shared/domain/events.ts';
import { createTestSession, must, sendTestCommand, startTestIntake, clientOf, type TestIntake } from '../testing/test-intake.ts';

// Real: server and database. A second server on the same database stands for another machine's intake process.

let intake: TestIntake;

beforeAll(async () => {
  intake = await startTestIntake();
});
afterAll(() => intake.remove());

it('shows a reader every event once and in order, however many write at the same time', async () => {
  const { client } = intake;
  const sessions = await Promise.all(Array.from({ length: 12 }, () => createTestSession(client)));
  const commentsEach = 15;
  const expected = sessions.length * (1 + commentsEach);

  const seen: SessionEvent[] = [];
  const reader = (async () => {
    let cursor = 0;
    while (seen.length < expected) {
      const page = await must(client, 'readFeed', { after: cursor, waitMs: 2000 });
      if (page.events.length === 0) break;
      seen.push(...page.events);
      cursor = page.cursor;
    }
  })();
  const writers = sessions.map(async (sessionId) => {
    for (let n = 0; n < commentsEach; n++) await sendTestCommand(client, sessionId, { type: 'comment.add', text: n.toString() });
  });
  await Promise.all([reader, ...writers]);

  expect(seen.map(({ position }) => position)).toEqual(Array.from({ length: expected }, (_, index) => index + 1));
  for (const sessionId of sessions) {
    expect(seen.filter((event) => event.sessionId === sessionId).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 1 + commentsEach }, (_, index) => index),
    );
  }
});

it('ends a long poll when the reader goes or the server closes', async () => {
  const other = await startTestIntake();
  const waiting = must(other.client, 'readFeed', { after: 0, waitMs: 25_000 });
  const aborted = new AbortController();
  const gone = clientOf(other.running).call('readFeed', { after: 0, waitMs: 25_000 }, { signal: aborted.signal });
  setTimeout(() => {
    aborted.abort(new Error('gone'));
  }, 100);
  await expect(gone).rejects.toThrow('gone');
  const startedMs = performance.now();
  await Promise.all([other.remove(), expect(waiting).resolves.toMatchObject({ events: [], cursor: 0 })]);
  expect(performance.now() - startedMs).toBeLessThan(8000);
});
