import type { SessionId } from '#shared/domain/ids.ts';
import type { SessionRow } from '../database/schema.ts';
import type { OpenSession } from './event-log.ts';

// People are at as many sessions at once as a branch has phones; each of them sends its pictures within a few minutes.
const most = 256;
/** Events before the analyses: a scenario, some captures. Longer histories are read again: they hold kilobytes of findings each. */
const mostEvents = 40;
const longestMs = 60_000;

/** Sessions whose histories were proved lately, each by the hash of its last event. */
export interface RecentSessions {
  /** The session as it was proved, if the row, which the caller has locked, still ends there. */
  find(row: SessionRow): OpenSession | undefined;
  keep(open: OpenSession): void;
  forget(id: SessionId): void;
}

/**
 * Keeps a few sessions in memory, so that a person's next picture does not have the whole history read and proved again. Nothing is
 * trusted that the database does not confirm: the head of the row, under its lock, is a hash over the whole history.
 */
export function createRecentSessions(now: () => number = () => performance.now()): RecentSessions {
  const kept = new Map<SessionId, { readonly open: OpenSession; readonly atMs: number }>();
  return {
    find({ id, head_seq: seq, head_hash: hash }) {
      const found = kept.get(id);
      if (found === undefined || now() - found.atMs > longestMs) return undefined;
      const { session } = found.open;
      return session.lastSeq === seq && session.lastHash === hash ? found.open : undefined;
    },
    keep(open) {
      kept.delete(open.id);
      const isLong =
        open.events.length > mostEvents || open.events.some(({ type }) => type.endsWith('.analyzed'));
      if (!isLong) kept.set(open.id, { open, atMs: now() });
      // Oldest first, as a map keeps them.
      for (const [id, { atMs }] of kept) {
        if (kept.size <= most && now() - atMs <= longestMs) break;
        kept.delete(id);
      }
    },
    forget: (id) => {
      kept.delete(id);
    },
  };
}
