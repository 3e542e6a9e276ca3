import type { Actor, NewEvent } from '#shared/domain/events.ts';
import type { Session } from '#shared/domain/session.ts';

/** Asks the lists of people that a session's scenario names. */
export interface FaceLists {
  /** One event for each list, to be appended right before the event of the session's analysis. */
  ask(
    session: Pick<Session, 'scenario' | 'lists'>,
    at: string,
  ): readonly NewEvent<'list.matched' | 'list.not-run'>[];
}

const actor: Actor = { kind: 'system', id: 'intake' };

/** The lists of this version, which makes no face templates: none can be searched, and each says so. */
export const listsWithoutTemplates: FaceLists = {
  ask({ scenario: { rules }, lists }, at) {
    const named = [
      ...rules.blacklistIds.map((listId) => ({ listId, kind: 'blacklist' as const })),
      ...rules.customerListIds.map((listId) => ({ listId, kind: 'customers' as const })),
    ];
    return named
      .filter(({ listId, kind }) => !lists.some((told) => told.listId === listId && told.kind === kind))
      .map((list) => ({
        type: 'list.not-run',
        actor,
        at,
        body: { ...list, reason: 'no-face-templates' },
      }));
  },
};
