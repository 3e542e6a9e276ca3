import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startIntake } from '#intake/start-intake.ts';
import { anAnalysis } from '#intake/testing/an-analysis.ts';
import {
  clientOf,
  createTestSession,
  must,
  pictureOf,
  putTestCapture,
  sendTestCommand,
} from '#intake/testing/test-intake.ts';
import type { IntakeClient } from '#shared/api/client.ts';
import type { CaptureId, SessionId } from '#shared/domain/ids.ts';
import { templateLength } from '#shared/domain/face-lists.ts';
import { verifyChain } from '#shared/domain/chain.ts';
import { sha256OfText } from '#shared/testing/sha256.ts';

// Real: the shell of docs/admin-guide.md as it stands there, the built command line, PostgreSQL of this machine and the embedded one.

const root = join(import.meta.dirname, '../..');
const isRoot = process.getuid?.() === 0;
/** Where this machine has PostgreSQL 15 or later with its tools; undefined without. */
const postgresBin = (existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [])
  .filter((version) => Number(version) >= 15)
  .map((version) => join('/usr/lib/postgresql', version, 'bin'))
  .find((dir) => existsSync(join(dir, 'initdb')) && existsSync(join(dir, 'pg_dump')));
const whyNotOwn =
  process.platform !== 'linux'
    ? 'the guide is for Linux'
    : postgresBin === undefined
      ? 'no PostgreSQL 15 or later under /usr/lib/postgresql'
      : '';
const isLinux = process.platform === 'linux';

let dir: string;
let dataDir: string;
const undo: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vidimus-backup-'));
  dataDir = join(dir, 'data');
});
afterEach(async () => {
  for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  await rm(dir, { recursive: true, force: true });
});

async function readBlock(name: string): Promise<string> {
  const guide = await readFile(join(root, 'docs/admin-guide.md'), 'utf8');
  const block = new RegExp(`<!-- run: ${name} -->\\s+\`\`\`[a-z]+\\n([\\s\\S]*?)\`\`\``).exec(guide)?.[1];
  if (block === undefined) throw new Error(`the guide has no block "${name}"`);
  return block;
}

/** Runs the guide's block of that name. `vidimus` is the built command line, as the guide says. */
async function runBlock(name: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const block = await readBlock(name);
  const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', `${prelude}\n${block}`], {
    encoding: 'utf8',
    env: {
      PATH: [postgresBin, process.env['PATH']].filter((part) => part !== undefined).join(':'),
      NODE: process.execPath,
      CLI: join(root, 'out/main/cli.js'),
      VIDIMUS_DATA: dataDir,
      BACKUP: join(dir, 'backup'),
      PERSON_KEYS: join(dir, 'person-keys.dump'),
      ...env,
    },
  });
  if (status !== 0) throw new Error(`${name}: ${stdout}${stderr}`);
  return stdout;
}
const prelude = 'vidimus() { "$NODE" "$CLI" "$@"; }';

interface Filled {
  readonly sessions: readonly SessionId[];
  readonly captures: readonly CaptureId[];
}

/** Sessions with pictures, in rows and in files: one decided upon by an analysis, one under way. */
async function fill(client: IntakeClient): Promise<Filled> {
  const done = await createTestSession(client);
  const open = await createTestSession(client);
  const captures = [
    await putTestCapture(client, done, 'front', pictureOf(randomBytes(200_000).toString('hex'))),
    await putTestCapture(client, done, 'selfie'),
    await putTestCapture(client, open, 'front', pictureOf(randomBytes(50_000).toString('hex'))),
  ];
  await sendTestCommand(client, done, { type: 'session.submit' });
  const { lease } = await must(client, 'takeLease', { agentId: 'a', waitMs: 5000 });
  await must(client, 'completeLease', { leaseId: lease?.leaseId ?? '', analysis: anAnalysis() });
  await sendTestCommand(client, done, { type: 'comment.add', text: 'seen' });
  return { sessions: [done, open], captures };
}

