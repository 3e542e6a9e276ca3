import { createHmac } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { ApiOutput, ApiParsedInput } from '#shared/api/contract.ts';
import { genesisHash } from '#shared/domain/chain.ts';
import type { AuditAction, AuditCaller, AuditEntry } from '#shared/domain/identity.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { openIntakeSecret } from '../sealing/intake-secret.ts';
import type { Keyring } from '../sealing/keyring.ts';
import type { AuditEntryRow } from './tables.ts';

/** Who did what to whom; ids, counts and codes, never names or values. */
export interface NewAuditEntry {
  readonly caller: AuditCaller;
  readonly action: AuditAction;
  /** An id; null where what it was about is not known. */
  readonly subject: string | null;
  readonly details?: AuditEntry['details'];
}

/** What happened to accounts, settings and personal data, for auditors. Entries are only added, and chained. */
export interface AuditLog {
  /**
   * Writes an entry, within the transaction of what it is about where there is one. The last thing in it: from then until the commit every
   * other entry waits, and whoever takes locks afterwards may wait for somebody who waits for this one.
   */
  record(db: Kysely<Database>, entry: NewAuditEntry): Promise<void>;
  /** Writes several entries, in their order, as {@link AuditLog.record} does one. */
  recordAll(trx: Transaction<Database>, entries: readonly NewAuditEntry[]): Promise<void>;
  /** Newest first. */
  list(filter: ApiParsedInput<'listAudit'>): Promise<ApiOutput<'listAudit'>>;
  /** Whether no entry was changed, removed or put in by somebody without the keyring. Reads all of them. */
  verify(): Promise<ApiOutput<'verifyAudit'>>;
}

/** Entries that are verified at a time: some hundred kilobytes. */
const verifyPage = 1000;

type ChainedEntry = AuditEntry & { readonly previousHash: string };

/** An array, and the details sorted, since the order of object keys is nobody's promise. */
function chainText({ id, at, caller, action, subject, details, previousHash }: ChainedEntry): string {
  const sorted = Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    'vidimus-audit-1',
    id,
    at,
    caller.kind,
    caller.id,
    action,
    subject,
    sorted,
    previousHash,
  ]);
}

function toEntry(row: AuditEntryRow): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    caller: { kind: row.caller_kind, id: row.caller_id },
    action: row.action,
    subject: row.subject,
    details: row.details,
  };
}

/**
 * The audit log in the database. Its hashes are keyed (HMAC-SHA256), with a key under the keyring: who can write to the database alone cannot
 * make a chain that holds.
 */
export async function openAuditLog(deps: {
  readonly db: Kysely<Database>;
  readonly keyring: Keyring;
  readonly now: Clock;
}): Promise<AuditLog> {
  const { db: ownDb, keyring, now } = deps;
  const key = await openIntakeSecret(ownDb, keyring, 'audit');
  const hashOf = (entry: ChainedEntry): string =>
    createHmac('sha256', key).update(chainText(entry)).digest('hex');

  async function recordAll(trx: Kysely<Database>, entries: readonly NewAuditEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const head = await trx
      .selectFrom('audit_head')
      .select(['last_id', 'hash'])
      .forUpdate()
      .executeTakeFirstOrThrow();
    let [id, hash] = [head.last_id, head.hash];
    const at = now();
    const rows = entries.map(({ caller: { kind, id: callerId }, action, subject, details = {} }) => {
      const previousHash = hash;
      id += 1;
      hash = hashOf({ id, at, caller: { kind, id: callerId }, action, subject, details, previousHash });
      return {
        id,
        at,
        caller_kind: kind,
        caller_id: callerId,
        action,
        subject,
        details: JSON.stringify(details),
        previous_hash: previousHash,
        hash,
      };
    });
    await trx.insertInto('audit_entries').values(rows).execute();
    await trx.updateTable('audit_head').set({ last_id: id, hash }).execute();
  }

  return {
    record: (db, entry) =>
      db.isTransaction ? recordAll(db, [entry]) : db.transaction().execute((trx) => recordAll(trx, [entry])),
    recordAll,
    async list({ action, subject, before, limit }) {
      let query = ownDb.selectFrom('audit_entries').selectAll().orderBy('id', 'desc');
      if (action !== undefined) query = query.where('action', '=', action);
      if (subject !== undefined) query = query.where('subject', '=', subject);
      if (before !== undefined) query = query.where('id', '<', before);
      // One more than asked for tells whether there is another page.
      const rows = await query.limit(limit + 1).execute();
      const entries = rows.slice(0, limit).map(toEntry);
      return { entries, next: rows.length > limit ? (entries.at(-1)?.id ?? null) : null };
    },
    verify: () =>
      // One snapshot, or an entry that is written meanwhile would look like a broken end.
      ownDb
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (trx) => {
          const head = must(
            await trx.selectFrom('audit_head').select(['last_id', 'hash']).executeTakeFirst(),
            'the log has its head',
          );
          let previousHash = genesisHash;
          let seen = 0;
          for (;;) {
            const rows = await trx
              .selectFrom('audit_entries')
              .selectAll()
              .where('id', '>', seen)
              .orderBy('id')
              .limit(verifyPage)
              .execute();
            for (const row of rows) {
              const isNext = row.id === seen + 1 && row.previous_hash === previousHash;
              if (!isNext || hashOf({ ...toEntry(row), previousHash }) !== row.hash)
                return { entries: seen, brokenAt: seen + 1 };
              previousHash = row.hash;
              seen = row.id;
            }
            if (rows.length < verifyPage) break;
          }
          const isWhole = head.last_id === seen && head.hash === previousHash;
          return { entries: seen, brokenAt: isWhole ? null : seen + 1 };
        }),
  };
}
