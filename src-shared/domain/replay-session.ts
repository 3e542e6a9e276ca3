import type { Analysis, Finding } from './analysis.ts';
import { checkOptions } from './check-options.ts';
import type { CheckId } from './check-sentences.ts';
import type { EventBody, SessionEvent, StepOutcome } from './events.ts';
import { applyEvent, foldSession } from './fold-session.ts';
import { recommend, type PolicyWeights } from './recommend.ts';
import { recommendationOf } from './recommendation-of.ts';
import { replayFindings } from './replay-findings.ts';
import type { ReplayedSession, ReplayNeed, ReplayOutcome, ReplayReason } from './replay.ts';
import type { Scenario } from './scenario.ts';
import type { Session } from './session.ts';
import { settingOf, weighingOf } from './weighing.ts';

/** What the intake makes of an attempt by its recommendation: what a person has to look at in the end need not be sent again. */
export const outcomeOfAttempt: Readonly<Record<Analysis['verdict']['outcome'], StepOutcome>> = {
  approve: 'passed',
  review: 'passed',
  'ask-again': 'retry',
  decline: 'critical',
};

function outcomeOf(session: Session): ReplayOutcome | null {
  if (session.blocked !== null) return 'blocked';
  return recommendationOf(session)?.outcome ?? null;
}

interface Replayed {
  readonly session: Session;
  readonly needs: readonly ReplayNeed[];
  /** The step at which the person would have been asked again, when nothing is known of what follows. */
  readonly stuckAt: string | null;
}

/**
 * Lives the session once more by another version of its scenario, as far as its events tell. Whatever was sent for a step that is passed
 * by then is left out; what would have been sent beside is not known.
 */
function relive(events: readonly SessionEvent[], scenario: Scenario, weights: PolicyWeights): Replayed {
  const needs: ReplayNeed[] = [];
  let session: Session | undefined;
  const apply = (event: SessionEvent, body: SessionEvent['body'] = event.body): void => {
    const seq = session === undefined ? 0 : session.lastSeq + 1;
    session = applyEvent(session, { ...event, seq, body });
  };
  // What was found before somebody corrected the corners is not what stands.
  const cornersAt = events.findLastIndex(({ type }) => type === 'corners.corrected');
  for (const [index, event] of events.entries()) {
    if (event.type === 'session.created') {
      apply(event, { ...event.body, scenario });
      continue;
    }
    if (session?.blocked !== null || (session.analysis !== null && index > cornersAt)) break;
    switch (event.type) {
      case 'capture.received':
      case 'liveness.challenged':
      case 'liveness.received':
      case 'step.submitted':
      case 'step.unanalyzed':
        if (stateOf(session, event.body.stepId) === (event.type === 'step.unanalyzed' ? 'submitted' : 'open'))
          apply(event, renumbered(session, event));
        break;
      case 'history.matched':
        if (session.status === 'analyzing' || stateOf(session, event.body.stepId) === 'submitted')
          apply(event);
        break;
      case 'step.analyzed': {
        const { stepId, findings: stored } = event.body;
        if (stateOf(session, stepId) !== 'submitted') break;
        const step = scenario.steps.filter(({ id }) => id === stepId);
        const { findings } = replayFindings(stored, { ...scenario, steps: step }, [], null);
        const verdict = recommend(weights, findings, weighingOf({ steps: step }));
        const body: EventBody<'step.analyzed'> = {
          ...event.body,
          findings: [...findings],
          // A stored outcome whose findings are the same is the intake's own word.
          outcome: isSame(stored, findings, session.scenario, scenarioOf(events), stepId)
            ? event.body.outcome
            : outcomeOfAttempt[verdict.outcome],
        };
        apply(event, renumbered(session, { ...event, body }));
        break;
      }
      case 'session.submitted': {
        const stuck = session.steps.find(
          ({ state, attempts }) => state === 'submitted' || (state === 'open' && attempts > 0),
        );
        if (stuck !== undefined) return { session, needs, stuckAt: stuck.id };
        apply(event);
        break;
      }
      case 'analysis.started':
      case 'analysis.released':
      case 'analysis.failed':
      case 'analysis.requested':
        apply(event);
        break;
      case 'corners.corrected':
        needs.length = 0;
        apply(event);
        break;
      case 'session.analyzed': {
        const replayed = replayFindings(
          event.body.analysis.findings,
          scenario,
          event.body.analysis.steps,
          event.body.analysis.faces.pairs[0]?.calibration?.pairs ?? null,
        );
        needs.push(...replayed.needs, ...neverAsked(session, event.body, scenario));
        const analysis = {
          ...event.body.analysis,
          findings: [...replayed.findings],
          verdict: recommend(weights, replayed.findings, weighingOf(scenario)),
        };
        apply(event, { ...event.body, analysis });
        break;
      }
      case 'list.matched':
      case 'list.clear':
      case 'list.not-run': {
        const { blacklistIds, customerListIds } = scenario.rules;
        if ([...blacklistIds, ...customerListIds].includes(event.body.listId)) apply(event);
        break;
      }
      default:
        // Frozen or purged, decisions and comments: nothing that the scenario's settings change.
        break;
    }
  }
  if (session === undefined) throw new Error('a history begins with its creation');
  const open = session.steps.find(({ state, attempts }) => state === 'open' && attempts > 0);
  const isStuck = session.blocked === null && session.analysis === null && open !== undefined;
  return { session, needs, stuckAt: isStuck ? open.id : null };
}

