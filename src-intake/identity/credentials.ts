import { createHash, timingSafeEqual } from 'node:crypto';
import type { Caller } from '#shared/domain/identity.ts';
import { owner } from './authorize.ts';
import { tokenPrefixes, type TokenPrefix } from './secrets.ts';

/** Tells who a credential belongs to. */
export interface Credentials {
  /** Whose bearer token this is; undefined for one that is nobody's, or no longer good. */
  findCaller(token: string): Promise<Caller | undefined>;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The token of the data folder alone. Compares hashes, so that neither the time nor the length of a wrong one tells anything about it. */
export function ownerCredentials(ownerToken: string): Credentials {
  const expected = sha256(ownerToken);
  return {
    findCaller: (token) => Promise.resolve(timingSafeEqual(sha256(token), expected) ? owner : undefined),
  };
}

/** Asks whoever a token's prefix says it is of; the owner's has none. */
export function composeCredentials(
  owners: Credentials,
  byPrefix: Readonly<Record<TokenPrefix, Credentials>>,
): Credentials {
  return {
    findCaller(token) {
      const prefix = tokenPrefixes.find((one) => token.startsWith(one));
      return (prefix === undefined ? owners : byPrefix[prefix]).findCaller(token);
    },
  };
}
