import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { must } from '#shared/lib/invariant.ts';
import type { AddressGuard } from './address-guard.ts';

export interface CallbackRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Why no answer came, or why nothing was sent. */
export type SendFailure =
  | 'address-refused'
  | 'http-refused'
  | 'name-not-found'
  | 'connection-refused'
  | 'connection-failed'
  | 'tls-failed'
  | 'timeout'
  | 'interrupted';

export type SendOutcome =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly code: SendFailure };

/** Sends one request and follows nothing. Never rejects for what the other side or the network does. */
export type SendCallback = (request: CallbackRequest, signal: AbortSignal) => Promise<SendOutcome>;

export interface SendTimeouts {
  /** From the beginning until a connection stands, TLS included. */
  readonly connectMs: number;
  /** From the beginning until the answer is there. */
  readonly totalMs: number;
}

/** A receiver in the same country connects within 100 ms; after 15 s it should have answered and done its work later (Standard Webhooks). */
export const defaultTimeouts: SendTimeouts = { connectMs: 5000, totalMs: 15_000 };

/** What is read of an answer's body, whose words nobody asks for, so that the receiver can finish its sentence. */
const answerLimitBytes = 4096;
const answerWaitMs = 1000;

/** All addresses that a host has now; an address has itself. Rejects with the error of the system's resolver. */
export type ResolveHost = (host: string) => Promise<readonly string[]>;

async function resolveBySystem(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}

/** Answers every question about the name with these addresses, so that nobody resolves it a second time. */
function pinnedLookup(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, done) => {
    if (options.all === true) {
      done(null, found);
      return;
    }
    const { address, family } = must(found[0], 'the guard refuses no addresses at all');
    done(null, address, family);
  };
}

function failureOf(error: unknown, isSecured: boolean): SendFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'connection-refused';
  // With several addresses Node throws an AggregateError, whose code is the first one's.
  if (isSecured && /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|EPROTO|INVALID_CA)/.test(code))
    return 'tls-failed';
  return 'connection-failed';
}

/** Resolves when the body has ended, or is longer or slower than anybody waits for. */
function drain(response: IncomingMessage): Promise<void> {
  return new Promise((done) => {
    let bytes = 0;
    const timer = setTimeout(() => response.destroy(), answerWaitMs);
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes >= answerLimitBytes) response.destroy();
    });
    response.on('error', () => undefined);
    response.on('close', () => {
      clearTimeout(timer);
      done();
    });
  });
}

/**
 * The sender over a guard: resolves the name once, has the guard judge what it found, and connects to exactly that, on a connection of
 * its own.
 */
export function createSendCallback({
  guard,
  timeouts = defaultTimeouts,
  resolve = resolveBySystem,
  ca,
}: {
  readonly guard: AddressGuard;
  readonly timeouts?: SendTimeouts;
  readonly resolve?: ResolveHost;
  /** Certificates to trust instead of Node's, which `NODE_EXTRA_CA_CERTS` adds to. */
  readonly ca?: string;
}): SendCallback {
  async function exchange(
    { url, headers, body }: CallbackRequest,
    addresses: readonly string[],
    stop: AbortSignal,
    {
      onConnected,
      onAnswered,
      onElsewhere,
    }: Record<'onConnected' | 'onAnswered' | 'onElsewhere', () => void>,
  ): Promise<SendOutcome> {
    const isSecured = url.protocol === 'https:';
    const send = isSecured ? httpsRequest : httpRequest;
    try {
      const response = await new Promise<IncomingMessage>((answered, failed) => {
        const request = send(url, {
          method: 'POST',
          headers: { ...headers, 'content-length': body.length },
          agent: false,
          ...(ca !== undefined && { ca }),
          lookup: pinnedLookup(addresses),
          signal: stop,
        });
        request.on('socket', (socket) => {
          socket.once('connect', () => {
            // Holds by construction; should a platform ever connect elsewhere, nothing must go out.
            const { remoteAddress } = socket;
            if (remoteAddress === undefined || !guard.judge(url, [remoteAddress]).ok) onElsewhere();
            else if (!isSecured) onConnected();
          });
          socket.once('secureConnect', onConnected);
        });
        request.on('response', answered);
        request.on('error', failed);
        request.end(body);
      });
      const status = must(response.statusCode, 'an answer that was received has a status');
      onAnswered();
      await drain(response);
      return { kind: 'answered', status };
    } catch (error) {
      return { kind: 'failed', code: failureOf(error, isSecured) };
    }
  }

  return async (request, signal) => {
    // One controller ends the attempt, whoever asks for it; what was asked first is what is told.
    const stop = new AbortController();
    let stopped: SendFailure | null = null;
    const stopFor = (code: SendFailure) => (): void => {
      stopped ??= code;
      stop.abort();
    };
    const interrupt = stopFor('interrupted');
    const connectTimer = setTimeout(stopFor('timeout'), timeouts.connectMs);
    const totalTimer = setTimeout(stopFor('timeout'), timeouts.totalMs);
    signal.addEventListener('abort', interrupt);
    if (signal.aborted) interrupt();
    const untilStopped = new Promise<SendOutcome>((done) => {
      const end = (): void => done({ kind: 'failed', code: stopped ?? 'interrupted' });
      if (stop.signal.aborted) end();
      else stop.signal.addEventListener('abort', end);
    });

    async function attempt(): Promise<SendOutcome> {
      const host = request.url.hostname.replace(/^\[|\]$/g, '');
      let addresses: readonly string[];
      try {
        addresses = await resolve(host);
      } catch {
        return { kind: 'failed', code: 'name-not-found' };
      }
      const verdict = guard.judge(request.url, addresses);
      if (!verdict.ok) return { kind: 'failed', code: verdict.code };
      return exchange(request, addresses, stop.signal, {
        onConnected: () => clearTimeout(connectTimer),
        // The answer counts, however long its body takes.
        onAnswered: () => {
          clearTimeout(totalTimer);
          signal.removeEventListener('abort', interrupt);
        },
        onElsewhere: stopFor('address-refused'),
      });
    }

    try {
      // The system's resolver cannot be interrupted; its answer is then nobody's any more.
      return await Promise.race([attempt(), untilStopped]);
    } finally {
      clearTimeout(connectTimer);
      clearTimeout(totalTimer);
      signal.removeEventListener('abort', interrupt);
      stop.abort();
    }
  };
}
