import type { ActionJudgement } from '../liveness/judge-actions.ts';
import { defineCheck, failed, passed, warning } from './check.ts';

/**
 * The person did what was asked, each movement in its own time and no other: somebody who reacts, and no film made before. A movement that was
 * skipped, or that cannot be told, leaves it open.
 */
export const livenessActive = defineCheck({
  id: 'liveness.active',
  version: 1,
  appliesTo: 'liveness',
  needs: ['livenessActions'],
  reasons: ['other-done', 'not-done', 'skipped', 'unclear'],
  run({ livenessActions }) {
    const of = (status: ActionJudgement['status']): readonly ActionJudgement[] =>
      livenessActions.filter((judgement) => judgement.status === status);
    const facts = (judgements: readonly ActionJudgement[]): object => ({
      score: of('done').length,
      threshold: livenessActions.length,
      details: {
        movements: judgements.map(({ action }) => action).join(','),
        did: judgements.flatMap(({ did }) => (did === null ? [] : [did])).join(','),
      },
      evidence: judgements.flatMap(({ reachedIn, peakIn }) => {
        const frame = reachedIn ?? peakIn;
        return frame === null
          ? []
          : [{ captureId: frame.captureId, regionPx: frame.face.boxPx, kind: 'face' as const }];
      }),
    });
    for (const [status, reason] of [
      ['other', 'other-done'],
      ['not-done', 'not-done'],
    ] as const) {
      const wrong = of(status);
      if (wrong.length > 0) return failed(reason, facts(wrong));
    }
    for (const reason of ['skipped', 'unclear'] as const) {
      const open = of(reason);
      if (open.length > 0) return warning(reason, facts(open));
    }
    return passed(facts(livenessActions));
  },
});
