import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IntakeClient } from '#shared/api/client.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import { defaultRules } from '#shared/domain/scenario.ts';
import { instantAfter, systemClock } from '../clock.ts';
import type { Log } from '../log.ts';
import { anAnalysis } from '../testing/an-analysis.ts';
import {
  analyst,
  makeTestScenario,
  must,
  newSessionId,
  putTestCapture,
  sendTestCommand,
  startOpenTestIntake,
  type OpenTestIntake,
} from '../testing/test-intake.ts';

// Real: server, database, queue, sweeps. The tamperer is a superuser who switches the triggers off. The clock is turned by hand.

let intake: OpenTestIntake;
let client: IntakeClient;
let aheadMs = 0;
const leaseMs = 30_000;
const problems: string[] = [];
const log: Log = {
  info: () => undefined,
  unexpected: ({ where, error }) => problems.push(`${where}: ${String(error)}`),
};

beforeAll(async () => {
  const now = () => instantAfter(systemClock(), aheadMs);
  intake = await startOpenTestIntake({ leaseMs, log, now });
  client = intake.client;
  await makeTestScenario(client, 'short', { rules: { ...defaultRules, lifetimeMinutes: 10 } });
});
afterAll(() => intake.remove());

async function begin(): Promise<SessionId> {
  const sessionId = newSessionId();
  await must(client, 'createSession', {
    sessionId,
    scenarioId: 'short',
    source: 'api',
    clientKey: null,
    actor: analyst,
  });
  return sessionId;
}

async function submitted(): Promise<SessionId> {
  const sessionId = await begin();
  for (const side of ['front', 'selfie'] as const) await putTestCapture(client, sessionId, side);
  await sendTestCommand(client, sessionId, { type: 'session.submit' });
  return sessionId;
}

/** What reads of it throws from now on. The row's head changes too: no process goes by what it remembers. */
async function tamperWith(sessionId: SessionId): Promise<void> {
  await intake.db.connection().execute(async (connection) => {
    await sql`set session_replication_role = replica`.execute(connection);
    await sql`update events set hash = repeat('0', 64) where session_id = ${sessionId}`.execute(connection);
    await sql`set session_replication_role = origin`.execute(connection);
  });
  await intake.db
    .updateTable('sessions')
    .set({ head_hash: '0'.repeat(64) })
    .where('id', '=', sessionId)
    .execute();
}

const statusOf = async (sessionId: SessionId): Promise<string> =>
  (await must(client, 'getSessionStatus', { sessionId })).status;

it('lets a session whose history was changed hold up no other’s analysis', async () => {
  const broken = await submitted();
  const whole = await submitted();
  await tamperWith(broken);
  const take = () => client.call('takeLease', { agentId: 'a', waitMs: 0 });
  // The agent is told, once, that something is wrong here.
  expect(await take()).toMatchObject({ ok: false, code: 'internal' });
  const taken = await take();
  expect(taken).toMatchObject({ ok: true, value: { lease: { sessionId: whole } } });
  const leaseId = taken.ok ? (taken.value.lease?.leaseId ?? '') : '';
  await must(client, 'completeLease', { leaseId, analysis: anAnalysis() });
  expect(problems.filter((line) => line.includes('TamperedHistoryError'))).toHaveLength(1);
});

it('nor the return of sessions whose agents died', async () => {
  const broken = await submitted();
  const whole = await submitted();
  for (let n = 0; n < 2; n++) await must(client, 'takeLease', { agentId: 'dead', waitMs: 5000 });
  await tamperWith(broken);
  aheadMs = leaseMs + 1;
  const { lease } = await must(client, 'takeLease', { agentId: 'alive', waitMs: 10_000 });
  expect(lease).toMatchObject({ sessionId: whole, attempt: 2 });
  await must(client, 'completeLease', { leaseId: lease?.leaseId ?? '', analysis: anAnalysis() });
  aheadMs = 0;
});

it('nor the end of lifetimes', async () => {
  const broken = await begin();
  const whole = await begin();
  await tamperWith(broken);
  aheadMs = 11 * 60_000;
  await expect.poll(() => statusOf(whole), { timeout: 10_000 }).toBe('frozen');
  await expect.poll(() => problems.join('\n')).toContain('freeze sweep: TamperedHistoryError');
}, 20_000);
