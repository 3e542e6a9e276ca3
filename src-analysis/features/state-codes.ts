import { isStateCode as isKnown } from '../mrz/state-codes.ts';

/** Codes that ISO 3166-1 (8.1.3) leaves to its users, such as the `XKX` that some print for Kosovo: nobody can say that they name nothing. */
const leftToUsers = /^(?:AA[A-Z]|Q[M-Z][A-Z]|X[A-Z]{2}|ZZ[A-Z])$/;

/** Whether a code, without fillers, may name a state, an organization, or a person without a state. `UTO` is the Utopia of specimens. */
export function isStateCode(code: string): boolean {
  return isKnown(code) || leftToUsers.test(code);
}
