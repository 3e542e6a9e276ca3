import { join } from 'node:path';
import { sql, type Kysely } from 'kysely';
import type { S3Settings } from './blobs/open-blob-store.ts';
import { startEmbeddedPostgres } from './database/embedded-postgres.ts';
import { intakeApplication, openDatabase, type DatabaseTarget } from './database/open-database.ts';
import type { Database } from './database/schema.ts';
import { IntakeStartError } from './errors.ts';
import { lockDataFolder } from './lock-data-folder.ts';
import { readConfig } from './read-config.ts';
import { openKeyring } from './sealing/keyring.ts';
import type { IntakeConfig } from './start-intake.ts';

/** What work on the database of a stopped intake is given. */
export interface Offline {
  readonly db: Kysely<Database>;
  readonly keyringFile: string;
  readonly dataDir: string;
  /** The configured store of pictures; undefined for the data folder. */
  readonly s3: S3Settings | undefined;
  readonly feedId: string;
  /** Throws {@link IntakeStartError} `intake-running` while an intake is connected, for one that was started meanwhile. */
  readonly refuseWhileIntakesRun: () => Promise<void>;
}

/**
 * Opens the database of an intake that does not run, brings its schema up to date, and closes it after the work. Throws
 * {@link IntakeStartError}, as a start does, and `intake-running` while an intake is connected to the database.
 */
export async function whileStopped(
  { dataDir, databaseUrl, s3 }: Pick<IntakeConfig, 'dataDir' | 'databaseUrl' | 's3'>,
  work: (offline: Offline) => Promise<void>,
): Promise<void> {
  const stops: (() => Promise<unknown>)[] = [];
  try {
    let target: DatabaseTarget;
    if (databaseUrl === undefined) {
      stops.push((await lockDataFolder(dataDir)).release);
      const postgres = await startEmbeddedPostgres(dataDir);
      stops.push(postgres.stop);
      target = postgres.address;
    } else target = { connectionString: databaseUrl };
    const { db, close } = await openDatabase(target, 'vidimus-offline');
    stops.push(close);

    const refuseWhileIntakesRun = async (): Promise<void> => {
      const { rows } = await sql<{ count: number }>`select count(*) from pg_stat_activity
        where datname = current_database() and application_name = ${intakeApplication}`.execute(db);
      const count = rows[0]?.count ?? 0;
      if (count > 0)
        throw new IntakeStartError(
          'intake-running',
          `stop every intake on this database first (${count.toString()} connections are open)`,
        );
    };
    await refuseWhileIntakesRun();
    const keyringFile = join(dataDir, 'keyring.json');
    const keyring = await openKeyring(keyringFile, { mayCreate: false });
    const feed = await db.selectFrom('feed').select(['feed_id', 'key_check']).executeTakeFirst();
    if (feed === undefined || !keyring.isCheckOf(feed.feed_id, feed.key_check))
      throw new IntakeStartError(
        'keyring-wrong',
        `the sessions in this database were not sealed with ${keyringFile}`,
      );
    await work({ db, dataDir, s3, keyringFile, feedId: feed.feed_id, refuseWhileIntakesRun });
  } finally {
    for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop();
  }
}

/** Runs such work as a command, configured as an intake is. Resolves with the process' exit code. */
export async function runWhileStopped(
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  work: (offline: Offline, say: (line: string) => void) => Promise<void>,
): Promise<number> {
  const complain = (line: string): void => {
    process.stderr.write(`vidimus intake ${name}: ${line}\n`);
  };
  const read = readConfig(args, env);
  if (!read.ok) {
    for (const problem of read.problems) complain(problem);
    return 2;
  }
  try {
    await whileStopped(read.config, (offline) =>
      work(offline, (line) => {
        process.stdout.write(`${line}\n`);
      }),
    );
    return 0;
  } catch (error) {
    if (!(error instanceof IntakeStartError)) throw error;
    complain(error.message);
    return 1;
  }
}
