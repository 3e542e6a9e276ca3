import { join } from 'node:path';
import { expect, it } from 'vitest';
import { faults, runChaos } from '../chaos/chaos.ts';

// Real: the built intake, its PostgreSQL, SIGKILL, a disk that is full, a network that is cut. `npm run chaos` runs a hundred rounds.

it('loses and doubles nothing that it acknowledged, whatever breaks', { timeout: 300_000 }, async () => {
  const lines: string[] = [];
  const report = await runChaos({
    rounds: faults.length,
    seed: 7,
    entry: join(import.meta.dirname, '../../out/main/intake.js'),
    print: (line) => lines.push(line),
  });
  expect(report.problems, lines.join('\n')).toEqual([]);
  // What breaks outside is no bug of the intake's, and is logged as what it is.
  expect(report.unexpected).toEqual([]);
  for (const why of report.skipped) console.log(`skipped: ${why}`);
  expect(report.rounds + report.skipped.length).toBe(faults.length);
  expect(report.acknowledged).toBeGreaterThanOrEqual(report.rounds * 60);
});
