import { expect, it } from 'vitest';
import { createRpcClient } from './client.ts';
import { createWebBridge, type Socket } from './web-bridge.ts';

/** The wire, and nothing else, is faked. */
class FakeSocket implements Socket {
  readonly sent: { readonly type: string; readonly id: number; readonly name?: string }[] = [];
  readonly #listeners = new Map<string, ((event: { readonly data: unknown }) => void)[]>();

  send(text: string): void {
    this.sent.push(JSON.parse(text) as FakeSocket['sent'][number]);
  }
  close(): void {
    this.emit('close');
  }
  addEventListener(type: string, listener: (event: { readonly data: unknown }) => void): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }
  emit(type: string, data?: unknown): void {
    for (const listener of this.#listeners.get(type) ?? []) listener({ data });
  }
  reply(id: number, reply: unknown): void {
    this.emit('message', JSON.stringify({ type: 'reply', id, reply }));
  }
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}

function aBridge(): { readonly sockets: FakeSocket[]; readonly client: ReturnType<typeof createRpcClient> } {
  const sockets: FakeSocket[] = [];
  const bridge = createWebBridge(() => {
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket;
  });
  return { sockets, client: createRpcClient(bridge) };
}

it('matches replies that come in another order', async () => {
  const { sockets, client } = aBridge();
  const first = client.call('scenarios.list', {});
  const second = client.call('progress.list', {});
  sockets[0]?.emit('open');
  await settled();
  sockets[0]?.reply(1, { ok: true, value: { running: [] } });
  sockets[0]?.reply(0, { ok: true, value: { scenarios: [] } });
  expect([await first, await second]).toEqual([
    { ok: true, value: { scenarios: [] } },
    { ok: true, value: { running: [] } },
  ]);
});

it('answers calls under way when the connection breaks, and connects again for the next', async () => {
  const { sockets, client } = aBridge();
  const lost = client.call('progress.list', {});
  sockets[0]?.emit('open');
  await settled();
  sockets[0]?.close();
  expect(await lost).toEqual({ ok: false, code: 'disconnected' });
  const next = client.call('progress.list', {});
  sockets[1]?.emit('open');
  await settled();
  sockets[1]?.reply(1, { ok: false, code: 'offline' });
  expect(await next).toEqual({ ok: false, code: 'offline' });
});

it('answers a call that finds nobody', async () => {
  const { sockets, client } = aBridge();
  const call = client.call('app.info', {});
  sockets[0]?.close();
  expect(await call).toEqual({ ok: false, code: 'disconnected' });
});

it('tells main of an abort and rejects', async () => {
  const { sockets, client } = aBridge();
  const stop = new AbortController();
  const call = client.call('feed.read', { userId: 'u-1', after: 0, waitMs: 25_000 }, stop.signal);
  sockets[0]?.emit('open');
  await settled();
  stop.abort();
  await expect(call).rejects.toThrow(/abort/i);
  expect(sockets[0]?.sent).toEqual([
    { type: 'call', id: 0, name: 'feed.read', input: { userId: 'u-1', after: 0, waitMs: 25_000 } },
    { type: 'abort', id: 0 },
  ]);
});

it('lets nothing outside the contract through', async () => {
  const { sockets, client } = aBridge();
  const strange = client.call('progress.list', {});
  sockets[0]?.emit('open');
  await settled();
  sockets[0]?.reply(0, { ok: true, value: { running: 'many' } });
  expect(await strange).toEqual({ ok: false, code: 'internal' });
  const undeclared = client.call('progress.list', {});
  await settled();
  sockets[0]?.reply(1, { ok: false, code: 'scenario-not-found' });
  expect(await undeclared).toEqual({ ok: false, code: 'internal' });
});
