import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { SessionId } from '#shared/domain/ids.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../database/embedded-postgres.ts';
import { openDatabase, type OpenDatabase } from '../database/open-database.ts';
import { listFeedRows } from '../repositories/event-rows.ts';
import { BrokenSealError } from '../sealing/seal.ts';
import { openKeyring, type Keyring } from '../sealing/keyring.ts';
import { builtInScenarios } from '#shared/domain/scenario.ts';
import type { NewEvent, SessionEvent } from '#shared/domain/events.ts';
import { must } from '#shared/lib/invariant.ts';
import { analyst, makeDataDir, newSessionId } from '../testing/test-intake.ts';
import { createEventLog, TamperedHistoryError, type EventLog } from './event-log.ts';
import { join } from 'node:path';
import { rm } from 'node:fs/promises';

// Real: database, keys, triggers. The tamperer is a superuser who switches the triggers off.

let dataDir: string;
let postgres: EmbeddedPostgres;
let database: OpenDatabase;
let keyring: Keyring;
let log: EventLog;
let id: SessionId;

const at = '2026-01-02T03:04:05.678Z';
const comment = (text: string): NewEvent => ({ type: 'comment.added', actor: analyst, at, body: { text } });

beforeAll(async () => {
  dataDir = await makeDataDir();
  postgres = await startEmbeddedPostgres(dataDir);
  database = await openDatabase(postgres.address);
  keyring = await openKeyring(join(dataDir, 'keyring.json'), { mayCreate: true });
  log = createEventLog(keyring);
  await database.db
    .insertInto('feed')
    .values({ feed_id: newSessionId(), key_check: Buffer.alloc(0) })
    .execute();
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

beforeEach(async () => {
  id = newSessionId();
  const scenario = must(builtInScenarios[0], 'there are scenarios');
  await database.db.transaction().execute(async (trx) => {
    await log.create(trx, id, {
      type: 'session.created',
      actor: analyst,
      at,
      body: { scenario, source: 'manual', clientKey: null, linkId: null },
    });
    const open = must(await log.openForUpdate(trx, id), 'just created');
    await log.append(trx, open, [comment('one'), comment('two')]);
  });
});

async function tamper(statement: ReturnType<typeof sql>): Promise<void> {
  await database.db.connection().execute(async (connection) => {
    await sql`set session_replication_role = replica`.execute(connection);
    await statement.execute(connection);
    await sql`set session_replication_role = origin`.execute(connection);
  });
}

const tampered = (): Promise<unknown> =>
  expect(log.open(database.db, id)).rejects.toBeInstanceOf(TamperedHistoryError);

it('reads back what was written, with the instants to the millisecond', async () => {
  const open = must(await log.open(database.db, id), 'it is there');
  expect(open.events.map(({ seq, type, at: when }) => [seq, type, when])).toEqual([
    [0, 'session.created', at],
    [1, 'comment.added', at],
    [2, 'comment.added', at],
  ]);
  expect(open.session.comments.map(({ text }) => text)).toEqual(['one', 'two']);
});

it('reads pages within their limits, of one event at least, and the database stops there', async () => {
  const { db } = database;
  const all = await log.readPage(db, 0, { events: 1000, bytes: 1e9 });
  const rows = await listFeedRows(db, 0, { events: 1000, bytes: 1e9 });
  const [first = 0, second = 0] = rows.map(({ sealed_body: body }) => body.length);
  expect(await listFeedRows(db, 0, { events: 1000, bytes: 1 })).toHaveLength(1);
  expect(await listFeedRows(db, 0, { events: 1000, bytes: first + second })).toHaveLength(2);
  expect(await listFeedRows(db, 0, { events: 1, bytes: 1e9 })).toHaveLength(1);
  const read: SessionEvent[] = [];
  for (let after = 0; after < all.cursor;) {
    const page = await log.readPage(db, after, { events: 2, bytes: first + 1 });
    read.push(...page.events);
    after = page.cursor;
  }
  expect(read).toEqual(all.events);
});

it('lets nobody change, remove or empty events by accident', async () => {
  const { db } = database;
  await expect(sql`update events set actor_id = 'x' where session_id = ${id}`.execute(db)).rejects.toThrow(
    'append-only',
  );
  await expect(sql`delete from events where session_id = ${id}`.execute(db)).rejects.toThrow('append-only');
  await expect(sql`truncate events`.execute(db)).rejects.toThrow('append-only');
});

it('sees an envelope that was changed', async () => {
  await tamper(sql`update events set actor_id = 'somebody-else' where session_id = ${id} and seq = 1`);
  await tampered();
  await expect(log.readPage(database.db, 0, { events: 1000, bytes: 1e9 })).rejects.toBeInstanceOf(
    TamperedHistoryError,
  );
  await tamper(sql`update events set actor_id = ${analyst.id} where session_id = ${id} and seq = 1`);
});

it('sees an event that was taken out, in the middle or at the end', async () => {
  await tamper(sql`update events set session_id = ${newSessionId()} where session_id = ${id} and seq = 2`);
  await tampered();
  await tamper(sql`delete from events where seq = 2 and session_id not in (select id from sessions)`);
});

it('sees a body that was changed or put in another one’s place', async () => {
  await tamper(sql`update events set sealed_body = (select sealed_body from events where session_id = ${id} and seq = 2)
    where session_id = ${id} and seq = 1`);
  await tampered();
  // Whoever also mends the hashes still lacks the key.
  await tamper(sql`update events set body_sha256 = (select body_sha256 from events where session_id = ${id} and seq = 2)
    where session_id = ${id} and seq = 1`);
  await tampered();
  await tamper(sql`delete from events where session_id = ${id}`);
});

it('opens nothing under the key of another session', () => {
  const { wrapped } = keyring.createSessionKey(id);
  expect(() => keyring.openSessionKey(newSessionId(), wrapped)).toThrow(BrokenSealError);
});

it('is silent about a session whose key is gone, and passes over it in the feed', async () => {
  const { db } = database;
  const before = await log.readPage(db, 0, { events: 1000, bytes: 1e9 });
  await db.updateTable('sessions').set({ wrapped_key: null }).where('id', '=', id).execute();
  expect(await log.open(db, id)).toBeUndefined();
  const after = await log.readPage(db, 0, { events: 1000, bytes: 1e9 });
  expect(after.cursor).toBe(before.cursor);
  expect(after.events).toEqual(before.events.filter(({ sessionId }) => sessionId !== id));
});
