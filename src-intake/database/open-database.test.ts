import { rm } from 'node:fs/promises';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrations } from '../migrations/migrations.ts';
import { makeDataDir } from '../testing/test-intake.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';
import { connectionConfig, migrateDatabase, openDatabase } from './open-database.ts';
import type { Database } from './schema.ts';

// The ritual of migrations: each runs on an empty database, and on the one before it with rows in it, which survive.

let dataDir: string;
let postgres: EmbeddedPostgres;

beforeAll(async () => {
  dataDir = await makeDataDir();
  postgres = await startEmbeddedPostgres(dataDir);
});
afterAll(async () => {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function withEmptyDatabase(name: string, run: (db: Kysely<Database>) => Promise<void>): Promise<void> {
  const admin = new pg.Client(postgres.address);
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({
      pool: new pg.Pool({ ...connectionConfig({ ...postgres.address, database: name }), max: 2 }),
    }),
  });
  await run(db).finally(() => db.destroy());
}

/** Rows as an intake that knew only the migrations up to this one has written them; each migration adds its own here. */
const rowsOf: Record<string, (db: Kysely<Database>) => Promise<void>> = {
  '0001-event-log': async (db) => {
    const session = '00000000-0000-4000-8000-000000000001';
    await sql`insert into feed (feed_id, key_check, last_position) values (${session}, '\\x01', 1)`.execute(
      db,
    );
    await sql`insert into sessions values (${session}, now(), '\\x02', 0, 'h')`.execute(db);
    await sql`insert into events values (1, ${session}, 0, 'session.created', now(), 'user', 'u', '\\x03', 'b', 'p', 'h')`.execute(
      db,
    );
    await sql`insert into captures values (${session}, ${session}, 'document', 'front', 'image/png', 'a', 3)`.execute(
      db,
    );
    await sql`insert into commands values (${session}, ${session}, '{"kind":"refused"}', now())`.execute(db);
    await sql`insert into leases values (${session}, ${session}, 1, 'agent', 1, now())`.execute(db);
  },
  '0002-scenarios-and-links': async (db) => {
    const id = '00000000-0000-4000-8000-000000000002';
    await sql`insert into scenarios values ('s', 0, '{}', null, false)`.execute(db);
    await sql`insert into scenario_versions values ('s', 1, now(), 'u', '{}')`.execute(db);
    await sql`insert into scenario_secrets values ('s', '\\x01', null, null)`.execute(db);
    await sql`insert into intake_secrets values ('links', '\\x01')`.execute(db);
    await sql`insert into link_requests values (${id}, 'h')`.execute(db);
    await sql`insert into links (id, request_id, index_in_request, token_sha256, scenario_id, scenario_version,
      created_at, created_by, expires_at) values (${id}, ${id}, 0, 'h', 's', 1, now(), 'u', now())`.execute(
      db,
    );
  },
  '0003-callbacks': async (db) => {
    const session = '00000000-0000-4000-8000-000000000001';
    await sql`insert into callback_deliveries (id, scenario_id, session_id, type, seq)
      values (${session}, 's', ${session}, 'session.created', 0)`.execute(db);
    await sql`insert into disabled_callbacks values ('s', 'https://example.org/', now(), 'gone')`.execute(db);
  },
  '0004-identity': async (db) => {
    const id = '00000000-0000-4000-8000-000000000004';
    await sql`insert into users (id, login_hmac, sealed_names, roles, data_rights, is_federated, must_change_password, created_at)
      values (${id}, 'h', '\\x01', '{analyst}', '{fields}', false, true, now())`.execute(db);
    await sql`insert into sign_in_failures values ('h', 1, now(), 0, null)`.execute(db);
    await sql`insert into workstations values (${id}, 'w', 'h', now(), null, null)`.execute(db);
    await sql`insert into user_sessions values ('h', ${id}, ${id}, now(), now(), now())`.execute(db);
    await sql`insert into setup_codes (code_sha256, expires_at) values ('h', now())`.execute(db);
    await sql`insert into provider_flows (id, workstation_id, sealed_secrets, expires_at) values (${id}, ${id}, '\\x01', now())`.execute(
      db,
    );
    await sql`insert into enrollment_codes values ('h', now(), 'u', now())`.execute(db);
    await sql`insert into api_tokens values (${id}, 't', 'h', '{}', '{}', now(), 'u', null, null, null)`.execute(
      db,
    );
  },
  '0005-history': async (db) => {
    const session = '00000000-0000-4000-8000-000000000001';
    await sql`insert into shown_documents values (${session}, '\\x01', 'passport', null, '\\x02', null, null, now())`.execute(
      db,
    );
    await sql`insert into shown_pictures values (${session}, '\\x01', null, now())`.execute(db);
  },
  // A column alone; the capture stays where it is.
  '0006-small-captures': () => Promise.resolve(),
  '0007-audit': async (db) => {
    await sql`insert into audit_entries values (1, now(), 'owner', 'owner', 'intake.set-up', null, '{}', 'p', 'h')`.execute(
      db,
    );
  },
  // An index alone.
  '0008-blob-addresses': () => Promise.resolve(),
  '0009-session-index': async (db) => {
    await sql`insert into idempotent_replies values ('owner:owner', 'h', 'h', now(), 200, '\\x01')`.execute(
      db,
    );
  },
  // Columns of links, which have their row.
  '0010-resent-links': () => Promise.resolve(),
  '0011-sign-in-limits': async (db) => {
    await sql`insert into rate_counts values ('k', now(), 1)`.execute(db);
  },
  '0012-faces': async (db) => {
    const id = '00000000-0000-4000-8000-000000000012';
    await sql`insert into face_lists values ('l', 'blacklist', 'n', now(), 'u')`.execute(db);
    await sql`insert into listed_persons (id, list_id, wrapped_key, sealed_details, legal_basis, added_at, added_by)
      values (${id}, 'l', '\\x01', '\\x01', 'contract', now(), 'u')`.execute(db);
    await sql`insert into face_templates (person_id, model, sealed) values (${id}, 'm', '\\x01'), (${id}, 'm', '\\x02')`.execute(
      db,
    );
    // The trigger leaves a row of what goes away.
    await sql`delete from face_templates where key = 1`.execute(db);
  },
  // Columns of templates, which have their row.
  '0013-person-templates': () => Promise.resolve(),
  '0014-picture-hashes': async (db) => {
    await sql`insert into picture_hashes (session_id, capture_id, bands, sealed, shown_at)
      select id, gen_random_uuid(), array['\\x01'::bytea], '\\x01', now() from sessions limit 1`.execute(db);
  },
  '0015-film-hashes': async (db) => {
    await sql`insert into film_hashes (session_id, first_frame, bands, sealed, shown_at)
      select id, gen_random_uuid(), array['\\x01'::bytea], '\\x01', now() from sessions limit 1`.execute(db);
  },
  // The key of the person that is there.
  '0016-person-keys': () => Promise.resolve(),
};
const tablesOf: Record<string, readonly string[]> = {
  '0001-event-log': ['feed', 'sessions', 'events', 'captures', 'commands', 'leases'],
  '0002-scenarios-and-links': [
    'scenarios',
    'scenario_versions',
    'scenario_secrets',
    'intake_secrets',
    'link_requests',
    'links',
  ],
  '0003-callbacks': ['callback_deliveries', 'disabled_callbacks'],
  '0004-identity': [
    'users',
    'sign_in_failures',
    'workstations',
    'user_sessions',
    'setup_codes',
    'provider_flows',
    'enrollment_codes',
    'api_tokens',
  ],
  '0005-history': ['shown_documents', 'shown_pictures'],
  '0006-small-captures': [],
  '0007-audit': ['audit_entries', 'audit_head'],
  '0008-blob-addresses': [],
  '0009-session-index': ['idempotent_replies'],
  '0010-resent-links': [],
  '0011-sign-in-limits': ['rate_counts'],
  '0012-faces': ['face_lists', 'listed_persons', 'face_templates', 'removed_face_templates'],
  '0013-person-templates': [],
  '0014-picture-hashes': ['picture_hashes'],
  '0015-film-hashes': ['film_hashes'],
};

