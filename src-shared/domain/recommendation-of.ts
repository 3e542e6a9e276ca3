import type { Analysis } from './analysis.ts';
import type { Session } from './session.ts';

/**
 * What is recommended for a session: what the policy says of its pictures, but no approval where earlier sessions or lists tell something
 * that a person has to see, or where a list could not be asked. Null before the analysis.
 */
export function recommendationOf({
  analysis,
  history,
  lists,
}: Pick<Session, 'analysis' | 'history' | 'lists'>): Analysis['verdict'] | null {
  if (analysis?.verdict.outcome !== 'approve') return analysis?.verdict ?? null;
  const reasons = [
    ...history.matches.map(({ kind }) => `history:${kind}`),
    // Being known as a customer is no reason to look twice; not knowing is.
    ...lists
      .filter(({ kind, status }) => status === 'not-run' || (status === 'matched' && kind === 'blacklist'))
      .map(({ listId, status }) => `list:${listId}:${status}`),
  ];
  return reasons.length === 0 ? analysis.verdict : { outcome: 'review', reasons: [...new Set(reasons)] };
}
