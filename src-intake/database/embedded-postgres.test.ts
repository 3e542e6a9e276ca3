import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, expect, it } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';

// Real: the binaries, the cluster, the system user. Nothing is faked.

let dataDir: string;
let running: EmbeddedPostgres | undefined;

afterEach(async () => {
  await running?.stop();
  running = undefined;
  await rm(dataDir, { recursive: true, force: true });
});

async function query(server: EmbeddedPostgres, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(server.address);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

it('keeps what was written over a restart, with fsync on, behind a password', async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'vidimus-pg-'));
  running = await startEmbeddedPostgres(dataDir);
  await query(running, 'create table kept (n int); insert into kept values (7)');
  expect(await query(running, 'show fsync')).toEqual([{ fsync: 'on' }]);
  const intruder = new pg.Client({ ...running.address, password: 'guess' });
  await expect(intruder.connect()).rejects.toMatchObject({ code: '28P01' });
  await running.stop();
  running = await startEmbeddedPostgres(dataDir);
  expect(await query(running, 'select n from kept')).toEqual([{ n: 7 }]);
});

it('takes the cluster back from a server that nobody stopped', async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'vidimus-pg-'));
  const orphan = await startEmbeddedPostgres(dataDir);
  const pidOf = async (): Promise<number> =>
    Number((await readFile(join(orphan.clusterDir, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  const orphanPid = await pidOf();
  await query(orphan, 'create table kept (n int); insert into kept values (7)');
  running = await startEmbeddedPostgres(dataDir);
  expect(await query(running, 'select n from kept')).toEqual([{ n: 7 }]);
  expect(await pidOf()).not.toBe(orphanPid);
  await expect(query(orphan, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

it('starts again after the server itself was killed', async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'vidimus-pg-'));
  running = await startEmbeddedPostgres(dataDir);
  await query(running, 'create table kept (n int); insert into kept values (7)');
  process.kill(
    Number((await readFile(join(running.clusterDir, 'postmaster.pid'), 'utf8')).split('\n')[0]),
    'SIGKILL',
  );
  running = await startEmbeddedPostgres(dataDir);
  expect(await query(running, 'select n from kept')).toEqual([{ n: 7 }]);
});
