import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chown, existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { createIntakeClient, type IntakeClient } from '#shared/api/client.ts';
import { captureIdSchema, sessionIdSchema, type SessionId } from '#shared/domain/ids.ts';

// Real: the built process, its PostgreSQL, signals. Nothing is faked.

const entry = join(import.meta.dirname, '../../out/main/intake.js');
const actor = { kind: 'user', id: 'u-1' } as const;
const messageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), url: z.string(), token: z.string() }),
  z.strictObject({ type: z.literal('failed'), code: z.string() }),
]);

let parent: string;
let dataDir: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'vidimus-process-'));
  dataDir = parent;
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = exitOf(child);
      child.disconnect();
      await ended;
    }
  }
  expect(existsSync(join(clusterDir(), 'postmaster.pid'))).toBe(false);
  const cluster = clusterDir();
  await rm(cluster, { recursive: true, force: true });
  await rm(`${cluster}.owner`, { force: true });
  await rm(parent, { recursive: true, force: true });
});

function clusterDir(): string {
  const pointer = join(dataDir, 'postgres-folder');
  return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : join(dataDir, 'postgres');
}

function start(options: { uid?: number; gid?: number } = {}): { child: ChildProcess; output: () => string } {
  const child = fork(entry, ['--data', dataDir], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    cwd: '/',
    env: { PATH: process.env['PATH'] },
  });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  return { child, output: () => output };
}

function messageOf(child: ChildProcess): Promise<z.infer<typeof messageSchema>> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => {
      resolve(messageSchema.parse(message));
    });
    child.once('exit', (code) => {
      reject(new Error(`ended with ${String(code)}`));
    });
  });
}

function exitOf(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve) =>
    child.once('exit', (code, signal) => {
      resolve(code ?? signal);
    }),
  );
}

async function startReady(
  options: { uid?: number; gid?: number } = {},
): Promise<{ child: ChildProcess; client: IntakeClient; token: string; output: () => string }> {
  const { child, output } = start(options);
  const message = await messageOf(child).catch((error: unknown) => {
    throw new Error(output(), { cause: error });
  });
  if (message.type === 'failed') throw new Error(`${message.code}: ${output()}`);
  return { child, output, token: message.token, client: createIntakeClient({ ...message, fetch }) };
}

async function createSession(client: IntakeClient): Promise<SessionId> {
  const sessionId = sessionIdSchema.parse(randomUUID());
  const reply = await client.call('createSession', {
    sessionId,
    scenarioId: 'passport-selfie',
    source: 'manual',
    clientKey: null,
    actor,
  });
  expect(reply).toMatchObject({ ok: true });
  return sessionId;
}

it('says where it listens, keeps its token from its output, and ends when its parent does', async () => {
  const { child, client, token, output } = await startReady();
  expect(await client.call('health', {})).toMatchObject({
    ok: true,
    value: { database: 'embedded', position: 0 },
  });
  expect(output()).toMatch(/^intake listens on http:\/\/127\.0\.0\.1:\d+\n$/);
  expect(output()).not.toContain(token);
  const ended = exitOf(child);
  child.disconnect();
  expect(await ended).toBe(0);
});

it('ends when it is asked to, by a message or a signal', async () => {
  for (const ask of [
    (child: ChildProcess) => child.send({ type: 'stop' }),
    (child: ChildProcess) => child.kill('SIGTERM'),
  ]) {
    const { child } = await startReady();
    const ended = exitOf(child);
    ask(child);
    expect(await ended).toBe(0);
    expect(existsSync(join(clusterDir(), 'postmaster.pid'))).toBe(false);
  }
});

it('is alone on its folder', async () => {
  await startReady();
  const { child } = start();
  const ended = exitOf(child);
  expect(await messageOf(child)).toEqual({ type: 'failed', code: 'data-folder-in-use' });
  expect(await ended).toBe(1);
});

