import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaptureId, SessionId } from '#shared/domain/ids.ts';
import {
  createTestSession,
  must,
  newCaptureId,
  newSessionId,
  startOpenTestIntake,
  type OpenTestIntake,
} from '../testing/test-intake.ts';
import { mostSmallBytes, readSmall } from './small-captures.ts';

// Real: server, database, files. What is sent at once is taken in as many transactions as fit.

let intake: OpenTestIntake;
beforeAll(async () => {
  intake = await startOpenTestIntake({ log: { info: () => undefined, unexpected: () => undefined } });
});
afterAll(() => intake.remove());

async function put(sessionId: SessionId, captureId: CaptureId, bytes: Buffer): Promise<string> {
  const reply = await intake.client.putCapture({
    sessionId,
    captureId,
    stepId: 'document',
    side: 'front',
    bytes,
  });
  if (!reply.ok) return reply.code;
  expect(reply.value).toEqual({
    captureId,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    byteLength: bytes.length,
  });
  return 'ok';
}
const received = async (sessionId: SessionId): Promise<number> =>
  (await must(intake.client, 'listEvents', { sessionId })).events.filter(
    ({ type }) => type === 'capture.received',
  ).length;

it('takes what comes at once from many sessions, each once, and gives it back', async () => {
  const sessions = await Promise.all(Array.from({ length: 20 }, () => createTestSession(intake.client)));
  const sent = sessions.flatMap((sessionId) =>
    Array.from({ length: 3 }, () => ({ sessionId, captureId: newCaptureId(), bytes: randomBytes(500) })),
  );
  // Each twice: the second finds the first, on its way or there.
  const codes = await Promise.all(
    [...sent, ...sent].map((one) => put(one.sessionId, one.captureId, one.bytes)),
  );
  expect(new Set(codes)).toEqual(new Set(['ok']));
  for (const { captureId, bytes } of sent)
    expect(await intake.client.getCapture(captureId)).toEqual({ ok: true, bytes: new Uint8Array(bytes) });
  expect(await Promise.all(sessions.map(received))).toEqual(sessions.map(() => 3));
});

it('refuses one by itself, whatever goes with it', async () => {
  const [one, other, broken] = await Promise.all(
    Array.from({ length: 3 }, () => createTestSession(intake.client)),
  );
  if (one === undefined || other === undefined || broken === undefined) throw new Error('three were made');
  await intake.db.connection().execute(async (connection) => {
    await sql`set session_replication_role = replica`.execute(connection);
    await sql`update events set actor_id = 'x' where session_id = ${broken}`.execute(connection);
    // This process has just proved the history; the head of another one has it prove it again.
    await sql`update sessions set head_hash = 'x' where id = ${broken}`.execute(connection);
    await sql`set session_replication_role = default`.execute(connection);
  });
  const [contested, bytes] = [newCaptureId(), randomBytes(100)];
  const codes = await Promise.all([
    put(one, contested, bytes),
    put(other, contested, bytes),
    put(newSessionId(), newCaptureId(), bytes),
    put(broken, newCaptureId(), bytes),
    put(other, newCaptureId(), Buffer.alloc(0)),
    put(other, newCaptureId(), bytes),
  ]);
  expect(codes.slice(0, 2).toSorted()).toEqual(['capture-exists', 'ok']);
  expect(codes.slice(2)).toEqual(['not-found', 'internal', 'empty-file', 'ok']);
  expect(await put(codes[0] === 'ok' ? one : other, contested, randomBytes(100))).toBe('capture-exists');
});

it('keeps what is small in the database and the rest in the store, to the byte', async () => {
  const sessionId = await createTestSession(intake.client);
  const files = async (): Promise<number> =>
    (await readdir(join(intake.dataDir, 'blobs'), { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    ).length;
  const before = await files();
  for (const [length, stored] of [
    [mostSmallBytes, 0],
    [mostSmallBytes + 1, 1],
  ] as const) {
    const [captureId, bytes] = [newCaptureId(), randomBytes(length)];
    expect(await put(sessionId, captureId, bytes)).toBe('ok');
    expect(await files()).toBe(before + stored);
    expect(await intake.client.getCapture(captureId)).toEqual({ ok: true, bytes: new Uint8Array(bytes) });
  }
  const rows = await intake.db
    .selectFrom('captures')
    .select('sealed')
    .where('session_id', '=', sessionId)
    .execute();
  // A byte of layout, 12 of nonce and 16 of tag are around what is sealed.
  expect(rows.map(({ sealed }) => sealed?.length).toSorted()).toEqual([mostSmallBytes + 29, undefined]);
});

it('reads a stream whole, however it is cut', async () => {
  for (const length of [0, 1, mostSmallBytes, mostSmallBytes + 1, 5 * mostSmallBytes]) {
    const bytes = randomBytes(length);
    const read = await readSmall(
      (async function* () {
        for (let at = 0; at < length; at += 1000) yield await Promise.resolve(bytes.subarray(at, at + 1000));
      })(),
    );
    expect(Buffer.isBuffer(read)).toBe(length <= mostSmallBytes);
    const chunks: Buffer[] = [];
    if (Buffer.isBuffer(read)) chunks.push(read);
    else for await (const chunk of read) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  }
});
