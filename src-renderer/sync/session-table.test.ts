import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import type { OutboxEntry } from '#shared/sync/ports.ts';
import { openReplica } from '../db/database.ts';
import { plainCodec } from '../db/payload.ts';
import { ReplicaStore } from '../db/replica-store.ts';
import { eventsOf, sessionIdOf } from '../testing/session-events.ts';
import { SessionTable } from './session-table.ts';

const feedId = '11111111-1111-4111-8111-111111111111';

const decision: OutboxEntry = {
  sent: {
    idempotencyKey: '33333333-3333-4333-8333-333333333333',
    sessionId: sessionIdOf(1),
    command: { type: 'decision.make', outcome: 'decline', reasons: ['forged'], comment: '', seenSeq: 5 },
  },
  order: 1,
  enqueuedAt: '2026-01-01T13:00:00.000Z',
  state: { kind: 'pending' },
};

it('follows the replica, shows a decision at once, and takes it back when the intake refuses it', async () => {
  const store = new ReplicaStore(openReplica('table'), plainCodec);
  await store.prepare();
  const table = new SessionTable(store, () => ({ kind: 'user', id: 'me' }));
  const stop = table.follow((error) => {
    throw error;
  });
  const statuses = (): readonly string[] => table.snapshot.get().tiles.map(({ status }) => status);
  await vi.waitFor(() => {
    expect(table.snapshot.get()).toEqual({ loaded: true, tiles: [] });
  });

  await store.commitPage({
    feedId,
    events: [...eventsOf(1, 1), ...eventsOf(2, 7, 0, 4)],
    cursor: 10,
    settled: [],
  });
  await vi.waitFor(() => {
    // The second session is a minute younger, and the newest stands first.
    expect(statuses()).toEqual(['queued', 'review']);
  });

  await store.putOutbox(decision);
  await vi.waitFor(() => {
    expect(statuses()).toEqual(['queued', 'declined']);
  });

  await store.putOutbox({ ...decision, state: { kind: 'refused', code: 'changed-since-seen' } });
  await vi.waitFor(() => {
    expect(statuses()).toEqual(['queued', 'review']);
  });
  stop();
});
