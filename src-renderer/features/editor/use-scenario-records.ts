import { useCallback, useEffect, useState } from 'react';
import type { ScenarioRecord } from '#shared/domain/scenario-record.ts';
import type { RpcErrorCode } from '#shared/rpc/contract.ts';
import { useServices } from '../../app/services.tsx';

/** Others edit, too: how often the list is asked for anew while it is shown. */
const refreshMs = 10_000;

export interface ScenarioRecords {
  /** By name; null before the first answer. */
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
  const [records, setRecords] = useState<readonly ScenarioRecord[] | null>(null);
  const [failure, setFailure] = useState<ScenarioRecords['failure']>(null);
  const reload = useCallback(async () => {
    const reply = await rpc.call('scenarioRecords.list', {});
    if (reply.ok) {
      setRecords(reply.value.records);
      setFailure(null);
      return reply.value.records;
    }
    setFailure(reply.code);
    return null;
  }, [rpc]);
  useEffect(() => {
    let isShown = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const follow = async (): Promise<void> => {
      await reload();
      if (isShown) timer = setTimeout(() => void follow(), refreshMs);
    };
    void follow();
    return () => {
      isShown = false;
      clearTimeout(timer);
    };
  }, [reload]);
  const put = useCallback((record: ScenarioRecord) => {
    setRecords((known) => [...(known ?? []).filter(({ id }) => id !== record.id), record]);
  }, []);
  return { records, failure, reload, put };
}

/** Records in the order of their names; those put away at the end. */
export function inOrder(records: readonly ScenarioRecord[], language: string): readonly ScenarioRecord[] {
  return records.toSorted(
    (a, b) => Number(a.archived) - Number(b.archived) || a.name.localeCompare(b.name, language),
  );
}
