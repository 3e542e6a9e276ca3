import { createHash, randomBytes } from 'node:crypto';

/** What a bearer token is of, by how it begins. The owner's has no prefix. */
export const tokenPrefixes = ['vdu_', 'vdw_', 'vdt_'] as const;
export type TokenPrefix = (typeof tokenPrefixes)[number];

/** 256 bits: beyond guessing for good, so that a plain hash keeps it. */
const tokenBytes = 32;

/** A new bearer token. */
export function newToken(prefix: TokenPrefix): string {
  return `${prefix}${randomBytes(tokenBytes).toString('base64url')}`;
}

/** SHA-256, hexadecimal: all that the database keeps of a token or a code of our making. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Crockford's base 32: no letter that is taken for another one when it is read aloud or typed. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Five bits of each byte as a letter, in groups of four with dashes between, for people to type. */
export function typedCodeOf(bytes: Uint8Array): string {
  const code = [...bytes].map((byte) => letters.charAt(byte % letters.length)).join('');
  return code.replace(/.{4}(?=.)/g, '$&-');
}

/** `groups` times four random letters. */
export function newTypedCode(groups: number): string {
  return typedCodeOf(randomBytes(groups * 4));
}

/** A typed code as it was made: without regard to case, spaces, dashes, and letters that look alike. */
export function normalizeTypedCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
}

/** The hash that a typed code is found by. */
export function hashOfTypedCode(typed: string): string {
  return sha256Hex(normalizeTypedCode(typed));
}
