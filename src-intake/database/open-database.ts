import { Logger, runMigrations } from 'graphile-worker';
import { Kysely, Migrator, PostgresDialect, sql } from 'kysely';
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

/**
 * Brings the database to the last of the given migrations. Throws what the failed one threw; each runs in a transaction. Throws
 * {@link IntakeStartError} `database-newer` where it has been through one that this version does not know.
 */
export async function migrateDatabase(db: Kysely<Database>, wanted = migrations): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...wanted }) } });
  const { exists } = await sql<{
    exists: boolean;
  }>`select to_regclass('kysely_migration') is not null as exists`
    .execute(db)
    .then(({ rows }) => rows[0] ?? { exists: false });
  const done = exists
    ? (await sql<{ name: string }>`select name from kysely_migration`.execute(db)).rows
    : [];
  const unknown = done.find(({ name }) => !(name in wanted));
  if (unknown !== undefined)
    throw new IntakeStartError(
      'database-newer',
      `a newer version of Vidimus has been at this database (${unknown.name}); start that one, or restore the backup from before`,
    );
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw error instanceof Error ? error : new Error('a migration failed', { cause: error });
}

/** Opens a database and brings its schema, and the job queue's, up to date. Throws {@link IntakeStartError} `database-unreachable` or `database-newer`. */
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
  try {
    await migrateDatabase(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) });
  return { db, pool, close: () => db.destroy() };
}
