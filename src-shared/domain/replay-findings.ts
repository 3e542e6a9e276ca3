import type { Finding, FindingStatus, StepAnalysis } from './analysis.ts';
import { checkOptions, checksOfStep, isAmongDocuments, isSwitchedOn } from './check-options.ts';
import type { CheckId } from './check-sentences.ts';
import { easePictureFaults } from './ease-picture-faults.ts';
import { settableThreshold, withIgnoredThreshold } from './ignored-thresholds.ts';
import type { ReplayNeed } from './replay.ts';
import type { Scenario, ScenarioStep } from './scenario.ts';
import { settingOf } from './weighing.ts';

type Judged = Pick<Finding, 'status' | 'reason' | 'threshold'>;

/** Which way a check's score is compared, and what it says where it fails. */
const comparisons: Partial<
  Record<
    CheckId,
    (score: number, threshold: number, before: Finding, strangerPairs: number | null) => Judged | null
  >
> = {
  'document.sharp': atLeast('blurred'),
  'document.resolution': atLeast('too-few-pixels'),
  'selfie.sharp': atLeast('blurred'),
  'selfie.not-screen': warnFrom('screen-seen'),
  'selfie.not-printed': warnFrom('print-seen'),
  'selfie.not-blended': warnFrom('face-smoother'),
  'selfie.noise-consistent': warnFrom('noise-differs'),
  'selfie.not-framed': warnFrom('edges-around'),
  'selfie.not-mask': warnFrom('mask-or-cut-out'),
  'selfie.neutral': (score, threshold) =>
    score <= threshold ? { status: 'passed' } : { status: 'warning', reason: 'mouth-open' },
  'selfie.plain-background': (score, threshold) =>
    score <= threshold ? { status: 'passed' } : { status: 'warning', reason: 'background-busy' },
  'selfie.real-to-net': (score, threshold) =>
    score >= threshold ? { status: 'passed' } : { status: 'warning', reason: 'looks-presented' },
  'document.glare': (score, threshold) =>
    score <= threshold ? { status: 'passed' } : { status: 'failed', reason: 'glare' },
  // The score is the weakest character under a check digit that does not hold: one that holds has none.
  'document.mrz-check-digits': (score, threshold) =>
    score >= threshold
      ? { status: 'failed', reason: 'check-digit-wrong' }
      : { status: 'warning', reason: 'check-digit-unsure' },
  // The score is in how many pairs of strangers one is as alike; the first version's was a distance, which says nothing of that. As in the
  // check, a calibration of too few pairs matches what none of its strangers reached. What matched before lies in the band of doubt,
  // which reaches as far as a scenario may move the threshold.
  'face.matches-document': (score, asked, before, strangerPairs) => {
    if (before.versions.check < 2 || strangerPairs === null) return null;
    const threshold = Math.min(asked, strangerPairs + 1);
    if (score >= threshold) return { status: 'passed', threshold };
    return before.status === 'failed'
      ? { status: 'failed', reason: 'not-alike', threshold }
      : { status: 'warning', reason: 'uncertain', threshold };
  },
};

function atLeast(reason: string) {
  return (score: number, threshold: number): Judged =>
    score >= threshold ? { status: 'passed' } : { status: 'failed', reason };
}

function warnFrom(reason: string) {
  return (score: number, threshold: number): Judged =>
    score < threshold ? { status: 'passed' } : { status: 'warning', reason };
}

/** What a check would find now, of what is stored; `null` where that takes the pictures. */
type Rejudge = (
  finding: Finding,
  scenario: Scenario,
  step: ScenarioStep | null,
  analyzed: StepAnalysis | undefined,
) => Judged | null;

const rules: Partial<Record<CheckId, Rejudge>> = {
  'document.age-in-range': ({ score }, { ageYears: { min, max } }) => {
    if (score === undefined) return null;
    if (score < min) return { status: 'failed', reason: 'too-young', threshold: min };
    return score > max ? { status: 'failed', reason: 'too-old', threshold: max } : { status: 'passed' };
  },
  'document.type-accepted': (finding, _, step, analyzed) => {
    const document = analyzed?.document ?? null;
    if (document === null || step === null) return null;
    if (step.documentTypes.length > 0 && !step.documentTypes.includes(document.type))
      return { status: 'failed', reason: 'type-not-accepted' };
    return step.countries.length > 0 && !step.countries.includes(document.country ?? '')
      ? { status: 'failed', reason: 'country-not-accepted' }
      : { status: 'passed' };
  },
  'document.mrz-present': (finding, _, step) => {
    if (finding.status === 'passed') return { status: 'passed' };
    const { reason = 'mrz-missing' } = finding;
    return { status: step?.mrzRequired === false ? 'warning' : 'failed', reason };
  },
};

