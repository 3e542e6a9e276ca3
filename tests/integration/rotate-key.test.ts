import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#intake/database/embedded-postgres.ts';
import { openDatabase, type OpenDatabase } from '#intake/database/open-database.ts';
import { openKeyring } from '#intake/sealing/keyring.ts';
import { columnsUnderKeyring } from '#intake/sealing/rewrap.ts';
import { createScenarioSecrets } from '#intake/services/scenario-secrets.ts';
import { startIntake, type RunningIntake } from '#intake/start-intake.ts';
import {
  clientOf,
  createTestSession,
  makeDataDir,
  must,
  putTestCapture,
} from '#intake/testing/test-intake.ts';

// Real: the built command, SIGKILL, PostgreSQL, an intake before, between and after.

const cli = join(import.meta.dirname, '../../out/main/cli.js');
/** Three batches of sessions: room to be killed between two of them. */
const sessionCount = 1200;
const keyringSchema = z.object({ current: z.string(), keys: z.record(z.string(), z.string()) });

let dataDir: string;
let postgres: EmbeddedPostgres;
let databaseUrl: string;
let database: OpenDatabase;

beforeAll(async () => {
  dataDir = await makeDataDir();
  postgres = await startEmbeddedPostgres(dataDir);
  const { host, port, user, password, database: name } = postgres.address;
  databaseUrl = `postgres://${user}:${password}@${host}:${port.toString()}/${name}`;
  // By another name, as an administrator's own connection has.
  database = await openDatabase(postgres.address, 'test');
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const start = (): Promise<RunningIntake> => startIntake({ dataDir, databaseUrl });
const readKeyring = async (): Promise<z.infer<typeof keyringSchema>> =>
  keyringSchema.parse(JSON.parse(await readFile(join(dataDir, 'keyring.json'), 'utf8')));

/** Runs the command; `onLine` sees what it says. Resolves with its exit code, or the signal that ended it, and everything it said. */
async function rotate(onLine: (line: string, kill: () => void) => void = () => undefined) {
  const child = spawn(process.execPath, [cli, 'intake', 'rotate-key', '--data', dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl },
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      onLine(line, () => child.kill('SIGKILL'));
    });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { end: code ?? signal, lines };
}

it('knows every column of bytes in the database: under the keyring, or not', async () => {
  const { rows } = await sql<{ name: string }>`select table_name || '.' || column_name as name
    from information_schema.columns where table_schema = 'public' and data_type = 'bytea'`.execute(
    database.db,
  );
  const notUnderKeyring = [
    // Under the key of the session.
    'events.sealed_body',
    'captures.sealed',
    'picture_hashes.sealed',
    'film_hashes.sealed',
    // Under the key of the person, which is under the keyring.
    'listed_persons.sealed_details',
    'listed_persons.sealed_picture',
    'face_templates.sealed',
    'face_templates.sealed_reason',
    'face_templates.sealed_picture',
    // HMACs under a key that is itself in intake_secrets.
    ...['shown', 'person', 'document', 'document_data', 'client'].map((name) => `shown_documents.${name}`),
    ...['picture', 'client'].map((name) => `shown_pictures.${name}`),
  ];
  const known: readonly string[] = [...columnsUnderKeyring, ...notUnderKeyring];
  expect(rows.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
});

it(
  'brings everything under a new key, killed or not, and never beside a running intake',
  { timeout: 180_000 },
  async () => {
    const intake = await start();
    const client = clientOf(intake);
    for (let left = sessionCount; left > 0; left -= 20)
      await Promise.all(Array.from({ length: 20 }, () => createTestSession(client)));
    const sessionId = await createTestSession(client);
    const bytes = new Uint8Array(40_000).fill(7);
    const captureId = await putTestCapture(client, sessionId, 'front', bytes);
    const secretsWith = async () =>
      createScenarioSecrets({
        db: database.db,
        keyring: await openKeyring(join(dataDir, 'keyring.json'), { mayCreate: false }),
        now: () => new Date().toISOString(),
      });
    const secret = await (await secretsWith()).get('passport-selfie');
    const before = await readKeyring();

    expect(await rotate()).toMatchObject({ end: 1, lines: [expect.stringContaining('intake-running')] });
    expect(await readKeyring()).toEqual(before);
    await intake.close();
    await copyFile(join(dataDir, 'keyring.json'), join(dataDir, 'old-keyring.json'));

    const killed = await rotate((line, kill) => {
      if (line === '500 session keys') kill();
    });
    expect(killed.end).toBe('SIGKILL');
    const between = await readKeyring();
    expect(Object.keys(between.keys)).toHaveLength(2);
    expect(between.keys).toMatchObject(before.keys);
    expect(between.current).not.toBe(before.current);
    const countOf = async (keyId: string): Promise<number> =>
      (
        await sql<{ count: number }>`select count(*) from sessions
        where substring(wrapped_key from 1 for 36) = ${Buffer.from(keyId, 'ascii')}`.execute(database.db)
      ).rows[0]?.count ?? 0;
    expect(await countOf(before.current)).toBeGreaterThan(0);
    expect(await countOf(between.current)).toBeGreaterThan(0);
    // Work may go on before the rotation is finished.
    const meanwhile = await start();
    await createTestSession(clientOf(meanwhile));
    expect(await clientOf(meanwhile).getCapture(captureId)).toEqual({ ok: true, bytes });
    await meanwhile.close();

    const finished = await rotate();
    expect(finished).toMatchObject({ end: 0 });
    expect(finished.lines[0]).toBe('going on with the rotation that was begun');
    const after = await readKeyring();
    expect(after).toEqual({
      current: between.current,
      keys: { [between.current]: between.keys[between.current] },
    });
    expect(await countOf(after.current)).toBe(sessionCount + 2);

    const last = await start();
    let cursor = 0;
    let created = 0;
    for (;;) {
      const page = await must(clientOf(last), 'readFeed', { after: cursor, waitMs: 0 });
      if (page.cursor === cursor) break;
      created += page.events.filter(({ type }) => type === 'session.created').length;
      cursor = page.cursor;
    }
    expect(created).toBe(sessionCount + 2);
    expect(await clientOf(last).getCapture(captureId)).toEqual({ ok: true, bytes });
    expect(await (await secretsWith()).get('passport-selfie')).toEqual(secret);
    await last.close();

    // An intake that still has the old keyring must not start.
    await copyFile(join(dataDir, 'old-keyring.json'), join(dataDir, 'keyring.json'));
    await expect(start()).rejects.toMatchObject({ code: 'keyring-wrong' });
  },
);
