import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeImage } from '#analysis/image/decode.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createMrzLineNet } from '#analysis/models/mrz-line-net.ts';
import { createModelPool, mustGetNet } from '#analysis/models/pool.ts';
import { readMrz } from '#analysis/mrz/read-mrz.ts';
import { parseCsv } from '#analysis/people-import/csv.ts';
import { type MrzOutcome, scoreMrz } from '#cli/evaluation.ts';
import { must } from '#shared/lib/invariant.ts';

/** Reads every page of the folder's truth.csv and prints what went wrong and a table by group, the first word of the file's name. */
export async function scoreGroups(folder: string, root: string): Promise<void> {
  // Our own net as it lies in the sources: what is installed may be older.
  const ownFolder = join(root, 'models', 'own');
  const pool = createModelPool({ manifest: locateModels().manifest, folder: ownFolder, intraOpThreads: 1 });
  const recognizer = createMrzLineNet(await mustGetNet(pool, 'mrz-line'));
  const groups = new Map<string, MrzOutcome[]>();
  for (const row of parseCsv(await readFile(join(folder, 'truth.csv'), 'utf8'))) {
    const file = must(row['file'], 'a file in the table');
    const expected = ['line1', 'line2', 'line3'].map((name) => row[name] ?? '').filter((line) => line !== '');
    const startedAt = performance.now();
    const image = await decodeImage(await readFile(join(folder, file)));
    // A fixed day, so that the same pages always score the same.
    const referenceDate = new Date('2026-11-25T00:00:00Z');
    const found = image.ok ? await readMrz(image.image, recognizer, { referenceDate }) : null;
    const isRead = found?.kind === 'read';
    const outcome: MrzOutcome = {
      file,
      expected,
      read: isRead ? found.lines.map(({ text }) => text) : null,
      allCheckDigitsValid: isRead && found.checkDigits.every(({ valid }) => valid),
      ms: performance.now() - startedAt,
    };
    if (outcome.read?.join() !== expected.join() && (expected.length > 0 || outcome.read !== null)) {
      console.log(`${file}${outcome.allCheckDigitsValid ? ' SILENT' : ''}`);
      for (const line of expected) console.log(`  ${line}`);
      for (const line of outcome.read ?? [found?.kind ?? 'not an image']) console.log(`  ${line}`);
    }
    const group = file.split('-')[0] ?? '';
    groups.set(group, [...(groups.get(group) ?? []), outcome]);
  }
  await pool.dispose();
  const all = [...groups.values()].flat();
  console.log('| group | pages | exact | characters | silent errors | read where there is none | median |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const [group, outcomes] of [...groups, ['all', all] as const]) {
    const { total, exact, characterAccuracy, silentErrors, readsOnNegatives, medianMs } = scoreMrz(outcomes);
    const share = `${(characterAccuracy * 100).toFixed(1)} %`;
    console.log(
      `| ${[group, total, exact, share, silentErrors, readsOnNegatives, `${medianMs} ms`].join(' | ')} |`,
    );
  }
}
