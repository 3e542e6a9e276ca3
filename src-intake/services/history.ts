import { createHmac } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Analysis } from '#shared/domain/analysis.ts';
import type { Actor, NewEvent } from '#shared/domain/events.ts';
import { otherFaceDistance } from '#shared/domain/face-lists.ts';
import { type ComparedThing, type HistoryMatch, type HistoryMatchKind } from '#shared/domain/history.ts';
import { applyEvent } from '#shared/domain/fold-session.ts';
import type { Session } from '#shared/domain/session.ts';
import { shownDocuments } from '#shared/domain/shown-documents.ts';
import type { Database, ShownDocumentRow, ShownPictureRow } from '../database/schema.ts';
import {
  findDocument,
  findNearlySame,
  findOtherPersons,
  findSameDocument,
  findSamePerson,
  findSamePictures,
  insertShown,
  lockValues,
  type ShownBefore,
} from '../repositories/history-rows.ts';
import { openIntakeSecret } from '../sealing/intake-secret.ts';
import type { Keyring } from '../sealing/keyring.ts';
import type { OpenSession } from './event-log.ts';
import type { FaceSearch } from './face-search.ts';
import type { NearFilm } from './near-films.ts';
import type { NearPicture } from './near-pictures.ts';
import type { FaceSightings } from './session-faces.ts';

/** What earlier sessions say of an analysis. */
export interface Comparison {
  readonly compared: ComparedThing[];
  /** To be appended right before the event of the analysis. */
  readonly events: readonly NewEvent<'history.matched'>[];
}

/** What sessions showed, found again without knowing what it was. */
export interface History {
  /**
   * Writes down what the session shows by this analysis, of one step or of all, and looks for it in the other sessions. In the
   * transaction that appends the analysis, and before it appends. Of two sessions at the same moment the later one sees the other.
   */
  compare(
    trx: Transaction<Database>,
    session: Session,
    analysis: {
      readonly steps: Analysis['steps'];
      readonly at: string;
      /** Other sessions with the faces of this one; where faces are not kept, none. */
      readonly sightings: FaceSightings;
      /** Other sessions with nearly a picture of this one. */
      readonly near: readonly NearPicture[];
      /** Other sessions with the film of a challenge of this one. */
      readonly played: readonly NearFilm[];
    },
  ): Promise<Comparison>;
  /**
   * Writes down what a session showed that was analyzed before there was this history, so that later ones are compared with it; its own
   * events stay as they are. An attempt's event does not say what was read, so that of one that came to no whole analysis only the
   * pictures are known. The session is open for update: what was purged must not come back.
   */
  remember(trx: Transaction<Database>, open: Pick<OpenSession, 'events' | 'session'>): Promise<void>;
}

const actor: Actor = { kind: 'system', id: 'intake' };

/** Opens the key that values are hashed with, made at the first start and sealed in the database. */
export async function openHistory(
  db: Kysely<Database>,
  keyring: Keyring,
  search: Pick<FaceSearch, 'distancesTo'>,
): Promise<History> {
  return createHistory(await openIntakeSecret(db, keyring, 'history-index'), search);
}

