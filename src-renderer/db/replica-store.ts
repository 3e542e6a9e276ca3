import type { SessionEvent } from '#shared/domain/events.ts';
import { foldSession } from '#shared/domain/fold-session.ts';
import { must } from '#shared/lib/invariant.ts';
import type { FeedPage, OutboxEntry, SyncSnapshot, SyncStore } from '#shared/sync/ports.ts';
import type { BlockRow, OutboxRow, ReplicaDatabase, TileRow } from './database.ts';
import type { Payload, PayloadCodec } from './payload.ts';
import { tileShape, toSessionTile, type SessionTile } from './session-tile.ts';

/** An event is missing before one that came: the replica was emptied and is to be pulled again. */
export class ReplicaOutOfStepError extends Error {
  override readonly name = 'ReplicaOutOfStepError';
}

/** One session as the replica holds it, read at one moment. */
export interface StoredSession {
  /** Oldest first; empty when the replica has never heard of the session. */
  readonly events: readonly SessionEvent[];
  /** Commands for it that the feed has not brought back, refused ones among them, in the order given. */
  readonly outbox: readonly OutboxEntry[];
}

/** How far a table has followed the replica. */
export interface TablePlace {
  readonly feedId: string | null;
  readonly lastPosition: number;
  readonly purges: number;
}

/**
 * The replica in IndexedDB, behind the sync engine's port. Events are kept in one block per session; beside it lies the
 * session's tile, so that lists never open a block. Payloads are sealed before a transaction begins and opened after it
 * ended, since IndexedDB commits while anything else is awaited.
 *
 * Several pages of one browser may share it: a page applied twice changes nothing, and the cursor of a feed only grows.
 */
export class ReplicaStore implements SyncStore {
  readonly #database: ReplicaDatabase;
  readonly #codec: PayloadCodec;

  constructor(database: ReplicaDatabase, codec: PayloadCodec) {
    this.#database = database;
    this.#codec = codec;
  }

  /** Empties a replica that was sealed in another form; derives tiles of another shape again. Call once, before the rest. */
  async prepare(): Promise<void> {
    const { meta, blocks, tiles, outbox } = this.#database;
    const form = await meta.get('form');
    if (form !== undefined && form.value !== this.#codec.form) {
      await this.#clearPulled();
      await outbox.clear();
    }
    await meta.put({ name: 'form', value: this.#codec.form });
    const shape = await meta.get('tile-shape');
    if (shape?.value === tileShape) return;
    const rows: TileRow[] = [];
    for (const sessionId of await blocks.toCollection().primaryKeys()) {
      const block = await blocks.get(sessionId);
      if (block === undefined) continue;
      rows.push(await this.#tileRow(sessionId, await this.#openEvents(block.payload)));
    }
    await this.#database.transaction('rw', tiles, meta, async () => {
      await tiles.clear();
      await tiles.bulkPut(rows);
      await meta.put({ name: 'tile-shape', value: tileShape });
    });
  }

  async load(): Promise<SyncSnapshot> {
    const { meta, outbox } = this.#database;
    const [[cursor, feedId], rows] = await this.#database.transaction('r', meta, outbox, () =>
      Promise.all([meta.bulkGet(['cursor', 'feed-id']), outbox.orderBy('order').toArray()]),
    );
    return {
      cursor: Number(cursor?.value ?? 0),
      feedId: feedId === undefined ? null : String(feedId.value),
      outbox: await this.#openOutbox(rows),
    };
  }

  async putOutbox(entry: OutboxEntry): Promise<void> {
    await this.#database.outbox.put(await this.#outboxRow(entry));
  }

  async removeFromOutbox(idempotencyKey: string): Promise<void> {
    await this.#database.outbox.delete(idempotencyKey);
  }

