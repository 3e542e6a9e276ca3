import { createSyncEngine } from '#shared/sync/engine.ts';
import { openReplica } from '../db/database.ts';
import { plainCodec } from '../db/payload.ts';
import { ReplicaStore } from '../db/replica-store.ts';
import type { RpcClient } from '../rpc/client.ts';
import { ProgressWatch } from '../sync/progress-watch.ts';
import { createRpcTransport } from '../sync/rpc-transport.ts';
import { SessionTable } from '../sync/session-table.ts';
import { SharedSync } from '../sync/shared-sync.ts';
import { actorOf } from '../sync/use-replica.ts';
import { may, type Access, type AuthStore } from './auth-store.ts';
import type { Work } from './services.tsx';

/** Where nobody signs in; also what every replica's name begins with. */
const localName = 'vidimus';

/**
 * A replica belongs to a person: what one may read another may not, and commands that were not sent are their giver's. Where nobody
 * signs in there is one for all.
 */
export function replicaName({ userId, user }: Pick<Access, 'userId' | 'user'>): string {
  return user === null ? localName : `${localName}-${userId}`;
}

/** Forgets what other people's replicas hold; what they have not sent stays there for them. */
export async function forgetOthers(own: string): Promise<void> {
  const databases = await indexedDB.databases();
  for (const { name } of databases) {
    if (name === undefined || name === own || !name.startsWith(`${localName}-`)) continue;
    const replica = openReplica(name);
    await new ReplicaStore(replica, plainCodec).forget();
    replica.close();
  }
}

export interface WorkDeps {
  readonly rpc: RpcClient;
  readonly auth: AuthStore;
  readonly onBug: (error: unknown) => void;
}

/** Opens the replica of the one who works here, and keeps it in step with the intake while that person may read sessions. */
export async function openWork(access: Access, { rpc, auth, onBug }: WorkDeps): Promise<Work> {
  const { userId, user } = access;
  const name = replicaName(access);
  if (user !== null) await forgetOthers(name);
  const store = new ReplicaStore(openReplica(name), plainCodec);
  await store.prepare();
  const table = new SessionTable(store, () => actorOf(userId));
  table.follow(onBug);
  const progress = new ProgressWatch(rpc, table);
  progress.follow(onBug);
  const engine = createSyncEngine({
    store,
    transport: createRpcTransport(rpc, userId),
    clock: {
      now: () => Date.now(),
      after: (delayMs, callback) => {
        const timer = setTimeout(callback, delayMs);
        return () => {
          clearTimeout(timer);
        };
      },
    },
    // Views follow the database itself, which other pages of this browser write too.
    onChange: () => undefined,
    onError: onBug,
    createAbortController: () => new AbortController(),
    random: () => Math.random(),
  });
  const sync = new SharedSync(engine, new BroadcastChannel(`${name}-sync`), `${name}-sync`);
  let isStarted = false;
  const startWhereAllowed = (): void => {
    if (isStarted || !may(auth.access.get(), 'sessions.read')) return;
    isStarted = true;
    sync.start(navigator.locks).catch(onBug);
  };
  startWhereAllowed();
  auth.access.subscribe(startWhereAllowed);
  // Signed in again: what waited for that need not wait longer.
  auth.current.subscribe(() => {
    if (auth.current.get().state === 'ready') sync.wake();
  });
  window.addEventListener('online', () => {
    sync.wake();
  });
  return { userId, store, sync, table, progress, forget: () => store.forget() };
}
