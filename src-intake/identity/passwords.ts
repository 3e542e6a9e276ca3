import { hash, parseOptions, verify } from '@node-rs/argon2';

/**
 * Argon2id (the library's default) with 64 MiB, three passes and one lane: above the minimum of OWASP's Password Storage Cheat Sheet
 * (19 MiB, two passes), and the memory and passes of RFC 9106's second recommendation. One lane, since a sign-in is to take one core.
 */
const cost = { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 };
/** Two at a time: argon2 runs on the four threads that read and write files too, and half of them stay theirs. */
const atOnce = 2;
/** About ten seconds of work; who comes then is told to try later instead. */
const waitingAtMost = 64;

/** Hashes passwords aside from the event loop, a few at a time. */
export interface Passwords {
  /** A PHC string; undefined when too many wait. */
  hash(password: string): Promise<string | undefined>;
  /** Takes as long when there is no hash to compare with. Undefined when too many wait. */
  verify(phc: string | null, password: string): Promise<boolean | undefined>;
  /** Whether it was made with less than is asked today. */
  isOutdated(phc: string): boolean;
}

/** Made at start: the hash of nothing that anybody knows, for names that do not exist. */
export async function createPasswords(): Promise<Passwords> {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function inTurn<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (running >= atOnce) {
      if (waiting.length >= waitingAtMost) return undefined;
      await new Promise<void>((proceed) => waiting.push(proceed));
    } else {
      running++;
    }
    try {
      return await work();
    } finally {
      // The place goes to the next in line, or is free.
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  }

  /** A letter with its accent is one sign from some keyboards and two from others (NIST SP 800-63B-4, 3.1.1.2). */
  const composed = (password: string): string => password.normalize('NFC');

  const nobodys = await hash(crypto.randomUUID(), cost);
  return {
    hash: (password) => inTurn(() => hash(composed(password), cost)),
    verify: (phc, password) =>
      inTurn(async () => {
        const isRight = await verify(phc ?? nobodys, composed(password));
        return phc !== null && isRight;
      }),
    isOutdated(phc) {
      const { memoryCost, timeCost } = parseOptions(phc);
      return memoryCost < cost.memoryCost || timeCost < cost.timeCost;
    },
  };
}
