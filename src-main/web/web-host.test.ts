import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { maxCaptureBytes } from '#shared/api/capture-contract.ts';
import { must } from '#shared/lib/invariant.ts';
import type { RpcCallName, RpcReply } from '#shared/rpc/contract.ts';
import { createPageFiles } from '../page/page-files.ts';
import { createWebHost, type WebHost } from './web-host.ts';

/** Answers with what it was asked; `hang` never answers and records its abort. */
class FakeServices {
  readonly aborted: string[] = [];
  readonly received: string[] = [];

  readonly rpc = (name: string, input: unknown, signal: AbortSignal): Promise<RpcReply<RpcCallName>> => {
    if (name !== 'hang')
      return Promise.resolve({ ok: true, value: { name, input } } as unknown as RpcReply<RpcCallName>);
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        this.aborted.push(name);
        reject(signal.reason as Error);
      });
    });
  };

  readonly media = {
    serves: (path: string) => path.startsWith('/image/') || path.startsWith('/capture/'),
    respond: async (request: Request) => {
      const bytes = await request.arrayBuffer();
      this.received.push(`${request.method} ${new URL(request.url).pathname} ${String(bytes.byteLength)}`);
      return new Response('picture', { headers: { 'cache-control': 'no-store' } });
    },
  };
}

let folder: string;
let services: FakeServices;
let host: WebHost;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vidimus-web-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__" />');
  await writeFile(join(folder, 'assets', 'app-1a2b.js'), 'export {};');
  services = new FakeServices();
  const page = must(await createPageFiles(folder), 'a page');
  host = await createWebHost({
    page,
    media: services.media,
    rpc: services.rpc,
    log: () => undefined,
    port: 0,
  });
});

afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** `fetch` may not set Host, Origin and Sec-Fetch-Site. */
function send(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(host.origin);
    const sent = httpRequest({ hostname, port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({
          status: must(response.statusCode, 'a status'),
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const launchPath = (): string => {
  const url = new URL(host.newLaunchUrl());
  return `${url.pathname}${url.search}`;
};

async function signIn(): Promise<string> {
  const { headers } = await send('GET', launchPath());
  return must((headers['set-cookie'] as string[] | undefined)?.[0]?.split(';')[0], 'a cookie');
}

/** What became of an attempt to open the socket: `open`, or the status of the refusal. */
async function connect(headers: Record<string, string>, path = '/rpc'): Promise<WebSocket | number> {
  const socket = new WebSocket(`${host.origin.replace('http', 'ws')}${path}`, { headers });
  return new Promise((resolve) => {
    socket.on('open', () => {
      resolve(socket);
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(must(response.statusCode, 'a status'));
    });
  });
}

describe('launch', () => {
  it('exchanges a token once for a cookie that scripts and other sites cannot use', async () => {
    const path = launchPath();
    const first = await send('GET', path);
    expect([first.status, first.headers['location']]).toEqual([303, '/']);
    expect(first.headers['set-cookie']?.[0]).toMatch(
      /^vidimus-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
    );

    const second = await send('GET', path, { 'accept-language': 'en' });
    expect([second.status, second.headers['set-cookie']]).toEqual([403, undefined]);
    expect(second.body).toContain('has been used already');
  });

  it('lets the browser in that used the link when it opens it again', async () => {
    const path = launchPath();
    const cookie = must((await send('GET', path)).headers['set-cookie']?.[0], 'a cookie');
    expect((await send('GET', path, { cookie })).status).toBe(303);
  });

  it('replaces an unused token by the next one', async () => {
    const replaced = launchPath();
    const current = launchPath();
    expect((await send('GET', replaced)).status).toBe(403);
    expect((await send('GET', current)).status).toBe(303);
  });

  it('says in the browser’s language how to get in', async () => {
    const { status, body } = await send('GET', '/', { 'accept-language': 'ru-RU,ru;q=0.9' });
    expect(status).toBe(403);
    expect(body).toContain('Нажмите Enter в терминале');
  });

  it('lets no token or cookie of another host in', async () => {
    const cookie = await signIn();
    const forged = cookie.replace(/=.*/, `=${'A'.repeat(43)}`);
    expect((await send('GET', '/', { cookie: forged })).status).toBe(403);
    expect((await send('GET', '/?launch=AAAA')).status).toBe(403);
  });
});

describe('requests', () => {
  it('refuses a name that merely resolves to this machine', async () => {
    const cookie = await signIn();
    expect(
      (await send('GET', '/', { cookie, host: `attacker.example:${new URL(host.origin).port}` })).status,
    ).toBe(421);
    expect((await send('GET', launchPath(), { host: 'attacker.example' })).status).toBe(421);
  });

  it('serves the page with a nonce of its own and a policy that allows nothing foreign', async () => {
    const cookie = await signIn();
    const { status, headers, body } = await send('GET', '/', { cookie });
    const nonce = must(/content="([^"]+)"/.exec(body)?.[1], 'a nonce');
    expect(status).toBe(200);
    expect(nonce).not.toContain('NONCE');
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; font-src 'self'; img-src 'self' blob:; ` +
        `connect-src 'self'; worker-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'permissions-policy': expect.stringContaining('camera=(self)'),
    });
    const again = await send('GET', '/', { cookie });
    expect(again.body).not.toContain(nonce);
  });

  it('lets the browser keep built assets only', async () => {
    const cookie = await signIn();
    const asset = await send('GET', '/assets/app-1a2b.js', { cookie });
    expect([asset.status, asset.headers['content-type'], asset.headers['cache-control']]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'private, max-age=31536000, immutable',
    ]);
    const image = await send('GET', '/image/x?max=10', { cookie });
    expect([image.body, image.headers['cache-control']]).toEqual(['picture', 'no-store']);
  });

  it.each([
    '/assets/../../package.json',
    '/..%2f..%2fetc%2fpasswd.txt',
    '/assets/none.js',
    '//attacker.example/x.js',
  ])('has no file at %s', async (path) => {
    const cookie = await signIn();
    expect((await send('GET', path, { cookie })).status).toBeGreaterThanOrEqual(400);
  });

  it.each(['/', '/assets/app-1a2b.js', '/image/x', '/capture/a/b'])(
    'shows nothing at %s without a cookie',
    async (path) => {
      expect((await send('GET', path)).status).toBe(403);
    },
  );

  it('refuses other pages of this machine, which the browser counts to the same site', async () => {
    const cookie = await signIn();
    expect((await send('GET', '/image/x', { cookie, 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await send('GET', '/image/x', { cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it('takes captures from its own page only, and none too large', async () => {
    const cookie = await signIn();
    const body = Buffer.from('bytes');
    expect((await send('PUT', '/capture/a/b', { cookie }, body)).status).toBe(403);
    expect((await send('PUT', '/capture/a/b', { cookie, origin: 'http://127.0.0.1:1' }, body)).status).toBe(
      403,
    );
    expect((await send('PUT', '/capture/a/b', { cookie, origin: host.origin }, body)).status).toBe(200);
    const declared = { cookie, origin: host.origin, 'content-length': String(maxCaptureBytes + 1) };
    expect((await send('PUT', '/capture/a/b', declared)).status).toBe(413);
    expect(services.received).toEqual(['PUT /capture/a/b 5']);
  });

  it('refuses a body that grows too large without having said so', async () => {
    const cookie = await signIn();
    const headers = { cookie, origin: host.origin, 'transfer-encoding': 'chunked' };
    const answer = await send('PUT', '/capture/a/b', headers, Buffer.alloc(maxCaptureBytes + 1));
    expect([answer.status, services.received]).toEqual([413, []]);
  });

  it('refuses other methods', async () => {
    const cookie = await signIn();
    expect((await send('DELETE', '/image/x', { cookie, origin: host.origin })).status).toBe(405);
    expect((await send('PUT', '/', { cookie, origin: host.origin })).status).toBe(405);
  });
});

describe('socket', () => {
  const nextMessage = (socket: WebSocket): Promise<unknown> =>
    new Promise((resolve) => {
      socket.once('message', (data) => {
        resolve(JSON.parse((data as Buffer).toString()));
      });
    });

  it('opens for the own page with its cookie only', async () => {
    const cookie = await signIn();
    expect(await connect({ origin: host.origin })).toBe(403);
    expect(await connect({ cookie })).toBe(403);
    expect(await connect({ cookie, origin: 'https://attacker.example' })).toBe(403);
    expect(await connect({ cookie, origin: host.origin, host: 'attacker.example' })).toBe(421);
    expect(await connect({ cookie, origin: host.origin }, '/other')).toBe(404);
    expect(await connect({ cookie, origin: host.origin })).toBeInstanceOf(WebSocket);
  });

  async function open(): Promise<WebSocket> {
    const socket = await connect({ cookie: await signIn(), origin: host.origin });
    if (typeof socket === 'number') throw new Error(`refused: ${String(socket)}`);
    return socket;
  }

  it('answers calls by their id', async () => {
    const socket = await open();
    const reply = nextMessage(socket);
    socket.send(JSON.stringify({ type: 'call', id: 7, name: 'app.info', input: { a: 1 } }));
    expect(await reply).toEqual({
      type: 'reply',
      id: 7,
      reply: { ok: true, value: { name: 'app.info', input: { a: 1 } } },
    });
  });

  it('aborts a call when told to, and every call when the page goes away', async () => {
    const socket = await open();
    socket.send(JSON.stringify({ type: 'call', id: 1, name: 'hang', input: {} }));
    socket.send(JSON.stringify({ type: 'call', id: 2, name: 'hang', input: {} }));
    socket.send(JSON.stringify({ type: 'abort', id: 1 }));
    await expect.poll(() => services.aborted.length).toBe(1);
    socket.close();
    await expect.poll(() => services.aborted.length).toBe(2);
  });

  it.each(['not json', '{"type":"other"}', '{"type":"call","id":-1,"name":"x","input":{}}'])(
    'ends at a message outside the protocol: %s',
    async (text) => {
      const socket = await open();
      const closed = new Promise((resolve) => socket.on('close', resolve));
      socket.send(text);
      expect(await closed).toBe(1008);
    },
  );

  it('ends every session with the host', async () => {
    const socket = await open();
    const closed = new Promise((resolve) => socket.on('close', resolve));
    await host.close();
    expect(await closed).toBe(1006);
  });
});
