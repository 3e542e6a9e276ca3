import { randomUUID } from 'node:crypto';
import { importPeople, type Described, type SentOutcome } from '#analysis/people-import/import-people.ts';
import { onlyFaceOf } from '#analysis/people-import/only-face.ts';
import { picturesOfArchive, type PersonPictures } from '#analysis/people-import/person-pictures.ts';
import { readPersonRows } from '#analysis/people-import/person-rows.ts';
import { bytesInMemory, openZip } from '#analysis/people-import/zip-entries.ts';
import type { DescribeFacesReply, RenderReply, RenderRequest } from '#analysis/worker/messages.ts';
import type { IntakeClient } from '#shared/api/client.ts';
import type { legalBases } from '#shared/domain/face-lists.ts';
import { InputError } from '#shared/lib/input-error.ts';
import {
  importErrors,
  type ImportError,
  type ImportPreview,
  type ImportState,
} from '#shared/rpc/person-import-contract.ts';

/** Imports of this machine's user: archives in memory, one at a time, and until somebody else works here. */
export interface PersonImports {
  /** Takes an archive in place of the one before, and says what its table says. */
  open(
    bytes: Uint8Array,
  ): Promise<
    | { readonly ok: true; readonly preview: ImportPreview }
    | { readonly ok: false; readonly code: ImportError }
  >;
  /** Undefined for an import that is forgotten. Asked again, it changes nothing. */
  start(
    importId: string,
    asked: {
      readonly listId: string;
      readonly legalBasis: (typeof legalBases)[number];
      readonly reason: string;
    },
  ): ImportState | undefined;
  stateOf(importId: string): ImportState | undefined;
  cancel(importId: string): ImportState | undefined;
  clear(): void;
}

/** What ends an import early. */
class ImportFailure extends Error {
  readonly code: NonNullable<ImportState['failure']>;
  constructor(code: NonNullable<ImportState['failure']>) {
    super(code);
    this.code = code;
  }
}

interface Import {
  readonly id: string;
  readonly pictures: PersonPictures;
  readonly abort: AbortController;
  state: ImportState | null;
}

export function createPersonImports(deps: {
  readonly intake: Pick<IntakeClient, 'call'>;
  readonly host: {
    describeFaces(bytes: Uint8Array, options: { readonly signal: AbortSignal }): Promise<DescribeFacesReply>;
    render(request: RenderRequest, options: { readonly signal: AbortSignal }): Promise<RenderReply>;
  };
  /** For what is a bug. */
  readonly onError: (error: unknown) => void;
}): PersonImports {
  const { intake, host, onError } = deps;
  let current: Import | undefined;
  const find = (importId: string): Import | undefined => (current?.id === importId ? current : undefined);
  const forget = (): void => {
    current?.abort.abort();
    void current?.pictures.close();
    current = undefined;
  };

  async function describe(bytes: Uint8Array, signal: AbortSignal): Promise<Described> {
    const ask = (): Promise<DescribeFacesReply> => host.describeFaces(bytes, { signal });
    const first = await ask();
    // The process also analyzes: one that a session's picture ended is not this picture's fault.
    const reply = !first.ok && first.code === 'worker-died' ? await ask() : first;
    if (reply.ok) return onlyFaceOf(bytes, reply, (request) => host.render(request, { signal }));
    switch (reply.code) {
      case 'model-missing':
      case 'model-hash-mismatch':
        throw new ImportFailure('models-missing');
      case 'internal':
        throw new ImportFailure('busy');
      // A picture that the process dies of, or never ends with, is passed over: the others are no worse for it.
      default:
        return { ok: false, fault: { code: 'undecodable' } };
    }
  }

  async function run(
    { pictures, abort }: Import,
    asked: Parameters<PersonImports['start']>[1],
    report: (state: Partial<ImportState>) => void,
  ): Promise<void> {
    const { listId, legalBasis, reason } = asked;
    const { rows, faults: ofTable } = await readPersonRows(pictures, reason === '' ? undefined : reason);
    // Those that the table refuses are done already.
    report({ done: ofTable.length, faults: [...ofTable] });
    const send = async (
      persons: Parameters<Parameters<typeof importPeople>[1]['send']>[0],
    ): Promise<readonly SentOutcome[]> => {
      const reply = await intake.call('addListedPersons', { listId, legalBasis, persons: [...persons] });
      if (reply.ok) return reply.value.outcomes.map(({ outcome }) => outcome);
      if (reply.code === 'not-found') throw new ImportFailure('not-found');
      if (reply.code === 'invalid-request') return persons.map(() => 'refused');
      throw new ImportFailure('offline');
    };
    await importPeople(
      { listId, rows },
      {
        pictures,
        // Not aborted with the import: the row that is looked at is looked at to its end.
        describe: (bytes) => describe(bytes, new AbortController().signal),
        send,
        onProgress: ({ done, added, there, faults }) => {
          report({ done: ofTable.length + done, added, there, faults: [...ofTable, ...faults] });
        },
        signal: abort.signal,
      },
    );
  }

  return {
    async open(bytes) {
      forget();
      try {
        const pictures = await picturesOfArchive(await openZip(bytesInMemory(bytes)), 'the archive');
        // Any reason will do for what else is wrong: one that is said of all comes later.
        const { faults } = await readPersonRows(pictures, '-');
        const importId = randomUUID();
        current = { id: importId, pictures, abort: new AbortController(), state: null };
        return {
          ok: true,
          preview: {
            importId,
            rows: pictures.rows.map((cells, at) => ({
              number: at + 2,
              name: cells['name'] ?? '',
              reason: (cells['reason'] ?? '') === '' ? null : (cells['reason'] ?? ''),
              pictures: (cells['file'] ?? '').split('|').filter((file) => file.trim() !== '').length,
              fault: faults.find(({ number }) => number === at + 2)?.fault ?? null,
            })),
          },
        };
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        const { code } = error;
        return { ok: false, code: importErrors.find((known) => known === code) ?? 'archive-unreadable' };
      }
    },
    start(importId, asked) {
      const found = find(importId);
      if (found === undefined) return undefined;
      if (found.state !== null) return found.state;
      let state: ImportState = {
        state: 'running',
        failure: null,
        rows: found.pictures.rows.length,
        done: 0,
        added: 0,
        there: 0,
        faults: [],
      };
      const report = (change: Partial<ImportState>): void => {
        state = { ...state, ...change };
        found.state = state;
      };
      report({});
      run(found, asked, report).then(
        () => {
          report({ state: found.abort.signal.aborted && state.done < state.rows ? 'canceled' : 'done' });
        },
        (error: unknown) => {
          if (!(error instanceof ImportFailure)) onError(error);
          report({ state: 'failed', failure: error instanceof ImportFailure ? error.code : 'busy' });
        },
      );
      return state;
    },
    stateOf: (importId) => find(importId)?.state ?? undefined,
    cancel(importId) {
      const found = find(importId);
      found?.abort.abort();
      return found?.state ?? undefined;
    },
    clear: forget,
  };
}
