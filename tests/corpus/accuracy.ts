import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { createAnalyzer, pipelineVersion, type Analyzer } from '#analysis/analyze.ts';
import { readFaceCalibration } from '#analysis/faces/calibration.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createModelPool, type ModelPool } from '#analysis/models/pool.ts';
import { createOcr, type Ocr } from '#analysis/ocr/ocr.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import { documentRequest } from '#cli/document-analysis.ts';
import { makeItem, splits, type CorpusKey, type Split } from './corpus.ts';
import { corpusDay } from './holders.ts';
import { findByContours, withOpenCv } from './measure/contour-baseline.ts';
import { coverReport, measureCoverAndSides } from './measure/cover-and-sides.ts';
import { measureFaces } from './measure/faces.ts';
import { facesReport } from './measure/faces-report.ts';
import { measureHeld } from './measure/held.ts';
import { heldReport } from './measure/held-report.ts';
import { measureLiveness } from './measure/liveness.ts';
import { measureReplays, measureTurns } from './measure/liveness-replays.ts';
import { livenessReport } from './measure/liveness-report.ts';
import { measureAttacks } from './measure/attacks.ts';
import { attacksReport } from './measure/attacks-report.ts';
import { nearPicturesReport, peopleFolderOf } from './measure/near-pictures.ts';
import { damageReport, measureDamages } from './measure/damage.ts';
import { marksReport, measureMarks } from './measure/marks.ts';
import { measureQuality } from './measure/quality.ts';
import { qualityReport } from './measure/quality-report.ts';
import { measureItem, type ItemRecord, type MeasureOptions } from './measure/measure-item.ts';
import { findingsReport, regionsReport, typesReport } from './measure/document-reports.ts';
import {
  fieldsReport,
  localizationReport,
  mrzReport,
  type NegativeRecord,
  type Report,
} from './measure/reports.ts';
import { tesseractVersion } from './measure/tesseract-baseline.ts';
import { makeNegative } from './negatives.ts';
import { levels } from './photograph/scene.ts';
import { loadResources, type CorpusResources } from './resources.ts';
import { measureZoneFonts, zoneFontReport } from './measure/zone-font.ts';
import { writeCorpus } from './write-corpus.ts';

const itemParts = ['localization', 'mrz', 'fields', 'types', 'regions', 'findings'] as const;
type ItemPart = (typeof itemParts)[number];
const parts = [
  ...itemParts,
  'marks',
  'quality',
  'cover',
  'damage',
  'zone-font',
  'faces',
  'held',
  'liveness',
  'attacks',
  'near-pictures',
] as const;
type Part = (typeof parts)[number];

const usage = `npm run accuracy -- [--only ${parts.join('|')}] [--per-level 22] [--split test] [--seed 1] [--out docs/accuracy] [--tesseract-js] [--write <folder>]
Draws fictional documents, photographs them in simulation, runs the pipeline over them and writes what came of it.
  --only       a page and what it needs, once or several times; all of them without it
  --per-level  documents of each level, easy, medium and hard (default 22: two of each kind), or pictures of each attack
  --split      tune or test: choose thresholds on tune, quote test
  --tesseract-js  also reads zones by tesseract.js, which takes several seconds a picture
  --out        where the pages go
  --write      only writes the pictures and a truth.csv for "vidimus evaluate documents" into this folder`;

