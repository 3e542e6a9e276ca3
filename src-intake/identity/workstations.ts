import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { newToken, sha256Hex } from './secrets.ts';

/** Enrolled workstations. */
export interface Workstations {
  /** Makes a workstation and its token, which is told here only. */
  enroll(db: Kysely<Database>, name: string): Promise<{ readonly id: string; readonly token: string }>;
}

export function createWorkstations({ now }: { readonly now: Clock }): Workstations {
  return {
    async enroll(db, name) {
      const id = randomUUID();
      const token = newToken('vdw_');
      await db
        .insertInto('workstations')
        .values({ id, name, token_sha256: sha256Hex(token), enrolled_at: now() })
        .execute();
      return { id, token };
    },
  };
}