/** Statuses that a check itself gave, and not the runner for want of something. */
const judged: readonly FindingStatus[] = ['passed', 'failed', 'warning'];

export interface ReplayedFindings {
  readonly findings: readonly Finding[];
  readonly needs: readonly ReplayNeed[];
}

/**
 * The findings as another version of the scenario would have them, from what is stored of each: its score, and what was read. A check that
 * was switched off then and is on now was never run: it takes the pictures. Findings of steps that the scenario lacks fall away. `strangerPairs`
 * is of how many pairs of strangers the rates of faces were counted on; `null` where that is not known.
 */
export function replayFindings(
  stored: readonly Finding[],
  scenario: Scenario,
  analyzedSteps: readonly StepAnalysis[],
  strangerPairs: number | null,
): ReplayedFindings {
  const needs: ReplayNeed[] = [];
  const findings = stored.flatMap((finding): Finding[] => {
    const { id, stepId } = finding;
    const step = scenario.steps.find((candidate) => candidate.id === stepId) ?? null;
    if (stepId !== null && step === null) return [];
    const options = checkOptions[id as CheckId] as (typeof checkOptions)[CheckId] | undefined;
    if (options === undefined) return [finding];
    if (options.scope === 'session' && !hasPlace(id, scenario)) return [];
    const setting = settingOf({ id, appliesTo: options.scope }, scenario, step);
    const isAsked = id !== 'document.issuing-authority' || scenario.rules.matchDivisionCodes;
    if (!isSwitchedOn(id, setting) || !isAsked)
      return [{ ...withoutVerdict(finding), status: 'not-run', reason: 'switched-off' }];
    if (finding.status === 'not-run' && finding.reason === 'switched-off') {
      needs.push({ kind: 'check', checkId: id, stepId });
      return [finding];
    }
    if (!judged.includes(finding.status)) return [finding];
    const noted = (found: Finding): Finding[] => [withIgnoredThreshold(found, setting)];

    const rule = rules[id as CheckId];
    const analyzed = analyzedSteps.find((candidate) => candidate.id === stepId);
    if (rule !== undefined) {
      const verdict = rule(finding, scenario, step, analyzed);
      return noted(verdict === null ? finding : rejudged(finding, verdict));
    }
    const compare = comparisons[id as CheckId];
    const threshold = settableThreshold(id, setting) ?? options.threshold?.value;
    if (compare === undefined || threshold === undefined || finding.score === undefined)
      return noted(finding);
    const verdict = compare(finding.score, threshold, finding, strangerPairs);
    if (verdict !== null) return noted(rejudged(finding, { threshold, ...verdict }));
    if (settableThreshold(id, setting) !== null) needs.push({ kind: 'check', checkId: id, stepId });
    return noted(finding);
  });
  const authority = 'document.issuing-authority';
  if (scenario.rules.matchDivisionCodes && !stored.some(({ id }) => id === authority))
    needs.push({ kind: 'check', checkId: authority, stepId: null });
  needs.push(...neverRun(stored, scenario, analyzedSteps));
  return { findings: easePictureFaults(findings, scenario), needs };
}

/** What a scenario switches on of the checks that are off by default, at steps that were analyzed before there were such checks. */
function neverRun(
  stored: readonly Finding[],
  { steps }: Scenario,
  analyzedSteps: readonly StepAnalysis[],
): readonly ReplayNeed[] {
  const isKnown = (checkId: CheckId, stepId: string): boolean =>
    stored.some((finding) => finding.id === checkId && finding.stepId === stepId);
  return steps
    .filter(({ id }) => analyzedSteps.some((analyzed) => analyzed.id === id))
    .flatMap((step) =>
      checksOfStep(step, steps)
        .filter((id) => checkOptions[id].isOffByDefault === true && isSwitchedOn(id, step.checks[id]))
        .filter((id) => checkOptions[id].scope !== 'session' && !isKnown(id, step.id))
        .map((checkId): ReplayNeed => ({ kind: 'check', checkId, stepId: step.id })),
    );
}

/** Whether a scenario has the steps that a check of the whole session is run on. */
function hasPlace(id: string, { steps }: Scenario): boolean {
  const documents = steps.filter(({ type }) => type === 'document');
  return isAmongDocuments(id) ? documents.length > 1 : documents.length < steps.length;
}

function withoutVerdict({
  reason: _reason,
  details: _details,
  ...finding
}: Finding): Omit<Finding, 'status'> {
  return finding;
}

/** Details quote numbers of the verdict that they stood with. */
function rejudged(finding: Finding, verdict: Judged): Finding {
  if (finding.status === verdict.status && finding.reason === verdict.reason)
    return { ...finding, ...(verdict.threshold !== undefined && { threshold: verdict.threshold }) };
  return { ...withoutVerdict(finding), ...verdict };
}
