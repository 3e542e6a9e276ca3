import { readdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { faceCalibrationFile, falseMatchesAt, type FaceCalibration } from '#analysis/faces/calibration.ts';
import { findFaces } from '#analysis/faces/find-faces.ts';
import {
  measureCalibration,
  type CalibrationFace,
  type MeasuredCalibration,
} from '#analysis/faces/measure-calibration.ts';
import { proportionInterval } from '#analysis/faces/proportion-interval.ts';
import { leastInterEyePx } from '#analysis/faces/similarity.ts';
import { decodeImage } from '#analysis/image/decode.ts';
import type { ModelsHome } from '#analysis/models/locate-models.ts';
import { createModelPool, ModelUnavailableError, mustGetNet, type ModelPool } from '#analysis/models/pool.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import { oneIn } from '#shared/domain/false-match-sentence.ts';
import { InputError, type ExitCode } from '../exit-codes.ts';
import type { CommandContext } from '../run-command.ts';
import { readListed, readTable, toBoolean } from '../tables.ts';

export interface CalibrateOptions {
  readonly folder: string;
  /** Whose pictures these are, in words for an auditor. */
  readonly source: string;
  /** The file to write; by default `face-calibration.json` in the current folder. */
  readonly out?: string;
  /** Whether the analyses of this installation use it from their next start. */
  readonly install: boolean;
  readonly json: boolean;
}

/** What a folder says of who is who. */
interface LabeledSet {
  readonly files: readonly { readonly file: string; readonly person: string }[];
  /** Pairs of strangers by file, where the folder lists them; else any two people are strangers. */
  readonly pairs: readonly (readonly [string, string])[] | null;
}

const pictureEndings = new Set(['.jpg', '.jpeg', '.png', '.webp', '.avif', '.heic', '.heif', '.pdf']);

/** Counts false matches with the nets of this installation on a folder of people, and writes the calibration. */
export async function calibrateFaces(
  home: ModelsHome,
  options: CalibrateOptions,
  { output, version }: CommandContext,
): Promise<ExitCode> {
  const labeled = await readSet(options.folder);
  const pool = createModelPool({ manifest: home.manifest, folder: home.installedFolder });
  try {
    const net = await mustGetNet(pool, 'face-recognition');
    const described = await describeFaces(options.folder, labeled, pool, (done, total) => {
      if (!options.json && (done % 100 === 0 || done === total))
        output.complain(`${String(done)} of ${String(total)} pictures`);
    });
    const measured = measureCalibration(described.input);
    if (measured === undefined) {
      throw new InputError(
        `no two strangers could be compared: of ${String(labeled.files.length)} pictures ${String(described.files.length)} have a usable face`,
      );
    }
    const nets = pool
      .loaded()
      .map((loaded) => `${loaded.name} ${loaded.version}`)
      .toSorted()
      .join(', ');
    const calibration: FaceCalibration = {
      kind: 'face-calibration',
      version: 1,
      model: { name: net.name, sha256: net.sha256 },
      chain: `vidimus ${version} (${nets})`,
      measuredOn: new Date().toISOString().slice(0, 10),
      set: { source: options.source, ...measured.set },
      rows: measured.rows,
    };
    const text = `${JSON.stringify(calibration, null, 2)}\n`;
    const file = options.install
      ? join(home.installedFolder, faceCalibrationFile)
      : (options.out ?? faceCalibrationFile);
    await writeFile(file, text);
    if (options.json) output.print(text.trimEnd());
    else print(calibration, measured, described, file, output);
    return 0;
  } catch (error) {
    if (!(error instanceof ModelUnavailableError)) throw error;
    output.complain('a model is not installed; run "vidimus models install"');
    return 1;
  } finally {
    await pool.dispose();
  }
}

/** A `pairs.csv` (a, b, same), or a folder per person, or pictures of one person each; the last two also mixed. */
async function readSet(folder: string): Promise<LabeledSet> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw new InputError(`cannot read the folder ${folder}`);
  });
  if (entries.some(({ name }) => /\.csv$/i.test(name))) return readPairs(folder);
  const files: { file: string; person: string }[] = [];
  const isPicture = (name: string): boolean => pictureEndings.has(extname(name).toLowerCase());
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isFile() && isPicture(entry.name)) files.push({ file: entry.name, person: entry.name });
    if (!entry.isDirectory()) continue;
    for (const name of (await readdir(join(folder, entry.name))).sort()) {
      if (isPicture(name)) files.push({ file: join(entry.name, name), person: `${entry.name}/` });
    }
  }
  if (new Set(files.map(({ person }) => person)).size < 2) {
    throw new InputError(
      `${folder} must hold a folder of pictures for each person, or one picture of each, or a pairs.csv with the columns a, b, same`,
    );
  }
  return { files, pairs: null };
}

