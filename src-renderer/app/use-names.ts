import { useEffect, useMemo } from 'react';
import type { RpcClient } from '../rpc/client.ts';
import { Observable } from '../sync/observable.ts';
import { useObservable } from '../sync/use-replica.ts';
import { useServices } from './services.tsx';

interface Known {
  readonly names: Observable<ReadonlyMap<string, string>>;
  /** Ids that the intake was asked about: what it does not know is not asked again. */
  readonly asked: Set<string>;
}

/** One answer serves the whole page. */
const knownBy = new WeakMap<RpcClient, Known>();

/** What stands behind what it is, in the event log's names of machines and programs. */
const idOf = (actorId: string): string => actorId.replace(/^(?:workstation|integration)-/, '');
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * What those who acted are called, by the ids that events and lists hold. Where nobody signs in, and of whom the intake knows no name, it is the id.
 * The intake is asked when an id is shown that it was not asked about.
 */
export function useNames(actorIds: readonly string[]): (actorId: string) => string {
  const { rpc, auth } = useServices();
  const access = useObservable(auth.access);
  const isSignedIn = access !== null && access.user !== null;
  const { names, asked } = useMemo(() => {
    const known = knownBy.get(rpc) ?? { names: new Observable(new Map<string, string>()), asked: new Set() };
    knownBy.set(rpc, known);
    return known;
  }, [rpc]);
  const byId = useObservable(names);
  const wanted = actorIds.map(idOf).join(' ');
  useEffect(() => {
    const unknown = wanted.split(' ').filter((id) => uuid.test(id) && !asked.has(id));
    if (!isSignedIn || unknown.length === 0) return;
    for (const id of unknown) asked.add(id);
    void rpc.call('people.listNames', {}).then((reply) => {
      if (reply.ok) names.set(new Map(reply.value.names.map(({ id, name }) => [id, name])));
      // What is shown next asks again.
      else for (const id of unknown) asked.delete(id);
    });
  }, [rpc, names, asked, isSignedIn, wanted]);
  return (actorId) => byId.get(idOf(actorId)) ?? actorId;
}
