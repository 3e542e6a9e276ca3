import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps, type RequestOptions } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { maxWaitMs } from '#shared/api/feed-contract.ts';
import {
  createTestSession,
  must,
  newCaptureId,
  pictureOf,
  startTestIntake,
  type TestIntake,
} from '#intake/testing/test-intake.ts';

// Real: nginx with docs/examples/nginx.conf, TLS, and an intake behind it. Only ports, paths and the certificate are filled in.

const example = join(import.meta.dirname, '../../docs/examples/nginx.conf');
const has = (program: string, option: string): boolean => spawnSync(program, [option]).status === 0;
const missing = [
  ...(has('nginx', '-v') ? [] : ['no nginx']),
  ...(has('openssl', 'version') ? [] : ['no openssl']),
  ...(process.platform === 'linux' ? [] : ['other addresses of loopback need Linux']),
];
const isSkipped = missing.length > 0;
const why = isSkipped ? ` (skipped: ${missing.join(', ')})` : '';

let dir: string;
let intake: TestIntake;
let nginx: ChildProcess;
let port: number;
let ca: Buffer;
let said = '';

async function findFreePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return free;
}

/** The example as it stands, with what its first lines tell an administrator to change. */
async function fillIn(changes: Readonly<Record<string, string>>): Promise<string> {
  let text = await readFile(example, 'utf8');
  for (const [from, to] of Object.entries(changes)) {
    expect(text, from).toContain(from);
    text = text.replaceAll(from, to);
  }
  return text;
}