/** What only the intake, at the time, could have told. */
function neverAsked(
  { lists }: Session,
  { compared }: EventBody<'session.analyzed'>,
  { rules }: Scenario,
): ReplayNeed[] {
  const listIds = [...rules.blacklistIds, ...rules.customerListIds];
  return [
    ...listIds
      .filter((id) => !lists.some(({ listId }) => listId === id))
      .map((listId) => ({ kind: 'list' as const, listId })),
    ...(rules.blockSamePersonOtherData && compared === undefined ? [{ kind: 'history' as const }] : []),
  ];
}

function scenarioOf(events: readonly SessionEvent[]): Scenario | undefined {
  const [first] = events;
  return first?.type === 'session.created' ? first.body.scenario : undefined;
}

function stateOf({ steps }: Session, stepId: string): string | undefined {
  return steps.find(({ id }) => id === stepId)?.state;
}

/** An attempt's number among those that are lived again. */
function renumbered(session: Session, event: SessionEvent): SessionEvent['body'] {
  const attempts = session.steps.find(
    ({ id }) => 'stepId' in event.body && id === event.body.stepId,
  )?.attempts;
  if (attempts === undefined || !('attempt' in event.body)) return event.body;
  const isNext = event.type === 'step.submitted' || event.type === 'liveness.challenged';
  return { ...event.body, attempt: isNext ? attempts + 1 : attempts };
}

function isSame(
  stored: readonly Finding[],
  now: readonly Finding[],
  scenario: Scenario,
  before: Scenario | undefined,
  stepId: string,
): boolean {
  const severities = (of: Scenario | undefined): string =>
    JSON.stringify(
      Object.entries(of?.steps.find(({ id }) => id === stepId)?.checks ?? {}).map(([id, { severity }]) => [
        id,
        severity,
      ]),
    );
  return (
    severities(scenario) === severities(before) &&
    now.every((finding, index) => finding.status === stored[index]?.status)
  );
}

function differences(before: Session, after: Session, replayed: Replayed): ReplayReason[] {
  const reasons: ReplayReason[] = [];
  for (const step of before.scenario.steps)
    if (!after.scenario.steps.some(({ id }) => id === step.id))
      reasons.push({ kind: 'step-removed', stepId: step.id });
  const was = findingsOf(before);
  const is = findingsOf(after);
  for (const finding of was) {
    const { id: checkId, stepId } = finding;
    const now = is.find((other) => other.id === checkId && other.stepId === stepId);
    if (now === undefined) continue;
    if (now.status !== finding.status) {
      reasons.push({
        kind: 'check',
        checkId,
        stepId,
        from: finding.status,
        to: now.status,
        score: now.score ?? null,
        threshold: now.threshold ?? null,
      });
    } else if (now.status === 'failed') {
      const [from, to] = [before, after].map(({ scenario }) => severityIn(scenario, finding));
      if (from !== undefined && to !== undefined && from !== to)
        reasons.push({ kind: 'severity', checkId, stepId, from, to });
    }
  }
  if (before.blocked !== null && before.blocked.reason !== after.blocked?.reason)
    reasons.push({ kind: 'not-blocked', reason: before.blocked.reason });
  if (after.blocked !== null && before.blocked?.reason !== after.blocked.reason)
    reasons.push({ kind: 'blocked', reason: after.blocked.reason });
  if (replayed.stuckAt !== null) reasons.push({ kind: 'attempts', stepId: replayed.stuckAt });
  return reasons;
}

/** Of the whole session where it was analyzed, else of the last attempts. */
function findingsOf({ analysis, steps }: Session): readonly Finding[] {
  return analysis?.findings ?? steps.flatMap(({ last }) => last?.findings ?? []);
}

function severityIn(scenario: Scenario, { id, stepId }: Finding) {
  const step = scenario.steps.find((candidate) => candidate.id === stepId) ?? null;
  const options = checkOptions[id as CheckId] as (typeof checkOptions)[CheckId] | undefined;
  if (options === undefined) return null;
  return settingOf({ id, appliesTo: options.scope }, scenario, step)?.severity ?? null;
}

/** Steps and pictures that the version asks for and the session was never asked for. */
function missingSteps(session: Session, scenario: Scenario): ReplayNeed[] {
  return scenario.steps
    .filter((step) => {
      const before = session.scenario.steps.find(({ id, type }) => id === step.id && type === step.type);
      return before === undefined || step.sides.some((side) => !before.sides.includes(side));
    })
    .map(({ id }) => ({ kind: 'step' as const, stepId: id }));
}

/**
 * What a stored session would come to by another version of its scenario, from what is stored of its analyses and without its pictures.
 * Null where it came to nothing yet. Attempts at steps, rules and lists are lived again by the fold itself.
 */
export function replaySession(
  events: readonly SessionEvent[],
  scenario: Scenario,
  weights: PolicyWeights,
): ReplayedSession | null {
  const before = foldSession(events);
  const wasOutcome = outcomeOf(before);
  if (wasOutcome === null) return null;
  const place = { sessionId: before.id, createdAt: before.createdAt, before: wasOutcome };
  const missing = missingSteps(before, scenario);
  if (missing.length > 0) return { ...place, after: null, reasons: [], needs: missing };
  const replayed = relive(events, scenario, weights);
  const { session, needs, stuckAt } = replayed;
  const isOutcome = stuckAt === null ? outcomeOf(session) : 'again';
  // No further finding makes these two better.
  const isSettled = isOutcome === 'blocked' || isOutcome === 'decline' || needs.length === 0;
  return {
    ...place,
    after: isSettled ? isOutcome : null,
    reasons: differences(before, session, replayed),
    needs: isSettled ? [] : [...needs],
  };
}
