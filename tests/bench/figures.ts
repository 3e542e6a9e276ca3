import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Spent } from './processor-time.ts';

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
  /** ISO day of the measurement. */
  readonly day: string;
  /** The same in time of the processors, which other work on the machine changes less; where it was measured. */
  readonly processor?: {
    readonly oursMedian: number;
    readonly baselineMedian: number;
    readonly ratio: number;
  };
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

interface Taken<Value> {
  readonly ours: readonly Value[];
  readonly baseline: readonly Value[];
}

/** Measures two things turn by turn, so that what else the machine does hits both, after one turn to warm up. */
export async function takeTurns<Value>(
  runs: number,
  ours: () => Promise<Value>,
  baseline: () => Promise<Value>,
): Promise<Taken<Value>> {
  const taken = { ours: [] as Value[], baseline: [] as Value[] };
  for (let run = 0; run <= runs; run++) {
    const [a, b] = [await ours(), await baseline()];
    if (run === 0) continue;
    taken.ours.push(a);
    taken.baseline.push(b);
  }
  return taken;
}

/** {@link record} of what was spent: the clock's time, and the processors'. */
export function recordSpent(
  about: Pick<Figure, 'name' | 'ours' | 'baseline' | 'goal'>,
  taken: Taken<Spent>,
): void {
  const wall = ({ wallMs }: Spent): number => wallMs;
  const cpu = ({ cpuMs }: Spent): number[] => (cpuMs === null ? [] : [cpuMs]);
  record(
    { ...about, unit: 'ms' },
    { ours: taken.ours.map(wall), baseline: taken.baseline.map(wall) },
    { ours: taken.ours.flatMap(cpu), baseline: taken.baseline.flatMap(cpu) },
  );
}

/** Prints a figure and keeps it as the last one of its name in figures.json. */
export function record(
  about: Pick<Figure, 'name' | 'ours' | 'baseline' | 'unit' | 'goal'>,
  taken: Taken<number>,
  processor: Taken<number> = { ours: [], baseline: [] },
): void {
  const isTimed = processor.ours.length > 0 && processor.baseline.length > 0;
  const figure: Figure = {
    ...about,
    ...mediansOf(taken),
    runs: taken.ours.length,
    day: new Date().toISOString().slice(0, 10),
    ...(isTimed ? { processor: mediansOf(processor) } : {}),
  };
  const { oursMedian, baselineMedian, ratio, unit, goal } = figure;
  const verdict =
    goal === null ? '' : `, goal at most ${goal.toString()}: ${ratio <= goal ? 'met' : 'MISSED'}`;
  console.log(
    [
      figure.name,
      `  ${figure.ours}: ${oursMedian.toString()} ${unit}`,
      `  ${figure.baseline}: ${baselineMedian.toString()} ${unit}`,
      `  ratio ${ratio.toString()}${verdict} (median of ${figure.runs.toString()})`,
      ...(figure.processor === undefined
        ? []
        : [
            `  processors: ${figure.processor.oursMedian.toString()} and ${figure.processor.baselineMedian.toString()} ms, ratio ${figure.processor.ratio.toString()}`,
          ]),
    ].join('\n'),
  );
  const kept = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { figures: readonly Figure[] }).figures
    : [];
  const [cpu] = cpus();
  const machine = `${cpus().length.toString()} cores (${cpu?.model ?? 'unknown'}), Node ${process.version}, ${process.platform}`;
  const figures = [...kept.filter(({ name }) => name !== figure.name), figure];
  writeFileSync(file, `${JSON.stringify({ machine, figures }, null, 2)}\n`);
}

function mediansOf({
  ours,
  baseline,
}: Taken<number>): Pick<Figure, 'oursMedian' | 'baselineMedian' | 'ratio'> {
  const [oursMedian, baselineMedian] = [medianOf(ours), medianOf(baseline)];
  return {
    oursMedian: Number(oursMedian.toFixed(1)),
    baselineMedian: Number(baselineMedian.toFixed(1)),
    ratio: Number((oursMedian / baselineMedian).toFixed(3)),
  };
}
