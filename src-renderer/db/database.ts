import { Dexie, type DexieOptions, type EntityTable, type Transaction } from 'dexie';
import type { Payload } from './payload.ts';

/** All events of one session that the replica holds, oldest first. */
export interface BlockRow {
  readonly sessionId: string;
  /** Feed position of the newest event in the block. */
  readonly lastPosition: number;
  readonly payload: Payload;
}

/** What a list needs of one session, so that a start reads kilobytes and not every analysis ever made. */
export interface TileRow {
  readonly sessionId: string;
  readonly lastPosition: number;
  readonly payload: Payload;
}

/** One command on its way to the intake. */
export interface OutboxRow {
  readonly idempotencyKey: string;
  /** Order in which commands were given. */
  readonly order: number;
  readonly sessionId: string;
  readonly payload: Payload;
}

export interface MetaRow {
  /** `purges` counts the pages by which sessions went: a table that has not followed the last is to be read whole. */
  readonly name: 'cursor' | 'feed-id' | 'form' | 'tile-shape' | 'purges';
  readonly value: string | number;
}

/** The workstation's replica. Index columns carry no personal data. */
export type ReplicaDatabase = Dexie & {
  readonly blocks: EntityTable<BlockRow, 'sessionId'>;
  readonly tiles: EntityTable<TileRow, 'sessionId'>;
  readonly outbox: EntityTable<OutboxRow, 'idempotencyKey'>;
  readonly meta: EntityTable<MetaRow, 'name'>;
};

interface SchemaVersion {
  readonly version: number;
  readonly stores: Readonly<Record<string, string | null>>;
  readonly upgrade?: (transaction: Transaction) => Promise<void>;
}

/** Every version that was ever shipped, oldest first; a shipped one is never edited. */
export const schemaVersions: readonly SchemaVersion[] = [
  {
    version: 1,
    stores: { blocks: 'sessionId, lastPosition', outbox: 'idempotencyKey, order, sessionId', meta: 'name' },
  },
  {
    // Tiles beside the blocks. The shape's number is not in `meta` yet, which is what makes the next start derive them.
    version: 2,
    stores: { tiles: 'sessionId, lastPosition' },
  },
];

/** The version that this build writes. */
export const currentSchemaVersion = schemaVersions.length;

/** The replica at `upTo`; lower versions only for the tests that raise a database step by step. */
export function openReplica(
  name: string,
  options: DexieOptions = {},
  upTo: number = currentSchemaVersion,
): ReplicaDatabase {
  const database = new Dexie(name, options);
  for (const { version, stores, upgrade } of schemaVersions.slice(0, upTo)) {
    const declared = database.version(version).stores(stores);
    if (upgrade !== undefined) declared.upgrade(upgrade);
  }
  return database as ReplicaDatabase;
}
