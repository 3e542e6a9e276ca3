import type { HistoryMatchKind } from './history.ts';
import type { BlockReason, Session } from './session.ts';

/**
 * What the rule about other data blocks on. The same picture in two sessions is for a person to look at: whoever starts over with the
 * file at hand has done nothing wrong.
 */
const otherData: readonly HistoryMatchKind[] = [
  'same-person-other-data',
  'same-document-other-person',
  'same-face-other-person',
  'same-document-other-face',
];

/** What earlier sessions and lists make of a session by its scenario's rules; null where they block nothing. */
export function whyBlockedByOthers({
  scenario: { rules },
  history,
  lists,
}: Pick<Session, 'scenario' | 'history' | 'lists'>): { reason: BlockReason; stepId: string | null } | null {
  const listed = lists.find((answer) => answer.status === 'matched' && answer.kind === 'blacklist');
  if (rules.blockBlacklisted && listed?.status === 'matched')
    return { reason: 'blacklisted', stepId: listed.stepId };
  const match = history.matches.find(({ kind }) => otherData.includes(kind));
  return rules.blockSamePersonOtherData && match !== undefined
    ? { reason: 'same-person-other-data', stepId: match.stepId }
    : null;
}