/** The command `npm run accuracy`; `args` without node and script. Throws with a message for people on wrong arguments. */
export async function main(args: readonly string[], root: string): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true, default: [] },
      'per-level': { type: 'string', default: '22' },
      split: { type: 'string', default: 'test' },
      seed: { type: 'string', default: '1' },
      write: { type: 'string' },
      'tesseract-js': { type: 'boolean', default: false },
      out: { type: 'string', default: join(root, 'docs', 'accuracy') },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const perLevel = Number(values['per-level']);
  const split = splits.find((name) => name === values.split);
  const only = parts.filter((name) => values.only.includes(name));
  const isWrong = values.only.length !== only.length || split === undefined;
  if (values.help === true || isWrong || !(perLevel >= 1)) throw new Error(usage);
  const chosen: readonly Part[] = only.length === 0 ? parts : only;
  const resources = await loadResources(root);
  const key = { split, seed: values.seed };
  if (values.write !== undefined) return writeCorpus(values.write, perLevel, key, resources);
  const { analyzer, pool } = await openAnalyzer();
  await mkdir(values.out, { recursive: true });
  const config = await resolveConfig(join(root, 'docs', 'accuracy.md'));
  const keep = async ({ name, text, plots }: Report): Promise<void> => {
    const page = await format(text, { ...config, parser: 'markdown' });
    await writeFile(join(values.out, `${name}.md`), page);
    for (const { file, svg } of plots) await writeFile(join(values.out, file), svg);
    console.log(`\n${page}`);
  };
  const itemsChosen = itemParts.filter((part) => chosen.includes(part));
  if (itemsChosen.length > 0) {
    const tesseractJs = values['tesseract-js'] ? createOcr({ engine: 'tesseract.js' }) : null;
    const records = await measureItems(perLevel, key, resources, analyzer, itemsChosen, tesseractJs);
    await tesseractJs?.dispose();
    const heading = await headingOf(
      `${String(records.length)} fictional documents, ${String(perLevel)} of each level`,
      { ...key, perLevel, only, withJs: values['tesseract-js'] },
      root,
    );
    for (const part of itemsChosen) {
      if (part === 'localization') {
        const negatives = await measureNegatives(perLevel, key, resources, analyzer);
        await keep(localizationReport(records, negatives, heading));
      } else await keep(reportOf[part](records, heading));
    }
  }
  if (chosen.includes('marks')) {
    const records = await measureMarks(perLevel, key, resources, analyzer);
    const heading = await headingOf(
      `${String(3 * perLevel)} photographs of as many fictional documents`,
      { ...key, perLevel, only, withJs: values['tesseract-js'] },
      root,
    );
    await keep(marksReport(records, heading));
  }
  if (chosen.includes('quality')) {
    // Every document is photographed 35 times.
    const documents = perLevel;
    const records = await measureQuality(documents, key, resources, pool, (name) =>
      process.stderr.write(`\r${name} `),
    );
    const heading = await headingOf(
      `${String(records.length)} photographs of ${String(documents)} fictional documents for each fault`,
      { ...key, perLevel, only, withJs: values['tesseract-js'] },
      root,
    );
    await keep(qualityReport(records, heading));
  }
  if (chosen.includes('cover')) {
    const records = await measureCoverAndSides(perLevel, key, resources);
    const heading = await headingOf(
      `${String(records.covers.length)} photographs of ${String(3 * perLevel)} fictional documents`,
      { ...key, perLevel, only, withJs: values['tesseract-js'] },
      root,
    );
    await keep(coverReport(records, heading));
  }
  if (chosen.includes('damage')) {
    // Every document is photographed five times.
    const records = await measureDamages(Math.ceil(perLevel / 2), key, resources);
    const heading = await headingOf(
      `${String(records.length)} photographs of ${String(records.length / 5)} fictional documents`,
      { ...key, perLevel, only, withJs: values['tesseract-js'] },
      root,
    );
    await keep(damageReport(records, heading));
  }
  if (chosen.includes('zone-font')) {
    const records = await measureZoneFonts(perLevel, key, resources);
    const heading = await headingOf(
      `${String(records.length)} photographs of ${String(records.length / 2)} fictional documents`,
      { ...key, perLevel, only, withJs: values['tesseract-js'] },
      root,
    );
    await keep(zoneFontReport(records, heading));
  }
  if (chosen.includes('near-pictures')) await keep(await nearPicturesReport(peopleFolderOf(root)));
  if (chosen.includes('faces')) {
    const measures = await measureFaces(root, pool, (name) => process.stderr.write(`\r${name} `));
    await keep(facesReport(measures, facesHeadingOf('faces')));
  }
  if (chosen.includes('held')) {
    const measures = await measureHeld(root, key, resources, pool, (name) =>
      process.stderr.write(`\r${name} `),
    );
    const heading = await headingOf(
      `${String(measures.scenes.length)} selfies with fictional documents drawn into the hand`,
      { ...key, perLevel, only, withJs: values['tesseract-js'] },
      root,
    );
    await keep(heldReport(measures, heading));
  }
  if (chosen.includes('liveness')) {
    const records = await measureLiveness(root, pool, (name) => process.stderr.write(`\r${name} `));
    const replays = await measureReplays(root, pool, (name) => process.stderr.write(`\r${name} `));
    const turns = await measureTurns(root, pool);
    await keep(livenessReport({ records, replays, turns }, facesHeadingOf('liveness')));
  }
  if (chosen.includes('attacks')) {
    const measures = await measureAttacks(root, perLevel, pool, (name) => process.stderr.write(`\r${name} `));
    await keep(attacksReport(measures, facesHeadingOf(`attacks --per-level ${String(perLevel)}`)));
  }
  await analyzer.dispose();
}

const reportOf: Readonly<
  Record<Exclude<ItemPart, 'localization'>, (records: readonly ItemRecord[], heading: string) => Report>
