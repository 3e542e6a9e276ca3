import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SessionEvent } from '#shared/domain/events.ts';
import { must } from '#shared/lib/invariant.ts';
import type { OutboxEntry } from '#shared/sync/ports.ts';
import { eventsOf, sessionIdOf } from '../testing/session-events.ts';
import { currentSchemaVersion, openReplica, type ReplicaDatabase } from './database.ts';
import { plainCodec, type PayloadCodec } from './payload.ts';
import { ReplicaOutOfStepError, ReplicaStore } from './replica-store.ts';

const feedId = '11111111-1111-4111-8111-111111111111';
const otherFeed = '22222222-2222-4222-8222-222222222222';
let nameCount = 0;
let name = '';
let database: ReplicaDatabase;
let store: ReplicaStore;

function anEntry(n: number, order: number, state: OutboxEntry['state'] = { kind: 'pending' }): OutboxEntry {
  return {
    sent: {
      idempotencyKey: `33333333-3333-4333-8333-${order.toString().padStart(12, '0')}`,
      sessionId: sessionIdOf(n),
      command: { type: 'comment.add', text: 'seen' },
    },
    order,
    enqueuedAt: '2026-01-01T12:00:00.000Z',
    state,
  };
}

beforeEach(async () => {
  nameCount += 1;
  name = `replica-${nameCount.toString()}`;
  database = openReplica(name);
  store = new ReplicaStore(database, plainCodec);
  await store.prepare();
});

describe('a page of the feed', () => {
  it('is kept with its cursor and gives the session back in order', async () => {
    await store.commitPage({ feedId, events: eventsOf(1, 1, 0, 3), cursor: 3, settled: [] });
    await store.commitPage({ feedId, events: eventsOf(1, 4, 3), cursor: 6, settled: [] });
    expect((await store.readSession(sessionIdOf(1))).events).toEqual(eventsOf(1, 1));
    expect(await store.load()).toEqual({ feedId, cursor: 6, outbox: [] });
  });

  it('changes nothing when it comes twice, and never turns the cursor back', async () => {
    await store.commitPage({ feedId, events: eventsOf(1, 1), cursor: 6, settled: [] });
    await store.commitPage({ feedId, events: eventsOf(1, 1, 0, 3), cursor: 3, settled: [] });
    expect((await store.readSession(sessionIdOf(1))).events).toHaveLength(6);
    expect((await store.load()).cursor).toBe(6);
  });

  it('with an event missing before it empties what was pulled, so that the next pull starts over', async () => {
    await store.putOutbox(anEntry(1, 1));
    await store.commitPage({ feedId, events: eventsOf(1, 1, 0, 2), cursor: 2, settled: [] });
    await expect(
      store.commitPage({ feedId, events: eventsOf(1, 4, 3), cursor: 6, settled: [] }),
    ).rejects.toThrow(ReplicaOutOfStepError);
    expect(await store.load()).toEqual({ feedId: null, cursor: 0, outbox: [anEntry(1, 1)] });
    expect((await store.readSession(sessionIdOf(1))).events).toEqual([]);
  });

  it('never takes the place of what another window stored meanwhile', async () => {
    const other = new ReplicaStore(database, plainCodec);
    let overtaken = false;
    const slow = new ReplicaStore(database, {
      ...plainCodec,
      async seal(value) {
        if (!overtaken) {
          overtaken = true;
          await other.commitPage({ feedId, events: eventsOf(1, 1), cursor: 6, settled: [] });
        }
        return plainCodec.seal(value);
      },
    });
    await slow.commitPage({ feedId, events: eventsOf(1, 1, 0, 3), cursor: 3, settled: [] });
    expect(overtaken).toBe(true);
    expect((await store.readSession(sessionIdOf(1))).events).toHaveLength(6);
    expect((await store.load()).cursor).toBe(6);
  });

  it('takes the commands that it settles out of the outbox in the same step', async () => {
    await store.putOutbox(anEntry(1, 1, { kind: 'accepted', positions: [6] }));
    await store.putOutbox(anEntry(1, 2));
    await store.commitPage({
      feedId,
      events: eventsOf(1, 1),
      cursor: 6,
      settled: [anEntry(1, 1).sent.idempotencyKey],
    });
    expect((await store.load()).outbox).toEqual([anEntry(1, 2)]);
  });
});

describe('the outbox', () => {
  it('survives closing, in the order in which commands were given', async () => {
    await store.putOutbox(anEntry(2, 2));
    await store.putOutbox(anEntry(1, 1));
    database.close();
    const again = new ReplicaStore(openReplica(name), plainCodec);
    await again.prepare();
    expect((await again.load()).outbox).toEqual([anEntry(1, 1), anEntry(2, 2)]);
    expect((await again.readSession(sessionIdOf(2))).outbox).toEqual([anEntry(2, 2)]);
  });

  it('replaces an entry by its key and forgets one that is removed', async () => {
    await store.putOutbox(anEntry(1, 1));
    await store.putOutbox(anEntry(1, 1, { kind: 'refused', code: 'already-decided' }));
    expect((await store.load()).outbox).toEqual([
      anEntry(1, 1, { kind: 'refused', code: 'already-decided' }),
    ]);
    await store.removeFromOutbox(anEntry(1, 1).sent.idempotencyKey);
    expect((await store.load()).outbox).toEqual([]);
  });
});

