import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Caller } from '#shared/domain/identity.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../database/embedded-postgres.ts';
import { openDatabase, type OpenDatabase } from '../database/open-database.ts';
import { openKeyring } from '../sealing/keyring.ts';
import { makeDataDir } from '../testing/test-intake.ts';
import { createIdempotency, type Idempotency } from './idempotency.ts';

// Real: database and keys. The clock is turned by hand.

let dataDir: string;
let postgres: EmbeddedPostgres;
let database: OpenDatabase;
let idempotency: Idempotency;
let now = '2026-01-02T03:04:05.678Z';

beforeAll(async () => {
  dataDir = await makeDataDir();
  postgres = await startEmbeddedPostgres(dataDir);
  database = await openDatabase(postgres.address);
  const keyring = await openKeyring(join(dataDir, 'keyring.json'), { mayCreate: true });
  idempotency = createIdempotency({ db: database.db, keyring, now: () => now });
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

it('lets a request whose claim was taken over neither answer nor free the one that took it', async () => {
  const keyed = { caller: { kind: 'owner', id: 'owner' } as Caller, key: 'k', request: 'r' };
  const slow = await idempotency.claim(keyed);
  expect(await idempotency.claim(keyed)).toEqual({ kind: 'running' });
  // Longer than any call takes: its process is taken for dead.
  now = '2026-01-02T03:05:06.678Z';
  const next = await idempotency.claim(keyed);
  if (slow.kind !== 'first' || next.kind !== 'first') throw new Error('not claimed');
  await slow.release();
  expect(await idempotency.claim(keyed)).toEqual({ kind: 'running' });
  await slow.store({ status: 200, body: '"slow"' });
  expect(await idempotency.claim(keyed)).toEqual({ kind: 'running' });
  await next.store({ status: 200, body: '"next"' });
  await next.release();
  expect(await idempotency.claim(keyed)).toEqual({
    kind: 'answered',
    reply: { status: 200, body: '"next"' },
  });
});
