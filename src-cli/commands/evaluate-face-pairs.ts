import { calibrationOf, readFaceCalibration } from '#analysis/faces/calibration.ts';
import { findFaces } from '#analysis/faces/find-faces.ts';
import { matchDistance } from '#analysis/faces/judge-likeness.ts';
import { euclideanDistance } from '#analysis/faces/similarity.ts';
import { decodeImage } from '#analysis/image/decode.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import type { ModelPool } from '#analysis/models/pool.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import {
  median,
  scoreFacePairs,
  scoreGroups,
  type ErrorRate,
  type FacePairOutcome,
  type FacePairScore,
} from '../evaluation.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { CommandContext } from '../run-command.ts';
import { readListed, readTable, toBoolean } from '../tables.ts';

/** Compares the pairs of a folder with the nets of this installation: false non-matches at false-match rates, whole and by group. */
export async function evaluateFacePairs(
  folder: string,
  pool: ModelPool,
  asJson: boolean,
  { output }: CommandContext,
): Promise<ExitCode> {
  const rows = await readTable(folder, 'pairs.csv', ['a', 'b', 'same']);
  const templates = new Map<string, Float32Array | null>();
  const times: number[] = [];
  for (const file of new Set(rows.flatMap((row) => [row['a'] ?? '', row['b'] ?? '']))) {
    const bytes = await readListed(folder, file);
    const startedAt = performance.now();
    const decoded = await decodeImage(bytes);
    const [face] = decoded.ok ? await findFaces(decoded.image, { pool }, { maxFaces: 1 }) : [];
    times.push(performance.now() - startedAt);
    templates.set(file, face?.embedding ?? null);
  }
  const outcomes = rows.map((row): FacePairOutcome => {
    const [a, b] = [templates.get(row['a'] ?? ''), templates.get(row['b'] ?? '')];
    const group = (row['group'] ?? '').trim();
    return {
      isSame: toBoolean(row['same'] ?? ''),
      // A face that was not found is a rejection: further than any other pair.
      distance: a && b ? euclideanDistance(a, b) : Infinity,
      group: group === '' ? null : group,
    };
  });
  const recognition = pool.loaded().find(({ name }) => name === 'face-recognition');
  const calibration = calibrationOf(readFaceCalibration(locateModels()), recognition?.sha256);
  const distance = calibration === null ? null : matchDistance(calibration, policy202611.thresholds);
  const score = {
    ...scoreFacePairs(outcomes, distance),
    detectionFailures: [...templates.values()].filter((template) => template === null).length,
    medianMs: Math.round(median(times)),
    groups: scoreGroups(outcomes, distance),
  };
  if (asJson) {
    output.print(JSON.stringify(score, null, 2));
    return 0;
  }
  const { total, detectionFailures, medianMs, groups } = score;
  output.print(
    `${String(total)} pairs, ${String(detectionFailures)} pictures without a face, median ${String(medianMs)} ms per picture`,
  );
  output.print(linesOf(score).join('\n'));
  for (const { group, ...of } of groups)
    output.print(['', `${group}: ${String(of.total)} pairs`, ...linesOf(of)].join('\n'));
  return 0;
}

function linesOf({ auc, atPolicy, atFalseMatchRates }: FacePairScore): string[] {
  return [
    `  AUC ${auc === null ? 'unknown' : auc.toFixed(4)}`,
    atPolicy === null
      ? '  as the policy has it: not known, since the recognition net has no calibration'
      : `  as the policy has it, at distance ${atPolicy.distance.toFixed(2)}: ${inWords(atPolicy.fnmr)} false non-matches, ${inWords(atPolicy.fmr)} false matches`,
    ...atFalseMatchRates.map(({ fmr, fnmr, distance }) =>
      fnmr === null
        ? `  at false-match rate ${String(fmr)}: too few pairs of strangers to say`
        : `  at false-match rate ${String(fmr)}: ${inWords(fnmr)} false non-matches, distance ${distance?.toFixed(3) ?? ''}`,
    ),
  ];
}

function inWords({ errors, pairs, rate, interval95: [low, high] }: ErrorRate): string {
  if (rate === null) return 'no pairs to count';
  const percent = (share: number): string => (share * 100).toFixed(1);
  return `${percent(rate)} % (${String(errors)} of ${String(pairs)}, 95 %: ${percent(low)} to ${percent(high)})`;
}
