import type { ImportState } from '#shared/rpc/person-import-contract.ts';
import type { PersonImports } from '../faces/person-imports.ts';
import type { RpcHandlers } from './handlers.ts';

type PersonImportCalls = Extract<keyof RpcHandlers, `personImport.${string}`>;

/** The calls about the import of people. */
export function createPersonImportHandlers(imports: PersonImports): Pick<RpcHandlers, PersonImportCalls> {
  const answer = (state: ImportState | undefined) =>
    Promise.resolve(
      state === undefined
        ? { ok: false as const, code: 'import-gone' as const }
        : { ok: true as const, value: state },
    );
  return {
    'personImport.start': ({ importId, ...asked }) => answer(imports.start(importId, asked)),
    'personImport.state': ({ importId }) => answer(imports.stateOf(importId)),
    'personImport.cancel': ({ importId }) => answer(imports.cancel(importId)),
  };
}
