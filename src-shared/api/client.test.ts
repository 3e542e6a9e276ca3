import { describe, expect, it } from 'vitest';
import { aCaptureId, aSession, aSessionId, aUuid } from '../testing/builders.ts';
import { sha256OfText } from '../testing/sha256.ts';
import { toResult } from '../domain/to-result.ts';
import { createIntakeClient, MalformedAnswerError, type FetchInit, type IntakeClient } from './client.ts';

interface Sent {
  readonly url: string;
  readonly init: FetchInit;
}

/** A client whose network answers with `answer`, and what was sent through it. */
function clientOf(answer: (sent: Sent) => Response | Promise<Response>): {
  client: IntakeClient;
  sent: Sent[];
} {
  const sent: Sent[] = [];
  const client = createIntakeClient({
    url: 'http://intake.test:8080/base/',
    token: 'secret-token',
    fetch: async (url, init) => {
      sent.push({ url, init });
      return answer({ url, init });
    },
  });
  return { client, sent };
}

const json = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status });
const failure = (code: string, status = 400): Response =>
  json({ error: { code, correlationId: 'c-1' } }, status);
const health = { status: 'ok', version: '0.1.0', database: 'embedded', position: 3 };
const page = { events: [], cursor: 7, feedId: aUuid(1) };

describe('the intake client', () => {
  it('sends GET input in path and query, with the token', async () => {
    const { client, sent } = clientOf(({ url }) => json(url.includes('/feed') ? page : toResult(aSession())));
    expect(await client.call('readFeed', { after: 7, waitMs: 0 })).toEqual({ ok: true, value: page });
    expect(await client.call('getResult', { sessionId: aSessionId() })).toMatchObject({ ok: true });
    expect(sent.map(({ url, init }) => [init.method, url, init.headers, init.body])).toEqual([
      [
        'GET',
        'http://intake.test:8080/base/api/v1/feed?after=7&waitMs=0',
        { authorization: 'Bearer secret-token' },
        undefined,
      ],
      [
        'GET',
        `http://intake.test:8080/base/api/v1/sessions/${aSessionId()}`,
        { authorization: 'Bearer secret-token' },
        undefined,
      ],
    ]);
  });

  it('sends POST input as JSON without what stands in the path', async () => {
    const { client, sent } = clientOf(() => json({ willRetry: true }));
    await client.call('failLease', { leaseId: 'a/b c', code: 'timed-out' });
    const [{ url, init } = { url: '', init: { method: '', headers: {} } }] = sent;
    expect(url).toBe('http://intake.test:8080/base/api/v1/leases/a%2Fb%20c/fail');
    expect([init.method, init.headers['content-type'], init.body]).toEqual([
      'POST',
      'application/json',
      '{"code":"timed-out"}',
    ]);
  });

  it('answers a declared code as a value', async () => {
    const { client } = clientOf(() => failure('lease-lost', 409));
    expect(await client.call('failLease', { leaseId: aUuid(1), code: 'timed-out' })).toEqual({
      ok: false,
      code: 'lease-lost',
      correlationId: 'c-1',
    });
    const internal = clientOf(() => json({ error: { code: 'internal' } }, 500));
    expect(await internal.client.call('health', {})).toEqual({ ok: false, code: 'internal' });
  });

  it.each([
    ['a refused connection', () => Promise.reject(new TypeError('fetch failed'))],
    [
      'a body that breaks off',
      () =>
        new Response(
          new ReadableStream({
            start: (c) => {
              c.error(new TypeError('terminated'));
            },
          }),
        ),
    ],
    ['a gateway’s own answer', () => new Response('<html>Bad gateway</html>', { status: 502 })],
  ])('calls %s being offline', async (_, answer) => {
    const { client } = clientOf(answer);
    expect(await client.call('health', {})).toEqual({ ok: false, code: 'offline' });
    expect(await client.getCapture(aCaptureId())).toEqual({ ok: false, code: 'offline' });
  });

  it.each([
    ['no JSON', () => new Response('hello')],
    ['another shape', () => json({ ...health, position: 'three' })],
    ['a name too many', () => json({ ...health, extra: 1 })],
    ['an undeclared code', () => failure('lease-lost')],
    ['an error of another shape', () => json({ message: 'no' }, 500)],
  ])('throws on %s, which is a bug, and quotes nothing of it', async (_, answer) => {
    const { client } = clientOf(answer);
    const error = await client.call('health', {}).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(MalformedAnswerError);
    expect(String(error)).not.toMatch(/three|hello/);
  });

  it('rejects with the reason of an abort, before and during the request', async () => {
    const hanging = (sent: Sent): Promise<Response> =>
      new Promise((_, reject) => {
        const signal = sent.init.signal as AbortSignal | undefined;
        signal?.addEventListener('abort', () => {
          reject(new DOMException('aborted', 'AbortError'));
        });
      });
    const { client, sent } = clientOf(hanging);
    const reason = new Error('the window closed');
    const controller = new AbortController();
    const call = client.call('health', {}, { signal: controller.signal });
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    await expect(client.getCapture(aCaptureId(), { signal: controller.signal })).rejects.toBe(reason);
    expect(sent).toHaveLength(1);
  });

  it('puts a capture’s bytes and gets them', async () => {
    const bytes = new Uint8Array([0xff, 0xd8, 0xff]);
    const receipt = { captureId: aCaptureId(), sha256: sha256OfText('x'), byteLength: 3 };
    const { client, sent } = clientOf(({ init }) =>
      init.method === 'PUT' ? json(receipt) : new Response(bytes),
    );
    const put = {
      sessionId: aSessionId(),
      captureId: aCaptureId(),
      stepId: 'a&b',
      side: 'front',
      bytes,
    } as const;
    expect(await client.putCapture(put)).toEqual({ ok: true, value: receipt });
    expect(await client.getCapture(aCaptureId())).toEqual({ ok: true, bytes });
    const path = `/api/v1/sessions/${aSessionId()}/captures/${aCaptureId()}?stepId=a%26b&side=front`;
    expect(sent[0]?.url).toBe(`http://intake.test:8080/base${path}`);
    expect(sent[0]?.init.body).toBe(bytes);
  });

  it('answers the codes of captures', async () => {
    const { client } = clientOf(({ init }) =>
      failure(init.method === 'PUT' ? 'capture-exists' : 'not-found', 404),
    );
    const put = {
      sessionId: aSessionId(),
      captureId: aCaptureId(),
      stepId: 's',
      side: 'front',
      bytes: new Uint8Array(1),
    } as const;
    expect(await client.putCapture(put)).toMatchObject({ ok: false, code: 'capture-exists' });
    expect(await client.getCapture(aCaptureId())).toMatchObject({ ok: false, code: 'not-found' });
  });

  it('refuses at once what no request could carry', () => {
    const fetch = globalThis.fetch;
    expect(() => createIntakeClient({ url: 'intake.test', token: 't', fetch })).toThrow();
    expect(() => createIntakeClient({ url: 'http://intake.test', token: 'two\nlines', fetch })).toThrow();
  });
});
