import type { ColumnType, Selectable } from 'kysely';
import type { CallbackType, Delivery } from '#shared/domain/callback.ts';
import type { SessionId } from '#shared/domain/ids.ts';

/** Written by the database's clock only, which is the one that all intake processes share. */
type Instant = ColumnType<Date, never, Date>;

interface CallbackDeliveriesTable {
  /** The `webhook-id`. */
  id: string;
  number: ColumnType<number, never, never>;
  scenario_id: string;
  session_id: SessionId;
  type: CallbackType;
  seq: number;
  status: ColumnType<Delivery['status'], never, Delivery['status']>;
  attempts: ColumnType<number, never, number>;
  last_code: ColumnType<string | null, never, string | null>;
  created_at: Instant;
  /** Three days count from then; a replay begins them anew. */
  window_from: Instant;
  last_attempt_at: ColumnType<Date | null, never, Date | null>;
  next_try_at: ColumnType<Date | null, never, Date | null>;
  /** Until then an attempt belongs to the process that began it, unless that was killed. */
  claimed_until: ColumnType<Date | null, never, Date | null>;
}

interface DisabledCallbacksTable {
  scenario_id: string;
  url: string;
  since: Instant;
  reason: 'gone';
}

/** What the outbox of callbacks is kept in. */
export interface CallbackTables {
  callback_deliveries: CallbackDeliveriesTable;
  disabled_callbacks: DisabledCallbacksTable;
}

export type DeliveryRow = Selectable<CallbackDeliveriesTable>;
