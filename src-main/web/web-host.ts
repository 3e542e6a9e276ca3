import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { maxCaptureBytes } from '#shared/api/capture-contract.ts';
import { mostImportBytes } from '#shared/rpc/person-import-contract.ts';
import type { MediaRoutes } from '../images/media-routes.ts';
import { errorFacts, type Log } from '../log.ts';
import type { PageFiles } from '../page/page-files.ts';
import { securityHeaders } from '../page/security-headers.ts';
import type { RpcServer } from '../rpc/register.ts';
import { createLaunchGate } from './launch-gate.ts';
import { refusalPage, type Refusal } from './refusal-pages.ts';
import { serveRpcSocket } from './rpc-socket.ts';

export interface WebHostDeps {
  readonly page: PageFiles;
  readonly media: MediaRoutes;
  readonly rpc: RpcServer;
  readonly log: Log;
  /** Tried first; any free port when it is taken. The replica in the browser belongs to the port. */
  readonly port: number;
}

export interface WebHost {
  readonly origin: string;
  /** A link that opens the workstation in one browser, once; the one before stops working if it was not used. */
  newLaunchUrl(): string;
  /** Ends every session, connection and call. */
  close(): Promise<void>;
}

const loopback = '127.0.0.1';
// A command with the longest comment is below 20 kB; a page that sends a megabyte in one message is broken.
const mostMessageBytes = 1024 * 1024;
// Node's own defaults allow 5 minutes for one request; on loopback a full capture takes a second.
const requestTimeoutMs = 60_000;

/**
 * Serves the workstation to browsers on this machine: pages and pictures over HTTP on loopback, calls over a WebSocket at
 * `/rpc`. Everything but the exchange of a launch token needs its cookie; whatever comes from another origin is refused.
 */
export async function createWebHost({ page, media, rpc, log, port }: WebHostDeps): Promise<WebHost> {
  const gate = createLaunchGate();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostMessageBytes });
  const server = createServer({ requestTimeout: requestTimeoutMs }, (request, response) => {
    void respond(request, response);
  });
  const boundPort = await listen(server, port);
  const origin = `http://${loopback}:${String(boundPort)}`;
  const hosts: readonly string[] = [`${loopback}:${String(boundPort)}`, `localhost:${String(boundPort)}`];
  // Cookies are shared by all ports of a host: the port in the name keeps two workstations apart.
  const cookieName = `vidimus-${String(boundPort)}`;

  function hasSession(request: IncomingMessage): boolean {
    return gate.isSession(cookieOf(request, cookieName));
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const aborted = new AbortController();
    response.on('close', () => {
      aborted.abort();
    });
    try {
      const answer = await route(request, aborted.signal);
      await send(answer, response, request.method === 'HEAD');
    } catch (error) {
      if (aborted.signal.aborted) return;
      const correlationId = randomBytes(8).toString('hex');
      log('web.failed', { correlationId, ...errorFacts(error) });
      if (response.headersSent) response.destroy();
      else await send(plain(500, correlationId), response, false);
    }
  }

  async function route(request: IncomingMessage, signal: AbortSignal): Promise<Response> {
    // A name that resolves to loopback (DNS rebinding) would be a foreign page's way in.
    if (!hosts.includes(request.headers.host ?? '')) return plain(421);
    const method = request.method ?? '';
    const target = URL.parse(request.url ?? '', origin);
    if (target?.origin !== origin) return plain(400);
    if (!['GET', 'HEAD', 'PUT'].includes(method)) return plain(405);

    const launchToken = target.searchParams.get('launch');
    if (launchToken !== null && method === 'GET' && target.pathname === '/')
      return launch(launchToken, request);
    if (!hasSession(request)) return refuse('no-session', request);
    if (!isFromOwnPage(request)) return plain(403);
    if (method === 'PUT' && !hasOwnOrigin(request)) return plain(403);

    if (media.serves(target.pathname)) {
      const body = method === 'PUT' ? await readBody(request, target.pathname) : null;
      if (body === 'too-many-bytes') return tooLarge();
      return media.respond(
        new Request(target, { method, signal, ...(body === null ? {} : { body: new Uint8Array(body) }) }),
      );
    }
    if (method === 'PUT') return plain(405);
    return page.respond(target.pathname);
  }

  function launch(token: string, request: IncomingMessage): Response {
    const secret = gate.exchange(token);
    // Someone who opens the link again in the browser that it let in has lost nothing.
    if (secret === undefined && !hasSession(request)) return refuse('launch-used', request);
    const answer = plain(303);
    answer.headers.set('location', '/');
    if (secret !== undefined) {
      answer.headers.set('set-cookie', `${cookieName}=${secret}; HttpOnly; SameSite=Strict; Path=/`);
    }
    return answer;
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const status = !hosts.includes(request.headers.host ?? '')
      ? 421
      : URL.parse(request.url ?? '', origin)?.pathname !== '/rpc'
        ? 404
        : !hasOwnOrigin(request) || !hasSession(request)
          ? 403
          : 101;
    if (status !== 101) {
      socket.end(`HTTP/1.1 ${String(status)} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      serveRpcSocket(webSocket, rpc);
    });
  });

  return {
    origin,
    newLaunchUrl: () => `${origin}/?launch=${gate.newLaunchToken()}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

type Server = ReturnType<typeof createServer>;

async function listen(server: Server, port: number): Promise<number> {
  const tryPort = (candidate: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: loopback, port: candidate }, () => {
        server.off('error', reject);
        resolve();
      });
    });
  try {
    await tryPort(port);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    await tryPort(0);
  }
  return (server.address() as AddressInfo).port;
}