it('starts over with another feed and keeps the commands it is told to keep', async () => {
  await store.commitPage({ feedId, events: eventsOf(1, 1), cursor: 6, settled: [] });
  await store.reset({ feedId: otherFeed, outbox: [anEntry(3, 1)] });
  expect(await store.load()).toEqual({ feedId: otherFeed, cursor: 0, outbox: [anEntry(3, 1)] });
  expect((await store.readTable({ feedId, lastPosition: 0, purges: 0 })).tiles).toEqual([]);
});

describe('the table', () => {
  it('tells only of what changed since, and of everything when the feed is another one', async () => {
    await store.commitPage({
      feedId,
      events: [...eventsOf(1, 1), ...eventsOf(2, 7, 0, 1)],
      cursor: 7,
      settled: [],
    });
    const first = await store.readTable({ feedId: null, lastPosition: 0, purges: 0 });
    expect(first).toMatchObject({ feedId, isWhole: true, lastPosition: 7 });
    expect(first.tiles.map(({ name: holder, status }) => [holder, status])).toEqual([
      ['ERIKSSON ANNA MARIA', 'review'],
      [null, 'collecting'],
    ]);
    await store.commitPage({ feedId, events: eventsOf(2, 8, 1, 3), cursor: 9, settled: [] });
    const second = await store.readTable(first);
    expect(second).toMatchObject({ isWhole: false, lastPosition: 9 });
    expect(second.tiles.map(({ sessionId }) => sessionId)).toEqual([sessionIdOf(2)]);
  });
});

describe('a session that was purged', () => {
  const [first] = eventsOf(1, 9, 0, 1);
  const end = { ...must(first, 'a first event'), type: 'session.purged', seq: 6, body: {} } as SessionEvent;

  it('goes with its tile and its commands, and leaves the others', async () => {
    await store.putOutbox(anEntry(1, 1));
    await store.putOutbox(anEntry(2, 2));
    await store.commitPage({
      feedId,
      events: [...eventsOf(1, 1), ...eventsOf(2, 7, 0, 1)],
      cursor: 7,
      settled: [],
    });
    const before = await store.readTable({ feedId, lastPosition: 7, purges: 0 });
    await store.commitPage({ feedId, events: [end], cursor: 9, settled: [] });
    expect((await store.readSession(sessionIdOf(1))).events).toEqual([]);
    expect((await store.load()).outbox).toEqual([anEntry(2, 2)]);
    const after = await store.readTable(before);
    expect(after).toMatchObject({ isWhole: true, lastPosition: 7 });
    expect(after.tiles.map(({ sessionId }) => sessionId)).toEqual([sessionIdOf(2)]);
    expect(await store.readTable(after)).toMatchObject({ isWhole: false, tiles: [] });
  });

  it('is nothing to a replica that never heard of it, though earlier events are missing', async () => {
    await store.commitPage({ feedId, events: [end], cursor: 9, settled: [] });
    expect(await store.load()).toMatchObject({ cursor: 9 });
    expect((await store.readSession(sessionIdOf(1))).events).toEqual([]);
  });
});

describe('a replica sealed in another form', () => {
  it('is dropped, since nobody could open it', async () => {
    await store.commitPage({ feedId, events: eventsOf(1, 1), cursor: 6, settled: [] });
    await store.putOutbox(anEntry(1, 1));
    const other: PayloadCodec = { ...plainCodec, form: 'another' };
    const again = new ReplicaStore(database, other);
    await again.prepare();
    expect(await again.load()).toEqual({ feedId: null, cursor: 0, outbox: [] });
  });
});

describe('migration ritual', () => {
  it('raises every version to the next and keeps what an analyst would miss', async () => {
    for (let version = 1; version < currentSchemaVersion; version += 1) {
      const old = openReplica(`${name}-from-${version.toString()}`, {}, version);
      const events = eventsOf(1, 1);
      await old.blocks.put({
        sessionId: sessionIdOf(1),
        lastPosition: 6,
        payload: await plainCodec.seal(events),
      });
      const entry = anEntry(1, 1);
      await old.outbox.put({
        idempotencyKey: entry.sent.idempotencyKey,
        order: 1,
        sessionId: sessionIdOf(1),
        payload: await plainCodec.seal(entry),
      });
      await old.meta.bulkPut([
        { name: 'cursor', value: 6 },
        { name: 'feed-id', value: feedId },
        { name: 'form', value: plainCodec.form },
      ]);
      old.close();

      const raised = new ReplicaStore(openReplica(`${name}-from-${version.toString()}`), plainCodec);
      await raised.prepare();
      expect(await raised.load()).toEqual({ feedId, cursor: 6, outbox: [entry] });
      expect((await raised.readSession(sessionIdOf(1))).events).toEqual(events);
      const { tiles } = await raised.readTable({ feedId: null, lastPosition: 0, purges: 0 });
      expect(tiles.map(({ name: holder }) => holder)).toEqual(['ERIKSSON ANNA MARIA']);
    }
  });
});
