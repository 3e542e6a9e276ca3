import type { AnalysisProgress } from '#shared/domain/analysis.ts';
import type { RpcClient } from '../rpc/client.ts';
import { Observable } from './observable.ts';
import type { SessionTable } from './session-table.ts';

export type ProgressBySession = ReadonlyMap<string, AnalysisProgress>;

/** A second: an analysis takes a few, and the bar glides from one answer to the next. */
const pollMs = 1000;

/** How far the running analyses are. Asks main each second, and only while the table holds a session that waits for one. */
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
    const ask = async (): Promise<void> => {
      if (this.#isAsking) return;
      this.#isAsking = true;
      while (!isOver && this.#isAnyRunning()) {
        const reply = await this.#rpc.call('progress.list', {});
        if (reply.ok) {
          this.progress.set(new Map(reply.value.running.map((each) => [each.sessionId, each.progress])));
        }
        await new Promise((resolve) => setTimeout(resolve, pollMs));
      }
      this.#isAsking = false;
      if (this.progress.get().size > 0) this.progress.set(new Map());
    };
    const check = (): void => {
      if (this.#isAnyRunning()) ask().catch(onError);
    };
    check();
    const unsubscribe = this.#table.snapshot.subscribe(check);
    return () => {
      isOver = true;
      unsubscribe();
    };
  }

  #isAnyRunning(): boolean {
    return this.#table.snapshot
      .get()
      .tiles.some(({ status }) => status === 'queued' || status === 'analyzing');
  }
}
