import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createAnalyzer, pipelineVersion, type Analyzer } from '#analysis/analyze.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createModelPool } from '#analysis/models/pool.ts';
import { createOcr } from '#analysis/ocr/ocr.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import { makeItem, splits, type Split } from './corpus.ts';
import { findByContours, withOpenCv } from './measure/contour-baseline.ts';
import { measureItem, type ItemRecord, type MeasureOptions } from './measure/measure-item.ts';
import {
  fieldsReport,
  findingsReport,
  localizationReport,
  mrzReport,
  typesReport,
  type Report,
} from './measure/reports.ts';
import { tesseractVersion } from './measure/tesseract-baseline.ts';
import { levels } from './photograph/scene.ts';
import { loadResources, type CorpusResources } from './resources.ts';

const parts = ['localization', 'mrz', 'fields', 'types', 'findings'] as const;
type Part = (typeof parts)[number];

const usage = `npm run accuracy -- [--only ${parts.join('|')}] [--per-level 22] [--split test] [--seed 1] [--out docs/accuracy]
Draws fictional documents, photographs them in simulation, runs the pipeline over them and writes what came of it.
  --only       one page and what it needs; all of them without it
  --per-level  documents of each level, easy, medium and hard (default 22: two of each kind)
  --split      tune or test: choose thresholds on tune, quote test
  --out        where the pages go`;

/** The command `npm run accuracy`; `args` without node and script. Throws with a message for people on wrong arguments. */
export async function main(args: readonly string[], root: string): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      'per-level': { type: 'string', default: '22' },
      split: { type: 'string', default: 'test' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string', default: join(root, 'docs', 'accuracy') },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const perLevel = Number(values['per-level']);
  const split = splits.find((name) => name === values.split);
  const only = parts.find((name) => name === values.only);
  const isWrong = (values.only !== undefined && only === undefined) || split === undefined;
  if (values.help === true || isWrong || !(perLevel >= 1)) throw new Error(usage);
  const chosen: readonly Part[] = only === undefined ? parts : [only];
  const resources = await loadResources(root);
  const analyzer = await openAnalyzer(root);
  const records = await new Promise<ItemRecord[]>((resolve, reject) => {
    withOpenCv((cv) => {
      const options: MeasureOptions = {
        analyzer,
        contoursOf: chosen.includes('localization') ? (image) => findByContours(cv, image) : null,
        withTesseract: chosen.includes('mrz') || chosen.includes('fields'),
      };
      measureAll(perLevel, split, values.seed, resources, options).then(resolve, reject);
    });
  });
  await analyzer.dispose();
  const heading = await headingOf(records, { split, seed: values.seed, perLevel, only }, root);
  await mkdir(values.out, { recursive: true });
  for (const part of chosen) {
    const report = reportOf(part)(records, heading);
    await writeFile(join(values.out, `${report.name}.md`), report.text);
    for (const { file, svg } of report.plots) await writeFile(join(values.out, file), svg);
    console.log(`\n${report.text}`);
  }
}

function reportOf(part: Part): (records: readonly ItemRecord[], heading: string) => Report {
  return {
    localization: localizationReport,
    mrz: mrzReport,
    fields: fieldsReport,
    types: typesReport,
    findings: findingsReport,
  }[part];
}

async function measureAll(
  perLevel: number,
  split: Split,
  seed: string,
  resources: CorpusResources,
  options: MeasureOptions,
): Promise<ItemRecord[]> {
  const records: ItemRecord[] = [];
  for (const level of levels) {
    for (let index = 0; index < perLevel; index += 1) {
      const item = await makeItem(level, { split, seed, index }, resources);
      records.push(await measureItem(level, item, options));
      process.stderr.write(`\r${item.name} of ${String(perLevel)} `);
    }
  }
  process.stderr.write('\n');
  return records;
}

/** The pipeline as the command line runs it, in this process. */
async function openAnalyzer(root: string): Promise<Analyzer> {
  // Our own nets as they lie in the sources: what is installed may be older.
  const { manifest, installedFolder } = locateModels({ installedFolder: join(root, 'models', 'installed') });
  const pool = createModelPool({ manifest, folder: installedFolder });
  const analyzer = createAnalyzer({ pool, ocr: createOcr(), policy: policy202611 });
  const ready = await analyzer.warmUp();
  if (!ready.ok) throw new Error(`a model is missing (${ready.code}); run "vidimus models install"`);
  return analyzer;
}

async function headingOf(
  records: readonly ItemRecord[],
  { split, seed, perLevel, only }: { split: Split; seed: string; perLevel: number; only: Part | undefined },
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
    ...(only === undefined ? [] : [`--only ${only}`]),
    `--per-level ${String(perLevel)} --split ${split} --seed ${seed}`,
  ].join(' ');
  return `**These numbers are of synthetic pictures**: ${String(records.length)} fictional documents, drawn and photographed in simulation by \`tests/corpus\` (split \`${split}\`,
seed \`${seed}\`, ${String(perLevel)} of each level). They compare versions and readers with each other. They do not tell how well real documents are read;
for that there is \`vidimus evaluate documents\` and pictures of your own. Written by \`${command}\`: ${versions.join(', ')}.`;
}