  /** Throws {@link ReplicaOutOfStepError}, with the pulled part emptied, when an event is missing before a new one. */
  async commitPage({
    feedId,
    events,
    cursor,
    settled,
  }: FeedPage & { readonly settled: readonly string[] }): Promise<void> {
    const { blocks, tiles, outbox, meta } = this.#database;
    const bySession = new Map<string, SessionEvent[]>();
    for (const event of events)
      bySession.set(event.sessionId, [...(bySession.get(event.sessionId) ?? []), event]);
    // Of a purged session the feed tells its end alone; nothing of it may stay here.
    const purged = events.filter(({ type }) => type === 'session.purged').map(({ sessionId }) => sessionId);
    for (const sessionId of purged) bySession.delete(sessionId);
    const sessionIds = [...bySession.keys()];
    const held = await blocks.bulkGet(sessionIds);
    const blockRows: BlockRow[] = [];
    const tileRows: TileRow[] = [];
    for (const [index, sessionId] of sessionIds.entries()) {
      const block = held[index];
      const before = block === undefined ? [] : await this.#openEvents(block.payload);
      const added = must(bySession.get(sessionId), 'grouped above').filter(({ seq }) => seq >= before.length);
      if (added.length === 0) continue;
      if (added.some(({ seq }, offset) => seq !== before.length + offset)) {
        await this.#clearPulled();
        throw new ReplicaOutOfStepError('an event is missing from the replica');
      }
      const all = [...before, ...added];
      const lastPosition = must(all.at(-1), 'not empty').position;
      blockRows.push({ sessionId, lastPosition, payload: await this.#codec.seal(all) });
      tileRows.push(await this.#tileRow(sessionId, all));
    }
    await this.#database.transaction('rw', blocks, tiles, outbox, meta, async () => {
      const [knownCursor, knownFeed, purges] = await meta.bulkGet(['cursor', 'feed-id', 'purges']);
      if (purged.length > 0) {
        await Promise.all([
          blocks.bulkDelete(purged),
          tiles.bulkDelete(purged),
          outbox.where('sessionId').anyOf(purged).delete(),
          meta.put({ name: 'purges', value: Number(purges?.value ?? 0) + 1 }),
        ]);
      }
      const reached =
        knownFeed?.value === feedId ? Math.max(cursor, Number(knownCursor?.value ?? 0)) : cursor;
      // Another window may have gone further since these were read; its longer history stays.
      const stored = await blocks.bulkGet(blockRows.map(({ sessionId }) => sessionId));
      const isNewer = (row: { readonly lastPosition: number }, index: number): boolean =>
        (stored[index]?.lastPosition ?? 0) < row.lastPosition;
      await Promise.all([
        blocks.bulkPut(blockRows.filter(isNewer)),
        tiles.bulkPut(tileRows.filter(isNewer)),
        outbox.bulkDelete([...settled]),
        meta.bulkPut([
          { name: 'cursor', value: reached },
          { name: 'feed-id', value: feedId },
        ]),
      ]);
    });
  }

  async reset({
    feedId,
    outbox: kept,
  }: {
    readonly feedId: string;
    readonly outbox: readonly OutboxEntry[];
  }): Promise<void> {
    const { blocks, tiles, outbox, meta } = this.#database;
    const rows = await Promise.all(kept.map((entry) => this.#outboxRow(entry)));
    await this.#database.transaction('rw', blocks, tiles, outbox, meta, async () => {
      await Promise.all([blocks.clear(), tiles.clear(), outbox.clear()]);
      await outbox.bulkPut(rows);
      await meta.bulkPut([
        { name: 'cursor', value: 0 },
        { name: 'feed-id', value: feedId },
      ]);
    });
  }

  async readSession(sessionId: string): Promise<StoredSession> {
    const { blocks, outbox } = this.#database;
    const [block, rows] = await this.#database.transaction('r', blocks, outbox, () =>
      Promise.all([blocks.get(sessionId), outbox.where('sessionId').equals(sessionId).sortBy('order')]),
    );
    return {
      events: block === undefined ? [] : await this.#openEvents(block.payload),
      outbox: await this.#openOutbox(rows),
    };
  }

  /** Tiles that changed after a feed position, every outbox entry, and which feed they belong to: read at one moment. */
  async readTable(after: TablePlace): Promise<{
    readonly feedId: string | null;
    readonly lastPosition: number;
    readonly purges: number;
    /** True when `tiles` are all there are, because the feed is another one or sessions were purged. */
    readonly isWhole: boolean;
    readonly tiles: readonly SessionTile[];
    readonly outbox: readonly OutboxEntry[];
  }> {
    const { tiles, outbox, meta } = this.#database;
    const read = await this.#database.transaction('r', tiles, outbox, meta, async () => {
      const [stored, counted] = await meta.bulkGet(['feed-id', 'purges']);
      const feedId = stored === undefined ? null : String(stored.value);
      const purges = Number(counted?.value ?? 0);
      const isWhole = feedId !== after.feedId || purges !== after.purges;
      const rows = await tiles
        .where('lastPosition')
        .above(isWhole ? 0 : after.lastPosition)
        .toArray();
      return { feedId, purges, isWhole, rows, outboxRows: await outbox.orderBy('order').toArray() };
    });
    const { feedId, purges, isWhole, rows, outboxRows } = read;
    return {
      feedId,
      purges,
      isWhole,
      lastPosition: rows.reduce(
        (highest, row) => Math.max(highest, row.lastPosition),
        isWhole ? 0 : after.lastPosition,
      ),
      tiles: await Promise.all(
        rows.map(async ({ payload }) => (await this.#codec.open(payload)) as SessionTile),
      ),
      outbox: await this.#openOutbox(outboxRows),
    };
  }

  /**
   * Drops all that was pulled and keeps the outbox, as when the person it belongs to leaves. Whoever synchronizes it must start anew
   * afterwards.
   */
  async forget(): Promise<void> {
    await this.#clearPulled();
  }

  async #clearPulled(): Promise<void> {
    const { blocks, tiles, meta } = this.#database;
    await this.#database.transaction('rw', blocks, tiles, meta, async () => {
      await Promise.all([blocks.clear(), tiles.clear(), meta.bulkDelete(['cursor', 'feed-id'])]);
    });
  }

  async #tileRow(sessionId: string, events: readonly SessionEvent[]): Promise<TileRow> {
    const payload = await this.#codec.seal(toSessionTile(foldSession(events)));
    return { sessionId, lastPosition: must(events.at(-1), 'a block is never empty').position, payload };
  }

  async #outboxRow(entry: OutboxEntry): Promise<OutboxRow> {
    const { order, sent } = entry;
    return {
      idempotencyKey: sent.idempotencyKey,
      order,
      sessionId: sent.sessionId,
      payload: await this.#codec.seal(entry),
    };
  }

  async #openOutbox(rows: readonly OutboxRow[]): Promise<readonly OutboxEntry[]> {
    return Promise.all(rows.map(async ({ payload }) => (await this.#codec.open(payload)) as OutboxEntry));
  }

  async #openEvents(payload: Payload): Promise<SessionEvent[]> {
    return (await this.#codec.open(payload)) as SessionEvent[];
  }
}