/** Everything that the sessions say, their chains verified. */
async function lookAt(client: IntakeClient, { sessions, captures }: Filled): Promise<unknown> {
  const seen: unknown[] = [];
  for (const sessionId of sessions) {
    const { events } = await must(client, 'listEvents', { sessionId });
    expect(await verifyChain(events, sha256OfText)).toEqual({ ok: true });
    seen.push(events, await must(client, 'getResult', { sessionId }));
  }
  for (const captureId of captures) {
    const reply = await client.getCapture(captureId);
    seen.push(reply.ok ? Buffer.from(reply.bytes).toString('base64') : reply);
  }
  return seen;
}

const model = 'a'.repeat(64);
const valuesOf = (first: number): string => {
  const values = new Float32Array(templateLength);
  values[0] = first;
  return Buffer.from(values.buffer).toString('base64');
};

async function putOnList(client: IntakeClient, first: number): Promise<string> {
  const personId = randomUUID();
  await must(client, 'addListedPerson', {
    listId: 'refused',
    personId,
    details: { name: 'SOMEBODY', note: '', reason: 'Forged' },
    legalBasis: 'consent',
    sourceSessionId: null,
    templates: [{ model, values: valuesOf(first) }],
    picture: Buffer.from('a jpeg').toString('base64'),
  });
  return personId;
}

/** Who is found by a face, nearest first. */
async function foundBy(client: IntakeClient, first: number): Promise<readonly string[]> {
  const { neighbors } = await must(client, 'searchFaces', { template: { model, values: valuesOf(first) } });
  return neighbors.map(({ person }) => person.personId);
}

async function feedOf(client: IntakeClient): Promise<{ feedId: string; count: number }> {
  const { feedId, events } = await must(client, 'readFeed', { after: 0, waitMs: 0 });
  return { feedId, count: events.length };
}

