import { bench, describe } from 'vitest';
import { foldSession } from '#shared/domain/fold-session.ts';
import { aHistory, aNewEvent, aSessionId } from '#shared/testing/builders.ts';

const short = aHistory();
/** A session that several people argued about: longer than any that a reviewer has patience for. */
const long = aHistory({ more: Array.from({ length: 500 }, () => aNewEvent('comment.added')) });
const thousand = Array.from({ length: 1000 }, (_, n) => aHistory({ sessionId: aSessionId(n + 1) }));

// The workstation folds a session at each of its events, and every session once when it opens its replica.
describe('fold a session', () => {
  bench('of 6 events', () => {
    foldSession(short);
  });
  bench('of 506 events', () => {
    foldSession(long);
  });
  bench('1,000 sessions of 6 events', () => {
    for (const history of thousand) foldSession(history);
  });
});
