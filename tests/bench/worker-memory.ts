import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { locateModels } from '#analysis/models/locate-models.ts';
import { aCaptureInput, aRequest } from '#analysis/testing/specimen-pictures.ts';
import { createAnalysisHost } from '#analysis/worker/analysis-host.ts';
import { forkAnalysisWorker } from '#analysis/worker/fork-analysis-worker.ts';
import { idCardAndSelfie, passportAndSelfie } from '#shared/domain/scenario.ts';
import { makeItem } from '../corpus/corpus.ts';
import { colors, toSvg } from '../corpus/measure/plot.ts';
import { documentKinds } from '../corpus/page-truth.ts';
import { loadResources } from '../corpus/resources.ts';
import { medianOf } from './figures.ts';
import { residentMegabytes } from './processor-time.ts';

/**
 * `npm run bench:memory [-- --documents 500 --plot <file.svg>]`: documents of every kind of the corpus, each with a selfie, one after the other
 * through one analysis worker as the product starts it, and how much memory it and its children take. Fails where that is more than the
 * issue allows or goes on growing.
 */

/** What the issue allows the worker. */
const mostMegabytes = 700;
/** From the second round of the documents to the last: more is a leak, less is the heap's own to and fro. */
const mostGrowth = 0.05;
/** A run of Tesseract takes some hundred milliseconds. */
const sampleMs = 50;
/** What a phone's camera gives, in pixels of the long side; one document in so many is that large. */
const phoneLongSidePx = 4000;
const phoneEvery = 10;

interface Sample {
  readonly documents: number;
  /** After the document, and the most while it was analyzed; in MB. */
  readonly after: number;
  readonly most: number;
  /** The most of worker and children together. */
  readonly mostWithChildren: number;
}

/** The pictures of a document, in the order of its sides. */
type Pictures = readonly Uint8Array[];

/** The command; `args` without node and script. Sets the exit code where the verdict is bad. */
export async function main(args: readonly string[], root: string): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { documents: { type: 'string', default: '500' }, plot: { type: 'string' } },
  });
  const count = Number(values.documents);
  if (!(count >= 100)) throw new Error('--documents takes a number of 100 and more: three rounds');
  if (process.platform !== 'linux') throw new Error('memory is read from /proc, which only Linux has');
  const drawn = await drawDocuments(root);
  const selfie = await readFile(join(root, 'resources', 'samples', 'p01-selfie.jpg'));
  let pid = 0;
  let starts = 0;
  const host = createAnalysisHost({
    spawn: () => {
      const child = forkAnalysisWorker(join(root, 'out', 'main', 'analysis-worker.js'));
      pid = child.pid ?? 0;
      starts += 1;
      return child;
    },
    modelsFolder: locateModels().installedFolder,
    // Memory is measured here, and a machine with other work may take longer than the product would wait.
    timeoutMs: 600_000,
  });
  const samples: Sample[] = [];
  try {
    await host.warmUp();
    for (let document = 0; document < count; document += 1) {
      samples.push(await analyzed(drawn[document % drawn.length] ?? []));
      const last = samples.at(-1);
      if (last !== undefined && last.documents % 25 === 0)
        console.log(
          `${last.documents.toString()} documents: ${last.after.toFixed(0)} MB, at most ${last.most.toFixed(0)}, with children ${last.mostWithChildren.toFixed(0)}`,
        );
    }
  } finally {
    host.close();
  }
  if (starts !== 1) throw new Error(`the worker was started ${starts.toString()} times: it died on the way`);
  conclude(samples, drawn.length);
  if (values.plot !== undefined) await writeFile(values.plot, plotOf(samples));

  async function analyzed(pictures: Pictures): Promise<Sample> {
    let [most, mostWithChildren] = [0, 0];
    const look = (): number => {
      const { own, withChildren } = residentMegabytes(pid);
      most = Math.max(most, own);
      mostWithChildren = Math.max(mostWithChildren, withChildren);
      return own;
    };
    const timer = setInterval(look, sampleMs);
    const scenario = pictures.length > 1 ? idCardAndSelfie : passportAndSelfie;
    const sides = (['front', 'back'] as const).slice(0, pictures.length);
    const captures = sides.map((side, index) => aCaptureInput(side, pictures[index] ?? new Uint8Array()));
    const request = aRequest([...captures, aCaptureInput('selfie', selfie)], { scenario });
    const reply = await host.analyze(request, { signal: new AbortController().signal });
    clearInterval(timer);
    if (!reply.ok) throw new Error(`document ${(samples.length + 1).toString()}: ${reply.code}`);
    const after = look();
    return { documents: samples.length + 1, after, most, mostWithChildren };
  }
}

