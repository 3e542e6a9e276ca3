import type { Actor, EventType } from './events.ts';

/** What precedes the first event of a session. */
export const genesisHash = '0'.repeat(64);

/** SHA-256 of the UTF-8 text, lower-case hexadecimal. A port: Node and browsers have different ones. */
export type Sha256Text = (text: string) => string | Promise<string>;

/** The part of an event that its hash covers. The body is covered as stored (sealed), so that the chain outlives the key. */
export interface ChainedFields {
  readonly sessionId: string;
  readonly seq: number;
  readonly type: EventType;
  readonly at: string;
  readonly actor: Actor;
  readonly bodySha256: string;
  readonly previousHash: string;
}

/** The text whose SHA-256 is the event's hash. An array, since the order of object keys is nobody's promise. */
export function chainText({
  sessionId,
  seq,
  type,
  at,
  actor,
  bodySha256,
  previousHash,
}: ChainedFields): string {
  return JSON.stringify([
    'vidimus-event-1',
    sessionId,
    seq,
    type,
    at,
    actor.kind,
    actor.id,
    bodySha256,
    previousHash,
  ]);
}

export type ChainVerdict =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** `seq` at which the chain breaks. */
      readonly seq: number;
      readonly problem: 'gap' | 'link' | 'hash' | 'truncated';
    };

/**
 * Whether a session's events, in order, are whole and unchanged. `head` is the last event as somebody else remembers it
 * (the intake's session row, a receipt): a chain alone cannot know that its end was cut off.
 */
export async function verifyChain(
  events: readonly (ChainedFields & { readonly hash: string })[],
  sha256: Sha256Text,
  head?: { readonly seq: number; readonly hash: string },
): Promise<ChainVerdict> {
  let previousHash = genesisHash;
  for (const [index, event] of events.entries()) {
    if (event.seq !== index) return { ok: false, seq: index, problem: 'gap' };
    if (event.previousHash !== previousHash) return { ok: false, seq: index, problem: 'link' };
    if ((await sha256(chainText(event))) !== event.hash) return { ok: false, seq: index, problem: 'hash' };
    previousHash = event.hash;
  }
  if (head !== undefined && (events.length - 1 !== head.seq || previousHash !== head.hash)) {
    return { ok: false, seq: events.length, problem: 'truncated' };
  }
  return { ok: true };
}