/** Other pages on this machine's ports are of the same *site*, so that they get the cookie: the browser says who asks. */
function isFromOwnPage(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}

function hasOwnOrigin(request: IncomingMessage): boolean {
  return request.headers.origin === `http://${request.headers.host ?? ''}`;
}

function cookieOf(request: IncomingMessage, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}

function freshHeaders(): Record<string, string> {
  return securityHeaders(randomBytes(18).toString('base64'));
}

function plain(status: number, text = ''): Response {
  const body = status === 303 ? null : text;
  return new Response(body, {
    status,
    headers: { ...freshHeaders(), 'content-type': 'text/plain; charset=utf-8' },
  });
}

function refuse(refusal: Refusal, request: IncomingMessage): Response {
  const html = refusalPage(refusal, request.headers['accept-language']);
  return new Response(html, {
    status: 403,
    headers: { ...freshHeaders(), 'content-type': 'text/html; charset=utf-8' },
  });
}

/** The rest of the body is not read, so the connection can't be used again. */
function tooLarge(): Response {
  return new Response(JSON.stringify({ error: { code: 'too-many-bytes' } }), {
    status: 413,
    headers: { ...freshHeaders(), 'content-type': 'application/json', connection: 'close' },
  });
}

async function readBody(request: IncomingMessage, pathname: string): Promise<Buffer | 'too-many-bytes'> {
  const mostBytes = pathname === '/person-import' ? mostImportBytes : maxCaptureBytes;
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return 'too-many-bytes';
  const chunks: Buffer[] = [];
  let byteLength = 0;
  // Left early, the iterator would destroy the socket before the refusal is sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    byteLength += chunk.length;
    if (byteLength > mostBytes) return 'too-many-bytes';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function send(answer: Response, response: ServerResponse, headOnly: boolean): Promise<void> {
  const body = answer.body === null ? Buffer.alloc(0) : Buffer.from(await answer.arrayBuffer());
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  for (const cookie of answer.headers.getSetCookie()) response.setHeader('set-cookie', cookie);
  response.setHeader('content-length', String(body.length));
  response.statusCode = answer.status;
  response.end(headOnly ? undefined : body);
}
