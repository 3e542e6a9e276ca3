import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import type { RpcClient } from '../rpc/client.ts';
import { Observable } from '../sync/observable.ts';
import { eventsOf, sessionIdOf } from '../testing/session-events.ts';
import type { Access, AuthStore, AuthView } from './auth-store.ts';
import { openWork, replicaName } from './open-work.ts';

const feedIds = {
  ana: '11111111-1111-4111-8111-111111111111',
  ben: '22222222-2222-4222-8222-222222222222',
};

class SilentChannel {
  onmessage = null;
  postMessage(): void {}
}

beforeEach(() => {
  vi.stubGlobal('window', { addEventListener: () => undefined });
  vi.stubGlobal('BroadcastChannel', SilentChannel);
  vi.stubGlobal('navigator', {
    locks: { request: (_name: string, whileHeld: () => Promise<void>) => whileHeld() },
  });
});

/** Main, with somebody signed in: it answers that one's page, as the real one does. */
function start() {
  const world = { signedIn: 'ana', sent: [] as unknown[], told: new Set<string>(), events: eventsOf(1, 1) };
  const rpc = {
    host: 'web',
    call: (name: string, input: { userId: string; after: number }, signal?: AbortSignal) => {
      if (name === 'progress.list') return Promise.resolve({ ok: true, value: { running: [] } });
      if (input.userId !== world.signedIn) return Promise.resolve({ ok: false, code: 'signed-out' });
      if (name === 'commands.send') {
        world.sent.push(input);
        return Promise.resolve({ ok: true, value: { kind: 'refused', code: 'not-ready-for-decision' } });
      }
      // With nothing new the intake holds the poll.
      const isNew = !world.told.has(`${input.userId} ${String(input.after)}`);
      world.told.add(`${input.userId} ${String(input.after)}`);
      const feedId = feedIds[input.userId as 'ana' | 'ben'];
      const events = input.userId === 'ana' && input.after === 0 ? world.events : [];
      const cursor = input.userId === 'ana' ? 6 : 0;
      if (isNew) return Promise.resolve({ ok: true, value: { events, cursor, feedId } });
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      });
    },
  } as unknown as RpcClient;
  const open = async (userId: string) => {
    const access = {
      userId,
      caller: { kind: 'user', id: userId, permissions: ['sessions.read'], dataRights: [] },
      user: {},
    } as unknown as Access;
    const auth = {
      access: new Observable<Access | null>(access),
      current: new Observable<AuthView>({ state: 'asking' }),
    };
    const work = await openWork(access, {
      rpc,
      auth: auth as unknown as AuthStore,
      onBug: (error) => {
        throw error;
      },
    });
    return { work, access, auth };
  };
  return { world, open };
}

const comment = (n: number) => ({
  idempotencyKey: `33333333-3333-4333-8333-${n.toString().padStart(12, '0')}`,
  sessionId: sessionIdOf(1),
  command: { type: 'comment.add', text: 'Half a thought' } as const,
});

it('leaves to each person what that one gave and read: nothing is sent in another’s name', async () => {
  const { world, open } = start();
  const ana = await open('ana');
  await expect.poll(() => ana.work.sync.state.caughtUp).toBe(true);
  expect((await ana.work.store.readSession(sessionIdOf(1))).events).toHaveLength(6);

  // Signed out with something on its way; somebody else signs in, and the first one's page is still open.
  world.signedIn = 'ben';
  await ana.work.sync.enqueue(comment(1));
  const ben = await open('ben');
  await expect.poll(() => ben.work.sync.state.connection).toBe('online');
  expect(world.sent).toEqual([]);
  expect((await ben.work.store.load()).outbox).toEqual([]);
  expect((await ben.work.store.readSession(sessionIdOf(1))).events).toEqual([]);
  // What the first one had read is not left for the second one; what was not sent waits for its giver.
  expect(await ana.work.store.readSession(sessionIdOf(1))).toMatchObject({
    events: [],
    outbox: [{ sent: comment(1) }],
  });

  world.signedIn = 'ana';
  ana.auth.current.set({ state: 'ready', ...ana.access });
  await expect.poll(() => world.sent).toEqual([{ ...comment(1), userId: 'ana' }]);
});

it('has one replica for all where nobody signs in, under the name that it always had', () => {
  expect(replicaName({ userId: 'analyst-1', user: null })).toBe('vidimus');
});