it('has lost nothing that it acknowledged when it is killed, and takes its PostgreSQL back', async () => {
  let acknowledged = 0;
  let expected: number | undefined;
  let sessionId: SessionId | undefined;
  const captureId = captureIdSchema.parse(randomUUID());
  const bytes = new TextEncoder().encode('a picture of some kind');
  for (let round = 0; round < 3; round++) {
    const { child, client } = await startReady();
    if (sessionId === undefined) {
      sessionId = await createSession(client);
      expect(
        await client.putCapture({ sessionId, captureId, stepId: 'document', side: 'front', bytes }),
      ).toMatchObject({ ok: true });
      acknowledged = 2;
    }
    const { length } = await eventsOf(client, sessionId);
    // What was on its way when the process died may be there or not.
    expect([acknowledged, expected ?? acknowledged]).toContain(length);
    acknowledged = length;
    const orphanPid = readPid();
    const ended = exitOf(child);
    setTimeout(() => child.kill('SIGKILL'), 300);
    for (;;) {
      const command = { type: 'comment.add', text: 'x' } as const;
      const reply = await client.call('sendCommand', {
        sessionId,
        idempotencyKey: randomUUID(),
        actor,
        command,
      });
      if (!reply.ok) break;
      acknowledged++;
    }
    expect(await ended).toBe('SIGKILL');
    expected = acknowledged + 1;
    expect(acknowledged).toBeGreaterThan(2);
    // The server outlived its intake: the next start must find it.
    expect(readPid()).toBe(orphanPid);
  }
  const { client } = await startReady();
  if (sessionId === undefined) throw new Error('three rounds were run');
  expect([acknowledged, expected]).toContain((await eventsOf(client, sessionId)).length);
  expect(await client.getCapture(captureId)).toEqual({ ok: true, bytes });
});

async function eventsOf(client: IntakeClient, sessionId: SessionId): Promise<readonly unknown[]> {
  const reply = await client.call('listEvents', { sessionId });
  if (!reply.ok) throw new Error(reply.code);
  return reply.value.events;
}

function readPid(): number {
  return Number(readFileSync(join(clusterDir(), 'postmaster.pid'), 'utf8').split('\n')[0]);
}

it('refuses to start without the key that its sessions were sealed with', async () => {
  const { child } = await startReady();
  const ended = exitOf(child);
  child.disconnect();
  await ended;
  await rm(join(dataDir, 'keyring.json'));
  expect(await messageOf(start().child)).toEqual({ type: 'failed', code: 'keyring-missing' });
  expect(existsSync(join(dataDir, 'keyring.json'))).toBe(false);
});

const isRoot = process.getuid?.() === 0;

it.skipIf(!isRoot)('works for root in a folder that only root may enter (needs root)', async () => {
  dataDir = join(parent, 'closed', 'data');
  await mkdir(dirname(dataDir), { mode: 0o700 });
  for (let round = 0; round < 2; round++) {
    const { child, client } = await startReady();
    expect(await client.call('health', {})).toMatchObject({ ok: true });
    const ended = exitOf(child);
    child.disconnect();
    expect(await ended).toBe(0);
  }
  const outside = clusterDir();
  expect(outside.startsWith(parent)).toBe(false);

  // A copy must not share the database.
  const original = dataDir;
  dataDir = join(parent, 'closed', 'copy');
  await cp(original, dataDir, { recursive: true });
  expect(await messageOf(start().child)).toEqual({ type: 'failed', code: 'copied-data-folder' });

  // A temporary folder that is gone takes its database along, at the next start of any.
  await rm(original, { recursive: true });
  await rm(dataDir, { recursive: true });
  await startReady();
  expect(existsSync(outside)).toBe(false);
});

it.skipIf(!isRoot)(
  'works for an ordinary user, as whom PostgreSQL then runs (needs root, to become one)',
  async () => {
    const nobody = { uid: 65534, gid: 65534 };
    await promisify(chown)(parent, nobody.uid, nobody.gid);
    const { client } = await startReady(nobody);
    expect(await client.call('health', {})).toMatchObject({ ok: true });
    expect(await readFile(join(dataDir, 'postgres', 'PG_VERSION'), 'utf8')).toBe('18\n');
  },
);
