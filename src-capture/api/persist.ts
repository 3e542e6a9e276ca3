import type { PersonReply, Refusal } from './person-client.ts';

/** Why a call is being repeated: no network, an intake that asks for patience, or one that broke. */
export type Trouble = 'offline' | 'too-many-requests' | 'internal';

export interface Patience {
  /** Resolves after `ms`, or earlier when the network is back. */
  readonly pause: (ms: number) => Promise<void>;
  /** Told of each trouble before the pause, and of null when an answer came. */
  readonly onTrouble: (trouble: Trouble | null) => void;
}

// Short first, because most losses are a tunnel or a lift; never longer than a person would wait before trying by hand.
const pausesMs = [1000, 2000, 4000, 8000, 15_000] as const;
const longestPauseMs = 15_000;
/**
 * After how many answers of a kind in a row waiting is given up. An intake that is restarting answers again within seconds, and one that
 * breaks a fourth time has a fault; one that is busy counts by the minute, which seven pauses outlast. The network may take its time.
 */
const mostOf: Readonly<Record<Trouble, number>> = {
  internal: 3,
  'too-many-requests': 7,
  offline: Number.POSITIVE_INFINITY,
};

/** Repeats a call until it is answered: for as long as the network is away, a few times when the intake broke or is busy. */
export async function persist<Value>(
  call: () => Promise<PersonReply<Value>>,
  { pause, onTrouble }: Patience,
): Promise<PersonReply<Value>> {
  const counts: Record<Trouble, number> = { internal: 0, 'too-many-requests': 0, offline: 0 };
  for (let round = 0; ; round += 1) {
    const reply = await call();
    const trouble = reply.ok ? null : toTrouble(reply);
    if (trouble !== null) counts[trouble] += 1;
    if (trouble === null || counts[trouble] > mostOf[trouble]) {
      onTrouble(null);
      return reply;
    }
    onTrouble(trouble);
    await pause(pausesMs[round] ?? longestPauseMs);
  }
}

function toTrouble({ code }: Refusal): Trouble | null {
  return code === 'offline' || code === 'too-many-requests' || code === 'internal' ? code : null;
}

/** The pause of a page: over when its time is, or at once when the browser says that the network is back. */
export function pauseInBrowser(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      removeEventListener('online', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    addEventListener('online', end);
  });
}
