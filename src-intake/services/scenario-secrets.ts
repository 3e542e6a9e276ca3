import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { instantAfter, type Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import type { Keyring } from '../sealing/keyring.ts';

/** 256 bits: what A256GCM takes as it is, and as much as HMAC-SHA256 has use for. */
const secretBytes = 32;
/** A callback is tried again for three days and still carries what it was signed with; the rest is for a slow release on the other side. */
const overlapMs = 7 * 24 * 60 * 60 * 1000;

export interface ScenarioSecret {
  readonly current: Buffer;
  /** The one before the last rotation, while both count; null otherwise. */
  readonly previous: Buffer | null;
}

/** The key that each scenario shares with the customer's backend: it signs callbacks and results, and encrypts bodies. */
export interface ScenarioSecrets {
  /** Makes the secret when there is none yet. Within a transaction, give that as `db`. Throws for a scenario that does not exist. */
  get(scenarioId: string, db?: Kysely<Database>): Promise<ScenarioSecret>;
  /** A new current secret; the one before counts for another seven days. Within a transaction, give that as `db`. */
  rotate(scenarioId: string, db?: Kysely<Database>): Promise<ScenarioSecret>;
}

/** Scenario secrets, sealed in the database under the keyring. */
export function createScenarioSecrets(deps: {
  readonly db: Kysely<Database>;
  readonly keyring: Keyring;
  readonly now: Clock;
}): ScenarioSecrets {
  const { db: ownDb, keyring, now } = deps;
  const placeOf = (scenarioId: string): string => `scenario:${scenarioId}`;
  const newSecret = (scenarioId: string): Buffer =>
    keyring.sealSecret(placeOf(scenarioId), randomBytes(secretBytes));

  async function read(db: Kysely<Database>, scenarioId: string): Promise<ScenarioSecret | undefined> {
    const row = await db
      .selectFrom('scenario_secrets')
      .selectAll()
      .where('scenario_id', '=', scenarioId)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const counts =
      row.rotated_at !== null && now() < instantAfter(row.rotated_at.toISOString(), overlapMs)
        ? row.previous_secret
        : null;
    return {
      current: keyring.openSecret(placeOf(scenarioId), row.current_secret),
      previous: counts && keyring.openSecret(placeOf(scenarioId), counts),
    };
  }

  async function get(scenarioId: string, db: Kysely<Database> = ownDb): Promise<ScenarioSecret> {
    for (;;) {
      const secret = await read(db, scenarioId);
      if (secret !== undefined) return secret;
      await db
        .insertInto('scenario_secrets')
        .values({
          scenario_id: scenarioId,
          current_secret: newSecret(scenarioId),
          previous_secret: null,
          rotated_at: null,
        })
        // Somebody else was first: that one counts.
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  }

  return {
    get,
    async rotate(scenarioId, db = ownDb) {
      await get(scenarioId, db);
      await db
        .updateTable('scenario_secrets')
        .set((eb) => ({
          previous_secret: eb.ref('current_secret'),
          current_secret: newSecret(scenarioId),
          rotated_at: now(),
        }))
        .where('scenario_id', '=', scenarioId)
        .execute();
      return get(scenarioId, db);
    },
  };
}
