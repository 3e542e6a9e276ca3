import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../database/embedded-postgres.ts';
import { openDatabase, type OpenDatabase } from '../database/open-database.ts';
import { openKeyring } from '../sealing/keyring.ts';
import { makeDataDir } from '../testing/test-intake.ts';
import { createScenarioSecrets, type ScenarioSecrets } from './scenario-secrets.ts';

// Real: database and keys. The clock is turned by hand.

let dataDir: string;
let postgres: EmbeddedPostgres;
let database: OpenDatabase;
let secrets: ScenarioSecrets;
let now = '2026-01-02T03:04:05.678Z';

beforeAll(async () => {
  dataDir = await makeDataDir();
  postgres = await startEmbeddedPostgres(dataDir);
  database = await openDatabase(postgres.address);
  const keyring = await openKeyring(join(dataDir, 'keyring.json'), { mayCreate: true });
  secrets = createScenarioSecrets({ db: database.db, keyring, now: () => now });
  await database.db
    .insertInto('scenarios')
    .values({ id: 's', revision: 0, draft: null, active_version: null, archived: false })
    .execute();
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

it('makes one secret, however many ask at once, and keeps it sealed', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => secrets.get('s')));
  const [first] = answers;
  expect(first?.current).toHaveLength(32);
  expect(answers).toEqual(answers.map(() => ({ current: first?.current, previous: null })));
  const row = await database.db.selectFrom('scenario_secrets').selectAll().executeTakeFirstOrThrow();
  expect(row.current_secret.includes(first?.current ?? '')).toBe(false);
});

it('lets the one before a rotation count for seven days', async () => {
  const { current: old } = await secrets.get('s');
  const rotated = await secrets.rotate('s');
  expect(rotated).toEqual({ current: rotated.current, previous: old });
  expect(rotated.current).not.toEqual(old);
  now = '2026-01-09T03:04:05.677Z';
  expect((await secrets.get('s')).previous).toEqual(old);
  now = '2026-01-09T03:04:05.678Z';
  expect(await secrets.get('s')).toEqual({ current: rotated.current, previous: null });
});

it('has no secret for a scenario that does not exist', async () => {
  await expect(secrets.get('nothing')).rejects.toThrow();
});
