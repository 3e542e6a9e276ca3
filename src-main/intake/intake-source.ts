import { readFile } from 'node:fs/promises';
import type { Log } from '../log.ts';
import { superviseIntake, type IntakeChild } from './embedded-intake.ts';
import type { IntakePlace } from './follow-intake.ts';

/** The intake that a workstation or an agent works with. */
export interface IntakeSource {
  readonly mode: 'embedded' | 'remote';
  /** Without a token where this workstation is to enroll. */
  getAddress(): IntakePlace | undefined;
  /** Resolves once the address is known; with a code when it never will be. */
  ready(): Promise<{ readonly ok: true } | { readonly ok: false; readonly code: string }>;
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

export type RemoteAddress =
  | { readonly ok: true; readonly address: IntakePlace | undefined }
  | { readonly ok: false; readonly code: 'token-unreadable' | 'intake-url-invalid' };

/**
 * The intake server that `VIDIMUS_INTAKE_URL` names, with the token in the file `VIDIMUS_INTAKE_TOKEN_FILE` where that names one; no
 * address where the environment names none. A token itself never stands in the environment, where every process could read it.
 */
export async function readRemoteAddress(env: Environment): Promise<RemoteAddress> {
  const url = env['VIDIMUS_INTAKE_URL'];
  if (url === undefined || url === '') return { ok: true, address: undefined };
  if (!/^https?:\/\/[^\s?#]+$/.test(url)) return { ok: false, code: 'intake-url-invalid' };
  const file = env['VIDIMUS_INTAKE_TOKEN_FILE'];
  if (file === undefined || file === '') return { ok: true, address: { url, token: null } };
  const token = await readFile(file, 'utf8').catch(() => undefined);
  // RFC 6750, section 2.1: the characters of a bearer token.
  if (token === undefined || !/^[\w\-.~+/]+=*$/.test(token.trim()))
    return { ok: false, code: 'token-unreadable' };
  return { ok: true, address: { url, token: token.trim() } };
}

/** What an administrator must mend, in a sentence each. */
export const remoteProblems = {
  'intake-url-invalid': 'VIDIMUS_INTAKE_URL is not an http or https address',
  'token-unreadable': 'the file that VIDIMUS_INTAKE_TOKEN_FILE names holds no token that can be read',
} as const;

/** An intake server run by somebody else. */
export function remoteIntake(address: IntakePlace): IntakeSource {
  return {
    mode: 'remote',
    getAddress: () => address,
    ready: () => Promise.resolve({ ok: true }),
    close: () => Promise.resolve(),
  };
}

/** An intake of this workstation's own, for as long as it runs. */
export function embeddedIntake(deps: { readonly spawn: () => IntakeChild; readonly log: Log }): IntakeSource {
  return { mode: 'embedded', ...superviseIntake(deps) };
}
