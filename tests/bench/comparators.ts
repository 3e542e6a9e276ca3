import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A server that does less than the intake, so that a reader sees what is the machine's. */
interface Comparator {
  readonly child: ChildProcess;
  readonly url: string;
}

/** Answers every `GET` with "hello world". */
const hello = `app.get('/', async () => ({ hello: 'world' }));`;

/** Takes a capture's bytes by the capture's own route and answers their SHA-256: nobody is asked, nothing is kept. */
const hashing = `
  import { createHash } from 'node:crypto';
  const take = (bytes) => createHash('sha256').update(bytes).digest('hex');
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => done(null, body));
  app.put('/api/v1/sessions/:sessionId/captures/:captureId', async ({ body }) => ({ sha256: take(body) }));
`;

/** Takes the same and stores it in a row of its own, each in a transaction that is on the disk before it is acknowledged. */
const inserting = `
  import pg from 'pg';
  const pool = new pg.Pool({ connectionString: process.env.COMPARED_DATABASE, max: 10 });
  await pool.query('create table if not exists compared (id uuid primary key, bytes bytea not null)');
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => done(null, body));
  app.put('/api/v1/sessions/:sessionId/captures/:captureId', async ({ params, body }) => {
    await pool.query({ name: 'insert', text: 'insert into compared values ($1, $2)', values: [params.captureId, body] });
    return { captureId: params.captureId };
  });
`;

async function start(root: string, source: string, database?: string): Promise<Comparator> {
  const program = `
    import { fastify } from 'fastify';
    const app = fastify();
    ${source}
    process.stdout.write(await app.listen({ port: 0, host: '127.0.0.1' }));
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], ...(database !== undefined && { COMPARED_DATABASE: database }) },
  });
  const [url] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, url: url.toString() };
}

/** The embedded PostgreSQL of a data folder as its PID file has it (lines 1 and 4), with the intake's own password. */
export async function findEmbedded(dataDir: string): Promise<{ readonly pid: number; readonly url: string }> {
  const pointer = join(dataDir, 'postgres-folder');
  const cluster = existsSync(pointer) ? (await readFile(pointer, 'utf8')).trim() : join(dataDir, 'postgres');
  const [pid, , , port = ''] = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  const password = (await readFile(join(dataDir, 'postgres-password'), 'utf8')).trim();
  const url = `postgres://vidimus:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  return { pid: Number(pid), url };
}

export const startHello = (root: string): Promise<Comparator> => start(root, hello);
export const startHashing = (root: string): Promise<Comparator> => start(root, hashing);
export const startInserting = (root: string, database: string): Promise<Comparator> =>
  start(root, inserting, database);
