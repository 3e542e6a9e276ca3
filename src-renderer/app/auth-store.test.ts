import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AuthState } from '#shared/rpc/identity-contract.ts';
import type { RpcClient } from '../rpc/client.ts';
import { AuthStore, listenedTo, may, mayRead } from './auth-store.ts';

const ready: AuthState = {
  state: 'ready',
  userId: 'u1',
  caller: { kind: 'user', id: 'u1', permissions: ['sessions.read'], dataRights: ['fields'] },
  user: null,
};
const signIn: AuthState = { state: 'sign-in', provider: null };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Main, as it answers the next question about who works here. */
function start() {
  const world: { answer: AuthState | 'offline'; asked: number; told: unknown[] } = {
    answer: ready,
    asked: 0,
    told: [],
  };
  const rpc = {
    host: 'web',
    call: (name: string) => {
      if (name !== 'auth.state') return Promise.resolve({ ok: false, code: name });
      world.asked += 1;
      const { answer } = world;
      return Promise.resolve(
        answer === 'offline' ? { ok: false, code: answer } : { ok: true, value: answer },
      );
    },
  } as unknown as RpcClient;
  const channel: Pick<BroadcastChannel, 'postMessage' | 'onmessage'> = {
    postMessage: (message) => world.told.push(message),
    onmessage: null,
  };
  return { world, rpc, channel, auth: new AuthStore(rpc, channel, () => world.told.push('left')) };
}

it('asks until the intake answers, then keeps who worked here while it is away or wants a new sign-in', async () => {
  const { world, auth } = start();
  world.answer = 'offline';
  await auth.refresh();
  expect(auth.current.get()).toEqual({ state: 'away' });
  world.answer = ready;
  await vi.advanceTimersByTimeAsync(2000);
  expect(auth.current.get()).toEqual(ready);
  world.answer = 'offline';
  await auth.refresh();
  expect(auth.current.get()).toEqual(ready);
  world.answer = signIn;
  await auth.refresh();
  expect(auth.current.get()).toEqual(signIn);
  expect([may(auth.access.get(), 'sessions.read'), may(auth.access.get(), 'links.read')]).toEqual([
    true,
    false,
  ]);
  expect([mayRead(auth.access.get(), 'fields'), mayRead(auth.access.get(), 'images')]).toEqual([true, false]);
});

it('asks again when a call says that nobody is signed in, and seldom when one is forbidden', async () => {
  const { world, rpc, auth } = start();
  const listened = listenedTo(rpc, (code) => {
    auth.heard(code);
  });
  world.answer = signIn;
  await listened.call('signed-out' as 'app.info', {});
  await vi.advanceTimersByTimeAsync(0);
  expect([world.asked, auth.current.get()]).toEqual([1, signIn]);
  for (const _ of [1, 2, 3]) await listened.call('forbidden' as 'app.info', {});
  await vi.advanceTimersByTimeAsync(0);
  expect(world.asked).toBe(2);
});

it('tells the other pages who came and went, and asks once more when it was told while it asked', async () => {
  const { world, channel, auth } = start();
  await auth.changed();
  expect(world.told).toEqual(['changed']);
  const first = auth.refresh();
  world.answer = signIn;
  channel.onmessage?.call(channel as BroadcastChannel, { data: 'changed' } as MessageEvent);
  await first;
  expect([world.asked, auth.current.get()]).toEqual([3, signIn]);
  channel.onmessage?.call(channel as BroadcastChannel, { data: 'left' } as MessageEvent);
  expect([world.asked, world.told]).toEqual([3, ['changed', 'left']]);
});
