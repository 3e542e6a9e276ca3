import type { Kysely } from 'kysely';
import { templateLength, type FaceTemplate } from '#shared/domain/face-lists.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Database } from '../database/schema.ts';
import { createFaceIndex, type FaceIndex } from '../face-index/face-index.ts';
import {
  lastRemoved,
  listRemovedAfter,
  listTemplates,
  listTemplatesAfter,
  listTemplatesOfSessions,
  type StoredTemplate,
} from '../repositories/face-rows.ts';
import type { Keyring } from '../sealing/keyring.ts';
import { personKeyPlaceOf, personPlaceOf, sessionTemplatePlaceOf } from '../sealing/places.ts';
import { unseal } from '../sealing/seal.ts';

/** Somebody on a list, or a step of a session, that looks like a face; of several templates the nearest counts. */
export type FaceNeighbor<Owner> = Owner & { readonly distance: number };
export interface PersonOwner {
  readonly personId: string;
}
export interface SessionOwner {
  readonly sessionId: SessionId;
  readonly stepId: string;
}

/** Who looks like a face: exact, over all templates of the same net that are in the database when the search begins. */
export interface FaceSearch {
  /** Nearest first, each person once. */
  persons(template: FaceTemplate, count: number): Promise<readonly FaceNeighbor<PersonOwner>[]>;
  /** Nearest first, each step of a session once. */
  sessions(template: FaceTemplate, count: number): Promise<readonly FaceNeighbor<SessionOwner>[]>;
  /**
   * How far the nearest kept face of each session is from the nearest of `faces`; those without a face of the same net are left out. Within
   * the caller's transaction, where there is one.
   */
  distancesTo(
    db: Kysely<Database>,
    sessionIds: readonly SessionId[],
    faces: readonly FaceTemplate[],
  ): Promise<ReadonlyMap<SessionId, number>>;
  /** How many templates of people on lists there are of a net. */
  countPersons(model: string): Promise<number>;
  readonly close: () => Promise<void>;
}

/** A second of work at the start of a large installation, in which others have their turn between two portions. */
const portion = 5000;
/** As many templates as anybody has, so that each of so many people is found whatever the others have. */
const templatesEach = 10;

/** The float32 of a template. */
export function valuesOf(bytes: Buffer): Float32Array {
  return Float32Array.from({ length: templateLength }, (_, i) => bytes.readFloatLE(4 * i));
}

/**
 * A search over the database's templates. They are kept in memory as whole numbers, in shared memory that no file backs, and read from the
 * database as they are for the last step; what another process has written is read before each search.
 */
