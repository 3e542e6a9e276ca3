import { decide } from '../domain/decide.ts';
import type { Actor } from '../domain/events.ts';
import { applyEvent, type FoldableEvent } from '../domain/fold-session.ts';
import type { Session } from '../domain/session.ts';
import type { OutboxEntry } from './ports.ts';

/**
 * The session as it will be once the intake has taken the pending commands: what the analyst sees at once. Commands for
 * other sessions, and those that the rules refuse here already, change nothing.
 *
 * `lastSeq`, `changedSeq`, `lastAt` and `lastHash` stay those of `session`, so that a decision on top of the overlay tells the
 * intake truly what its maker had seen.
 */
export function overlaySession(
  session: Session,
  pending: readonly OutboxEntry[],
  { actor }: { readonly actor: Actor },
): Session {
  let overlaid = session;
  for (const { sent, enqueuedAt } of pending) {
    if (sent.sessionId !== session.id) continue;
    const decided = decide(overlaid, sent.command, { actor, now: enqueuedAt });
    if (!decided.ok) continue;
    for (const event of decided.events) {
      const provisional: FoldableEvent = {
        ...event,
        sessionId: session.id,
        seq: overlaid.lastSeq + 1,
        hash: overlaid.lastHash,
      };
      overlaid = applyEvent(overlaid, provisional);
    }
  }
  if (overlaid === session) return session;
  const { lastSeq, changedSeq, lastAt, lastHash } = session;
  return { ...overlaid, lastSeq, changedSeq, lastAt, lastHash };
}
