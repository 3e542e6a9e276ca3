import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

/** One measurement beside its baseline, both taken in the same run, turn by turn. Times in milliseconds, memory in MB. */
export interface Figure {
  readonly name: string;
  readonly ours: string;
  readonly baseline: string;
  readonly unit: 'ms' | 'MB';
  readonly oursMedian: number;
  readonly baselineMedian: number;
  /** ours / baseline; noise hits both, so that this is what to quote. */
  readonly ratio: number;
  /** What ours / baseline should be at most; null where there is none. */
  readonly goal: number | null;
  readonly runs: number;
}

const file = join(import.meta.dirname, 'figures.json');

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new RangeError('no values, so no median');
  return (low + high) / 2;
}

export async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Measures two things turn by turn, so that what else the machine does hits both, after one turn to warm up. */
export async function takeTurns(
  runs: number,
  ours: () => Promise<number>,
  baseline: () => Promise<number>,
): Promise<{ readonly ours: readonly number[]; readonly baseline: readonly number[] }> {
  const taken = { ours: [] as number[], baseline: [] as number[] };
  for (let run = 0; run <= runs; run++) {
    const [a, b] = [await ours(), await baseline()];
    if (run === 0) continue;
    taken.ours.push(a);
    taken.baseline.push(b);
  }
  return taken;
}

/** Prints a figure and keeps it as the last one of its name in figures.json. */
export function record(
  about: Pick<Figure, 'name' | 'ours' | 'baseline' | 'unit' | 'goal'>,
  taken: { readonly ours: readonly number[]; readonly baseline: readonly number[] },
): void {
  const [oursMedian, baselineMedian] = [medianOf(taken.ours), medianOf(taken.baseline)];
  const ratio = oursMedian / baselineMedian;
  const figure: Figure = {
    ...about,
    oursMedian: Number(oursMedian.toFixed(1)),
    baselineMedian: Number(baselineMedian.toFixed(1)),
    ratio: Number(ratio.toFixed(3)),
    runs: taken.ours.length,
  };
  const goal =
    figure.goal === null
      ? ''
      : `, goal at most ${figure.goal.toString()}: ${ratio <= figure.goal ? 'met' : 'MISSED'}`;
  console.log(
    [
      figure.name,
      `  ${figure.ours}: ${figure.oursMedian.toString()} ${figure.unit}`,
      `  ${figure.baseline}: ${figure.baselineMedian.toString()} ${figure.unit}`,
      `  ratio ${figure.ratio.toString()}${goal} (median of ${figure.runs.toString()})`,
    ].join('\n'),
  );
  const kept = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { figures: readonly Figure[] }).figures
    : [];
  const [cpu] = cpus();
  const machine = `${cpus().length.toString()} cores (${cpu?.model ?? 'unknown'}), Node ${process.version}, ${process.platform}`;
  const figures = [...kept.filter(({ name }) => name !== figure.name), figure];
  writeFileSync(
    file,
    `${JSON.stringify({ machine, day: new Date().toISOString().slice(0, 10), figures }, null, 2)}\n`,
  );
}
