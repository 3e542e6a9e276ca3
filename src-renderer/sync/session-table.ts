import { liveQuery } from 'dexie';
import type { Actor } from '#shared/domain/events.ts';
import { foldSession } from '#shared/domain/fold-session.ts';
import type { OutboxEntry } from '#shared/sync/ports.ts';
import { overlaySession } from '#shared/sync/overlay.ts';
import type { ReplicaStore, TablePlace } from '../db/replica-store.ts';
import { toSessionTile, type SessionTile } from '../db/session-tile.ts';
import { Observable } from './observable.ts';

export interface TableSnapshot {
  /** False until the replica was read once: nothing is known, which is not the same as nothing there. */
  readonly loaded: boolean;
  /** Newest session first. */
  readonly tiles: readonly SessionTile[];
}

/** Commands that may still become events. A refused one never will. */
export function isUnderway({ state }: OutboxEntry): boolean {
  return state.kind !== 'refused';
}

/**
 * The in-memory table over which lists filter: every session's tile with the pending commands laid over it. Follows the
 * replica, whoever writes it: this page or another one of the same browser.
 */
export class SessionTable {
  readonly snapshot = new Observable<TableSnapshot>({ loaded: false, tiles: [] });
  readonly #store: ReplicaStore;
  readonly #actor: () => Actor;
  #base = new Map<string, SessionTile>();
  #overlaid = new Map<string, SessionTile>();
  #at: TablePlace = { feedId: null, lastPosition: 0, purges: 0 };

  constructor(store: ReplicaStore, actor: () => Actor) {
    this.#store = store;
    this.#actor = actor;
  }

  /** Follows the replica until the returned function is called. */
  follow(onError: (error: unknown) => void): () => void {
    const subscription = liveQuery(async () => {
      const read = await this.#store.readTable(this.#at);
      const overlaid = new Map<string, SessionTile>();
      const underway = read.outbox.filter(isUnderway);
      for (const sessionId of new Set(underway.map(({ sent }) => sent.sessionId))) {
        const { events, outbox } = await this.#store.readSession(sessionId);
        if (events.length === 0) continue;
        const session = overlaySession(foldSession(events), outbox.filter(isUnderway), {
          actor: this.#actor(),
        });
        overlaid.set(sessionId, toSessionTile(session));
      }
      return { ...read, overlaid };
    }).subscribe({
      next: ({ feedId, lastPosition, purges, isWhole, tiles, overlaid }) => {
        if (isWhole) this.#base = new Map();
        for (const tile of tiles) this.#base.set(tile.sessionId, tile);
        const changed = isWhole || tiles.length > 0 || overlaid.size > 0 || this.#overlaid.size > 0;
        this.#at = { feedId, lastPosition, purges };
        this.#overlaid = overlaid;
        if (changed || !this.snapshot.get().loaded) this.#publish();
      },
      error: onError,
    });
    return () => {
      subscription.unsubscribe();
    };
  }

  #publish(): void {
    const tiles = [...this.#base.values()].map((tile) => this.#overlaid.get(tile.sessionId) ?? tile);
    tiles.sort((a, b) =>
      a.createdAt === b.createdAt ? compare(a.sessionId, b.sessionId) : compare(b.createdAt, a.createdAt),
    );
    this.snapshot.set({ loaded: true, tiles });
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
