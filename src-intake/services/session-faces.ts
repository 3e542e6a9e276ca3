import type { Kysely, Transaction } from 'kysely';
import { sameFaceDistance, type SessionFace } from '#shared/domain/face-lists.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Database } from '../database/schema.ts';
import { deleteTemplatesOfSession, insertTemplates, lockTemplates } from '../repositories/face-rows.ts';
import { findListsOfPersons } from '../repositories/listed-person-rows.ts';
import { sessionTemplatePlaceOf } from '../sealing/places.ts';
import { seal } from '../sealing/seal.ts';
import type { FaceSearch, SessionOwner } from './face-search.ts';

/** Who is near enough to the faces of a session to be told to be the same person. */
export interface FaceSightings {
  readonly seen: readonly SessionFace[];
  readonly persons: readonly {
    readonly stepId: string;
    readonly personId: string;
    readonly listId: string;
    readonly distance: number;
  }[];
  /** `of` is the other session. */
  readonly sessions: readonly {
    readonly stepId: string;
    readonly of: SessionOwner;
    readonly distance: number;
  }[];
}

export const nobodySeen: FaceSightings = { seen: [], persons: [], sessions: [] };

/** The nearest so many are looked at: more people who look alike within the distance are no person's to go through. */
const mostSightings = 100;

/**
 * Looks for the faces of a session among people on lists and in sessions whose faces are kept. Before the transaction that writes the analysis,
 * which holds a connection already: what is written meanwhile by others is not seen.
 */
export async function lookForFaces(
  db: Kysely<Database>,
  search: FaceSearch,
  seen: readonly SessionFace[],
): Promise<FaceSightings> {
  const persons: { stepId: string; personId: string; distance: number }[] = [];
  const sessions: { stepId: string; of: SessionOwner; distance: number }[] = [];
  const isNear = ({ distance }: { readonly distance: number }): boolean => distance <= sameFaceDistance;
  for (const { stepId, template } of seen) {
    const [people, others] = [
      await search.persons(template, mostSightings),
      await search.sessions(template, mostSightings),
    ];
    persons.push(...people.filter(isNear).map((near) => ({ stepId, ...near })));
    sessions.push(...others.filter(isNear).map(({ distance, ...of }) => ({ stepId, of, distance })));
  }
  const lists = await findListsOfPersons(
    db,
    persons.map(({ personId }) => personId),
  );
  return {
    seen,
    persons: persons.flatMap((person) => {
      const listId = lists.get(person.personId);
      return listId === undefined ? [] : [{ ...person, listId }];
    }),
    sessions,
  };
}

/** Keeps the faces of a session under its key, in place of those of an earlier analysis. */
export async function keepFaces(
  trx: Transaction<Database>,
  { id, key }: { readonly id: SessionId; readonly key: Buffer },
  seen: readonly SessionFace[],
): Promise<void> {
  await lockTemplates(trx);
  await deleteTemplatesOfSession(trx, id);
  await insertTemplates(
    trx,
    seen.map(({ stepId, template: { model, values } }) => ({
      person_id: null,
      session_id: id,
      step_id: stepId,
      model,
      sealed: seal(key, sessionTemplatePlaceOf(id, stepId), Buffer.from(values, 'base64')),
    })),
  );
}
