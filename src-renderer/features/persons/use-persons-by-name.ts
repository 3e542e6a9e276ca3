import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { ListedPerson } from '#shared/domain/face-lists.ts';
import type { RpcErrorCode } from '#shared/rpc/contract.ts';
import { useServices } from '../../app/services.tsx';

/** A name that is typed is one question, not one a letter. */
const typingMs = 300;
/** Whoever has more before them writes more of the name. */
const mostShown = 200;

export interface PersonsByName {
  readonly persons: readonly ListedPerson[];
  /** How many of the list were looked at. */
  readonly searched: number;
  readonly isSearching: boolean;
  /** Whether the search ended before the list did, since too many have such a name. */
  readonly hasMore: boolean;
  readonly failure: RpcErrorCode<'listedPersons.find'> | null;
}

const nothingYet: PersonsByName = {
  persons: [],
  searched: 0,
  isSearching: true,
  hasMore: false,
  failure: null,
};

/**
 * Who of a list has a name with words that begin as those typed; null while nothing is typed. Names lie sealed in the intake, which opens some
 * thousand at a time, so that what is found so far is shown while the search goes on. It is asked anew when `changes` is another number.
 */
export function usePersonsByName(
  listId: string | null,
  typed: string,
  changes: number,
): PersonsByName | null {
  const { rpc } = useServices();
  const [name] = useDebouncedValue(typed.trim(), typingMs);
  const [found, setFound] = useState<PersonsByName | null>(null);
  useEffect(() => {
    if (listId === null || name === '') return;
    let isWanted = true;
    const search = async (): Promise<void> => {
      let known = nothingYet;
      setFound(known);
      for (let before: string | undefined; known.isSearching;) {
        const question = { listId, name, ...(before !== undefined && { before }) };
        const reply = await rpc.call('listedPersons.find', question);
        // Typing on, or leaving, ends the search: the intake is not asked for the rest.
        if (!isWanted) return;
        if (!reply.ok) {
          setFound({ ...known, isSearching: false, failure: reply.code });
          return;
        }
        const persons = [...known.persons, ...reply.value.persons];
        const isFull = persons.length >= mostShown;
        before = reply.value.next ?? undefined;
        known = {
          persons,
          searched: known.searched + reply.value.searched,
          isSearching: before !== undefined && !isFull,
          hasMore: before !== undefined && isFull,
          failure: null,
        };
        setFound(known);
      }
    };
    void search();
    return () => {
      isWanted = false;
    };
  }, [rpc, listId, name, changes]);
  return listId === null || name === '' || typed.trim() === '' ? null : found;
}
