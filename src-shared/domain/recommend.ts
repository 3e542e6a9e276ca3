import type { Analysis, Finding } from './analysis.ts';
import type { CheckId } from './check-sentences.ts';
import { asPolicy, type Severity, type Weighing } from './weighing.ts';

/** How a policy weighs findings: the part of it that needs no pictures, so that a stored analysis can be weighed anew. */
export interface PolicyWeights {
  readonly version: string;
  readonly severities: Readonly<Record<CheckId, Severity>>;
  /** Only when each of these passed is an approval recommended. */
  readonly essential: readonly CheckId[];
  /** A check that no longer speaks against the person when one of these failed or warned: a bad picture is no evidence. */
  readonly doubtedBy: Readonly<Partial<Record<CheckId, readonly CheckId[]>>>;
}

const ranks: readonly Severity[] = ['decline', 'ask-again', 'review'];

/**
 * What the policy recommends. A failed check of severity `decline` wins, then `ask-again` (a bad picture also explains what
 * could not be run), then whatever a person has to see: warnings, errors, essential checks that were not run. Approval only
 * where every essential check passed that the scenario asks for; one that it switches off is not asked for. Reasons are `<check id>:<reason>`, worst first, and those of the outcome alone.
 */
export function recommend(
  policy: PolicyWeights,
  findings: readonly Finding[],
  weighing: Weighing = asPolicy,
): Analysis['verdict'] {
  const doubtfulIds = new Set(
    findings.filter(({ status }) => status === 'failed' || status === 'warning').map(({ id }) => id),
  );
  const byRank = new Map<Severity, string[]>(ranks.map((severity) => [severity, []]));
  for (const finding of findings) {
    const severity = severityOf(policy, finding, doubtfulIds, weighing);
    if (severity !== null) byRank.get(severity)?.push(`${finding.id}:${finding.reason ?? finding.status}`);
  }
  // An essential check that nobody ran at all must not pass by its absence.
  for (const id of policy.essential) {
    if (weighing.isAsked(id) && !findings.some((finding) => finding.id === id))
      byRank.get('review')?.push(`${id}:not-run`);
  }
  for (const severity of ranks) {
    const reasons = byRank.get(severity) ?? [];
    if (reasons.length > 0) return { outcome: severity, reasons };
  }
  return { outcome: 'approve', reasons: [] };
}

/** How much a finding weighs; `null` where it stands in nobody's way. */
function severityOf(
  policy: PolicyWeights,
  finding: Finding,
  doubtfulIds: ReadonlySet<string>,
  weighing: Weighing,
): Severity | null {
  const id = finding.id as CheckId;
  switch (finding.status) {
    case 'passed':
      return null;
    case 'failed': {
      const severities: Readonly<Record<string, Severity | undefined>> = policy.severities;
      const severity = weighing.severityOf(finding) ?? severities[id];
      const isDoubted = policy.doubtedBy[id]?.some((other) => doubtfulIds.has(other)) ?? false;
      // A check that the policy does not name, or one that a bad picture spoils, decides nothing by itself.
      return severity === undefined || isDoubted ? 'review' : severity;
    }
    case 'warning':
    case 'error':
      return 'review';
    case 'not-run':
      // Whoever designed the scenario has decided that nobody needs to look at it.
      if (finding.reason === 'switched-off') return null;
      // The scenario asks for it and nothing here can tell: a person has to look.
      if (finding.reason === 'not-available-yet') return 'review';
      return policy.essential.includes(id) && weighing.isAsked(id) ? 'review' : null;
  }
}
