import { parseArgs } from 'node:util';
import { decodeImage } from '#analysis/image/decode.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createMrzLineNet } from '#analysis/models/mrz-line-net.ts';
import { createModelPool, mustGetNet, ModelUnavailableError, type ModelPool } from '#analysis/models/pool.ts';
import { readMrz } from '#analysis/mrz/read-mrz.ts';
import { daySchema } from '#shared/domain/ids.ts';
import { InputError, type ExitCode } from '../exit-codes.ts';
import { scoreMrz, type MrzOutcome } from '../evaluation.ts';
import type { Command, CommandContext } from '../run-command.ts';
import { readListed, readTable } from '../tables.ts';
import { toZoneLines } from '../zone-truth.ts';
import { evaluateDocuments } from './evaluate-documents.ts';
import { evaluateFacePairs } from './evaluate-face-pairs.ts';

const usage = `vidimus evaluate mrz <folder> [--json]         truth.csv: file,line1,line2,line3 or file,mrz (format NONE, or no line: no zone)
vidimus evaluate face-pairs <folder> [--json]  pairs.csv: a,b,same and, where known, group
vidimus evaluate documents <folder> [--json] [--today <day>]
  truth.csv: file and what is known, of document,side,type,country,corners,format,line1,line2,line3,barcode and fields such as
  viz:surname or birth-date; see docs/accuracy/truth-csv.md
The folder holds one CSV file and the pictures that it names.`;

/** Measures the readers of this installation on pictures whose truth is known. */
export const evaluateCommand: Command = async (args, context) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      today: { type: 'string', default: new Date().toISOString().slice(0, 10) },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    context.output.print(usage);
    return 0;
  }
  const [kind, folder] = positionals;
  if ((kind !== 'mrz' && kind !== 'face-pairs' && kind !== 'documents') || folder === undefined)
    throw new InputError(`evaluate wants a kind and a folder\n${usage}`);
  const day = daySchema.safeParse(values.today);
  if (!day.success) throw new InputError(`"${values.today}" is not a day; write it as 2026-11-25`);
  const { manifest, installedFolder } = locateModels();
  const pool = createModelPool({ manifest, folder: installedFolder });
  try {
    if (kind === 'documents')
      return await evaluateDocuments(folder, pool, { asJson: values.json, referenceDay: day.data }, context);
    return kind === 'mrz'
      ? await evaluateMrz(folder, pool, values.json, context)
      : await evaluateFacePairs(folder, pool, values.json, context);
  } catch (error) {
    if (!(error instanceof ModelUnavailableError)) throw error;
    context.output.complain('a model is not installed; run "vidimus models install"');
    return 1;
  } finally {
    await pool.dispose();
  }
};

async function evaluateMrz(
  folder: string,
  pool: ModelPool,
  asJson: boolean,
  { output }: CommandContext,
): Promise<ExitCode> {
  const rows = await readTable(folder, 'truth.csv', ['file']);
  if (!rows.some((row) => (toZoneLines(row) ?? []).length > 0))
    output.complain(
      'no row of truth.csv labels a zone; its lines stand in line1, line2, line3 or together in mrz',
    );
  const recognizer = createMrzLineNet(await mustGetNet(pool, 'mrz-line'));
  const outcomes: MrzOutcome[] = [];
  for (const row of rows) {
    const file = row['file'] ?? '';
    const isLabeled = (row['format'] ?? '') !== '';
    const expected = toZoneLines(row);
    if (expected === null && isLabeled) {
      output.complain(`${file} is not measured: it has a format but no line of its zone`);
      continue;
    }
    const bytes = await readListed(folder, file);
    const startedAt = performance.now();
    const decoded = await decodeImage(bytes);
    const found = decoded.ok ? await readMrz(decoded.image, recognizer, { referenceDate: new Date() }) : null;
    const isRead = found?.kind === 'read';
    outcomes.push({
      file,
      expected: expected ?? [],
      read: isRead ? found.lines.map(({ text }) => text) : null,
      allCheckDigitsValid: isRead && found.checkDigits.every(({ valid }) => valid),
      ms: performance.now() - startedAt,
    });
  }
  const score = scoreMrz(outcomes);
  if (asJson) {
    output.print(JSON.stringify(score, null, 2));
    return 0;
  }
  for (const { file, ok, read, expected } of score.files) {
    output.print(`${output.paint(ok ? 'green' : 'red', ok ? '✓' : '✗')} ${file}`);
    if (!ok) {
      for (const line of expected) output.print(`    expected ${line}`);
      for (const line of read ?? ['nothing']) output.print(`    read     ${line}`);
    }
  }
  output.print(
    [
      '',
      `${String(score.exact)} of ${String(score.total)} exact, ${(score.characterAccuracy * 100).toFixed(2)} % of characters, ${String(score.checkDigitsValid)} with every check digit valid`,
      `${String(score.silentErrors)} wrong with every check digit valid, ${String(score.readsOnNegatives)} read where there is none, median ${String(score.medianMs)} ms`,
    ].join('\n'),
  );
  return 0;
}