it('refuses a database that a newer version has been at, and says what to do', () =>
  withEmptyDatabase('newer', async (db) => {
    await migrateDatabase(db);
    const older = Object.fromEntries(Object.entries(migrations).slice(0, 3));
    await expect(migrateDatabase(db, older)).rejects.toMatchObject({
      code: 'database-newer',
      message: expect.stringContaining('restore the backup') as string,
    });
  }));

it('has rows for every migration', () => {
  expect(Object.keys(rowsOf)).toEqual(Object.keys(migrations));
});

it.each(Object.keys(migrations).map((name, index) => [name, index] as const))(
  '%s keeps the rows before it',
  async (_, index) => {
    await withEmptyDatabase(`ritual_${index.toString()}`, async (db) => {
      const upTo = (count: number) =>
        migrateDatabase(db, Object.fromEntries(Object.entries(migrations).slice(0, count)));
      const known = Object.keys(migrations).slice(0, index + 1);
      for (const [at, earlier] of known.entries()) {
        await upTo(at + 1);
        await rowsOf[earlier]?.(db);
      }
      const tables = known.flatMap((earlier) => tablesOf[earlier] ?? []);
      const count = async (): Promise<unknown[]> =>
        Promise.all(
          tables.map(
            async (table) =>
              (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db)).rows[0]
                ?.n,
          ),
        );
      const before = await count();
      expect(before).toEqual(tables.map(() => 1));
      await upTo(Object.keys(migrations).length);
      expect(await count()).toEqual(before);
    });
  },
);

it('never changes a committed version', async () => {
  await withEmptyDatabase('frozen', async (db) => {
    await migrateDatabase(db);
    await rowsOf['0002-scenarios-and-links']?.(db);
    for (const statement of [
      sql`update scenario_versions set scenario = '{"a":1}'`,
      sql`delete from scenario_versions`,
      sql`truncate scenario_versions cascade`,
    ])
      await expect(statement.execute(db)).rejects.toThrow('never change');
  });
});

it('lets two processes open the same new database at once, and again later', async () => {
  const both = await Promise.all([openDatabase(postgres.address), openDatabase(postgres.address)]);
  both.push(await openDatabase(postgres.address));
  const { rows } = await both[0].pool.query('select count(*) as n from graphile_worker.jobs');
  expect(rows).toEqual([{ n: 0 }]);
  await Promise.all(both.map(({ close }) => close()));
});

it('says so when there is no database', async () => {
  await expect(openDatabase({ ...postgres.address, password: 'wrong' })).rejects.toMatchObject({
    code: 'database-unreachable',
  });
});
