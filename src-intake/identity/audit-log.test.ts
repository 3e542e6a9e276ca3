import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuditEntry } from '#shared/domain/identity.ts';
import { anAnalysis } from '../testing/an-analysis.ts';
import {
  clientOf,
  codeOf,
  createTestSession,
  makeTestScenario,
  must,
  newSessionId,
  startOpenTestIntake,
  submitTestSession,
  type OpenTestIntake,
} from '../testing/test-intake.ts';

let intake: OpenTestIntake;
let nowMs = Date.parse('2026-05-04T08:00:00.000Z');
const hourMs = 60 * 60_000;

beforeAll(async () => {
  intake = await startOpenTestIntake({ now: () => new Date(nowMs).toISOString() });
});
afterAll(() => intake.remove());

/** Entries that `act` leaves, oldest first. */
async function entriesOf(act: () => Promise<unknown>): Promise<Omit<AuditEntry, 'id' | 'at'>[]> {
  const last = (await must(intake.client, 'listAudit', { limit: 1 })).entries[0]?.id ?? 0;
  await act();
  const { entries } = await must(intake.client, 'listAudit', { limit: 500 });
  return entries
    .filter(({ id }) => id > last)
    .map(({ id: _, at: __, ...entry }) => entry)
    .reverse();
}

const owner = { kind: 'owner', id: 'owner' } as const;

it('says who changed scenarios, their secret, their callbacks and links', async () => {
  const entries = await entriesOf(async () => {
    await makeTestScenario(intake.client, 'audited', {});
    await must(intake.client, 'rotateScenarioSecret', { scenarioId: 'audited' });
    await intake.db
      .insertInto('disabled_callbacks')
      .values({ scenario_id: 'audited', url: 'https://example.org/', reason: 'gone' })
      .execute();
    await must(intake.client, 'enableCallbacks', { scenarioId: 'audited' });
    // Nothing is changed by these.
    await must(intake.client, 'enableCallbacks', { scenarioId: 'audited' });
    expect(await codeOf(intake.client, 'rotateScenarioSecret', { scenarioId: 'missing' })).toBe('not-found');
    const request = {
      requestId: randomUUID(),
      scenarioId: 'audited',
      count: 3,
      lifetimeMinutes: 10,
      clientKey: 'a customer',
    };
    const { links } = await must(intake.client, 'createLinks', request);
    await must(intake.client, 'createLinks', request);
    const linkIds = links.map(({ linkId }) => linkId);
    await must(intake.client, 'revokeLinks', { linkIds });
    await must(intake.client, 'revokeLinks', { linkIds });
    await must(intake.client, 'replayScenario', { scenarioId: 'audited', version: 1 });
    await must(intake.client, 'replayScenario', { scenarioId: 'audited', version: 1 });
    await must(intake.client, 'archiveScenario', {
      scenarioId: 'audited',
      expectedRevision: 2,
      archived: true,
    });
  });
  const of = (action: string, details: object, subject: unknown = 'audited') => ({
    caller: owner,
    action,
    subject,
    details,
  });
  expect(entries).toEqual([
    of('scenario.saved', { revision: 0 }),
    of('scenario.committed', { version: 1 }),
    of('scenario.activated', { version: 1 }),
    of('scenario.secret-rotated', {}),
    of('callbacks.enabled', { endpoints: 1 }),
    of('links.created', { scenarioId: 'audited', version: 1, count: 3 }, expect.any(String)),
    of('links.revoked', { count: 3 }, null),
    of('scenario.replayed', { version: 1 }),
    of('scenario.archived', { archived: true }),
  ]);
});

it('says once an hour who read which session, pictures and stretch of the feed', async () => {
  const sessionId = await submitTestSession(intake.client);
  const { lease } = await must(intake.client, 'takeLease', { agentId: 'a', waitMs: 0 });
  const captureId = lease?.captures[0]?.captureId;
  if (lease === null || captureId === undefined) throw new Error('no lease');
  await must(intake.client, 'completeLease', { leaseId: lease.leaseId, analysis: anAnalysis('IVANOV') });
  const { token } = await must(intake.client, 'createApiToken', {
    tokenId: randomUUID(),
    name: 'reader',
    scopes: ['sessions.read'],
    dataRights: ['fields', 'images', 'checks'],
    expiresAt: null,
  });
  const reader = clientOf({ url: intake.running.url, token });
  const readAll = async (): Promise<void> => {
    await must(reader, 'getResult', { sessionId });
    await must(reader, 'listEvents', { sessionId });
    expect(await reader.getCapture(captureId)).toMatchObject({ ok: true });
    await must(reader, 'readFeed', { after: 0, waitMs: 0 });
  };
  const once = await entriesOf(async () => {
    await readAll();
    await readAll();
    // Nothing was there to read.
    await must(reader, 'readFeed', { after: 1000, waitMs: 0 });
    expect(await codeOf(reader, 'getResult', { sessionId: newSessionId() })).toBe('not-found');
  });
  const { caller } = await must(reader, 'getCaller', {});
  const by = { kind: caller.kind, id: caller.id };
  expect(once).toEqual([
    { caller: by, action: 'session.read', subject: sessionId, details: {} },
    { caller: by, action: 'events.read', subject: sessionId, details: {} },
    { caller: by, action: 'image.read', subject: sessionId, details: {} },
    { caller: by, action: 'feed.read', subject: null, details: { from: 1, to: 1000 } },
  ]);
  nowMs += hourMs;
  expect(await entriesOf(readAll)).toEqual(once);
  const { entries } = await must(intake.client, 'listAudit', { limit: 500 });
  expect(JSON.stringify(entries)).not.toMatch(/IVANOV|a customer|reader/);
});