export function createFaceSearch(deps: {
  readonly db: Kysely<Database>;
  readonly keyring: Keyring;
  /** The built `scan-thread.js`. */
  readonly threadPath: URL;
}): FaceSearch {
  const { db, keyring, threadPath } = deps;
  /** By net and kind of owner. */
  const indexes = new Map<string, FaceIndex>();
  const indexOf = new Map<number, FaceIndex>();
  let [lastKey, lastGone] = [0, -1];
  let catchingUp: Promise<void> = Promise.resolve();

  const opened = ({ owner, sealed }: StoredTemplate): Float32Array => {
    if (owner.kind === 'person') {
      const key = keyring.openSecret(personKeyPlaceOf(owner.personId), owner.wrappedKey);
      return valuesOf(unseal(key, personPlaceOf(owner.personId, 'template'), sealed));
    }
    const key = keyring.openSessionKey(owner.sessionId, owner.wrappedKey);
    return valuesOf(unseal(key, sessionTemplatePlaceOf(owner.sessionId, owner.stepId), sealed));
  };

  const indexFor = (model: string, kind: StoredTemplate['owner']['kind']): FaceIndex => {
    const name = `${kind} ${model}`;
    const known = indexes.get(name);
    if (known !== undefined) return known;
    const made = createFaceIndex({
      threadPath,
      templatesOf: async (keys) =>
        new Map((await listTemplates(db, keys)).map((stored) => [stored.key, opened(stored)])),
    });
    indexes.set(name, made);
    return made;
  };

  /** What was written and removed since the last time. What goes away between the two is removed the next time, and found by no search. */
  async function readOn(): Promise<void> {
    // What had gone before the first template is read was never put in.
    if (lastGone < 0) lastGone = await lastRemoved(db);
    for (;;) {
      const { templates, last } = await listTemplatesAfter(db, lastKey, portion);
      for (const stored of templates) {
        const index = indexFor(stored.model, stored.owner.kind);
        index.put(stored.key, opened(stored));
        indexOf.set(stored.key, index);
      }
      lastKey = last ?? lastKey;
      if (last === undefined) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (;;) {
      const removed = await listRemovedAfter(db, lastGone, portion);
      for (const { key } of removed) {
        indexOf.get(key)?.remove(key);
        indexOf.delete(key);
      }
      lastGone = removed.at(-1)?.number ?? lastGone;
      if (removed.length < portion) break;
    }
  }

  const upToDate = (): Promise<void> => {
    const mine = catchingUp.then(readOn);
    catchingUp = mine.catch(() => undefined);
    return mine;
  };

  async function nearest<Owner extends StoredTemplate['owner']['kind']>(
    kind: Owner,
    { model, values }: FaceTemplate,
    count: number,
  ): Promise<
    readonly {
      readonly owner: Extract<StoredTemplate['owner'], { kind: Owner }>;
      readonly distance: number;
    }[]
  > {
    await upToDate();
    const index = indexes.get(`${kind} ${model}`);
    if (index === undefined) return [];
    const hits = await index.nearest(valuesOf(Buffer.from(values, 'base64')), count * templatesEach);
    const owners = new Map(
      (
        await listTemplates(
          db,
          hits.map(({ key }) => key),
        )
      ).map(({ key, owner }) => [key, owner]),
    );
    return hits.flatMap(({ key, distance }) => {
      const owner = owners.get(key);
      return owner?.kind === kind
        ? [{ owner: owner as Extract<StoredTemplate['owner'], { kind: Owner }>, distance }]
        : [];
    });
  }

  return {
    async persons(template, count) {
      const seen = new Set<string>();
      return (await nearest('person', template, count))
        .filter(({ owner: { personId } }) => !seen.has(personId) && seen.add(personId))
        .slice(0, count)
        .map(({ owner: { personId }, distance }) => ({ personId, distance }));
    },
    async sessions(template, count) {
      const seen = new Set<string>();
      return (await nearest('session', template, count))
        .filter(({ owner: { sessionId, stepId } }) => {
          const step = `${sessionId} ${stepId}`;
          return !seen.has(step) && seen.add(step);
        })
        .slice(0, count)
        .map(({ owner: { sessionId, stepId }, distance }) => ({ sessionId, stepId, distance }));
    },
    async distancesTo(within, sessionIds, faces) {
      const nearest = new Map<SessionId, number>();
      const wanted = faces.map(({ model, values }) => ({
        model,
        values: valuesOf(Buffer.from(values, 'base64')),
      }));
      for (const stored of await listTemplatesOfSessions(within, sessionIds)) {
        if (stored.owner.kind !== 'session') continue;
        const { sessionId } = stored.owner;
        const own = opened(stored);
        for (const { model, values } of wanted) {
          if (model !== stored.model) continue;
          const distance = Math.hypot(...own.map((value, i) => value - (values[i] ?? 0)));
          nearest.set(sessionId, Math.min(distance, nearest.get(sessionId) ?? Infinity));
        }
      }
      return nearest;
    },
    async countPersons(model) {
      await upToDate();
      return indexes.get(`person ${model}`)?.size() ?? 0;
    },
    async close() {
      await catchingUp;
      await Promise.all([...indexes.values()].map((index) => index.close()));
    },
  };
}
