import { linkResendDays, type Link } from '#shared/domain/link.ts';
import type { SessionStatus } from '#shared/domain/session.ts';

export const linkStatuses = [
  'new',
  'opened',
  'progress',
  'success',
  'failure',
  'expired',
  'revoked',
] as const;
export type LinkStatus = (typeof linkStatuses)[number];

const ofSession: Readonly<Record<SessionStatus, LinkStatus>> = {
  collecting: 'progress',
  queued: 'progress',
  analyzing: 'progress',
  failed: 'progress',
  review: 'progress',
  approved: 'success',
  declined: 'failure',
  'ask-again': 'failure',
  blocked: 'failure',
  frozen: 'failure',
};

/**
 * Where a link is: what the intake says of the link, joined with what the replica says of its session (`undefined` where it
 * has not arrived yet). A link that nobody started is over at its time, whether or not the intake has noted it. `nowMs` is now.
 */
export function linkStatus(link: Link, session: SessionStatus | undefined, nowMs: number): LinkStatus {
  switch (link.state) {
    case 'revoked':
    case 'expired':
      return link.state;
    case 'started':
      return session === undefined ? 'progress' : ofSession[session];
    case 'new':
    case 'opened':
      return Date.parse(link.expiresAt) <= nowMs ? 'expired' : link.state;
  }
}

/** Whether the link can be given another address: nobody has started it, and it was made not long ago. */
export function isResendable(link: Link, status: LinkStatus, nowMs: number): boolean {
  return isRevocable(status) && nowMs < Date.parse(link.createdAt) + linkResendDays * 24 * 60 * 60 * 1000;
}

/** Whether revoking changes anything: a session that was started goes on. */
export function isRevocable(status: LinkStatus): boolean {
  return status === 'new' || status === 'opened';
}

/** The part of a link's id that people tell it by in lists: one in four thousand million, and part of no address. */
export function shortLinkId(linkId: string): string {
  return linkId.slice(0, 8);
}
