import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RpcClient } from '../rpc/client.ts';
import type { SessionTile } from '../db/session-tile.ts';
import { sessionIdOf } from '../testing/session-events.ts';
import { Observable } from './observable.ts';
import { ProgressWatch } from './progress-watch.ts';
import type { TableSnapshot } from './session-table.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A table of one session, of which the watch reads the state alone. */
function tableWith(status: SessionTile['status']): TableSnapshot {
  return { loaded: true, tiles: [{ sessionId: sessionIdOf(1), status } as SessionTile] };
}

function watchOver(status: SessionTile['status']): {
  readonly watch: ProgressWatch;
  readonly snapshot: Observable<TableSnapshot>;
  readonly questions: () => number;
} {
  const stages = ['decode', 'locate', 'mrz', 'faces'] as const;
  let asked = 0;
  const call = (): Promise<unknown> => {
    const progress = { stage: stages[asked % stages.length] ?? 'checks', fraction: 0.5 };
    asked += 1;
    return Promise.resolve({ ok: true, value: { running: [{ sessionId: sessionIdOf(1), progress }] } });
  };
  const snapshot = new Observable(tableWith(status));
  const watch = new ProgressWatch({ call: call as RpcClient['call'] }, { snapshot });
  return { watch, snapshot, questions: () => asked };
}

it('shows the stages of an analysis that takes a second', async () => {
  const { watch } = watchOver('analyzing');
  const seen: (string | undefined)[] = [];
  watch.progress.subscribe(() => {
    seen.push(watch.progress.get().get(sessionIdOf(1))?.stage);
  });
  const stop = watch.follow((error) => {
    throw error;
  });
  await vi.advanceTimersByTimeAsync(900);
  stop();
  expect(seen.slice(0, 4)).toEqual(['decode', 'locate', 'mrz', 'faces']);
});

it('looks at once when an analysis begins', async () => {
  const { watch, snapshot, questions } = watchOver('queued');
  const stop = watch.follow((error) => {
    throw error;
  });
  await vi.advanceTimersByTimeAsync(100);
  expect(questions()).toBe(1);
  snapshot.set(tableWith('analyzing'));
  await vi.advanceTimersByTimeAsync(1);
  expect(questions()).toBe(2);
  stop();
});

it('asks rarely about what only waits, and not at all when nothing runs', async () => {
  const { watch, snapshot, questions } = watchOver('queued');
  const stop = watch.follow((error) => {
    throw error;
  });
  await vi.advanceTimersByTimeAsync(2900);
  expect(questions()).toBe(3);
  snapshot.set(tableWith('review'));
  await vi.advanceTimersByTimeAsync(5000);
  expect(questions()).toBe(3);
  expect(watch.progress.get().size).toBe(0);
  stop();
});
