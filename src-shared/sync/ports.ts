import type { CommandRefusal, SentCommand } from '../domain/commands.ts';
import type { SessionEvent } from '../domain/events.ts';
import type { AbortSignalLike } from '../lib/abort-signal.ts';

/**
 * Why a command came to nothing, for the analyst: the intake's refusal, that this person may not do it, or that the intake could not
 * make sense of it.
 */
export type CommandFailure = CommandRefusal | 'forbidden' | 'invalid-request' | 'internal';

/** A command on its way. It leaves the outbox when the feed has delivered its events, or when its failure is dismissed. */
export interface OutboxEntry {
  readonly sent: SentCommand;
  /** Commands are sent in this order. Given by the engine: grows, never reused while the entry lives. */
  readonly order: number;
  /** When the person gave the command, ISO 8601 in UTC. */
  readonly enqueuedAt: string;
  readonly state:
    | { readonly kind: 'pending' }
    /** The intake has made events of it, at these positions of the feed, which this replica has not all seen. */
    | { readonly kind: 'accepted'; readonly positions: readonly number[] }
    | { readonly kind: 'refused'; readonly code: CommandFailure };
}

export interface SyncSnapshot {
  /** Which intake's feed the replica holds; `null` before the first page. */
  readonly feedId: string | null;
  /** Position up to which the replica has seen everything. */
  readonly cursor: number;
  readonly outbox: readonly OutboxEntry[];
}

/**
 * The replica on disk. Each method is one transaction: all of it survives a crash, or none. A method whose promise
 * never settled (the process died) may have happened or not.
 */
export interface SyncStore {
  load(): Promise<SyncSnapshot>;
  /** Adds or replaces the entry with this idempotency key. */
  putOutbox(entry: OutboxEntry): Promise<void>;
  /** Does nothing when there is no such entry. */
  removeFromOutbox(idempotencyKey: string): Promise<void>;
  /**
   * In one transaction: appends `events` (an event already there, by `position`, changes nothing), sets `feedId` and
   * `cursor`, and removes the outbox entries named in `settled`.
   */
  commitPage(page: {
    readonly feedId: string;
    readonly events: readonly SessionEvent[];
    readonly cursor: number;
    readonly settled: readonly string[];
  }): Promise<void>;
  /** In one transaction: drops every event, sets `feedId`, `cursor` 0, and replaces the whole outbox. */
  reset(to: { readonly feedId: string; readonly outbox: readonly OutboxEntry[] }): Promise<void>;
}

export interface FeedPage {
  readonly events: readonly SessionEvent[];
  readonly cursor: number;
  readonly feedId: string;
}

export type ReadReply = ({ readonly kind: 'page' } & FeedPage) | { readonly kind: 'offline' };

export type SendReply =
  | { readonly kind: 'accepted'; readonly positions: readonly number[] }
  | { readonly kind: 'refused'; readonly code: CommandFailure }
  | { readonly kind: 'offline' };

/** The way to the intake. Replies may be lost: `offline` says nothing about whether the intake did it. */
export interface SyncTransport {
  /** Events with position > `after`, at once or when there are some or `waitMs` is over. */
  readFeed(after: number, waitMs: number, signal: AbortSignalLike): Promise<ReadReply>;
  /** Sends a command, perhaps again: the intake must know it by its idempotency key and do nothing twice. */
  send(command: SentCommand, signal: AbortSignalLike): Promise<SendReply>;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `callback` once after `delayMs`; the answer cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}
