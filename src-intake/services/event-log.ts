import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { chainText, genesisHash, verifyChain, type ChainVerdict } from '#shared/domain/chain.ts';
import { sessionEventSchema, type NewEvent, type SessionEvent } from '#shared/domain/events.ts';
import { applyEvent, foldSession } from '#shared/domain/fold-session.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import { freezesAt, purgesAt, type Session } from '#shared/domain/session.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Database, EventRow, SessionRow } from '../database/schema.ts';
import { channelOf } from '../database/signals.ts';
import { listEventRows, listEventRowsOf, listFeedRows, storeEvents } from '../repositories/event-rows.ts';
import { findSession, forgetSession, insertSession, lockSessions } from '../repositories/session-rows.ts';
import type { Keyring } from '../sealing/keyring.ts';
import { seal, unseal } from '../sealing/seal.ts';
import { createRecentSessions } from './recent-sessions.ts';

/** The stored history is not what this intake wrote. Never answered with data; an administrator must look. */
export class TamperedHistoryError extends Error {
  override readonly name = 'TamperedHistoryError';
}

/** A session as its history gives it, with what is needed to write on. */
export interface OpenSession {
  readonly id: SessionId;
  readonly key: Buffer;
  readonly events: readonly SessionEvent[];
  readonly session: Session;
}

/** What the feed holds after a position. */
export interface FeedPage {
  readonly events: readonly SessionEvent[];
  /** The last position looked at: of a purged session only the last event is told. */
  readonly cursor: number;
}

/** The only reader and writer of events: seals, chains, numbers, and proves on reading what it promised on writing. */
export interface EventLog {
  /** Begins a session; undefined when the id is taken. */
  create(
    trx: Transaction<Database>,
    id: SessionId,
    first: NewEvent<'session.created'>,
  ): Promise<SessionEvent | undefined>;
  /** Reads a session whole and proves its chain. Undefined when there is none, or nothing of it can be read any more (purged). */
  open(db: Kysely<Database>, id: SessionId): Promise<OpenSession | undefined>;
  /**
   * {@link open}, and no other writer of this session until the transaction ends. A history that this process proved lately is not read
   * again: the row's head, under its lock, says whether it is still the whole one.
   */
  openForUpdate(trx: Transaction<Database>, id: SessionId): Promise<OpenSession | undefined>;
  /** {@link openForUpdate} for several sessions, locked in one order, so that no two transactions wait for each other. */
  openManyForUpdate(
    trx: Transaction<Database>,
    ids: readonly SessionId[],
  ): Promise<ReadonlyMap<SessionId, OpenSession>>;
  /** Adds events to a session opened for update. Throws `InvalidHistoryError` when they cannot follow. */
  append(
    trx: Transaction<Database>,
    open: OpenSession,
    events: readonly NewEvent[],
  ): Promise<readonly SessionEvent[]>;
  /** {@link append} to several sessions, each named once, in as many statements as to one. */
  appendMany(
    trx: Transaction<Database>,
    additions: readonly { readonly open: OpenSession; readonly events: readonly NewEvent[] }[],
  ): Promise<void>;
  /**
   * Ends a session that nobody is to read again: deletes its key and appends `session.purged`, which is readable without it. False when
   * there is no such session any more. Its chain is left as it is, broken or not.
   */
  purge(trx: Transaction<Database>, id: SessionId, by: Pick<NewEvent, 'actor' | 'at'>): Promise<boolean>;
  /** Whether a session's history is whole and unchanged, which shows with its key or without. Undefined when there is no such session. */
  verify(db: Kysely<Database>, id: SessionId): Promise<ChainVerdict | undefined>;
  readPage(db: Kysely<Database>, after: number, limits: { events: number; bytes: number }): Promise<FeedPage>;
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function toDate(instant: string | null): Date | null {
  return instant === null ? null : new Date(instant);
}

/** What the seal of an event's body is bound to: moved elsewhere, it does not open. */
function placeOf({ sessionId, seq, type }: { sessionId: string; seq: number; type: string }): string {
  return JSON.stringify(['event', sessionId, seq, type]);
}

function chainedFieldsOf(row: EventRow) {
  return {
    sessionId: row.session_id,
    seq: row.seq,
    type: row.type,
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id },
    bodySha256: row.body_sha256,
    previousHash: row.previous_hash,
  };
}

/** `key` is null for a session that was purged: its last event alone is stored in the clear. */
function openEvent(row: EventRow, key: Buffer | null): SessionEvent {
  const fields = chainedFieldsOf(row);
  const where = `session ${row.session_id} event ${row.seq.toString()}`;
  if (sha256(row.sealed_body) !== row.body_sha256)
    throw new TamperedHistoryError(`${where}: the body was changed`);
  if (sha256(chainText(fields)) !== row.hash)
    throw new TamperedHistoryError(`${where}: the envelope was changed`);
  const clear = key === null ? row.sealed_body : unseal(key, placeOf(fields), row.sealed_body);
  const body: unknown = JSON.parse(clear.toString('utf8'));
  return sessionEventSchema.parse({ ...fields, position: row.position, hash: row.hash, body });
}

