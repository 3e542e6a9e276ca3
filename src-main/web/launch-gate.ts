import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Lets in the browsers of the person who started the host. A launch token is printed on that person's terminal and works
 * once; it is exchanged for a session, which lives in this process and ends with it. Only hashes are kept.
 */
export interface LaunchGate {
  /** A new launch token; one that was made before and not used stops working. */
  newLaunchToken(): string;
  /** The session's secret for the cookie, once per token; `undefined` for a token that is used, replaced or unknown. */
  exchange(launchToken: string): string | undefined;
  isSession(secret: string | undefined): boolean;
}

// 32 bytes: beyond guessing.
const secretBytes = 32;

export function createLaunchGate(): LaunchGate {
  let launchHash: Buffer | undefined;
  const sessionHashes = new Set<string>();
  return {
    newLaunchToken() {
      const token = randomBytes(secretBytes).toString('base64url');
      launchHash = sha256(token);
      return token;
    },
    exchange(launchToken) {
      if (launchHash === undefined || !timingSafeEqual(launchHash, sha256(launchToken))) return undefined;
      launchHash = undefined;
      const secret = randomBytes(secretBytes).toString('base64url');
      sessionHashes.add(sha256(secret).toString('hex'));
      return secret;
    },
    isSession(secret) {
      return secret !== undefined && sessionHashes.has(sha256(secret).toString('hex'));
    },
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