it('pages, newest first, by action and subject', async () => {
  const all = await must(intake.client, 'listAudit', { limit: 500 });
  const paged: AuditEntry[] = [];
  for (let before: number | null | undefined; before !== null;) {
    const page = await must(intake.client, 'listAudit', {
      limit: 3,
      ...(before !== undefined && { before }),
    });
    paged.push(...page.entries);
    before = page.next;
  }
  expect(paged).toEqual(all.entries);
  const some = await must(intake.client, 'listAudit', { action: 'scenario.saved', subject: 'audited' });
  expect(some.entries).toHaveLength(1);
});

it('keeps its chain under parallel writers, and shows where it was broken', async () => {
  const scenarios = Array.from({ length: 8 }, (_, index) => `parallel-${index.toString()}`);
  await Promise.all(scenarios.map((id) => makeTestScenario(intake.client, id, {})));
  const whole = await must(intake.client, 'verifyAudit', {});
  expect(whole.brokenAt).toBeNull();
  const last = whole.entries;
  await expect(sql`delete from audit_entries`.execute(intake.db)).rejects.toThrow('never change');

  // Somebody with the database alone, who puts every hash of his own where he likes, still lacks the key.
  const asIntruder = async (change: ReturnType<typeof sql>): Promise<number | null> => {
    const rollback = new Error('rolled back');
    let brokenAt: number | null = null;
    await sql`alter table audit_entries disable trigger user`.execute(intake.db);
    await sql`create table kept as select * from audit_entries`.execute(intake.db);
    await sql`create table kept_head as select * from audit_head`.execute(intake.db);
    try {
      await change.execute(intake.db);
      ({ brokenAt } = await must(intake.client, 'verifyAudit', {}));
      throw rollback;
    } catch (error) {
      if (error !== rollback) throw error;
    } finally {
      await sql`delete from audit_entries`.execute(intake.db);
      await sql`insert into audit_entries select * from kept`.execute(intake.db);
      await sql`update audit_head set last_id = k.last_id, hash = k.hash from kept_head k`.execute(intake.db);
      await sql`drop table kept, kept_head`.execute(intake.db);
      await sql`alter table audit_entries enable trigger user`.execute(intake.db);
    }
    return brokenAt;
  };
  expect(await asIntruder(sql`update audit_entries set caller_id = 'u-2' where id = 3`)).toBe(3);
  expect(await asIntruder(sql`update audit_entries set details = '{"count":1}' where id = 3`)).toBe(3);
  expect(await asIntruder(sql`delete from audit_entries where id = 3`)).toBe(3);
  expect(await asIntruder(sql`delete from audit_entries where id = ${last}`)).toBe(last);
  const head = sql`(select hash from audit_entries where id = ${last - 1})`;
  // With the end cut off and the head set back nothing of the log itself tells: that is what copies of it elsewhere are for.
  expect(
    await asIntruder(
      sql`with cut as (delete from audit_entries where id = ${last}) update audit_head set last_id = ${last - 1}, hash = ${head}`,
    ),
  ).toBeNull();
  expect(await must(intake.client, 'verifyAudit', {})).toEqual(whole);
});

it('answers no read whose entry cannot be written', async () => {
  const sessionId = await createTestSession(intake.client);
  await sql`alter table audit_entries rename to audit_entries_away`.execute(intake.db);
  try {
    expect(await codeOf(intake.client, 'getResult', { sessionId })).toBe('internal');
    // Nor is a change without its entry made.
    const draft = { expectedRevision: 3, archived: false, scenarioId: 'audited' };
    expect(await codeOf(intake.client, 'archiveScenario', draft)).toBe('internal');
  } finally {
    await sql`alter table audit_entries_away rename to audit_entries`.execute(intake.db);
  }
  await must(intake.client, 'getResult', { sessionId });
  const { records } = await must(intake.client, 'listScenarioRecords', {});
  expect(records.find(({ id }) => id === 'audited')?.archived).toBe(true);
});
