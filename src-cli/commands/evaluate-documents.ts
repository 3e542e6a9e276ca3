import { createAnalyzer } from '#analysis/analyze.ts';
import { readFaceCalibration } from '#analysis/faces/calibration.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import type { ModelPool } from '#analysis/models/pool.ts';
import { createOcr } from '#analysis/ocr/ocr.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import { openDivisionCodes, registriesFolder } from '#analysis/registries/division-codes.ts';
import { documentRequest } from '../document-analysis.ts';
import { scoreDocument, type DocumentOutcome } from '../document-evaluation.ts';
import { summarize, type DocumentSummary, type Share } from '../document-summary.ts';
import { knownColumns, toLabeledDocuments, unknownColumns } from '../document-truth.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import type { CommandContext } from '../run-command.ts';
import { mustReadAll, readListed, readTable } from '../tables.ts';
import { isZoneExact } from '../zone-truth.ts';

/**
 * Runs the whole pipeline over the documents of a folder and holds it against their labels. `referenceDay` is the ISO day that ages and
 * expiry are told against.
 */
export async function evaluateDocuments(
  folder: string,
  pool: ModelPool,
  { asJson, referenceDay }: { readonly asJson: boolean; readonly referenceDay: string },
  { output, env }: CommandContext,
): Promise<ExitCode> {
  const rows = await readTable(folder, 'truth.csv', ['file']);
  const unknown = unknownColumns(rows).map((column) => `"${column}"`);
  if (unknown.length > 0) output.complain(`not measured: the columns ${unknown.join(', ')}; ${knownColumns}`);
  const truths = toLabeledDocuments(rows);
  await mustReadAll(
    folder,
    truths.flatMap(({ pictures }) => pictures.map(({ file }) => file)),
  );
  const analyzer = createAnalyzer({
    pool,
    ocr: createOcr(),
    policy: policy202611,
    calibration: readFaceCalibration(locateModels()),
    divisionCodes: openDivisionCodes(registriesFolder(env)),
  });
  const outcomes: DocumentOutcome[] = [];
  for (const truth of truths) {
    const pictures = await Promise.all(
      truth.pictures.map(async ({ file, side }) => ({ side, bytes: await readListed(folder, file) })),
    );
    const request = documentRequest(pictures, referenceDay);
    const result = await analyzer.analyze(request);
    if (!result.ok) {
      output.complain(`the pipeline could not run (${result.code}); run "vidimus models install"`);
      return 1;
    }
    const outcome = scoreDocument(
      truth,
      result.analysis,
      request.captures.map(({ captureId }) => captureId),
    );
    outcomes.push(outcome);
    // It counts, as a document of which nothing was told: who labels it has a picture that nobody could use.
    for (const { side, refusal } of result.analysis.steps.flatMap(({ captures }) => captures))
      if (refusal !== null)
        output.complain(
          `${truth.pictures.find((picture) => picture.side === side)?.file ?? truth.name} cannot be opened (${refusal}); what it is labeled with counts as not told`,
        );
    if (!asJson) printDocument(outcome, output);
  }
  const summary = summarize(outcomes);
  if (asJson) output.print(JSON.stringify({ ...summary, outcomes }, null, 2));
  else printSummary(summary, output);
  return 0;
}

/** One line of a document, and one for everything that is not as it is labeled. */
function printDocument(outcome: DocumentOutcome, output: Output): void {
  const wrong: string[] = [];
  for (const [what, pair] of [
    ['type', outcome.type],
    ['country', outcome.country],
  ] as const) {
    if (pair !== null && pair.expected !== pair.told)
      wrong.push(`${what} is ${pair.expected}, told ${pair.told === '' ? 'none' : pair.told}`);
  }
  for (const { file, overlap } of outcome.outlines)
    if (overlap < 0.95)
      wrong.push(`outline of ${file}: ${overlap === 0 ? 'not found' : `overlap ${overlap.toFixed(3)}`}`);
  if (outcome.mrz !== null && !isZoneExact(outcome.mrz.expected, outcome.mrz.read)) {
    for (const line of outcome.mrz.expected) wrong.push(`zone is   ${line}`);
    for (const line of outcome.mrz.read ?? ['nothing']) wrong.push(`zone read ${line}`);
  }
  for (const { name, source, value, told, isRight } of outcome.fields)
    if (!isRight)
      wrong.push(
        `${name}${source === 'any' ? '' : ` (${source})`} is ${value}, ${told === null ? 'not told' : `told ${told}`}`,
      );
  for (const { isRight } of outcome.barcodes) if (!isRight) wrong.push('barcode not read');
  output.print(
    `${output.paint(wrong.length === 0 ? 'green' : 'red', wrong.length === 0 ? '✓' : '✗')} ${outcome.name}`,
  );
  for (const line of wrong) output.print(`    ${line}`);
}

function printSummary(summary: DocumentSummary, output: Output): void {
  const { outline, mrz } = summary;
  const line = (title: string, share: Share): string[] =>
    share.n === 0 ? [] : [`${title.padEnd(34)} ${inWords(share)}`];
  const lines = [
    '',
    `${String(summary.documents)} documents, median ${String(summary.medianMs)} ms; shares with their 95 % intervals`,
    ...line('type', summary.type),
    ...line('country', summary.country),
    ...(outline.meanOverlap === null
      ? []
      : [`${'outline, mean overlap'.padEnd(34)} ${outline.meanOverlap.toFixed(4)}`]),
    ...line('outline, overlap from 0.95', outline.overlapFrom95),
    ...line('outline, the right way up', outline.upright),
    ...line('zone exact', mrz.exact),
    ...(mrz.characterAccuracy === null
      ? []
      : [`${'zone, characters'.padEnd(34)} ${(100 * mrz.characterAccuracy).toFixed(2)} %`]),
    ...line('zone wrong, check digits valid', mrz.silentErrors),
    ...line('zone read where there is none', mrz.readWhereThereIsNone),
    ...summary.fields.flatMap(({ name, source, ...share }) =>
      line(source === 'any' ? name : `${name} (${source})`, share).map(
        (text) => `${text}, ${String(share.toldWrong)} told wrong`,
      ),
    ),
    ...line('barcode', summary.barcodes),
    '',
    'checks that failed, of the documents they ran on:',
    ...summary.findings.flatMap(({ id, failed, warnings }) =>
      line(id, failed).map((text) => `${text}, ${String(warnings)} warned`),
    ),
  ];
  output.print(lines.join('\n'));
}

function inWords({ hits, n, low, high }: Share): string {
  const percent = (part: number): string => (100 * part).toFixed(1);
  return `${String(hits)} of ${String(n)}, ${percent(hits / n)} % (${percent(low)} to ${percent(high)})`;
}
