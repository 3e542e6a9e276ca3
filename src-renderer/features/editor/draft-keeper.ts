import {
  scenarioDraftSchema,
  type ScenarioDraft,
  type ScenarioRecord,
} from '#shared/domain/scenario-record.ts';
import type { RpcReply } from '#shared/rpc/contract.ts';
import { Observable } from '../../sync/observable.ts';
import { draftProblems, type FieldProblem } from './draft-problems.ts';
import { contentOf } from './new-draft.ts';

/**
 * - `saved`: the intake has what the screen shows.
 * - `waiting`, `saving`: on its way.
 * - `invalid`: kept on this machine until it is right.
 * - `stale`: somebody else has changed the scenario; the person decides which of the two stays.
 * - `offline`: kept on this machine and tried again.
 * - `refused`: the intake does not take it, and will not take it later.
 */
export type SaveStatus = 'saved' | 'waiting' | 'saving' | 'invalid' | 'stale' | 'offline' | 'refused';

export interface DraftState {
  /** As the intake last told it. */
  readonly record: ScenarioRecord;
  readonly draft: ScenarioDraft;
  readonly status: SaveStatus;
  readonly problems: readonly FieldProblem[];
}

export interface DraftKeeperDeps {
  readonly save: (
    record: ScenarioRecord,
    draft: ScenarioDraft,
  ) => Promise<RpcReply<'scenarioRecords.saveDraft'>>;
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Calls back after so many milliseconds, unless the returned function was called. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
  readonly onRecord: (record: ScenarioRecord) => void;
}

/** Long enough that a word is not saved letter by letter, short enough that nobody waits for it. */
const saveDelayMs = 700;
/** How soon an intake that did not answer is asked again. */
const retryDelayMs = 5000;

/** A scenario's edits on their way to the intake. Each is kept on this machine from the moment it is made until it is there. */
export class DraftKeeper {
  readonly state: Observable<DraftState>;
  readonly #deps: DraftKeeperDeps;
  #cancelTimer: (() => void) | null = null;
  #saving: Promise<void> | null = null;

  constructor(record: ScenarioRecord, deps: DraftKeeperDeps) {
    this.#deps = deps;
    const kept = readKept(deps.storage, record.id);
    const draft = kept?.draft ?? contentOf(record);
    const problems = draftProblems(draft);
    this.state = new Observable<DraftState>({ record, draft, status: 'saved', problems });
    if (kept === null) return;
    // Edits on top of a revision that is gone meet the intake's refusal, and the person decides.
    const base = { ...record, revision: kept.revision };
    this.#set({ record: base, status: problems.length > 0 ? 'invalid' : 'waiting' });
    this.#schedule(saveDelayMs);
  }

  change(draft: ScenarioDraft): void {
    const problems = draftProblems(draft);
    const { record, status } = this.state.get();
    this.#set({
      draft,
      problems,
      status: status === 'stale' ? 'stale' : problems.length > 0 ? 'invalid' : 'waiting',
    });
    keep(this.#deps.storage, record, draft);
    this.#schedule(saveDelayMs);
  }

  /** Saves what there is to save; true when the intake then has everything. */
  async flush(): Promise<boolean> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    // What was changed while an answer was on its way needs another round.
    for (let round = 0; round < 3; round += 1) {
      this.#saving ??= this.#saveOnce().finally(() => {
        this.#saving = null;
      });
      await this.#saving;
      if (this.state.get().status !== 'waiting') break;
    }
    return this.state.get().status === 'saved';
  }

  /** A newer record, seen in the list or answered by a commit. Edits that are not saved stay. */
  accept(record: ScenarioRecord): void {
    const current = this.state.get();
    if (current.status !== 'saved' || record.revision <= current.record.revision) return;
    const draft = contentOf(record);
    this.#set({ record, draft, problems: draftProblems(draft) });
  }

  /** Drops the own edits for what the other person made. */
  takeTheirs(record: ScenarioRecord): void {
    this.#deps.storage.removeItem(keyOf(record.id));
    const draft = contentOf(record);
    this.#set({ record, draft, status: 'saved', problems: draftProblems(draft) });
  }

  /** Puts the own edits over what the other person made. */
  keepMine(record: ScenarioRecord): void {
    const { draft, problems } = this.state.get();
    this.#set({ record, status: problems.length > 0 ? 'invalid' : 'waiting' });
    keep(this.#deps.storage, record, draft);
    this.#schedule(0);
  }

  /** Stops saving; what is not saved stays on this machine and is there when the scenario is opened again. */
  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #set(part: Partial<DraftState>): void {
    this.state.set({ ...this.state.get(), ...part });
  }

  #schedule(delayMs: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#deps.after(delayMs, () => {
      this.#cancelTimer = null;
      void this.flush();
    });
  }

  async #saveOnce(): Promise<void> {
    const { record, draft, status } = this.state.get();
    if (status !== 'waiting' && status !== 'offline') return;
    this.#set({ status: 'saving' });
    const reply = await this.#deps.save(record, draft);
    const isChanged = this.state.get().draft !== draft;
    if (reply.ok) {
      const saved = reply.value.record;
      if (isChanged) {
        keep(this.#deps.storage, saved, this.state.get().draft);
        this.#set({ record: saved });
        return;
      }
      this.#deps.storage.removeItem(keyOf(record.id));
      this.#set({ record: saved, status: 'saved' });
      this.#deps.onRecord(saved);
      return;
    }
    if (reply.code === 'stale-edit') this.#set({ status: 'stale' });
    else if (reply.code === 'offline' || reply.code === 'disconnected') {
      this.#set({ status: 'offline' });
      this.#schedule(retryDelayMs);
    } else this.#set({ status: 'refused' });
  }
}

const keyOf = (scenarioId: string): string => `vidimus-scenario-${scenarioId}`;

function keep(
  storage: DraftKeeperDeps['storage'],
  { id, revision }: ScenarioRecord,
  draft: ScenarioDraft,
): void {
  try {
    // An emptied number is NaN, which JSON lacks; -1 is as wrong in every field.
    const text = JSON.stringify({ revision, draft }, (_key, value: unknown) =>
      Number.isNaN(value) ? -1 : value,
    );
    storage.setItem(keyOf(id), text);
  } catch {
    // Full or forbidden: the edits live as long as the window, and the intake still gets them.
  }
}

/** Edits that were not saved when the window was closed; null for none, or for some of another version's shape. */
function readKept(
  storage: DraftKeeperDeps['storage'],
  scenarioId: string,
): { readonly revision: number; readonly draft: ScenarioDraft } | null {
  try {
    const kept = JSON.parse(storage.getItem(keyOf(scenarioId)) ?? 'null') as {
      readonly revision?: unknown;
      readonly draft?: unknown;
    } | null;
    if (kept === null || typeof kept.revision !== 'number' || !hasShape(kept.draft)) return null;
    return { revision: kept.revision, draft: kept.draft };
  } catch {
    return null;
  }
}

/** Whether at most single values are wrong, as they are while somebody types. */
function hasShape(value: unknown): value is ScenarioDraft {
  const parsed = scenarioDraftSchema.safeParse(value);
  return (
    parsed.success ||
    parsed.error.issues.every(({ code }) =>
      ['too_small', 'too_big', 'invalid_format', 'custom'].includes(code),
    )
  );
}
