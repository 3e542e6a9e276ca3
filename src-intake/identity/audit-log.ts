import type { Kysely } from 'kysely';
import type { AuditAction, AuditEntry, Caller } from '#shared/domain/identity.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';

/** Who did what to whom; ids, counts and codes, never names or values. */
export interface NewAuditEntry {
  readonly caller: Pick<Caller, 'kind' | 'id'>;
  readonly action: AuditAction;
  /** An id; null where what it was about is not known. */
  readonly subject: string | null;
  readonly details?: AuditEntry['details'];
}

/** What auditors read later. */
export interface AuditLog {
  /** Writes an entry, within the transaction of what it is about where that is one. */
  record(db: Kysely<Database>, entry: NewAuditEntry): Promise<void>;
}

/** The audit log in the database. */
export function createAuditLog({ now }: { readonly now: Clock }): AuditLog {
  return {
    async record(db, { caller, action, subject, details = {} }) {
      await db
        .insertInto('audit_log')
        .values({
          at: now(),
          caller_kind: caller.kind,
          caller_id: caller.id,
          action,
          subject,
          details: JSON.stringify(details),
        })
        .execute();
    },
  };
}
