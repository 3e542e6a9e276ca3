import type { ColumnType, Insertable, JSONColumnType, Selectable } from 'kysely';
import type { z } from 'zod';
import type { intakeApi } from '#shared/api/contract.ts';
import type { Actor, EventType } from '#shared/domain/events.ts';
import type { CaptureId, SessionId } from '#shared/domain/ids.ts';
import type { Side } from '#shared/domain/scenario.ts';

/** A `bigint` column; our pool reads it as a number, which holds any position for 2^53 events. */
type BigInteger = ColumnType<number, number, number>;
/** Written as ISO text or a date, read as a date. */
type Instant = ColumnType<Date, string | Date, string | Date>;

interface FeedTable {
  only_row: ColumnType<boolean, never, never>;
  feed_id: string;
  key_check: Buffer;
  last_position: ColumnType<number, never, number>;
}

interface SessionsTable {
  id: SessionId;
  created_at: Instant;
  wrapped_key: Buffer | null;
  head_seq: number;
  head_hash: string;
}

interface EventsTable {
  position: BigInteger;
  session_id: SessionId;
  seq: number;
  type: EventType;
  at: Instant;
  actor_kind: Actor['kind'];
  actor_id: string;
  sealed_body: Buffer;
  body_sha256: string;
  previous_hash: string;
  hash: string;
}

interface CapturesTable {
  id: CaptureId;
  session_id: SessionId;
  step_id: string;
  side: Side;
  media_type: string;
  blob: string;
  byte_length: BigInteger;
}

export type CommandReply = z.output<(typeof intakeApi)['sendCommand']['output']>;

interface CommandsTable {
  idempotency_key: string;
  session_id: SessionId;
  reply: JSONColumnType<CommandReply> | null;
  received_at: Instant;
}

interface LeasesTable {
  id: string;
  session_id: SessionId;
  job_id: BigInteger;
  /** The step whose attempt is analyzed; null for the whole session. */
  step_id: string | null;
  agent_id: string;
  attempt: number;
  expires_at: Instant;
}

/** The tables as the last migration leaves them. */
export interface Database {
  feed: FeedTable;
  sessions: SessionsTable;
  events: EventsTable;
  captures: CapturesTable;
  commands: CommandsTable;
  leases: LeasesTable;
}

export type EventRow = Selectable<EventsTable>;
export type NewEventRow = Insertable<EventsTable>;
export type SessionRow = Selectable<SessionsTable>;
export type CaptureRow = Selectable<CapturesTable>;
export type LeaseRow = Selectable<LeasesTable>;
