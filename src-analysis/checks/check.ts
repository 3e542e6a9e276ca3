import type { Evidence, Finding } from '#shared/domain/analysis.ts';
import type { ScenarioStep } from '#shared/domain/scenario.ts';
import type { FeatureOutcome } from '../features/feature-outcome.ts';
import type { FeatureName, FeatureValues } from '../features/feature-values.ts';
import type { Policy } from '../policy/policy.ts';

/** What a check may know beside its features. */
export interface CheckContext {
  readonly policy: Policy;
  /** ISO day. */
  readonly referenceDay: string;
  readonly ageYears: { readonly min: number; readonly max: number };
  /** The step it is run for; `null` for checks of the whole session. */
  readonly step: ScenarioStep | null;
}

/** What a verdict may carry beside its reason. */
export interface VerdictFacts {
  readonly evidence?: readonly Evidence[];
  readonly score?: number;
  readonly threshold?: number;
  /** How sure the check is of its own verdict; 1 unless it says otherwise. */
  readonly confidence?: number;
  /** Values that the reason's sentence quotes. */
  readonly details?: Readonly<Record<string, string | number>>;
}

export type Verdict<Reason extends string> =
  | ({ readonly status: 'passed' } & VerdictFacts)
  | ({ readonly status: 'failed' | 'warning'; readonly reason: Reason } & VerdictFacts);

export function passed(facts: VerdictFacts = {}): Verdict<never> {
  return { status: 'passed', ...facts };
}

export function failed<const Reason extends string>(
  reason: Reason,
  facts: VerdictFacts = {},
): Verdict<Reason> {
  return { status: 'failed', reason, ...facts };
}

/** Not a fault that decides anything by itself, but one that a person has to look at. */
export function warning<const Reason extends string>(
  reason: Reason,
  facts: VerdictFacts = {},
): Verdict<Reason> {
  return { status: 'warning', reason, ...facts };
}

export type CheckScope = 'document' | 'selfie' | 'liveness' | 'session';

interface CheckSpec<Needs extends FeatureName, Reason extends string> {
  /** Equals the name of its file. */
  readonly id: string;
  /** Raised with every change that may change a verdict. */
  readonly version: number;
  /** What it is run once for: each document step, each step with a face, each liveness step, or the session. */
  readonly appliesTo: CheckScope;
  readonly needs: readonly Needs[];
  /** Every reason that `run` may give; each has a sentence in every language. */
  readonly reasons: readonly Reason[];
  /** Cheap, pure and synchronous. It is not called when a needed feature is missing. */
  run(features: Pick<FeatureValues, NoInfer<Needs>>, context: CheckContext): Verdict<NoInfer<Reason>>;
}

/** A check as the registry and the runner see it: what it needs is data, no longer a type. */
export interface Check {
  readonly id: string;
  readonly version: number;
  readonly appliesTo: CheckScope;
  readonly needs: readonly FeatureName[];
  readonly reasons: readonly string[];
  /** Runs on whatever outcomes there are; the only place that yields `not-run` and `error`. */
  find(outcomes: FeatureOutcomes, context: CheckContext): Finding;
}

export type FeatureOutcomes = { readonly [Name in FeatureName]?: FeatureOutcome<FeatureValues[Name]> };

/** Declares a check. Reading a feature that `needs` does not name, or giving a reason not listed, does not compile. */
export function defineCheck<const Needs extends FeatureName, const Reason extends string>(
  spec: CheckSpec<Needs, Reason>,
): Check {
  return {
    id: spec.id,
    version: spec.version,
    appliesTo: spec.appliesTo,
    needs: spec.needs,
    reasons: spec.reasons,
    find(outcomes, context) {
      const base = {
        id: spec.id,
        stepId: context.step?.id ?? null,
        versions: { check: spec.version, policy: context.policy.version },
      };
      const values: Partial<Record<FeatureName, unknown>> = {};
      for (const name of spec.needs) {
        const outcome = outcomes[name];
        if (outcome?.ok !== true) {
          // A feature nobody computed is a bug of the analyzer, told apart from one that could not be computed.
          if (outcome === undefined)
            return { ...base, status: 'error', reason: 'internal', confidence: 0, evidence: [] };
          return { ...base, status: 'not-run', reason: outcome.reason, confidence: 0, evidence: [] };
        }
        values[name] = outcome.value;
      }
      let verdict: Verdict<Reason>;
      try {
        verdict = spec.run(values as Pick<FeatureValues, Needs>, context);
      } catch {
        // One faulty check must not cost the session its other findings; the policy sends an `error` to a person.
        return { ...base, status: 'error', reason: 'internal', confidence: 0, evidence: [] };
      }
      const { status, score, threshold, details, confidence = 1, evidence = [] } = verdict;
      return {
        ...base,
        status,
        ...(verdict.status === 'passed' ? {} : { reason: verdict.reason }),
        ...(details === undefined ? {} : { details: { ...details } }),
        ...(score === undefined ? {} : { score }),
        ...(threshold === undefined ? {} : { threshold }),
        confidence,
        evidence: [...evidence],
      };
    },
  };
}
