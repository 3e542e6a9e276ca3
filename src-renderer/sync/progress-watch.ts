import type { AnalysisProgress } from '#shared/domain/analysis.ts';
import type { RpcClient } from '../rpc/client.ts';
import { Observable } from './observable.ts';
import type { SessionTable } from './session-table.ts';

export type ProgressBySession = ReadonlyMap<string, AnalysisProgress>;

/** An agent tells of a stage at most four times a second, and a stage may last no longer. */
const analyzingPollMs = 200;
/** A session may wait for an agent all night. */
const queuedPollMs = 1000;

/** How far the running analyses are. Asks main while the table holds a session that is analyzed or waits to be. */
export class ProgressWatch {
  readonly progress = new Observable<ProgressBySession>(new Map());
  readonly #rpc: Pick<RpcClient, 'call'>;
  readonly #table: Pick<SessionTable, 'snapshot'>;
  #isAsking = false;

  constructor(rpc: Pick<RpcClient, 'call'>, table: Pick<SessionTable, 'snapshot'>) {
    this.#rpc = rpc;
    this.#table = table;
  }

  /** Follows the table until the returned function is called. */
  follow(onError: (error: unknown) => void): () => void {
    let isOver = false;
    let wait: { readonly ms: number; readonly end: () => void } | null = null;
    const ask = async (): Promise<void> => {
      if (this.#isAsking) return;
      this.#isAsking = true;
      while (!isOver) {
        const waitMs = this.#pollMs();
        if (waitMs === null) break;
        const reply = await this.#rpc.call('progress.list', {});
        if (reply.ok) {
          this.progress.set(new Map(reply.value.running.map((each) => [each.sessionId, each.progress])));
        }
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, waitMs);
          wait = {
            ms: waitMs,
            end: () => {
              clearTimeout(timer);
              resolve();
            },
          };
        });
        wait = null;
      }
      this.#isAsking = false;
      if (this.progress.get().size > 0) this.progress.set(new Map());
    };
    const check = (): void => {
      const pollMs = this.#pollMs();
      if (pollMs !== null) ask().catch(onError);
      // What was only waited for has begun.
      if (wait !== null && pollMs !== null && pollMs < wait.ms) wait.end();
    };
    check();
    const unsubscribe = this.#table.snapshot.subscribe(check);
    return () => {
      isOver = true;
      unsubscribe();
    };
  }

  /** How long to wait between two questions; `null` when there is nothing to ask about. */
  #pollMs(): number | null {
    const { tiles } = this.#table.snapshot.get();
    if (tiles.some(({ status }) => status === 'analyzing')) return analyzingPollMs;
    return tiles.some(({ status }) => status === 'queued') ? queuedPollMs : null;
  }
}
