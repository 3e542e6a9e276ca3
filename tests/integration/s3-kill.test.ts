import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#intake/database/embedded-postgres.ts';
import {
  clientOf,
  createTestSession,
  makeDataDir,
  must,
  newCaptureId,
  pictureOf,
  putTestCapture,
} from '#intake/testing/test-intake.ts';
import { startTestS3Server, type TestS3Server } from '#intake/testing/test-s3-server.ts';

// Real: the built process, SIGKILL, PostgreSQL, an S3-compatible server in a process of its own.

const entry = join(import.meta.dirname, '../../out/main/intake.js');
const readySchema = z.object({ type: z.literal('ready'), url: z.string(), token: z.string() });
/** Kills before, while and after a picture of this size is sealed, put and told. */
const rounds = 6;

let dataDir: string;
let postgres: EmbeddedPostgres;
let server: TestS3Server;
const children: ChildProcess[] = [];

beforeAll(async () => {
  server = await startTestS3Server();
  dataDir = await makeDataDir();
  postgres = await startEmbeddedPostgres(dataDir);
});
afterAll(async () => {
  for (const child of children) await kill(child);
  await postgres.stop();
  await server.remove();
  await rm(dataDir, { recursive: true, force: true });
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function start() {
  const { host, port, user, password, database } = postgres.address;
  const { endpoint, bucket, accessKey } = server.settings;
  const child = fork(entry, ['--data', dataDir, '--s3-endpoint', endpoint, '--s3-bucket', bucket], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      PATH: process.env['PATH'],
      NODE_NO_WARNINGS: '1',
      DATABASE_URL: `postgres://${user}:${password}@${host}:${port.toString()}/${database}`,
      VIDIMUS_S3_ACCESS_KEY: accessKey,
    },
  });
  children.push(child);
  const [message] = await once(child, 'message');
  const { url, token } = readySchema.parse(message);
  return { child, url, token, client: clientOf({ url, token }) };
}

it(
  'loses no picture that it acknowledged, and names none that is not there, killed at any moment of an upload',
  { timeout: 180_000 },
  async () => {
    let intake = await start();
    const sessionId = await createTestSession(intake.client);
    const kept = new Map<string, Buffer>();
    const first = pictureOf(randomBytes(100_000).toString('hex'));
    kept.set(await putTestCapture(intake.client, sessionId, 'selfie', first), first);

    // In the middle: a half has come in, the rest never does.
    const cutOff = newCaptureId();
    const { hostname, port } = new URL(intake.url);
    const upload = request({
      hostname,
      port,
      method: 'PUT',
      path: `/api/v1/sessions/${sessionId}/captures/${cutOff}?stepId=document&side=front`,
      headers: { authorization: `Bearer ${intake.token}`, 'content-length': '2000000' },
    });
    upload.on('error', () => undefined);
    upload.write(randomBytes(1_000_000));
    const unfinished = join(dataDir, 'blobs', 'unfinished');
    await expect.poll(async () => (await readdir(unfinished)).length).toBe(1);
    await kill(intake.child);
    expect(await server.list()).toHaveLength(1);

    // And at moments that chance draws: before the bucket has it, before the database has, before the answer.
    for (let round = 0; round < rounds; round++) {
      intake = await start();
      const { child, client } = intake;
      const put = async (): Promise<boolean> => {
        const captureId = newCaptureId();
        const bytes = pictureOf(randomBytes(200_000).toString('hex'));
        const reply = await client.putCapture({
          sessionId,
          captureId,
          stepId: 'document',
          side: 'front',
          bytes,
        });
        if (reply.ok) kept.set(captureId, bytes);
        else expect(reply.code).toBe('offline');
        return reply.ok;
      };
      // The first of a process opens its connections; an upload after it takes tens of milliseconds.
      expect(await put()).toBe(true);
      const ended = sleep(Math.random() * 200).then(() => kill(child));
      while (await put());
      await ended;
    }

    const { client } = await start();
    const received = (await must(client, 'listEvents', { sessionId })).events.flatMap((event) =>
      event.type === 'capture.received' ? [event.body.captureId] : [],
    );
    expect(received).not.toContain(cutOff);
    expect(kept.size).toBeGreaterThan(rounds);
    // One of each round may have been told without having been acknowledged.
    expect(received.length - kept.size).toBeLessThanOrEqual(rounds);
    for (const captureId of received) {
      const reply = await client.getCapture(captureId);
      expect(reply.ok).toBe(true);
      const bytes = kept.get(captureId);
      if (reply.ok && bytes !== undefined) expect(Buffer.from(reply.bytes).equals(bytes)).toBe(true);
    }
    for (const captureId of kept.keys()) expect(received).toContain(captureId);
  },
);
