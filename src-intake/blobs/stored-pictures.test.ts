import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultRules } from '#shared/domain/scenario.ts';
import { renewFeed } from '../after-restore.ts';
import type { Log } from '../log.ts';
import { movePictures } from '../move-pictures.ts';
import { whileStopped } from '../offline.ts';
import { startIntake } from '../start-intake.ts';
import { startTestS3Server, type TestS3Server } from '../testing/test-s3-server.ts';
import {
  analyst,
  clientOf,
  createTestSession,
  makeDataDir,
  makeTestScenario,
  must,
  newCaptureId,
  newSessionId,
  pictureOf,
  putTestCapture,
  startOpenTestIntake,
  startTestIntake,
  type OpenTestIntake,
} from '../testing/test-intake.ts';
import { createBlobSweep } from './blob-sweep.ts';
import { openBlobStore, type S3Settings } from './open-blob-store.ts';

// Real: intakes, database, files, an S3-compatible server in a process of its own. The clock is turned by hand where a test says so.

/** Too large to be kept in a row. */
const aPicture = (): Buffer => pictureOf(randomBytes(100_000).toString('hex'));
const dayMs = 24 * 60 * 60 * 1000;

describe('on S3', () => {
  let server: TestS3Server;
  let intake: OpenTestIntake;
  const logged: unknown[] = [];
  const log: Log = { info: (line) => logged.push(line), unexpected: (event) => logged.push(event) };
  beforeAll(async () => {
    server = await startTestS3Server();
    intake = await startOpenTestIntake({ s3: server.settings, log });
  });
  afterAll(async () => {
    await intake.remove();
    await server.remove();
  });
  const readiness = async (): Promise<unknown> => {
    const reply = await fetch(`${intake.running.url}/health/ready`);
    return [reply.status, await reply.json()];
  };

  it('takes a picture into the bucket and not into the data folder, and gives it back through another intake', async () => {
    const { client } = intake;
    const sessionId = await createTestSession(client);
    const bytes = aPicture();
    const captureId = await putTestCapture(client, sessionId, 'front', bytes);
    expect(await server.list()).toHaveLength(1);
    expect((await readdir(join(intake.dataDir, 'blobs'), { recursive: true })).sort()).toEqual([
      'unfinished',
    ]);

    // Its own data folder but for the keys, as on another machine.
    const dataDir = await makeDataDir();
    for (const name of ['keyring.json', 'token'])
      await copyFile(join(intake.dataDir, name), join(dataDir, name));
    const second = await startTestIntake({ dataDir, databaseUrl: intake.databaseUrl, s3: server.settings });
    expect(await second.client.getCapture(captureId)).toEqual({ ok: true, bytes: new Uint8Array(bytes) });
    const other = await putTestCapture(second.client, sessionId, 'selfie', aPicture());
    expect((await client.getCapture(other)).ok).toBe(true);
    await second.remove();
  });

  it('answers 503 while the store is away, tells it in its readiness, and has written nothing by halves', async () => {
    const { client, running } = intake;
    const sessionId = await createTestSession(client);
    const before = await server.list();
    expect(await readiness()).toEqual([200, { status: 'ok' }]);
    await server.kill();
    expect(await readiness()).toEqual([503, { status: 'store-away' }]);
    const captureId = newCaptureId();
    const bytes = aPicture();
    const put = (): Promise<Response> =>
      fetch(`${running.url}/api/v1/sessions/${sessionId}/captures/${captureId}?stepId=document&side=front`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${running.token}`, 'content-type': 'image/png' },
        body: new Uint8Array(bytes),
      });
    expect((await put()).status).toBe(503);
    expect(logged.at(-1)).toMatch(/captures\/:captureId: the store of pictures is away \(ECONNREFUSED\)$/);
    expect((await must(client, 'listEvents', { sessionId })).events.map(({ type }) => type)).toEqual([
      'session.created',
    ]);
    await server.start();
    expect(await readiness()).toEqual([200, { status: 'ok' }]);
    expect(await server.list()).toEqual(before);
    // The same upload again, as a client does that was told to try later.
    expect((await put()).status).toBe(200);
    expect(await client.getCapture(captureId)).toEqual({ ok: true, bytes: new Uint8Array(bytes) });
  });

  it('removes from the bucket what is purged, once the store is back', async () => {
    const { client, db } = intake;
    await makeTestScenario(client, 'short', { rules: { ...defaultRules, storageDays: 2 } });
    const sessionId = newSessionId();
    const session = { scenarioId: 'short', source: 'api', clientKey: null, actor: analyst } as const;
    await must(client, 'createSession', { ...session, sessionId });
    const before = await server.list();
    await putTestCapture(client, sessionId, 'front', aPicture());
    expect(await server.list()).toHaveLength(before.length + 1);
    await server.kill();
    await sql`update sessions set purge_at = now() - interval '1 day' where id = ${sessionId}`.execute(db);
    await expect
      .poll(() => String(logged.at(-1)), { timeout: 15_000 })
      .toMatch(/^purge: the store of pictures is away/);
    await server.start();
    await expect.poll(async () => (await server.list()).sort(), { timeout: 15_000 }).toEqual(before.sort());
    expect(logged.filter((line) => typeof line !== 'string')).toEqual([]);
  });

  it('collects pictures that a crash left without a row, and no others', () =>
    collects(intake, async () => (await server.list()).length, server.settings));

  // The last of these: it stops their intake.
  it('finds its pictures under the feed of a restored database too', async () => {
    const sessionId = await createTestSession(intake.client);
    const bytes = aPicture();
    const captureId = await putTestCapture(intake.client, sessionId, 'front', bytes);
    const { dataDir, databaseUrl } = intake;
    await intake.running.close();
    await whileStopped({ dataDir, databaseUrl }, (offline) => renewFeed(offline, () => undefined));
    const again = await startIntake({ dataDir, databaseUrl, s3: server.settings });
    expect(await clientOf(again).getCapture(captureId)).toEqual({ ok: true, bytes: new Uint8Array(bytes) });
    await again.close();
  });
});

describe('on disk', () => {
  let intake: OpenTestIntake;
  beforeAll(async () => {
    intake = await startOpenTestIntake();
  });
  afterAll(() => intake.remove());
  const countBlobs = async (): Promise<number> => {
    const found = await readdir(join(intake.dataDir, 'blobs'), { recursive: true });
    return found.filter((path) => path.length > 60).length;
  };

  it('collects pictures that a crash left without a row, and no others', () => collects(intake, countBlobs));

  // The last of these: it stops their intake.
  it('are moved into a bucket, and read from there; a store that is away, or a broken file, leaves them where they are', async () => {
    const server = await startTestS3Server();
    const sessionId = await createTestSession(intake.client);
    const bytes = aPicture();
    const captureId = await putTestCapture(intake.client, sessionId, 'front', bytes);
    const other = await putTestCapture(intake.client, sessionId, 'selfie', aPicture());
    const before = await countBlobs();
    const { dataDir, databaseUrl } = intake;
    await intake.running.close();
    const move = (): Promise<void> =>
      whileStopped({ dataDir, databaseUrl, s3: server.settings }, (offline) =>
        movePictures(offline, () => undefined),
      );
    await expect(
      whileStopped({ dataDir, databaseUrl }, (offline) => movePictures(offline, () => undefined)),
    ).rejects.toMatchObject({ code: 's3-not-configured' });
    await server.kill();
    await expect(move()).rejects.toMatchObject({ code: 's3-unusable' });
    expect(await countBlobs()).toBe(before);
    await server.start();
    // An intake that began all the same would answer for them as if they were lost.
    await expect(startIntake({ dataDir, databaseUrl, s3: server.settings })).rejects.toMatchObject({
      code: 'pictures-not-moved',
    });

    const strange = join(dataDir, 'blobs', 'ff');
    await mkdir(strange, { recursive: true });
    await writeFile(join(strange, 'f'.repeat(64)), 'not what was written');
    // Another database's, or a crash's: of no concern.
    const [file = ''] = (await readdir(join(dataDir, 'blobs'), { recursive: true })).filter(
      (path) => path.length > 60 && !path.startsWith('ff'),
    );
    const path = join(dataDir, 'blobs', file);
    const right = await readFile(path);
    await writeFile(path, 'not what was written');
    await expect(move()).rejects.toMatchObject({ code: 'blob-broken' });
    await writeFile(path, right);
    await move();
    await move();
    expect([await countBlobs(), (await server.list()).length]).toEqual([1, before]);
    const again = await startIntake({ dataDir, databaseUrl, s3: server.settings });
    expect(await clientOf(again).getCapture(captureId)).toEqual({ ok: true, bytes: new Uint8Array(bytes) });
    expect(await clientOf(again).getCapture(other)).toMatchObject({ ok: true });
    await again.close();
    await server.remove();
  });

  it('takes none for a stray one whose folder belongs to another database', async () => {
    await mkdir(join(intake.dataDir, 'blobs', 'ab'), { recursive: true });
    const foreign = await openBlobStore(join(intake.dataDir, 'blobs'), 'another-store', undefined);
    const found: string[] = [];
    for await (const addresses of foreign.listOlderThan(0, Date.now() + dayMs)) found.push(...addresses);
    expect(found).toEqual([]);
  });
});

/** A stray blob beside one of a session: after a day, and two sweeps, only the second is there. */
async function collects(
  intake: OpenTestIntake,
  countBlobs: () => Promise<number>,
  s3?: S3Settings,
): Promise<void> {
  const { client, db } = intake;
  const { store_id: storeId } = await db.selectFrom('feed').select('store_id').executeTakeFirstOrThrow();
  const sessionId = await createTestSession(client);
  const captureId = await putTestCapture(client, sessionId, 'front', aPicture());
  const blobs = await openBlobStore(join(intake.dataDir, 'blobs'), storeId, s3);
  const named = await countBlobs();
  // What a crash between the store and the database leaves.
  await blobs.write(
    (async function* () {
      yield await Promise.resolve(aPicture());
    })(),
    { key: randomBytes(32), place: 'nowhere', maxBytes: 1_000_000 },
  );
  let now = Date.now();
  const sweep = createBlobSweep({ db, blobs, now: () => new Date(now).toISOString() });
  expect([await sweep(), await sweep()]).toEqual([0, 0]);
  now += dayMs + 60_000;
  // Not at first sight: the clock may have jumped.
  expect(await sweep()).toBe(0);
  expect(await countBlobs()).toBe(named + 1);
  expect(await sweep()).toBe(1);
  expect(await countBlobs()).toBe(named);
  expect((await client.getCapture(captureId)).ok).toBe(true);
  expect(await sweep()).toBe(0);
  await blobs.close();
}

it('cleans up after a crash what was being sealed', async () => {
  const dataDir = await makeDataDir();
  const unfinished = join(dataDir, 'blobs', 'unfinished');
  await mkdir(unfinished, { recursive: true });
  await writeFile(join(unfinished, 'young'), '');
  await writeFile(join(unfinished, 'old'), '');
  await utimes(join(unfinished, 'old'), new Date(), new Date(Date.now() - dayMs - 60_000));
  await openBlobStore(join(dataDir, 'blobs'), 'feed', undefined);
  expect(await readdir(unfinished)).toEqual(['young']);
  await rm(dataDir, { recursive: true });
});
