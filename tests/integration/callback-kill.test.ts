import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#intake/database/embedded-postgres.ts';
import { analyst, clientOf, makeDataDir, must, newSessionId } from '#intake/testing/test-intake.ts';
import { startTestReceiver, type TestReceiver } from '#intake/testing/test-receiver.ts';
import type { IntakeClient } from '#shared/api/client.ts';
import { passportAndSelfie } from '#shared/domain/scenario.ts';

// Real: the built process, SIGKILL, PostgreSQL, HTTP. What was acknowledged before the kill is told after it.

const entry = join(import.meta.dirname, '../../out/main/intake.js');
const readySchema = z.object({ type: z.literal('ready'), url: z.string(), token: z.string() });
const sessionCount = 5;
/** An attempt is taken for lost half a minute after it began; the rest is a slow machine's. */
const recoveryMs = 90_000;

let dataDir: string;
let postgres: EmbeddedPostgres;
let receiver: TestReceiver;
let isKilled = false;
const children: ChildProcess[] = [];

beforeAll(async () => {
  dataDir = await makeDataDir();
  postgres = await startEmbeddedPostgres(dataDir);
  // Hangs until the intake that called is gone: every attempt is under way when it is killed.
  receiver = await startTestReceiver(() => (isKilled ? undefined : new Promise(() => undefined)));
});
afterAll(async () => {
  for (const child of children.filter(
    ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
  )) {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  }
  await receiver.close();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function startIntakeProcess(): Promise<{ child: ChildProcess; client: IntakeClient }> {
  const { host, port, user, password, database } = postgres.address;
  const child = fork(entry, ['--data', dataDir], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: `postgres://${user}:${password}@${host}:${port.toString()}/${database}`,
      VIDIMUS_CALLBACK_ALLOW: '127.0.0.1',
    },
  });
  children.push(child);
  const [message] = await once(child, 'message');
  return { child, client: clientOf(readySchema.parse(message)) };
}

it(
  'delivers after kill -9 what was on its way, each under the id that it had',
  { timeout: recoveryMs + 60_000 },
  async () => {
    const first = await startIntakeProcess();
    const { version: _, ...passport } = passportAndSelfie;
    const notifications = { ...passport.notifications, callbackUrl: receiver.url };
    const change = { scenarioId: 'kill', actor: analyst };
    const draft = { ...passport, id: 'kill', notifications };
    await must(first.client, 'saveScenarioDraft', { ...change, expectedRevision: null, draft });
    await must(first.client, 'commitScenario', { ...change, expectedRevision: 0 });
    await must(first.client, 'activateScenario', { ...change, expectedRevision: 1, version: 1 });
    const sessionIds = Array.from({ length: sessionCount }, newSessionId);
    const session = { scenarioId: 'kill', source: 'api', clientKey: null, actor: analyst } as const;
    for (const sessionId of sessionIds) await must(first.client, 'createSession', { ...session, sessionId });
    await receiver.untilReceived(sessionCount);
    const ended = once(first.child, 'exit');
    first.child.kill('SIGKILL');
    await ended;
    isKilled = true;
    const idsBefore = receiver.received.map(({ id }) => id).sort();
    expect(new Set(idsBefore).size).toBe(sessionCount);

    const second = await startIntakeProcess();
    await receiver.untilReceived(2 * sessionCount, recoveryMs);
    expect(
      receiver.received
        .slice(sessionCount)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(idsBefore);
    const log = () => must(second.client, 'listDeliveries', { scenarioId: 'kill' });
    await expect
      .poll(async () =>
        (await log()).deliveries.map(({ status, attempts }) => `${status} ${attempts.toString()}`),
      )
      .toEqual(sessionIds.map(() => 'delivered 2'));
  },
);
