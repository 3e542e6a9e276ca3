import { expect, it } from 'vitest';
import type { ActionJudgement } from '../liveness/judge-actions.ts';
import { findingOf } from '../testing/builders.ts';
import { aFrame } from '../testing/frames.ts';
import { livenessActive } from './liveness.active.ts';

const judged = (status: ActionJudgement['status'], rest: Partial<ActionJudgement> = {}): ActionJudgement => ({
  action: 'turn-left',
  place: 0,
  status,
  did: null,
  reachedIn: null,
  peakIn: aFrame(1, 0),
  reach: null,
  ...rest,
});
const on = (...livenessActions: ActionJudgement[]) => findingOf(livenessActive, { livenessActions });

// ISO/IEC 30107-1, 5.2.2: a challenge and its response tell a presentation attack that cannot answer.
it('passes where every movement was made, and shows them', () => {
  const finding = on(judged('done', { reachedIn: aFrame(3, 0) }), judged('done', { action: 'smile' }));
  expect(finding).toMatchObject({
    status: 'passed',
    score: 2,
    threshold: 2,
    details: { movements: 'turn-left,smile' },
  });
  expect(finding.evidence).toHaveLength(2);
});

it('fails for the worst: another movement, then one that is missing', () => {
  const other = judged('other', { did: 'look-up' });
  expect(on(judged('not-done'), other)).toMatchObject({
    status: 'failed',
    reason: 'other-done',
    details: { movements: 'turn-left', did: 'look-up' },
  });
  expect(on(judged('done'), judged('not-done'))).toMatchObject({
    status: 'failed',
    reason: 'not-done',
    score: 1,
  });
});

it('never passes with a movement that was skipped or cannot be told', () => {
  for (const reason of ['skipped', 'unclear'] as const)
    expect(on(judged('done'), judged(reason))).toMatchObject({ status: 'warning', reason });
});
