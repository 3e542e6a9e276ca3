import { join } from 'node:path';
import { sql, type Kysely } from 'kysely';
import { startEmbeddedPostgres } from './database/embedded-postgres.ts';
import { intakeApplication, openDatabase, type DatabaseTarget } from './database/open-database.ts';
import type { Database } from './database/schema.ts';
import { IntakeStartError } from './errors.ts';
import { lockDataFolder } from './lock-data-folder.ts';
import { readConfig } from './read-config.ts';
import { addWrappingKey, dropOldWrappingKeys, openKeyring } from './sealing/keyring.ts';
import { rewrapAll } from './sealing/rewrap.ts';
import type { IntakeConfig } from './start-intake.ts';

/** A running intake holds its keyring in memory, and would go on to wrap under the key that is about to be forgotten. */
async function refuseWhileIntakesRun(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ count: number }>`select count(*) from pg_stat_activity
    where datname = current_database() and application_name = ${intakeApplication}`.execute(db);
  const count = rows[0]?.count ?? 0;
  if (count > 0)
    throw new IntakeStartError(
      'intake-running',
      `stop every intake on this database first (${count.toString()} connections are open)`,
    );
}

/**
 * Gives the keyring of a data folder a new key, brings every session key and secret under it, and forgets the old one. Killed at any moment,
 * it has lost nothing, and finishes when it is begun again. Throws {@link IntakeStartError}, `intake-running` among others.
 */
export async function rotateKey(
  { dataDir, databaseUrl }: Pick<IntakeConfig, 'dataDir' | 'databaseUrl'>,
  say: (line: string) => void,
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
    const { db, close } = await openDatabase(target, 'vidimus-rotate-key');
    stops.push(close);

    const path = join(dataDir, 'keyring.json');
    const before = await openKeyring(path, { mayCreate: false });
    const feed = await db.selectFrom('feed').select(['feed_id', 'key_check']).executeTakeFirst();
    if (feed === undefined || !before.isCheckOf(feed.feed_id, feed.key_check))
      throw new IntakeStartError(
        'keyring-wrong',
        `the sessions in this database were not sealed with ${path}`,
      );
    await refuseWhileIntakesRun(db);
    const added = await addWrappingKey(path);
    say(added === 'added' ? 'a new key was added' : 'going on with the rotation that was begun');
    // One that read the old keyring a moment ago is connected by now; one that starts later has the new key, or is refused.
    await refuseWhileIntakesRun(db);
    await rewrapAll(db, await openKeyring(path, { mayCreate: false }), (sessions) => {
      say(`${sessions.toString()} session keys`);
    });
    await refuseWhileIntakesRun(db);
    await dropOldWrappingKeys(path);
    say(`done; the old key is forgotten. Copy ${path} to the other intakes of this database, and back it up`);
  } finally {
    for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop();
  }
}

/** `vidimus intake rotate-key`, configured as an intake is. Resolves with the process' exit code. */
export async function runRotateKey(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const read = readConfig(args, env);
  if (!read.ok) {
    for (const problem of read.problems) process.stderr.write(`vidimus intake rotate-key: ${problem}\n`);
    return 2;
  }
  try {
    await rotateKey(read.config, (line) => process.stdout.write(`${line}\n`));
    return 0;
  } catch (error) {
    if (!(error instanceof IntakeStartError)) throw error;
    process.stderr.write(`vidimus intake rotate-key: ${error.message}\n`);
    return 1;
  }
}
