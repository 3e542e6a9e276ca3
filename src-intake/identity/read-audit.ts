import type { Kysely } from 'kysely';
import type { AuditAction, Caller } from '#shared/domain/identity.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import type { AuditLog } from './audit-log.ts';

/** Feed positions in one entry: a workstation that follows the feed leaves an entry for each of these, not for each event. */
const positionsPerEntry = 1000;

/**
 * Writes down who read whose data, before it is handed out: a read whose entry cannot be written is not answered. Once for each caller,
 * session, kind of read and hour of the clock is enough; of the feed, once for each thousand positions and hour. Each intake process counts for
 * itself.
 */
export interface ReadAudit {
  recordSession(
    caller: Caller,
    action: Extract<AuditAction, 'session.read' | 'events.read' | 'image.read'>,
    sessionId: SessionId,
  ): Promise<void>;
  /** That the outcomes of stored sessions by a version of a scenario, or by its draft (null), are about to be told. */
  recordReplay(caller: Caller, scenarioId: string, version: number | null): Promise<void>;
  /** That the events after `after` up to `cursor` are about to be told; nothing where there are none. */
  recordFeed(caller: Caller, after: number, cursor: number): Promise<void>;
}

/** Read entries over the audit log. What was written this hour is kept in memory: some dozens of bytes for each session that somebody reads. */
export function createReadAudit(deps: {
  readonly db: Kysely<Database>;
  readonly audit: AuditLog;
  readonly now: Clock;
}): ReadAudit {
  const { db, audit, now } = deps;
  let hour = '';
  let written = new Map<string, Promise<void>>();

  /** Writes an entry unless it was written this hour. Whoever comes at the same moment waits for the same write. */
  function once(key: string, write: () => Promise<void>): Promise<void> {
    const thisHour = now().slice(0, 13);
    if (hour !== thisHour) {
      hour = thisHour;
      written = new Map();
    }
    const earlier = written.get(key);
    if (earlier !== undefined) return earlier;
    const inHour = written;
    const writing = write();
    inHour.set(key, writing);
    // The next one tries again.
    writing.catch(() => inHour.delete(key));
    return writing;
  }

  return {
    recordSession: (caller, action, sessionId) =>
      once(`${caller.kind} ${caller.id} ${action} ${sessionId}`, () =>
        audit.record(db, { caller, action, subject: sessionId }),
      ),
    recordReplay: (caller, scenarioId, version) =>
      once(`${caller.kind} ${caller.id} replay ${scenarioId} ${String(version)}`, () =>
        audit.record(db, {
          caller,
          action: 'scenario.replayed',
          subject: scenarioId,
          details: { version: version ?? 'draft' },
        }),
      ),
    async recordFeed(caller, after, cursor) {
      if (cursor <= after) return;
      const last = Math.floor((cursor - 1) / positionsPerEntry);
      for (let block = Math.floor(after / positionsPerEntry); block <= last; block += 1) {
        await once(`${caller.kind} ${caller.id} feed ${block.toString()}`, () =>
          audit.record(db, {
            caller,
            action: 'feed.read',
            subject: null,
            details: { from: block * positionsPerEntry + 1, to: (block + 1) * positionsPerEntry },
          }),
        );
      }
    },
  };
}
