import type { Transaction } from 'kysely';
import type { SessionId } from '#shared/domain/ids.ts';
import { must } from '#shared/lib/invariant.ts';
import type { CommandReply, Database } from '../database/schema.ts';

/**
 * Claims an idempotency key, waiting for another transaction that is claiming it. Returns what was replied to it before, or
 * undefined: the caller is the first and must store its reply in the same transaction.
 */
export async function claimCommand(
  trx: Transaction<Database>,
  key: string,
  sessionId: SessionId,
  receivedAt: string,
): Promise<{ sessionId: SessionId; reply: CommandReply } | undefined> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('commands')
    .values({ idempotency_key: key, session_id: sessionId, reply: null, received_at: receivedAt })
    .onConflict((conflict) => conflict.column('idempotency_key').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) return undefined;
  const row = await trx
    .selectFrom('commands')
    .select(['session_id', 'reply'])
    .where('idempotency_key', '=', key)
    .executeTakeFirstOrThrow();
  return { sessionId: row.session_id, reply: must(row.reply, 'a claimed command has its reply') };
}

export async function storeReply(
  trx: Transaction<Database>,
  key: string,
  reply: CommandReply,
): Promise<void> {
  await trx
    .updateTable('commands')
    .set({ reply: JSON.stringify(reply) })
    .where('idempotency_key', '=', key)
    .execute();
}