> = {
  mrz: mrzReport,
  fields: fieldsReport,
  types: typesReport,
  regions: regionsReport,
  findings: findingsReport,
};

function measureItems(
  perLevel: number,
  key: Omit<CorpusKey, 'index'>,
  resources: CorpusResources,
  analyzer: Analyzer,
  chosen: readonly ItemPart[],
  tesseractJs: Ocr | null,
): Promise<ItemRecord[]> {
  return new Promise((resolve, reject) => {
    withOpenCv((cv) => {
      const options: MeasureOptions = {
        analyzer,
        contoursOf: chosen.includes('localization') ? (image) => findByContours(cv, image) : null,
        withTesseract: chosen.includes('mrz') || chosen.includes('fields'),
        tesseractJs,
      };
      measureAll(perLevel, key, resources, options).then(resolve, reject);
    });
  });
}

async function measureAll(
  perLevel: number,
  key: Omit<CorpusKey, 'index'>,
  resources: CorpusResources,
  options: MeasureOptions,
): Promise<ItemRecord[]> {
  const records: ItemRecord[] = [];
  for (const level of levels) {
    for (let index = 0; index < perLevel; index += 1) {
      const item = await makeItem(level, { ...key, index }, resources);
      records.push(await measureItem(level, item, options));
      process.stderr.write(`\r${item.name} of ${String(perLevel)} `);
    }
  }
  process.stderr.write('\n');
  return records;
}

/** What the pipeline tells of pictures without a document, as many of each level as there are documents. */
async function measureNegatives(
  perLevel: number,
  key: Omit<CorpusKey, 'index'>,
  resources: CorpusResources,
  analyzer: Analyzer,
): Promise<NegativeRecord[]> {
  const records: NegativeRecord[] = [];
  for (const level of levels) {
    for (let index = 0; index < perLevel; index += 1) {
      const { name, kind, bytes } = await makeNegative(level, { ...key, index }, resources);
      const result = await analyzer.analyze(documentRequest([{ side: 'front', bytes }], corpusDay));
      if (!result.ok) throw new Error(`the pipeline could not run: ${result.code}`);
      const isFound = (result.analysis.steps[0]?.captures[0]?.documentQuadPx ?? null) !== null;
      records.push({ level, kind, isFound });
      process.stderr.write(`\r${name} of ${String(perLevel)} `);
    }
  }
  process.stderr.write('\n');
  return records;
}

/** The pipeline as the command line runs it, in this process. */
async function openAnalyzer(): Promise<{ readonly analyzer: Analyzer; readonly pool: ModelPool }> {
  const { manifest, installedFolder } = locateModels();
  const pool = createModelPool({ manifest, folder: installedFolder });
  const calibration = readFaceCalibration(locateModels());
  const analyzer = createAnalyzer({ pool, ocr: createOcr(), policy: policy202611, calibration });
  const ready = await analyzer.warmUp();
  if (!ready.ok) throw new Error(`a model is missing (${ready.code}); run "vidimus models install"`);
  return { analyzer, pool };
}

function facesHeadingOf(what: string): string {
  return `**These numbers are of rendered people.** Written by \`npm run accuracy -- --only ${what}\`: pipeline ${pipelineVersion}, policy ${policy202611.version}.`;
}

async function headingOf(
  what: string,
  {
    split,
    seed,
    perLevel,
    only,
    withJs,
  }: { split: Split; seed: string; perLevel: number; only: readonly Part[]; withJs: boolean },
  root: string,
): Promise<string> {
  const read = async (name: string): Promise<string> => {
    const { version } = JSON.parse(
      await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8'),
    ) as { version: string };
    return `${name} ${version}`;
  };
  const versions = [
    `pipeline ${pipelineVersion}`,
    `policy ${policy202611.version}`,
    await tesseractVersion(),
    await read('@techstark/opencv-js'),
    await read('mrz'),
  ];
  const command = [
    'npm run accuracy --',
    ...only.map((part) => `--only ${part}`),
    `--per-level ${String(perLevel)} --split ${split} --seed ${seed}`,
    ...(withJs ? ['--tesseract-js'] : []),
  ].join(' ');
  return `**These numbers are of synthetic pictures**: ${what}, drawn and photographed in simulation by \`tests/corpus\` (split
\`${split}\`, seed \`${seed}\`). They compare versions and readers with each other. They do not tell how well real documents are read; for that
there is \`vidimus evaluate documents\` and pictures of your own. Written by \`${command}\`: ${versions.join(', ')}.`;
}
