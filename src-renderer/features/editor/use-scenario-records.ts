import { useCallback } from 'react';
import type { ScenarioRecord } from '#shared/domain/scenario-record.ts';
import type { RpcErrorCode } from '#shared/rpc/contract.ts';
import { useServices } from '../../app/services.tsx';
import { useAnswer } from '../../sync/use-answer.ts';

/** Others edit, too: how often the list is asked for anew while it is shown. */
const refreshMs = 10_000;

export interface ScenarioRecords {
  /** As the intake lists them; null before the first answer. */
  readonly records: readonly ScenarioRecord[] | null;
  readonly failure: RpcErrorCode<'scenarioRecords.list'> | null;
  /** Asks anew and answers what came, or null. */
  readonly reload: () => Promise<readonly ScenarioRecord[] | null>;
  /** A record that a call answered, at once. */
  readonly put: (record: ScenarioRecord) => void;
}

/** All scenarios as the intake has them, followed while the page is shown. */
export function useScenarioRecords(): ScenarioRecords {
  const { rpc } = useServices();
  const ask = useCallback(async () => {
    const reply = await rpc.call('scenarioRecords.list', {});
    return reply.ok ? { ok: true as const, value: reply.value.records } : reply;
  }, [rpc]);
  const { value, failure, reload, put } = useAnswer(ask, refreshMs);
  const putRecord = useCallback(
    (record: ScenarioRecord) => {
      put((known) => [...(known ?? []).filter(({ id }) => id !== record.id), record]);
    },
    [put],
  );
  return { records: value, failure, reload, put: putRecord };
}

/** Records in the order of their names; those put away at the end. */
export function inOrder(records: readonly ScenarioRecord[], language: string): readonly ScenarioRecord[] {
  return records.toSorted(
    (a, b) => Number(a.archived) - Number(b.archived) || a.name.localeCompare(b.name, language),
  );
}
