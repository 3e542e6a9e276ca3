import type { Finding, StepAnalysis } from './analysis.ts';
import type { Session } from './session.ts';

type StepStatus = StepAnalysis['status'];

function statusOfFinding({ status }: Finding): StepStatus | null {
  if (status === 'failed') return 'failed';
  return status === 'warning' || status === 'error' ? 'warning' : null;
}

/**
 * How an analyzed step stands: as its own checks found it, or worse where the rules blocked the session for it, or where a fault lies
 * between steps, such as a selfie that is not the portrait's: it stands with every step whose pictures are its evidence, and with the last
 * one where it names none. Null before the analysis.
 */
export function stepStatusOf(
  { analysis, blocked }: Pick<Session, 'analysis' | 'blocked'>,
  stepId: string,
): StepStatus | null {
  const step = analysis?.steps.find(({ id }) => id === stepId);
  if (analysis === null || step === undefined) return null;
  const isLast = analysis.steps.at(-1) === step;
  const concernsStep = ({ evidence }: Finding): boolean =>
    evidence.length === 0
      ? isLast
      : evidence.some(({ captureId }) => step.captures.some(({ id }) => id === captureId));
  const across = analysis.findings
    .filter((finding) => finding.stepId === null && concernsStep(finding))
    .map(statusOfFinding);
  const all = [step.status, ...across];
  if (blocked?.stepId === stepId || all.includes('failed')) return 'failed';
  return all.includes('warning') ? 'warning' : step.status;
}
