import { spawnSync } from 'node:child_process';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { startTestReceiver, type TestReceiver } from '../testing/test-receiver.ts';
import { createAddressGuard, parseAllowList } from './address-guard.ts';
import { createSendCallback, type ResolveHost } from './send-callback.ts';

let receiver: TestReceiver | undefined;
let tcp: Server | undefined;
afterEach(async () => {
  await receiver?.close();
  receiver = undefined;
  tcp?.close();
  tcp = undefined;
});

const signal = new AbortController().signal;
const timeouts = { connectMs: 400, totalMs: 800 };

function sender(allow: string, resolve?: ResolveHost, ca?: string) {
  const allowed = parseAllowList(allow);
  if (!allowed.ok) throw new Error(allowed.code);
  return createSendCallback({
    guard: createAddressGuard(allowed.value),
    timeouts,
    ...(resolve !== undefined && { resolve }),
    ...(ca !== undefined && { ca }),
  });
}
const requestTo = (url: string) => ({ url: new URL(url), headers: {}, body: Buffer.from('{}') });

it('connects to the addresses that were judged: a name that turns to loopback is refused, and asked about once an attempt', async () => {
  receiver = await startTestReceiver();
  const asked: string[] = [];
  // Reserved for documentation and routed nowhere, but let through here as a public address would be.
  const send = sender('192.0.2.1', (host) => {
    asked.push(host);
    return Promise.resolve(asked.length === 1 ? ['192.0.2.1'] : ['127.0.0.1']);
  });
  const request = requestTo(`http://rebinding.example:${receiver.port.toString()}/`);
  const first = await send(request, signal);
  expect(first).toMatchObject({ kind: 'failed' });
  expect(['timeout', 'connection-failed', 'connection-refused']).toContain(
    first.kind === 'failed' && first.code,
  );
  expect(
    await send({ ...request, url: new URL(request.url.href.replace('http:', 'https:')) }, signal),
  ).toEqual({
    kind: 'failed',
    code: 'address-refused',
  });
  expect(asked).toEqual(['rebinding.example', 'rebinding.example']);
  expect(receiver.received).toEqual([]);
});

it('sends to the pinned address under the name of the URL', async () => {
  receiver = await startTestReceiver();
  const send = sender('erp.internal', () => Promise.resolve(['127.0.0.1']));
  const url = `http://erp.internal:${receiver.port.toString()}/hook?x=1`;
  expect(await send(requestTo(url), signal)).toEqual({ kind: 'answered', status: 204 });
  expect(receiver.received[0]?.headers.host).toBe(new URL(url).host);
});

it('does not wait for an answer that does not come, nor for its body', async () => {
  receiver = await startTestReceiver((_, response, count) => {
    if (count === 1) return new Promise(() => undefined);
    response.writeHead(200).write('x');
    return undefined;
  });
  const send = sender('127.0.0.1');
  expect(await send(requestTo(receiver.url), signal)).toEqual({ kind: 'failed', code: 'timeout' });
  expect(await send(requestTo(receiver.url), signal)).toEqual({ kind: 'answered', status: 200 });
});

it('reads 4 kB of an answer and hangs up', async () => {
  let bytes = 0;
  receiver = await startTestReceiver(async (_, response) => {
    response.setMaxListeners(0).writeHead(200);
    // The sockets' buffers take some megabytes before they push back.
    for (let i = 0; i < 1000 && !response.destroyed; i++) {
      bytes += 64_000;
      if (!response.write(Buffer.alloc(64_000)))
        await new Promise<void>((go) => {
          response.once('drain', go);
          response.once('close', go);
        });
    }
  });
  expect(await sender('127.0.0.1')(requestTo(receiver.url), signal)).toEqual({
    kind: 'answered',
    status: 200,
  });
  expect(bytes).toBeLessThan(20_000_000);
});

it('tells failures apart', async () => {
  tcp = createTcpServer((socket) =>
    socket.on('data', () => socket.end('no tls\r\n\r\n')).on('error', () => undefined),
  );
  await new Promise<void>((done) => tcp?.listen(0, '127.0.0.1', done));
  const port = (tcp.address() as AddressInfo).port.toString();
  const send = sender('127.0.0.1');
  expect(await send(requestTo(`https://127.0.0.1:${port}/`), signal)).toEqual({
    kind: 'failed',
    code: 'tls-failed',
  });
  expect(await send(requestTo(`http://127.0.0.1:${port}/`), signal)).toEqual({
    kind: 'failed',
    code: 'connection-failed',
  });
  const lost = sender('127.0.0.1', () => Promise.reject(new Error('ENOTFOUND')));
  expect(await lost(requestTo('https://nobody.example/'), signal)).toEqual({
    kind: 'failed',
    code: 'name-not-found',
  });
  const slow = sender('127.0.0.1', () => new Promise(() => undefined));
  expect(await slow(requestTo('https://slow.example/'), signal)).toEqual({ kind: 'failed', code: 'timeout' });
  expect(await send(requestTo(`http://127.0.0.1:${port}/`), AbortSignal.abort())).toEqual({
    kind: 'failed',
    code: 'interrupted',
  });
});

/** A key and a certificate for a name, both as PEM; empty without openssl. */
function selfSigned(name: string): string {
  const args = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
  ];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
  const { status, stdout } = spawnSync('openssl', [...args, ...subject, '-keyout', '-', '-out', '-'], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout : '';
}
const pem = selfSigned('erp.internal');

it.skipIf(pem === '')(
  `speaks TLS to the pinned address under the name of the URL, which the certificate must have${pem === '' ? ' (skipped: no openssl)' : ''}`,
  async () => {
    let calls = 0;
    const server = createTlsServer({ key: pem, cert: pem }, (_, response) => {
      calls++;
      response.writeHead(202).end();
    });
    tcp = server;
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const to = (host: string) => requestTo(`https://${host}:${port.toString()}/`);
    const loopback: ResolveHost = () => Promise.resolve(['127.0.0.1']);
    const trusting = sender('erp.internal 127.0.0.1', loopback, pem);
    expect(await trusting(to('erp.internal'), signal)).toEqual({ kind: 'answered', status: 202 });
    expect(await trusting(to('other.internal'), signal)).toEqual({ kind: 'failed', code: 'tls-failed' });
    expect(await sender('127.0.0.1', loopback)(to('erp.internal'), signal)).toEqual({
      kind: 'failed',
      code: 'tls-failed',
    });
    expect(calls).toBe(1);
  },
);
