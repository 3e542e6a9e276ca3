import { randomUUID } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import type { EnrolledWorkstation } from '#shared/api/identity-contract.ts';
import type { Caller } from '#shared/domain/identity.ts';
import { instantAfter, type Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import type { AuditLog } from './audit-log.ts';
import { hashOfTypedCode, newToken, newTypedCode, sha256Hex } from './secrets.ts';

/** From the moment an administrator asks for a code until somebody stands before the machine: the same working day or the next morning. */
const codeLifetimeMs = 24 * 60 * 60_000;
/** 80 random bits in four groups: typed once, and beyond guessing in a day at any rate that the intake answers. */
const codeGroups = 4;
/** Requests come by the second; when the last one was is written down by the minute. */
const seenEveryMs = 60_000;

/** Enrolled workstations: machines whose own credential lets people sign in at them, and an agent analyze on them. */
export interface Workstations {
  /** Makes a workstation and its token, which is told here only. */
  enroll(db: Kysely<Database>, name: string): Promise<{ readonly id: string; readonly token: string }>;
  /** A new one-time code, told here only. */
  createCode(caller: Caller): Promise<{ code: string; expiresAt: string }>;
  /** Trades a code for a credential. Of several that come with it at once, one wins. */
  enrollWithCode(code: string, name: string): Promise<Outcome<{ id: string; token: string }, 'code-refused'>>;
  list(): Promise<EnrolledWorkstation[]>;
  /** At once, with whoever is signed in there. */
  revoke(
    workstationId: string,
    caller: Caller,
  ): Promise<Outcome<{ workstation: EnrolledWorkstation }, 'not-found'>>;
  /** Whose token this is; undefined when it is nobody's, or revoked. */
  findCaller(token: string): Promise<Caller | undefined>;
}

type WorkstationRow = Selectable<Database['workstations']>;

function toWorkstation(row: WorkstationRow): EnrolledWorkstation {
  return {
    id: row.id,
    name: row.name,
    enrolledAt: row.enrolled_at.toISOString(),
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}

/** Workstations over their tables. `endSessionsAt` signs out whoever is signed in at one. */
export function createWorkstations(deps: {
  readonly db: Kysely<Database>;
  readonly audit: AuditLog;
  readonly now: Clock;
  readonly endSessionsAt: (db: Kysely<Database>, workstationId: string) => Promise<number>;
}): Workstations {
  const { db: ownDb, audit, now, endSessionsAt } = deps;

  async function enroll(db: Kysely<Database>, name: string): Promise<{ id: string; token: string }> {
    const id = randomUUID();
    const token = newToken('vdw_');
    await db
      .insertInto('workstations')
      .values({ id, name, token_sha256: sha256Hex(token), enrolled_at: now() })
      .execute();
    return { id, token };
  }

  return {
    enroll,
    async createCode(caller) {
      const code = newTypedCode(codeGroups);
      const at = now();
      const expiresAt = instantAfter(at, codeLifetimeMs);
      await ownDb.transaction().execute(async (trx) => {
        await trx.deleteFrom('enrollment_codes').where('expires_at', '<=', new Date(at)).execute();
        await trx
          .insertInto('enrollment_codes')
          .values({
            code_sha256: hashOfTypedCode(code),
            created_at: at,
            created_by: caller.id,
            expires_at: expiresAt,
          })
          .execute();
        await audit.record(trx, { caller, action: 'enrollment-code.created', subject: null });
      });
      return { code, expiresAt };
    },
    enrollWithCode: (code, name) =>
      ownDb
        .transaction()
        .execute(async (trx): Promise<Outcome<{ id: string; token: string }, 'code-refused'>> => {
          // Deleting is what only one can do.
          const taken = await trx
            .deleteFrom('enrollment_codes')
            .where('code_sha256', '=', hashOfTypedCode(code))
            .where('expires_at', '>', new Date(now()))
            .returning('created_by')
            .executeTakeFirst();
          if (taken === undefined) return fail('code-refused');
          const made = await enroll(trx, name);
          await audit.record(trx, {
            caller: { kind: 'workstation', id: made.id },
            action: 'workstation.enrolled',
            subject: made.id,
            details: { codeBy: taken.created_by },
          });
          return succeed(made);
        }),
    async list() {
      const rows = await ownDb
        .selectFrom('workstations')
        .selectAll()
        .orderBy('enrolled_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(toWorkstation);
    },
    revoke: (workstationId, caller) =>
      ownDb
        .transaction()
        .execute(async (trx): Promise<Outcome<{ workstation: EnrolledWorkstation }, 'not-found'>> => {
          const row = await trx
            .selectFrom('workstations')
            .selectAll()
            .where('id', '=', workstationId)
            .forUpdate()
            .executeTakeFirst();
          if (row === undefined) return fail('not-found');
          if (row.revoked_at !== null) return succeed({ workstation: toWorkstation(row) });
          const revoked = await trx
            .updateTable('workstations')
            .set({ revoked_at: now() })
            .where('id', '=', workstationId)
            .returningAll()
            .executeTakeFirstOrThrow();
          const signedOut = await endSessionsAt(trx, workstationId);
          await audit.record(trx, {
            caller,
            action: 'workstation.revoked',
            subject: row.id,
            details: { signedOut },
          });
          return succeed({ workstation: toWorkstation(revoked) });
        }),
    async findCaller(token) {
      const at = now();
      const row = await ownDb
        .selectFrom('workstations')
        .select(['id', 'last_seen_at'])
        .where('token_sha256', '=', sha256Hex(token))
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      if (row.last_seen_at === null || instantAfter(row.last_seen_at.toISOString(), seenEveryMs) <= at)
        await ownDb.updateTable('workstations').set({ last_seen_at: at }).where('id', '=', row.id).execute();
      return { kind: 'workstation', id: row.id, permissions: ['analysis.run'], dataRights: ['images'] };
    },
  };
}