beforeAll(async () => {
  if (isSkipped) return;
  dir = await mkdtemp(join(tmpdir(), 'vidimus-nginx-'));
  const page = join(dir, 'page');
  await mkdir(join(page, 'assets'), { recursive: true });
  await writeFile(join(page, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(page, 'assets', 'index-CxX-lfXC.js'), `export const a = '${'a'.repeat(9999)}';`);
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=id.example.org', '-addext', 'subjectAltName=DNS:id.example.org'],
    ...['-keyout', join(dir, 'tls.key'), '-out', join(dir, 'tls.pem')],
  ]);
  ca = await readFile(join(dir, 'tls.pem'));
  port = await findFreePort();
  const plainPort = await findFreePort();
  intake = await startTestIntake({
    capturePageDir: page,
    publicUrl: `https://id.example.org:${port.toString()}`,
    trustedProxies: ['127.0.0.1'],
  });
  const site = await fillIn({
    '127.0.0.1:8484': new URL(intake.running.url).host,
    'listen 80;': `listen 127.0.0.1:${plainPort.toString()};`,
    // All of loopback, for callers with other addresses.
    'listen 443 ssl http2;': `listen ${port.toString()} ssl http2;`,
    '/etc/ssl/certs/id.example.org.pem': join(dir, 'tls.pem'),
    '/etc/ssl/private/id.example.org.key': join(dir, 'tls.key'),
    '/var/log/nginx/vidimus.log': join(dir, 'access.log'),
  });
  await writeFile(join(dir, 'vidimus.conf'), site);
  for (const name of ['body', 'proxy']) await mkdir(join(dir, name), { mode: 0o777 });
  // What a distribution's own nginx.conf has around such a file. As root, workers run as the owner of the folder, as root does here.
  await writeFile(
    join(dir, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root;' : ''} daemon off; worker_processes 1; pid ${dir}/nginx.pid; error_log stderr;
    events { }
    http {
      client_body_temp_path ${dir}/body; proxy_temp_path ${dir}/proxy; fastcgi_temp_path ${dir}/other;
      uwsgi_temp_path ${dir}/other; scgi_temp_path ${dir}/other;
      include ${dir}/vidimus.conf;
    }`,
  );
  nginx = spawn('nginx', ['-e', 'stderr', '-p', dir, '-c', join(dir, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  nginx.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const giveUpAt = Date.now() + 20_000;
  while ((await ask('/health/live').catch(() => undefined))?.status !== 200) {
    if (nginx.exitCode !== null || Date.now() > giveUpAt) throw new Error(said);
    await sleep(100);
  }
});
afterAll(async () => {
  if (isSkipped) return;
  if (nginx.exitCode === null) {
    const ended = once(nginx, 'exit');
    nginx.kill('SIGQUIT');
    await ended;
  }
  await intake.remove();
  await rm(dir, { recursive: true, force: true });
});

interface Reply {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

function ask(
  path: string,
  options: RequestOptions = {},
  send: (request: ReturnType<typeof requestHttps>) => void = (request) => request.end(),
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = { host: 'id.example.org', ...(options.headers as Record<string, string> | undefined) };
    const request = requestHttps(
      { host: '127.0.0.1', port, path, ca, servername: 'id.example.org', agent: false, ...options, headers },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('error', reject);
        reply.on('end', () => {
          const { statusCode: status, headers: answered, rawHeaders } = reply;
          resolve({ status, headers: answered, rawHeaders, body: Buffer.concat(chunks) });
        });
      },
    );
    request.on('error', reject);
    send(request);
  });
}
const authorized = (): Record<string, string> => ({ authorization: `Bearer ${intake.running.token}` });

it.skipIf(isSkipped)(`serves health and the capture page, each header once${why}`, async () => {
  expect((await ask('/health/ready')).status).toBe(200);
  const page = await ask('/c');
  expect(page.body.toString()).toContain('<title>page</title>');
  const names = page.rawHeaders.filter((_, place) => place % 2 === 0).map((name) => name.toLowerCase());
  expect(names).toEqual([...new Set(names)]);
  expect(page.headers).toMatchObject({
    'strict-transport-security': 'max-age=31536000',
    'referrer-policy': 'no-referrer',
    'content-security-policy': expect.stringContaining("default-src 'none'") as unknown,
  });
  const script = await ask('/c/assets/index-CxX-lfXC.js', { headers: { 'accept-encoding': 'gzip' } });
  expect([script.status, script.headers['content-encoding']]).toEqual([200, 'gzip']);
  expect((await ask('/api/docs')).status).toBe(200);
  // An answer with data is not compressed, and is the intake's own where it refuses.
  const health = await ask('/api/v1/health', { headers: { 'accept-encoding': 'gzip' } });
  expect([health.status, health.headers['content-type'], health.headers['content-encoding']]).toEqual([
    401,
    'application/problem+json; charset=utf-8',
    undefined,
  ]);
});

it.skipIf(isSkipped)(
  `lets a picture of some megabytes through as it comes, without a file of its own${why}`,
  async () => {
    const sessionId = await createTestSession(intake.client);
    const captureId = newCaptureId();
    const bytes = pictureOf(randomBytes(3_000_000).toString('hex'));
    const unfinished = join(intake.dataDir, 'blobs', 'unfinished');
    const reply = await ask(
      `/api/v1/sessions/${sessionId}/captures/${captureId}?stepId=document&side=front`,
      { method: 'PUT', headers: { ...authorized(), 'content-length': bytes.length.toString() } },
      (request) => {
        request.write(bytes.subarray(0, 2_000_000));
        void (async () => {
          // The intake has the first part before the second is sent.
          await expect.poll(async () => (await readdir(unfinished)).length, { timeout: 10_000 }).toBe(1);
          expect(await readdir(join(dir, 'body'))).toEqual([]);
          request.end(bytes.subarray(2_000_000));
        })();
      },
    );
    expect([reply.status, reply.body.toString()]).toEqual([200, expect.stringContaining(captureId)]);
    const back = await ask(`/api/v1/captures/${captureId}`, { headers: authorized() });
    expect(back.body.equals(bytes)).toBe(true);
    expect([await readdir(join(dir, 'body')), await readdir(join(dir, 'proxy'))]).toEqual([[], []]);
    const tooLarge = await ask(
      `/api/v1/sessions/${sessionId}/captures/${newCaptureId()}?stepId=document&side=front`,
      { method: 'PUT', headers: { ...authorized(), 'content-length': (50 * 1024 * 1024 + 1).toString() } },
      (request) => {
        request.on('error', () => undefined);
        request.write(Buffer.alloc(1000));
      },
    );
    expect([tooLarge.status, tooLarge.body.toString()]).toEqual([
      413,
      expect.stringContaining('too-many-bytes'),
    ]);
  },
);

it.skipIf(isSkipped)(`cuts no long poll${why}`, async () => {
  const text = await readFile(example, 'utf8');
  const timeoutS = Number(/proxy_read_timeout (\d+)s/.exec(text)?.[1]);
  expect(timeoutS * 1000).toBeGreaterThan(maxWaitMs);
  const { position } = await must(intake.client, 'health', {});
  const began = performance.now();
  const reply = await ask(`/api/v1/feed?after=${position.toString()}&waitMs=4000`, { headers: authorized() });
  expect([reply.status, JSON.parse(reply.body.toString())]).toMatchObject([200, { events: [] }]);
  expect(performance.now() - began).toBeGreaterThan(3900);
});

it.skipIf(isSkipped)(
  `tells the intake who calls, whatever a caller says, so that its limits hold for each${why}`,
  async () => {
    const open = async (localAddress: string, forged: string): Promise<number | undefined> =>
      (
        await ask(
          '/api/person/v1/open',
          {
            localAddress,
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-vidimus-page': '1', 'x-forwarded-for': forged },
          },
          (request) => request.end('{}'),
        )
      ).status;
    const statuses = new Set<number | undefined>();
    for (let n = 0; n < 200 && !statuses.has(429); n++)
      statuses.add(await open('127.0.0.2', `10.0.0.${n.toString()}`));
    expect([...statuses]).toEqual([400, 429]);
    expect(await open('127.0.0.3', '127.0.0.2')).toBe(400);
  },
);

it.skipIf(isSkipped)(`logs no address and nothing of a query${why}`, async () => {
  await ask('/health/live?secret=1', { localAddress: '127.0.0.9' });
  await sleep(200);
  const log = await readFile(join(dir, 'access.log'), 'utf8');
  expect(log).toContain('GET /health/live 200');
  expect(log).not.toMatch(/secret|127\.0\.0\./);
  expect(said).not.toMatch(/\[(emerg|alert|crit|error)\]/);
});
