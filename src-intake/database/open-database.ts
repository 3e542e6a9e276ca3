import { Logger, runMigrations } from 'graphile-worker';
import { Kysely, Migrator, PostgresDialect } from 'kysely';
import pg from 'pg';
import { IntakeStartError } from '../errors.ts';
import { migrations } from '../migrations/migrations.ts';
import type { DatabaseAddress } from './embedded-postgres.ts';
import type { Database } from './schema.ts';

/** Either the parts of an address or a `postgres://` URL. */
export type DatabaseTarget = DatabaseAddress | { readonly connectionString: string };

export interface OpenDatabase {
  readonly db: Kysely<Database>;
  readonly pool: pg.Pool;
  readonly close: () => Promise<void>;
}

// The intake's transactions take milliseconds and its long polls hold no connection: ten serve hundreds of callers.
const poolSize = 10;
const connectTimeoutMs = 10_000;

/** `bigint` as a number instead of text; our counters stay far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (oid === pg.types.builtins.INT8) return Number;
    return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
  },
};

/** What PostgreSQL knows every connection of a running intake by. */
export const intakeApplication = 'vidimus-intake';

/** Settings of any connection to the target. */
export function connectionConfig(target: DatabaseTarget, application = intakeApplication): pg.ClientConfig {
  return { ...target, types, application_name: application, connectionTimeoutMillis: connectTimeoutMs };
}

/** Brings the database to the last of the given migrations. Throws what the failed one threw; each runs in a transaction. */
export async function migrateDatabase(db: Kysely<Database>, wanted = migrations): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...wanted }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw error instanceof Error ? error : new Error('a migration failed', { cause: error });
}

/** Opens a database and brings its schema, and the job queue's, up to date. Throws {@link IntakeStartError} `database-unreachable`. */
export async function openDatabase(target: DatabaseTarget, application?: string): Promise<OpenDatabase> {
  const pool = new pg.Pool({ ...connectionConfig(target, application), max: poolSize });
  // An idle connection that breaks is replaced at the next query, which reports it if that fails too.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  try {
    await pool.query('select 1');
  } catch (cause) {
    await db.destroy();
    throw new IntakeStartError('database-unreachable', (cause as Error).message, cause);
  }
  await migrateDatabase(db);
  await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) });
  return { db, pool, close: () => db.destroy() };
}