function verifyRows(
  { head_seq: seq, head_hash: hash }: SessionRow,
  rows: readonly EventRow[],
): Promise<ChainVerdict> {
  return verifyChain(
    rows.map((event) => ({ ...chainedFieldsOf(event), hash: event.hash })),
    sha256,
    { seq, hash },
  );
}

/** An event that is about to be written, and the session with it folded in. */
export interface AppendedEvent {
  readonly type: SessionEvent['type'];
  readonly seq: number;
  readonly after: Session;
}

/** An event, sealed, and the session with it. */
interface Prepared {
  readonly sealed: Buffer;
  readonly event: Omit<SessionEvent, 'position'>;
  readonly after: Session;
}

/** What goes along with every event, in the transaction that writes it. */
export type OnAppend = (trx: Transaction<Database>, events: readonly AppendedEvent[]) => Promise<void>;

/** The event log over a keyring. `onAppend` sees all that is written. */
export function createEventLog(keyring: Keyring, onAppend?: OnAppend): EventLog {
  const recent = createRecentSessions();

  async function openRow(
    db: Kysely<Database>,
    row: SessionRow | undefined,
  ): Promise<OpenSession | undefined> {
    if (row === undefined || row.wrapped_key === null) return undefined;
    return openRows(row, row.wrapped_key, await listEventRows(db, row.id));
  }

  async function openRows(
    row: SessionRow,
    wrappedKey: Buffer,
    rows: readonly EventRow[],
  ): Promise<OpenSession> {
    const key = keyring.openSessionKey(row.id, wrappedKey);
    const verdict = await verifyRows(row, rows);
    if (!verdict.ok)
      throw new TamperedHistoryError(`session ${row.id} event ${verdict.seq.toString()}: ${verdict.problem}`);
    const events = rows.map((event) => openEvent(event, key));
    return { id: row.id, key, events, session: foldSession(events) };
  }

  async function openManyForUpdate(
    trx: Transaction<Database>,
    ids: readonly SessionId[],
  ): Promise<ReadonlyMap<SessionId, OpenSession>> {
    const opened = new Map<SessionId, OpenSession>();
    const unknown: SessionRow[] = [];
    for (const row of await lockSessions(trx, ids)) {
      if (row.wrapped_key === null) continue;
      const known = recent.find(row);
      if (known === undefined) unknown.push(row);
      else opened.set(row.id, known);
    }
    const rows =
      unknown.length === 0
        ? []
        : await listEventRowsOf(
            trx,
            unknown.map(({ id }) => id),
          );
    for (const row of unknown) {
      const own = rows.filter((event) => event.session_id === row.id);
      const open = await openRows(row, must(row.wrapped_key, 'purged ones were left out'), own);
      recent.keep(open);
      opened.set(row.id, open);
    }
    return opened;
  }

  /** Numbers and stores events, and notes where their sessions end now. Last in a transaction: until the commit every other writer waits. */
  async function store(
    trx: Transaction<Database>,
    prepared: readonly {
      readonly sealed: Buffer;
      readonly event: Omit<SessionEvent, 'position'>;
      readonly after?: Session;
    }[],
  ): Promise<SessionEvent[]> {
    const first = await storeEvents(
      trx,
      prepared.map(({ sealed, event, after }) => ({
        status: after?.status ?? null,
        session_id: event.sessionId,
        seq: event.seq,
        type: event.type,
        at: event.at,
        actor_kind: event.actor.kind,
        actor_id: event.actor.id,
        sealed_body: sealed,
        body_sha256: event.bodySha256,
        previous_hash: event.previousHash,
        hash: event.hash,
      })),
      channelOf('events'),
    );
    return prepared.map(({ event }, index) => ({ ...event, position: first + index }) as SessionEvent);
  }

  /** The events as they follow what is there, sealed and chained. Throws `InvalidHistoryError` when they cannot follow. */
  function prepare(
    { id, key, session }: { id: SessionId; key: Buffer; session: Session | undefined },
    events: readonly NewEvent[],
  ): readonly Prepared[] {
    const prepared: Prepared[] = [];
    let folded = session;
    for (const { type, actor, at, body } of events) {
      const seq = folded === undefined ? 0 : folded.lastSeq + 1;
      const sealed = seal(
        key,
        placeOf({ sessionId: id, seq, type }),
        Buffer.from(JSON.stringify(body), 'utf8'),
      );
      const fields = {
        sessionId: id,
        seq,
        type,
        at,
        actor,
        bodySha256: sha256(sealed),
        previousHash: folded?.lastHash ?? genesisHash,
      };
      const event = { ...fields, hash: sha256(chainText(fields)), body } as Omit<SessionEvent, 'position'>;
      folded = applyEvent(folded, event);
      prepared.push({ sealed, event, after: folded });
    }
    return prepared;
  }

  /** Writes what follows in several sessions; answers the events of all, in the order of the additions. */
  async function write(
    trx: Transaction<Database>,
    additions: readonly {
      readonly before: Pick<OpenSession, 'id' | 'key' | 'events'> & { readonly session: Session | undefined };
      readonly events: readonly NewEvent[];
    }[],
  ): Promise<SessionEvent[]> {
    const all = additions.map(({ before, events }) => ({ before, prepared: prepare(before, events) }));
    for (const { prepared } of all)
      await onAppend?.(
        trx,
        prepared.map(({ event, after }) => ({ type: event.type, seq: event.seq, after })),
      );
    const written = await store(
      trx,
      all.flatMap(({ prepared }) => prepared),
    );
    let first = 0;
    for (const { before, prepared } of all) {
      const events = [...before.events, ...written.slice(first, first + prepared.length)];
      first += prepared.length;
      // Should the transaction be rolled back, no row will ever have this head.
      const session = must(prepared.at(-1), 'somebody appended nothing to nothing').after;
      recent.keep({ id: before.id, key: before.key, events, session });
    }
    return written;
  }

  return {
    async create(trx, id, first) {
      const { key, wrapped } = keyring.createSessionKey(id);
      const isNew = await insertSession(trx, {
        id,
        created_at: new Date(first.at),
        wrapped_key: wrapped,
        head_seq: -1,
        head_hash: genesisHash,
        freezes_at: toDate(freezesAt({ createdAt: first.at, scenario: first.body.scenario })),
        purge_at: toDate(purgesAt({ createdAt: first.at, scenario: first.body.scenario })),
        scenario_id: first.body.scenario.id,
        source: first.body.source,
        client_key: first.body.clientKey,
        // Its first event brings them.
        status: null,
        changed_at: null,
      });
      if (!isNew) return undefined;
      const before = { id, key, events: [], session: undefined };
      return (await write(trx, [{ before, events: [first] }]))[0];
    },
    open: async (db, id) =>
      // One snapshot, or an event written between the two reads would look like a broken chain.
      db.isTransaction
        ? openRow(db, await findSession(db, id, { forUpdate: false }))
        : db
            .transaction()
            .setIsolationLevel('repeatable read')
            .execute(async (trx) => openRow(trx, await findSession(trx, id, { forUpdate: false }))),
    openForUpdate: async (trx, id) => (await openManyForUpdate(trx, [id])).get(id),
    openManyForUpdate,
    append: async (trx, open, events) => (events.length === 0 ? [] : write(trx, [{ before: open, events }])),
    async appendMany(trx, additions) {
      await write(
        trx,
        additions.map(({ open, events }) => ({ before: open, events })),
      );
    },
    async purge(trx, id, { actor, at }) {
      const row = await findSession(trx, id, { forUpdate: true });
      if (row === undefined || row.wrapped_key === null) return false;
      const clear = Buffer.from('{}', 'utf8');
      const fields = {
        sessionId: id,
        seq: row.head_seq + 1,
        type: 'session.purged',
        at,
        actor,
        bodySha256: sha256(clear),
        previousHash: row.head_hash,
      } as const;
      const event = { ...fields, hash: sha256(chainText(fields)), body: {} };
      await forgetSession(trx, id);
      await store(trx, [{ sealed: clear, event }]);
      recent.forget(id);
      return true;
    },
    verify: (db, id) =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (trx) => {
          const row = await findSession(trx, id, { forUpdate: false });
          if (row === undefined) return undefined;
          const rows = await listEventRows(trx, id);
          const changed = rows.find((event) => sha256(event.sealed_body) !== event.body_sha256);
          if (changed !== undefined) return { ok: false, seq: changed.seq, problem: 'hash' };
          return verifyRows(row, rows);
        }),
    async readPage(db, after, limits) {
      const rows = await listFeedRows(db, after, limits);
      const keys = new Map<SessionId, Buffer>();
      const events: SessionEvent[] = [];
      let cursor = after;
      for (const row of rows) {
        cursor = row.position;
        if (row.wrapped_key === null) {
          if (row.type === 'session.purged') events.push(openEvent(row, null));
          continue;
        }
        const key = keys.get(row.session_id) ?? keyring.openSessionKey(row.session_id, row.wrapped_key);
        keys.set(row.session_id, key);
        events.push(openEvent(row, key));
      }
      return { events, cursor };
    },
  };
}
