import type { Finding } from '#shared/domain/analysis.ts';
import { checkOptions, isSwitchedOn } from '#shared/domain/check-options.ts';
import type { CheckId } from '#shared/domain/check-sentences.ts';
import { settableThreshold, withIgnoredThreshold } from '#shared/domain/ignored-thresholds.ts';
import type { CheckSetting, Scenario } from '#shared/domain/scenario.ts';
import { settingOf } from '#shared/domain/weighing.ts';
import type { Check, CheckContext, FeatureOutcomes } from '../checks/check.ts';
import type { Policy, ThresholdName } from './policy.ts';

/**
 * The policy with the threshold that the scenario sets for this check alone; the same policy where it sets none, and where what it sets is of an
 * earlier version of the check, which counted in another unit: the finding then says so.
 */
export function policyFor(policy: Policy, id: string, setting: CheckSetting | null): Policy {
  const options = checkOptions[id as CheckId] as (typeof checkOptions)[CheckId] | undefined;
  const name = options?.threshold?.name as ThresholdName | undefined;
  const value = settableThreshold(id, setting);
  if (name === undefined || value === null) return policy;
  return {
    ...policy,
    thresholds: { ...policy.thresholds, [name]: { ...policy.thresholds[name], value } },
  };
}

/** Runs a check as the scenario wants it. One that is off is not run, and says so: it never passes. */
export function findAsSet(
  check: Check,
  outcomes: FeatureOutcomes,
  context: CheckContext,
  scenario: Pick<Scenario, 'steps' | 'rules'>,
): Finding {
  const setting = settingOf(check, scenario, context.step);
  if (!isSwitchedOn(check.id, setting) || isRuledOut(check.id, scenario)) {
    return {
      id: check.id,
      stepId: context.step?.id ?? null,
      status: 'not-run',
      reason: 'switched-off',
      confidence: 0,
      evidence: [],
      versions: { check: check.version, policy: context.policy.version },
    };
  }
  const found = check.find(outcomes, { ...context, policy: policyFor(context.policy, check.id, setting) });
  return withIgnoredThreshold(found, setting);
}

/** A check that a rule of the scenario asks for is off without it. */
function isRuledOut(id: string, { rules }: Pick<Scenario, 'rules'>): boolean {
  return id === 'document.issuing-authority' && !rules.matchDivisionCodes;
}
