import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, expect, it } from 'vitest';
import { passportAndSelfie } from '#shared/domain/scenario.ts';
import { startEmbeddedPostgres } from '../database/embedded-postgres.ts';
import { openDatabase } from '../database/open-database.ts';
import {
  analyst,
  makeDataDir,
  must,
  newSessionId,
  startTestIntake,
  type TestIntake,
} from '../testing/test-intake.ts';
import { startTestReceiver, type TestReceiver } from '../testing/test-receiver.ts';
import { mendDeliveryJobs } from './delivery-jobs.ts';

// Real: the intake, its queue, PostgreSQL and its death.

let receiver: TestReceiver | undefined;
afterEach(async () => {
  await receiver?.close();
});

async function createCallingSession({ client }: TestIntake, callbackUrl: string) {
  const { version: _, ...passport } = passportAndSelfie;
  const draft = { ...passport, id: 'calling', notifications: { ...passport.notifications, callbackUrl } };
  const change = { scenarioId: 'calling', actor: analyst };
  const saved = await client.call('saveScenarioDraft', { ...change, expectedRevision: null, draft });
  if (saved.ok) {
    await must(client, 'commitScenario', { ...change, expectedRevision: 0 });
    await must(client, 'activateScenario', { ...change, expectedRevision: 1, version: 1 });
  }
  const sessionId = newSessionId();
  const session = { scenarioId: 'calling', source: 'api', clientKey: null, actor: analyst } as const;
  // Offline for a while where the test has killed PostgreSQL.
  await expect
    .poll(() => client.call('createSession', { ...session, sessionId }), { timeout: 30_000, interval: 200 })
    .toMatchObject({ ok: true });
  return sessionId;
}

it('goes on after its PostgreSQL was killed', async () => {
  receiver = await startTestReceiver();
  const bugs: unknown[] = [];
  const intake = await startTestIntake({
    callbacks: { allow: '127.0.0.1' },
    log: { info: () => undefined, unexpected: (event) => bugs.push(event) },
  });
  try {
    await createCallingSession(intake, receiver.url);
    await receiver.untilReceived(1);
    const pid = await readFile(join(intake.dataDir, 'postgres', 'postmaster.pid'), 'utf8');
    process.kill(Number(pid.split('\n')[0]), 'SIGKILL');
    await createCallingSession(intake, receiver.url);
    await receiver.untilReceived(2, 40_000);
  } finally {
    await intake.remove();
  }
  expect(bugs).toEqual([]);
});

it('closes at once while a receiver hangs; the attempt does not count, and the next start makes it', async () => {
  let isHanging = true;
  receiver = await startTestReceiver(() => (isHanging ? new Promise(() => undefined) : undefined));
  const dataDir = await makeDataDir();
  const config = { dataDir, callbacks: { allow: '127.0.0.1' } };
  const first = await startTestIntake(config);
  const sessionId = await createCallingSession(first, receiver.url);
  await receiver.untilReceived(1);
  await first.running.close();
  isHanging = false;
  const second = await startTestIntake(config);
  try {
    await receiver.untilReceived(2, 10_000);
    await expect
      .poll(async () => (await must(second.client, 'listDeliveries', { sessionId })).deliveries)
      .toMatchObject([{ status: 'delivered', attempts: 1 }]);
  } finally {
    await second.remove();
  }
});

it('does not start with an allow-list that it cannot read', async () => {
  await expect(startTestIntake({ callbacks: { allow: 'erp.internal,10.0.0.0/99' } })).rejects.toMatchObject({
    code: 'callback-allow-invalid',
    message: expect.stringContaining('10.0.0.0/99'),
  });
});

it('mends what was left behind: locks of the dead, sessions without a job, queues that nobody needs', async () => {
  const dataDir = await makeDataDir();
  const postgres = await startEmbeddedPostgres(dataDir);
  const { db, close } = await openDatabase(postgres.address);
  try {
    const [orphan, stuck] = [newSessionId(), newSessionId()];
    for (const id of [orphan, stuck]) {
      await sql`insert into sessions (id, created_at, head_seq, head_hash) values (${id}, now(), 0, '')`.execute(
        db,
      );
      await sql`insert into callback_deliveries (id, scenario_id, session_id, type, seq, next_try_at)
        values (${id}, 's', ${id}, 'session.created', 0, now() - interval '1 hour')`.execute(db);
    }
    const queue = `callbacks:${stuck}`;
    await sql`select graphile_worker.add_job('deliver-callback', json_build_object('sessionId', ${stuck}::text),
      queue_name => ${queue}, job_key => ${queue})`.execute(db);
    await sql`select graphile_worker.add_job('deliver-callback', '{}', queue_name => 'callbacks:over', job_key => 'x')`.execute(
      db,
    );
    await sql`delete from graphile_worker._private_jobs where key = 'x'`.execute(db);
    const lock = sql`set locked_at = now() - interval '1 minute', locked_by = 'dead', attempts = 1`;
    await sql`update graphile_worker._private_jobs ${lock}`.execute(db);
    await sql`update graphile_worker._private_job_queues set locked_at = now() - interval '1 minute', locked_by = 'dead'
      where queue_name = ${queue}`.execute(db);

    await mendDeliveryJobs(db, { longestAttemptMs: 120_000 });
    const held = await sql<{
      n: number;
    }>`select count(*) as n from graphile_worker._private_jobs where locked_at is not null`.execute(db);
    expect(held.rows).toEqual([{ n: 1 }]);

    await mendDeliveryJobs(db, { longestAttemptMs: 30_000 });
    const jobs = await sql`select key, is_available from graphile_worker._private_jobs order by id`.execute(
      db,
    );
    expect(jobs.rows).toEqual([
      { key: queue, is_available: true },
      { key: `callbacks:${orphan}`, is_available: true },
    ]);
    const queues =
      await sql`select queue_name, is_available from graphile_worker._private_job_queues order by id`.execute(
        db,
      );
    expect(queues.rows).toEqual([
      { queue_name: queue, is_available: true },
      { queue_name: `callbacks:${orphan}`, is_available: true },
    ]);
  } finally {
    await close();
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});