/** Three of each kind, as different as the corpus has them; every tenth as large as a phone makes it. */
async function drawDocuments(root: string): Promise<readonly Pictures[]> {
  const resources = await loadResources(root);
  const drawn: Pictures[] = [];
  for (const level of ['easy', 'medium', 'hard'] as const) {
    for (const index of documentKinds.keys()) {
      const { pictures } = await makeItem(level, { split: 'tune', seed: '1', index }, resources);
      const isLarge = drawn.length % phoneEvery === 0;
      drawn.push(
        await Promise.all(pictures.map(({ bytes }) => (isLarge ? enlarged(bytes) : Promise.resolve(bytes)))),
      );
    }
  }
  return drawn;
}

function enlarged(bytes: Uint8Array): Promise<Uint8Array> {
  return sharp(bytes).resize({ width: phoneLongSidePx }).jpeg({ quality: 90 }).toBuffer();
}

/** Whole rounds are compared, since each document takes another amount of memory. */
function conclude(samples: readonly Sample[], round: number): void {
  const middleOf = (from: number): number =>
    medianOf(samples.slice(from, from + round).map(({ after }) => after));
  const [second, last] = [middleOf(round), middleOf(samples.length - round)];
  const growth = last / second - 1;
  const most = Math.max(...samples.map((sample) => sample.most));
  const together = Math.max(...samples.map((sample) => sample.mostWithChildren));
  const isSmall = most <= mostMegabytes;
  const isFlat = growth <= mostGrowth;
  console.log(
    [
      `${samples.length.toString()} documents in one worker`,
      `  at most ${most.toFixed(0)} MB, with children ${together.toFixed(0)} MB; goal at most ${mostMegabytes.toString()} MB: ${isSmall ? 'met' : 'MISSED'}`,
      `  after a document, medians: ${second.toFixed(0)} MB in the second round of ${round.toString()}, ${last.toFixed(0)} MB in the last, ${(growth * 100).toFixed(1)} %: ${isFlat ? 'flat' : 'GROWING'}`,
    ].join('\n'),
  );
  if (!isSmall || !isFlat) process.exitCode = 1;
}

function plotOf(samples: readonly Sample[]): string {
  const count = samples.length;
  const top = Math.ceil(Math.max(800, ...samples.map((sample) => sample.mostWithChildren)) / 200) * 200;
  const curve = (name: string, color: string, of: (sample: Sample) => number, dashed = false) => ({
    name,
    color,
    dashed,
    points: samples.map((sample) => [sample.documents, of(sample)] as const),
  });
  return toSvg({
    title: `Memory of the analysis worker over ${count.toString()} documents`,
    x: { title: 'documents', from: 0, to: count, ticks: [0, 1, 2, 3, 4, 5].map((k) => (k * count) / 5) },
    y: {
      title: 'resident MB',
      from: 0,
      to: top,
      ticks: Array.from({ length: top / 200 + 1 }, (_, k) => k * 200),
    },
    curves: [
      curve('most, with children', colors[7], (sample) => sample.mostWithChildren),
      curve('most', colors[1], (sample) => sample.most),
      curve('after a document', colors[0], (sample) => sample.after),
      {
        name: 'allowed',
        color: colors[4],
        dashed: true,
        points: [
          [0, mostMegabytes],
          [count, mostMegabytes],
        ],
      },
    ],
  });
}
