import { liveQuery } from 'dexie';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Actor, SessionEvent } from '#shared/domain/events.ts';
import { foldSession } from '#shared/domain/fold-session.ts';
import type { Session } from '#shared/domain/session.ts';
import { overlaySession } from '#shared/sync/overlay.ts';
import type { OutboxEntry } from '#shared/sync/ports.ts';
import type { SyncState } from '#shared/sync/engine.ts';
import { useBase, useServices, type AppInfo } from '../app/services.tsx';
import type { Observable } from './observable.ts';
import type { ProgressBySession } from './progress-watch.ts';
import { isUnderway, type TableSnapshot } from './session-table.ts';

/** The value as it is, and again whenever it is replaced. */
export function useObservable<Value>(observable: Observable<Value>): Value {
  return useSyncExternalStore(observable.subscribe, observable.get);
}

export function useTable(): TableSnapshot {
  return useObservable(useServices().table.snapshot);
}

export function useSyncState(): SyncState {
  const { sync } = useServices();
  const subscribe = useCallback((listener: () => void) => sync.subscribe(listener), [sync]);
  return useSyncExternalStore(subscribe, () => sync.state);
}

/** How often the intake has come back while the component was shown: what failed before that is worth another try. */
export function useReturns(): number {
  const { sync } = useServices();
  const subscribe = useCallback((listener: () => void) => sync.subscribe(listener), [sync]);
  const connection = useSyncExternalStore(subscribe, () => sync.state.connection);
  const [seen, setSeen] = useState({ connection, count: 0 });
  if (seen.connection === connection) return seen.count;
  const count = seen.count + Number(connection === 'online' && seen.connection === 'offline');
  setSeen({ connection, count });
  return count;
}

export function useAppInfo(): AppInfo | null {
  return useObservable(useBase().info);
}

/** Who decides in this window. */
export function actorOf(userId: string): Actor {
  return { kind: 'user', id: userId };
}

export type SessionView =
  | { readonly kind: 'loading' }
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'ready';
      /** With the commands on their way laid over it. */
      readonly session: Session;
      readonly events: readonly SessionEvent[];
      /** Commands that have not come back as events. */
      readonly underway: readonly OutboxEntry[];
      /** Commands that came to nothing, until dismissed. */
      readonly refused: readonly OutboxEntry[];
    };

interface Stored {
  readonly sessionId: string;
  readonly events: readonly SessionEvent[];
  readonly outbox: readonly OutboxEntry[];
}

/** A session from the replica, followed while it changes. Throws the replica's error into the nearest boundary. */
export function useSessionView(sessionId: string): SessionView {
  const { store, userId } = useServices();
  const [stored, setStored] = useState<Stored | null>(null);
  const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null);
  useEffect(() => {
    const subscription = liveQuery(async () => ({
      sessionId,
      ...(await store.readSession(sessionId)),
    })).subscribe({
      next: (next) => {
        // The query also answers when another session's command moves; an equal answer must not draw the page again.
        setStored((previous) => (previous !== null && isSame(previous, next) ? previous : next));
      },
      error: (error: unknown) => {
        setFailure({ error });
      },
    });
    return () => {
      subscription.unsubscribe();
    };
  }, [store, sessionId]);
  const view = useMemo<SessionView>(() => {
    if (stored?.sessionId !== sessionId) return { kind: 'loading' };
    if (stored.events.length === 0) return { kind: 'missing' };
    const { events, outbox } = stored;
    const underway = outbox.filter(isUnderway);
    const session = overlaySession(foldSession(events), underway, { actor: actorOf(userId) });
    return {
      kind: 'ready',
      session,
      events,
      underway,
      refused: outbox.filter((entry) => !isUnderway(entry)),
    };
  }, [stored, sessionId, userId]);
  if (failure !== null) throw failure.error;
  return view;
}

function isSame(a: Stored, b: Stored): boolean {
  return (
    a.sessionId === b.sessionId &&
    a.events.length === b.events.length &&
    a.events.at(-1)?.hash === b.events.at(-1)?.hash &&
    a.outbox.length === b.outbox.length &&
    a.outbox.every(({ sent, state }, index) => {
      const other = b.outbox[index];
      return sent.idempotencyKey === other?.sent.idempotencyKey && state.kind === other.state.kind;
    })
  );
}

/** How far the running analyses are, by session. */
export function useProgress(): ProgressBySession {
  return useObservable(useServices().progress.progress);
}