/** People are those that "same" joins, over any number of pairs. */
async function readPairs(folder: string): Promise<LabeledSet> {
  const rows = (await readTable(folder, 'pairs.csv', ['a', 'b', 'same'])).map((row) => ({
    a: row['a'] ?? '',
    b: row['b'] ?? '',
    isSame: toBoolean(row['same'] ?? ''),
  }));
  const leader = new Map<string, string>();
  const leaderOf = (file: string): string => {
    let at = file;
    for (let next = leader.get(at); next !== undefined && next !== at; next = leader.get(at)) at = next;
    return at;
  };
  for (const { a, b, isSame } of rows) {
    for (const file of [a, b]) if (!leader.has(file)) leader.set(file, file);
    if (isSame) leader.set(leaderOf(a), leaderOf(b));
  }
  return {
    files: [...leader.keys()].map((file) => ({ file, person: leaderOf(file) })),
    pairs: rows.filter(({ isSame }) => !isSame).map(({ a, b }) => [a, b] as const),
  };
}

interface Described {
  readonly input: { readonly faces: CalibrationFace[]; readonly pairs?: (readonly [number, number])[] };
  /** The files of the faces, in their order. */
  readonly files: readonly string[];
  readonly unopened: number;
  readonly faceless: number;
  readonly unclear: number;
  readonly crowded: number;
}

/** The face that the analysis would compare, where it would compare it: large and sharp enough for a document's portrait. */
async function describeFaces(
  folder: string,
  { files, pairs }: LabeledSet,
  pool: ModelPool,
  onProgress: (done: number, total: number) => void,
): Promise<Described> {
  const faces: CalibrationFace[] = [];
  const described: string[] = [];
  const personIds = new Map<string, number>();
  let [unopened, faceless, unclear, crowded] = [0, 0, 0, 0];
  for (const [index, { file, person }] of files.entries()) {
    const decoded = await decodeImage(await readListed(folder, file));
    if (decoded.ok) {
      const found = await findFaces(decoded.image, { pool });
      const [face] = found;
      if (face === undefined) faceless += 1;
      else if (
        face.quality.interEyePx < leastInterEyePx ||
        face.quality.sharpness < policy202611.thresholds.portraitSharpness.value
      )
        unclear += 1;
      else {
        if (found.length > 1) crowded += 1;
        const id = personIds.get(person) ?? personIds.size;
        personIds.set(person, id);
        faces.push({ person: id, embedding: face.embedding });
        described.push(file);
      }
    } else unopened += 1;
    onProgress(index + 1, files.length);
  }
  const indexOf = new Map(described.map((file, i) => [file, i]));
  const known = pairs?.flatMap(([a, b]) => {
    const [i, j] = [indexOf.get(a), indexOf.get(b)];
    return i === undefined || j === undefined ? [] : [[i, j] as const];
  });
  return {
    input: { faces, ...(known === undefined ? {} : { pairs: known }) },
    files: described,
    unopened,
    faceless,
    unclear,
    crowded,
  };
}

// What a person wants to see of up to seventy rows.
const shownDistances = [0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7];

function print(
  calibration: FaceCalibration,
  { nearest }: MeasuredCalibration,
  { files, unopened, faceless, unclear, crowded }: Described,
  file: string,
  output: CommandContext['output'],
): void {
  const { set, rows } = calibration;
  const percent = (share: number): string => `${(share * 100).toPrecision(2)} %`;
  const interval = (pair: readonly [number, number]): string => `${percent(pair[0])} to ${percent(pair[1])}`;
  // What an analyst reads of it: one more counted than was seen, pictures of the same two people as one pair.
  const toldAs = (distance: number): string => {
    const at = falseMatchesAt(calibration, distance);
    return at === null ? 'nothing' : `1 in ${oneIn(at.rate).toLocaleString('en')}`;
  };
  output.print(
    `${String(set.people)} people, ${String(set.pictures)} pictures, ${String(set.pairs)} pairs of strangers (${String(set.peoplePairs)} pairs of people)`,
  );
  if (unopened + faceless + unclear > 0) {
    output.print(
      `left out: ${String(unopened)} that are no pictures, ${String(faceless)} without a face, ${String(unclear)} too small or too blurred to be compared`,
    );
  }
  if (crowded > 0)
    output.print(`${String(crowded)} with several faces: the most prominent was taken for the person`);
  output.print('');
  output.print(
    'distance  false matches  counted   told as     95 % (Clopper–Pearson)  95 % (bootstrap over people)',
  );
  for (const distance of shownDistances) {
    const row = rows.find((candidate) => candidate.distance >= distance);
    if (row === undefined) continue;
    output.print(
      `${distance.toFixed(2).padEnd(9)} ${String(row.falseMatches).padEnd(14)} ${percent(row.rate).padEnd(9)} ${toldAs(distance).padEnd(11)} ${interval(row.interval95).padEnd(23)} ${row.bootstrap95 === null ? 'fewer than 10 people' : interval(row.bootstrap95)}`,
    );
  }
  output.print('');
  output.print('The strangers nearest to each other; one person under two names would spoil every rate:');
  for (const { a, b, distance } of nearest)
    output.print(`  ${distance.toFixed(3)}  ${files[a] ?? ''}  ${files[b] ?? ''}`);
  output.print('');
  const bound = proportionInterval(0, set.peoplePairs)[1];
  output.print(
    [
      'Pairs of strangers share people, so they say less than as many independent pairs would: read the wider interval.',
      `A set of this size shows no rate below ${percent(bound)}, and none for people who resemble each other more than these.`,
      `Written to ${file}`,
    ].join('\n'),
  );
}
