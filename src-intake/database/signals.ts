import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectionConfig, type DatabaseTarget } from './open-database.ts';

/** What intake processes tell each other through PostgreSQL. */
export const signalNames = ['events', 'jobs'] as const;
export type SignalName = (typeof signalNames)[number];

/** The PostgreSQL channel of a signal. */
export function channelOf(name: SignalName): string {
  return `vidimus_${name}`;
}

/**
 * Wakes long polls when any intake process on this database has committed something. To miss nothing: take `count`, look into the
 * database, and if nothing is there, `wait` for the count to be another one.
 */
export interface Signals {
  count(name: SignalName): number;
  /** Resolves when the count is not `seen`, or `timeoutMs` is over, or `signal` aborts; never rejects. */
  wait(name: SignalName, seen: number, timeoutMs: number, signal: AbortSignal): Promise<void>;
  readonly close: () => Promise<void>;
}

// A listener that lost its connection tries again until it is back: long polls are only late meanwhile.
const reconnectDelayMs = 500;

/** Listens on a connection of its own, and again when that breaks, after `onOutage` has done what can be done about it. */
export async function listenForSignals(
  target: DatabaseTarget,
  onOutage: () => Promise<void>,
): Promise<Signals> {
  const counts: Record<SignalName, number> = { events: 0, jobs: 0 };
  const waiting = new Set<() => void>();
  const closing = new AbortController();
  let client: pg.Client | undefined;

  const bump = (...names: readonly SignalName[]): void => {
    for (const name of names) counts[name]++;
    for (const check of [...waiting]) check();
  };

  async function connect(): Promise<void> {
    const next = new pg.Client({ ...connectionConfig(target), keepAlive: true });
    next.on('notification', ({ channel }) => {
      bump(...signalNames.filter((name) => channelOf(name) === channel));
    });
    let hasEnded = false;
    const onEnd = (): void => {
      if (hasEnded || closing.signal.aborted) return;
      hasEnded = true;
      void reconnect();
    };
    next.on('error', onEnd);
    await next.connect();
    next.on('end', onEnd);
    for (const name of signalNames) await next.query(`listen ${channelOf(name)}`);
    client = next;
    // What was said while nobody listened: everybody looks again.
    bump(...signalNames);
  }

  async function reconnect(): Promise<void> {
    while (!closing.signal.aborted) {
      await sleep(reconnectDelayMs);
      try {
        await onOutage();
        await connect();
        return;
      } catch {
        continue; // the server is still away
      }
    }
  }

  await connect();
  return {
    count: (name) => counts[name],
    wait: (name, seen, timeoutMs, signal) =>
      new Promise((resolve) => {
        const finish = (): void => {
          clearTimeout(timer);
          waiting.delete(check);
          signal.removeEventListener('abort', finish);
          resolve();
        };
        const check = (): void => {
          if (counts[name] !== seen) finish();
        };
        const timer = setTimeout(finish, timeoutMs);
        waiting.add(check);
        signal.addEventListener('abort', finish);
        if (signal.aborted) finish();
        else check();
      }),
    async close() {
      closing.abort();
      await client?.end();
    },
  };
}