async function runAsAdministrator(env: Readonly<Record<string, string>>, statement: string): Promise<void> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: Number(env['PGPORT']),
    user: 'postgres',
    database: 'postgres',
  });
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function startOwnPostgres(): Promise<Readonly<Record<string, string>>> {
  const bin = postgresBin ?? '';
  const cluster = join(dir, 'cluster');
  await mkdir(cluster, { mode: 0o700 });
  // PostgreSQL does not run as root; the distribution's package has made a user for it.
  const idOf = (option: string): number =>
    Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  const user = isRoot ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (user.uid !== undefined) {
    await chown(cluster, user.uid, user.gid);
    execFileSync('chmod', ['711', dir]);
  }
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const run = (program: string, ...args: string[]): Buffer =>
    execFileSync(join(bin, program), args, { ...user, cwd: cluster, stdio: ['ignore', 'ignore', 'pipe'] });
  run('initdb', '-D', cluster, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C');
  const settings = `-p ${port.toString()} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''`;
  run('pg_ctl', 'start', '-w', '-D', cluster, '-l', join(cluster, 'log'), '-o', settings);
  undo.push(() => Promise.resolve(run('pg_ctl', 'stop', '-w', '-m', 'fast', '-D', cluster)));
  const env = {
    PGHOST: '127.0.0.1',
    PGPORT: port.toString(),
    PGUSER: 'vidimus',
    PGDATABASE: 'vidimus',
    DATABASE_URL: `postgres://vidimus@127.0.0.1:${port.toString()}/vidimus`,
  };
  await runAsAdministrator(env, await readBlock('make the role'));
  await runAsAdministrator(env, await readBlock('make the database'));
  return env;
}

it.skipIf(whyNotOwn !== '')(
  `brings back an intake on its own PostgreSQL from a backup made while it ran${whyNotOwn && ` (skipped: ${whyNotOwn})`}`,
  async () => {
    const env = await startOwnPostgres();
    const databaseUrl = env['DATABASE_URL'] ?? '';
    const intake = await startIntake({ dataDir, databaseUrl });
    const client = clientOf(intake);
    const filled = await fill(client);
    const before = await lookAt(client, filled);
    const feed = await feedOf(client);
    await must(client, 'createFaceList', { id: 'refused', kind: 'blacklist', name: 'Refused' });
    const [kept, deleted] = [await putOnList(client, 0), await putOnList(client, 1)];
    expect(await foundBy(client, 1)).toEqual([deleted, kept]);
    await runBlock('back up, own PostgreSQL', env);
    // Deleted after the backup that is restored; of the keys the newest copy alone is kept.
    await must(client, 'removeListedPerson', { personId: deleted });
    await runBlock('back up, own PostgreSQL', { ...env, BACKUP: join(dir, 'later') });
    const inBackup = execFileSync(
      join(postgresBin ?? '', 'pg_restore'),
      ['--file=-', join(dir, 'backup', 'vidimus.dump')],
      { encoding: 'utf8' },
    );
    expect(inBackup).toContain('CREATE TABLE public.listed_person_keys');
    expect(inBackup).toContain(deleted);
    expect(inBackup).not.toContain('COPY public.listed_person_keys');
    // Of the time after the backup, which is lost; workstations have seen it.
    const lost = await createTestSession(client);
    await intake.close();

    await rm(dataDir, { recursive: true });
    await runAsAdministrator(env, 'drop database vidimus');
    await runAsAdministrator(env, await readBlock('make the database'));
    await runBlock('restore, own PostgreSQL', env);

    const restored = await startIntake({ dataDir, databaseUrl });
    undo.push(restored.close);
    expect(restored.token).toBe(intake.token);
    const again = clientOf(restored);
    expect(await lookAt(again, filled)).toEqual(before);
    expect(await again.call('getResult', { sessionId: lost })).toMatchObject({
      ok: false,
      code: 'not-found',
    });
    const feedAfter = await feedOf(again);
    expect(feedAfter.count).toBe(feed.count);
    expect(feedAfter.feedId).not.toBe(feed.feedId);
    // Whoever was deleted is found by nothing and read by nobody; the other is as before.
    expect(await foundBy(again, 1)).toEqual([kept]);
    expect(await again.call('getListedPerson', { personId: deleted })).toMatchObject({ code: 'not-found' });
    expect(await must(again, 'getListedPerson', { personId: kept })).toMatchObject({
      person: { details: { name: 'SOMEBODY' } },
      picture: Buffer.from('a jpeg').toString('base64'),
    });
    // It goes on: its tables have their triggers, counters and queue.
    await fill(again);
    // The keys, by the guide.
    await restored.close();
    expect(await runBlock('rotate the wrapping key', env)).toContain('the old key is forgotten');
    await runBlock('replace the token');
    const last = await startIntake({ dataDir, databaseUrl });
    undo.push(last.close);
    expect(last.token).not.toBe(intake.token);
    expect(await lookAt(clientOf(last), filled)).toEqual(before);
  },
);

async function comesBackEmbedded(): Promise<void> {
  const intake = await startIntake({ dataDir });
  const client = clientOf(intake);
  const filled = await fill(client);
  const before = await lookAt(client, filled);
  await intake.close();
  await runBlock('back up, embedded');

  const pointer = join(dataDir, 'postgres-folder');
  if (existsSync(pointer)) {
    const cluster = (await readFile(pointer, 'utf8')).trim();
    const destroy = async (): Promise<void> => {
      await rm(cluster, { recursive: true, force: true });
      await rm(`${cluster}.owner`, { force: true });
    };
    await destroy();
    undo.push(destroy);
  }
  await rm(dataDir, { recursive: true });
  await runBlock('restore, embedded');

  const restored = await startIntake({ dataDir });
  undo.push(restored.close);
  expect(await lookAt(clientOf(restored), filled)).toEqual(before);
  await fill(clientOf(restored));
}

it.skipIf(!isLinux)(
  'brings back an intake with its embedded database from a copy (needs Linux)',
  comesBackEmbedded,
);

it.skipIf(!isLinux || !isRoot)(
  'brings it back where the database lies outside the data folder (needs root on Linux)',
  async () => {
    await mkdir(join(dir, 'closed'), { mode: 0o700 });
    dataDir = join(dir, 'closed', 'data');
    await comesBackEmbedded();
    expect(existsSync(join(dataDir, 'postgres-folder'))).toBe(true);
  },
);
