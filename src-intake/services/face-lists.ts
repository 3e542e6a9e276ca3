import type { Actor, NewEvent } from '#shared/domain/events.ts';
import type { Session } from '#shared/domain/session.ts';
import type { FaceSightings } from './session-faces.ts';

const actor: Actor = { kind: 'system', id: 'intake' };

/**
 * What the lists of people that a session's scenario names answer, each once: one event for each list, to be appended right before the event
 * of the session's analysis. `known` are the ids of the lists that there are.
 */
export function askLists(
  { scenario: { rules }, lists }: Pick<Session, 'scenario' | 'lists'>,
  { seen, persons }: Pick<FaceSightings, 'seen' | 'persons'>,
  known: ReadonlySet<string>,
  at: string,
): readonly NewEvent<'list.matched' | 'list.clear' | 'list.not-run'>[] {
  const named = [
    ...rules.blacklistIds.map((listId) => ({ listId, kind: 'blacklist' as const })),
    ...rules.customerListIds.map((listId) => ({ listId, kind: 'customers' as const })),
  ];
  const by = { actor, at };
  return named
    .filter(({ listId, kind }) => !lists.some((told) => told.listId === listId && told.kind === kind))
    .map((list) => {
      const notRun = (reason: 'face-search-off' | 'no-face' | 'no-list') =>
        ({ type: 'list.not-run', ...by, body: { ...list, reason } }) as const;
      if (!rules.findFaces) return notRun('face-search-off');
      if (!known.has(list.listId)) return notRun('no-list');
      if (seen.length === 0) return notRun('no-face');
      const [nearest] = persons
        .filter(({ listId }) => listId === list.listId)
        .toSorted((a, b) => a.distance - b.distance);
      if (nearest === undefined) return { type: 'list.clear', ...by, body: list } as const;
      const { stepId, personId, distance } = nearest;
      return { type: 'list.matched', ...by, body: { ...list, stepId, personId, distance } } as const;
    });
}
