import { proportionInterval } from '#analysis/faces/proportion-interval.ts';
import { editDistance } from '#analysis/features/compare-text.ts';
import { isZoneExact } from './zone-truth.ts';

/** What became of one picture of an MRZ set. */
export interface MrzOutcome {
  readonly file: string;
  /** Empty where the picture has no zone; a line that is empty is not measured. */
  readonly expected: readonly string[];
  /** `null` where no zone was found. */
  readonly read: readonly string[] | null;
  readonly allCheckDigitsValid: boolean;
  readonly ms: number;
}

export interface MrzScore {
  /** Pictures, those without a zone included. */
  readonly total: number;
  /** Pictures read exactly; of one without a zone that is nothing. */
  readonly exact: number;
  /** Share of the expected characters that were read, by edit distance, 0 to 1; nothing read counts as none. */
  readonly characterAccuracy: number;
  /** Pictures that were read with every check digit valid. */
  readonly checkDigitsValid: number;
  /** Those of them that were read wrongly all the same: the errors that nobody notices. */
  readonly silentErrors: number;
  readonly readsOnNegatives: number;
  readonly medianMs: number;
  readonly files: readonly {
    readonly file: string;
    readonly expected: readonly string[];
    readonly read: readonly string[] | null;
    readonly ok: boolean;
  }[];
}

export function scoreMrz(outcomes: readonly MrzOutcome[]): MrzScore {
  const isExact = ({ expected, read }: MrzOutcome): boolean => isZoneExact(expected, read);
  const positives = outcomes.filter(({ expected }) => expected.length > 0);
  let [characters, errors] = [0, 0];
  for (const { expected, read } of positives) {
    expected.forEach((line, i) => {
      characters += line.length;
      errors += Math.min(line.length, editDistance(line, read?.[i] ?? ''));
    });
  }
  return {
    total: outcomes.length,
    exact: outcomes.filter(isExact).length,
    characterAccuracy: characters === 0 ? 1 : 1 - errors / characters,
    checkDigitsValid: outcomes.filter(({ read, allCheckDigitsValid }) => read !== null && allCheckDigitsValid)
      .length,
    silentErrors: positives.filter(
      (outcome) => outcome.read !== null && outcome.allCheckDigitsValid && !isExact(outcome),
    ).length,
    readsOnNegatives: outcomes.filter(({ expected, read }) => expected.length === 0 && read !== null).length,
    medianMs: Math.round(median(outcomes.map(({ ms }) => ms))),
    files: outcomes.map((outcome) => ({
      file: outcome.file,
      expected: outcome.expected,
      read: outcome.read,
      ok: isExact(outcome),
    })),
  };
}

export interface FacePairOutcome {
  readonly isSame: boolean;
  /** Infinite where a face was not found. */
  readonly distance: number;
  /** What the folder calls the people of the pair, such as a sex or an age; `null` where it does not say. */
  readonly group: string | null;
}

/** A share of pairs with its exact 95 % interval (Clopper and Pearson), which takes pairs for independent. */
export interface ErrorRate {
  readonly errors: number;
  readonly pairs: number;
  /** `null` of no pairs. */
  readonly rate: number | null;
  readonly interval95: readonly [number, number];
}

export interface FacePairScore {
  readonly total: number;
  /** The chance that a pair of one person is nearer than a pair of strangers; ties count half. `null` without both kinds. */
  readonly auc: number | null;
  /** At the distance that the policy and the installed calibration call a match; `null` without a calibration. */
  readonly atPolicy: {
    readonly distance: number;
    /** False matches: strangers that match. */
    readonly fmr: ErrorRate;
    /** False non-matches: pairs of one person that do not. */
    readonly fnmr: ErrorRate;
  } | null;
  /**
   * For each share of false matches, what of the pairs of one person would be rejected, at the largest distance that keeps
   * to it. `null` where there are fewer pairs of strangers than it takes to see one such match.
   */
  readonly atFalseMatchRates: readonly {
    readonly fmr: number;
    readonly fnmr: ErrorRate | null;
    readonly distance: number | null;
  }[];
}

const falseMatchRates = [0.1, 0.01, 0.001] as const;

export function scoreFacePairs(
  outcomes: readonly FacePairOutcome[],
  policyDistance: number | null,
): FacePairScore {
  const genuine = outcomes.filter(({ isSame }) => isSame).map(({ distance }) => distance);
  const impostor = outcomes
    .filter(({ isSame }) => !isSame)
    .map(({ distance }) => distance)
    .sort((a, b) => a - b);
  const beyond = (distance: number): ErrorRate =>
    errorRate(genuine.filter((of) => of > distance).length, genuine.length);
  return {
    total: outcomes.length,
    auc: areaUnderCurve(genuine, impostor),
    atPolicy:
      policyDistance === null
        ? null
        : {
            distance: policyDistance,
            fmr: errorRate(impostor.filter((of) => of <= policyDistance).length, impostor.length),
            fnmr: beyond(policyDistance),
          },
    atFalseMatchRates: falseMatchRates.map((fmr) => {
      const allowed = Math.floor(fmr * impostor.length + 1e-9);
      if (allowed < 1 || genuine.length === 0) return { fmr, fnmr: null, distance: null };
      const distance = thresholdFor(allowed, impostor, genuine);
      return { fmr, fnmr: beyond(distance), distance };
    }),
  };
}

/** The score of each group that the folder names, in alphabetical order: a pair of strangers counts in the group that its row names. */
export function scoreGroups(
  outcomes: readonly FacePairOutcome[],
  policyDistance: number | null,
): readonly (FacePairScore & { readonly group: string })[] {
  const names = [...new Set(outcomes.flatMap(({ group }) => group ?? []))].sort();
  return names.map((name) => ({
    group: name,
    ...scoreFacePairs(
      outcomes.filter(({ group }) => group === name),
      policyDistance,
    ),
  }));
}

function errorRate(errors: number, pairs: number): ErrorRate {
  return {
    errors,
    pairs,
    rate: pairs === 0 ? null : errors / pairs,
    interval95: proportionInterval(errors, pairs),
  };
}

/** The largest distance that occurs at which at most `allowed` strangers are accepted; 0 where even the nearest ones tie beyond it. */
function thresholdFor(allowed: number, impostor: readonly number[], genuine: readonly number[]): number {
  const accepted = (threshold: number): number => impostor.filter((distance) => distance <= threshold).length;
  const candidates = [...impostor, ...genuine].filter(
    (distance) => Number.isFinite(distance) && accepted(distance) <= allowed,
  );
  return Math.max(0, ...candidates);
}

function areaUnderCurve(genuine: readonly number[], impostor: readonly number[]): number | null {
  if (genuine.length === 0 || impostor.length === 0) return null;
  let wins = 0;
  for (const same of genuine)
    for (const other of impostor) wins += same < other ? 1 : same === other ? 0.5 : 0;
  return wins / (genuine.length * impostor.length);
}

/** The middle value, the mean of the two middle ones of an even number; 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