function createHistory(key: Buffer, search: Pick<FaceSearch, 'distancesTo'>): History {
  const blind = (what: string, value: string): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify(['vidimus-history-1', what, value]))
      .digest();
  const blindOrNull = (what: string, value: string | null): Buffer | null =>
    value === null ? null : blind(what, value);

  /** What the session shows at these steps, blind. */
  function rowsOf(
    session: Session,
    {
      steps,
      stepIds,
      at,
    }: { readonly steps: Analysis['steps']; readonly stepIds: readonly string[]; readonly at: string },
  ) {
    const client = blindOrNull('client', session.clientKey);
    const shownAt = new Date(at);
    const documents = shownDocuments(steps).map(({ stepId, ...shown }) => ({
      stepId,
      row: {
        session_id: session.id,
        shown: blind('shown', JSON.stringify(shown)),
        document_type: shown.type,
        person: blindOrNull('person', shown.person),
        document: blind('document', shown.document),
        document_data: blindOrNull('document-data', shown.data),
        client,
        shown_at: shownAt,
      } satisfies ShownDocumentRow,
    }));
    const frames = session.steps.flatMap(({ id: stepId, liveness }) =>
      (liveness?.frames ?? []).map(({ sha256 }) => ({ stepId, sha256 })),
    );
    const pictures = [...session.captures, ...frames]
      .filter(({ stepId }) => stepIds.includes(stepId))
      .map(({ stepId, sha256 }) => ({
        stepId,
        row: {
          session_id: session.id,
          picture: blind('picture', sha256),
          client,
          shown_at: shownAt,
        } satisfies ShownPictureRow,
      }));
    return { client, documents, pictures };
  }

  return {
    async remember(trx, { events, session: { source } }) {
      if (source === 'sample') return;
      let session: Session | undefined;
      for (const event of events) {
        if (session !== undefined && (event.type === 'step.analyzed' || event.type === 'session.analyzed')) {
          const steps = event.type === 'session.analyzed' ? event.body.analysis.steps : [];
          const stepIds =
            event.type === 'session.analyzed' ? session.steps.map(({ id }) => id) : [event.body.stepId];
          const { documents, pictures } = rowsOf(session, { steps, stepIds, at: event.at });
          await insertShown(
            trx,
            documents.map(({ row }) => row),
            pictures.map(({ row }) => row),
          );
        }
        session = applyEvent(session, event);
      }
    },
    async compare(trx, session, { steps, at, sightings, near, played }) {
      // Every installation has the same samples, and shows them again and again.
      if (session.source === 'sample') return { compared: [], events: [] };
      const stepIds = steps.map(({ id }) => id);
      const { client, documents, pictures } = rowsOf(session, { steps, stepIds, at });

      await lockValues(trx, [
        ...documents.flatMap(({ row }) => [row.document, ...(row.person === null ? [] : [row.person])]),
        ...pictures.map(({ row }) => row.picture),
      ]);
      await insertShown(
        trx,
        documents.map(({ row }) => row),
        pictures.map(({ row }) => row),
      );

      const matches: HistoryMatch[] = [];
      const add = (kind: HistoryMatchKind, stepId: string, { others: found, total }: ShownBefore): void => {
        const others = found.map((other) => ({
          sessionId: other.sessionId,
          sameClientKey: client === null || other.client === null ? null : client.equals(other.client),
        }));
        if (others.length > 0) matches.push({ kind, stepId, others, total });
      };
      for (const { stepId, row } of documents) {
        add('same-person-other-data', stepId, await findSamePerson(trx, row));
        add('same-document-other-person', stepId, await findSameDocument(trx, row));
      }
      for (const stepId of stepIds) {
        const ofStep = pictures.filter((picture) => picture.stepId === stepId).map(({ row }) => row.picture);
        const same = await findSamePictures(trx, session.id, ofStep);
        add('same-picture', stepId, same);
        const captureIds = session.captures
          .filter((capture) => capture.stepId === stepId)
          .map(({ captureId }) => captureId);
        // What came back to the byte is told already.
        const known = new Set(same.others.map(({ sessionId }) => sessionId));
        const nearly = near
          .filter(({ captureId, sessionId }) => captureIds.includes(captureId) && !known.has(sessionId))
          .map(({ sessionId }) => sessionId);
        const shown = documents
          .filter((document) => document.stepId === stepId)
          .map(({ row }) => row.document);
        add('near-picture', stepId, await findNearlySame(trx, nearly, shown));
        const playedAgain = played
          .filter((film) => film.stepId === stepId && !known.has(film.sessionId))
          .map(({ sessionId }) => sessionId);
        add('near-frames', stepId, await findNearlySame(trx, playedAgain, []));
      }

      const known = documents.flatMap(({ row }) => (row.person === null ? [] : [row.person]));
      // The portrait and the selfie of one person have the same sessions: each is told once.
      const toldOf = new Set<string>([session.id]);
      for (const stepId of new Set(sightings.sessions.map((sighting) => sighting.stepId))) {
        const ids = sightings.sessions
          .filter((sighting) => sighting.stepId === stepId && !toldOf.has(sighting.of.sessionId))
          .map(({ of }) => of.sessionId);
        for (const id of ids) toldOf.add(id);
        add('same-face-other-person', stepId, await findOtherPersons(trx, ids, known));
      }
      if (sightings.seen.length > 0)
        for (const { stepId, row } of documents) {
          const { others } = await findDocument(trx, row);
          const apart = await search.distancesTo(
            trx,
            others.map(({ sessionId }) => sessionId),
            sightings.seen.map(({ template }) => template),
          );
          const differing = others.filter(({ sessionId }) => (apart.get(sessionId) ?? 0) > otherFaceDistance);
          add('same-document-other-face', stepId, { others: differing, total: differing.length });
        }

      const compared: ComparedThing[] = [
        ...(documents.some(({ row }) => row.person !== null) ? (['person'] as const) : []),
        ...(documents.length > 0 ? (['document'] as const) : []),
        ...(pictures.length > 0 ? (['picture'] as const) : []),
        ...(sightings.seen.length > 0 ? (['face'] as const) : []),
      ];
      return {
        compared,
        // What an attempt at a step has told is not told again with the whole session.
        events: matches
          .filter((match) => !session.history.matches.some((known) => isToldBy(known, match)))
          .map((body) => ({ type: 'history.matched', actor, at, body })),
      };
    },
  };
}

function isToldBy(known: HistoryMatch, match: HistoryMatch): boolean {
  const ids = ({ others }: HistoryMatch): string => others.map(({ sessionId }) => sessionId).join();
  return known.kind === match.kind && known.stepId === match.stepId && ids(known) === ids(match);
}
