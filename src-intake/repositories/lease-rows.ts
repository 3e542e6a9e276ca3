import type { Transaction } from 'kysely';
import type { Database, LeaseRow } from '../database/schema.ts';

export async function insertLease(trx: Transaction<Database>, row: LeaseRow): Promise<void> {
  await trx.insertInto('leases').values(row).execute();
}

/** The lease, locked until the transaction ends; undefined once it was completed, failed or taken back. */
export function findLease(trx: Transaction<Database>, id: string): Promise<LeaseRow | undefined> {
  return trx.selectFrom('leases').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** One lease that ended before `now`, locked; those that another process is handling are passed over. */
export function findExpiredLease(trx: Transaction<Database>, now: string): Promise<LeaseRow | undefined> {
  return trx
    .selectFrom('leases')
    .selectAll()
    .where('expires_at', '<', new Date(now))
    .orderBy('expires_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

export async function updateLeaseExpiry(
  trx: Transaction<Database>,
  id: string,
  expiresAt: string,
): Promise<void> {
  await trx.updateTable('leases').set({ expires_at: expiresAt }).where('id', '=', id).execute();
}

export async function deleteLease(trx: Transaction<Database>, id: string): Promise<void> {
  await trx.deleteFrom('leases').where('id', '=', id).execute();
}
