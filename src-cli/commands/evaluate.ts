import { parseArgs } from 'node:util';
import { findFaces } from '#analysis/faces/find-faces.ts';
import { euclideanDistance } from '#analysis/faces/similarity.ts';
import { decodeImage } from '#analysis/image/decode.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createMrzLineNet } from '#analysis/models/mrz-line-net.ts';
import { createModelPool, mustGetNet, ModelUnavailableError, type ModelPool } from '#analysis/models/pool.ts';
import { readMrz } from '#analysis/mrz/read-mrz.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import { daySchema } from '#shared/domain/ids.ts';
import { InputError, type ExitCode } from '../exit-codes.ts';
import { median, scoreFacePairs, scoreMrz, type FacePairOutcome, type MrzOutcome } from '../evaluation.ts';
import type { Command, CommandContext } from '../run-command.ts';
import { readListed, readTable, toBoolean } from '../tables.ts';
import { toZoneLines } from '../zone-truth.ts';
import { evaluateDocuments } from './evaluate-documents.ts';

const usage = `vidimus evaluate mrz <folder> [--json]         truth.csv: file,line1,line2,line3 or file,mrz (format NONE, or no line: no zone)
vidimus evaluate face-pairs <folder> [--json]  pairs.csv: a,b,same
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

async function evaluateFacePairs(
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
    // A face that was not found is a rejection: further than any other pair.
    const distance = a && b ? euclideanDistance(a, b) : Infinity;
    return { isSame: toBoolean(row['same'] ?? ''), distance };
  });
  const score = {
    ...scoreFacePairs(outcomes, policy202611.thresholds.faceMatchDistance.value),
    detectionFailures: [...templates.values()].filter((template) => template === null).length,
    medianMs: Math.round(median(times)),
  };
  const { total, detectionFailures, auc, accuracyAtPolicy, fmr, medianMs } = score;
  if (asJson) {
    output.print(JSON.stringify({ total, detectionFailures, auc, accuracyAtPolicy, fmr, medianMs }, null, 2));
    return 0;
  }
  output.print(
    `${String(total)} pairs, ${String(detectionFailures)} pictures without a face, AUC ${auc === null ? 'unknown' : auc.toFixed(4)}, ${(accuracyAtPolicy * 100).toFixed(1)} % right at the policy's threshold, median ${String(medianMs)} ms per picture`,
  );
  for (const { at, fnmr, threshold } of fmr) {
    output.print(
      fnmr === null
        ? `  false matches ${String(at)}: too few pairs of strangers to say`
        : `  false matches ${String(at)}: ${(fnmr * 100).toFixed(1)} % false non-matches at distance ${threshold?.toFixed(3) ?? ''}`,
    );
  }
  return 0;
}
