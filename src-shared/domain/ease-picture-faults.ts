import type { Finding } from './analysis.ts';
import type { CheckId } from './check-sentences.ts';
import type { Scenario } from './scenario.ts';
import { settingOf } from './weighing.ts';

/** Checks of a picture that are there for its print to be judged. A document cut off or covered is none of them: reading does not make it whole. */
const pictureChecks: readonly CheckId[] = [
  'document.sharp',
  'document.resolution',
  'document.exposure',
  'document.glare',
];

/** What says that a document was read and agrees with itself: a zone whose digits hold and that is what the print says, or a barcode that is. */
const proofsOfReading: readonly (readonly CheckId[])[] = [
  ['document.mrz-check-digits', 'document.mrz-matches-printed'],
  ['document.barcode-matches'],
];

/**
 * A faulty picture of which all was read, and agrees, is a warning and no failure: the person on the phone could do nothing that the
 * analysis lacks, and an analyst sees the fault and decides. Where the scenario itself says how severe the check is, that holds.
 */
export function easePictureFaults(
  findings: readonly Finding[],
  scenario: Pick<Scenario, 'steps'>,
): readonly Finding[] {
  const hasPassed = (id: CheckId, stepId: string | null): boolean =>
    findings.some((finding) => finding.id === id && finding.stepId === stepId && finding.status === 'passed');
  return findings.map((finding) => {
    const { id, stepId, status } = finding;
    if (status !== 'failed' || !pictureChecks.some((check) => check === id)) return finding;
    const wasRead = proofsOfReading.some((proof) => proof.every((check) => hasPassed(check, stepId)));
    const step = scenario.steps.find((candidate) => candidate.id === stepId) ?? null;
    const severity = settingOf({ id, appliesTo: 'document' }, scenario, step)?.severity ?? null;
    return wasRead && severity === null ? { ...finding, status: 'warning' as const } : finding;
  });
}
