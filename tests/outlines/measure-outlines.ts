import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { locateDocument } from '#analysis/features/locate-document.ts';
import { decodeImage } from '#analysis/image/decode.ts';
import { shrinkNatively } from '#analysis/image/resize-natively.ts';
import { findDocuments, findLongSidePx } from '#analysis/locate/find-documents.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createModelPool, mustGetNet, type Net } from '#analysis/models/pool.ts';
import { parseCsv } from '#analysis/people-import/csv.ts';
import { quadOverlap } from '#cli/quad-overlap.ts';
import type { Point, Quad } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import { makeItem } from '../corpus/corpus.ts';
import { findByContours, withOpenCv } from '../corpus/measure/contour-baseline.ts';
import { levels } from '../corpus/photograph/scene.ts';
import { loadResources } from '../corpus/resources.ts';

interface Picture {
  readonly name: string;
  readonly group: string;
  readonly bytes: Uint8Array;
  /** Corners of every document; none in a picture without one. */
  readonly quads: readonly Quad[];
}

interface Outcome {
  readonly name: string;
  readonly group: string;
  readonly ours: number;
  readonly contours: number;
}

const usage =
  'node tools/measure-outlines.mjs <folder with truth.csv> | --corpus <documents a level> [--each]';

/**
 * How well outlines are found by the net and by edges alone, without a zone or a portrait to help: intersection over union within the
 * picture, against OpenCV.js' contours in the same run; nothing found counts as 0. Of a folder (`truth.csv`: file, group, x0 to y3 in
 * pixels, a row per document, no corners where there is none; `models/training/locate/draw_pages.py` makes one), or of the corpus' split
 * for tests.
 */
export async function main(words: readonly string[], root: string): Promise<void> {
  const [first, count] = words;
  if (first === undefined) throw new Error(usage);
  const pictures = first === '--corpus' ? fromCorpus(Number(count), root) : fromFolder(first);
  // Our own net as it lies in the sources: what is installed may be older.
  const folder = join(root, 'models', 'own');
  const pool = createModelPool({ manifest: locateModels().manifest, folder, intraOpThreads: 1 });
  const net = await mustGetNet(pool, 'document-outline');
  await new Promise<void>((resolve, reject) => {
    withOpenCv((cv) => {
      measure(pictures, net, (image) => findByContours(cv, image), words.includes('--each')).then(
        resolve,
        reject,
      );
    });
  });
  await pool.dispose();
}

async function* fromFolder(folder: string): AsyncGenerator<Picture> {
  const quadsOf = new Map<string, { group: string; quads: Quad[] }>();
  for (const row of parseCsv(await readFile(join(folder, 'truth.csv'), 'utf8'))) {
    const file = must(row['file'], 'a file in the table');
    const entry = quadsOf.get(file) ?? { group: row['group'] ?? '', quads: [] };
    const at = (k: 0 | 1 | 2 | 3): Point => ({ x: Number(row[`x${k}`]), y: Number(row[`y${k}`]) });
    if ((row['x0'] ?? '') !== '') entry.quads.push([at(0), at(1), at(2), at(3)]);
    quadsOf.set(file, entry);
  }
  for (const [name, { group, quads }] of quadsOf) {
    yield { name, group, quads, bytes: await readFile(join(folder, name)) };
  }
}

async function* fromCorpus(documents: number, root: string): AsyncGenerator<Picture> {
  const resources = await loadResources(root);
  for (const level of levels) {
    for (let index = 0; index < documents; index += 1) {
      const { pictures } = await makeItem(level, { split: 'test', seed: '1', index }, resources);
      for (const { name, bytes, quadPx, otherQuadsPx } of pictures) {
        yield { name, group: level, bytes, quads: [quadPx, ...otherQuadsPx] };
      }
    }
  }
}

async function measure(
  pictures: AsyncIterable<Picture>,
  net: Net,
  contoursOf: (image: Parameters<typeof findByContours>[1]) => Quad | null,
  tellEach: boolean,
): Promise<void> {
  const outcomes: Outcome[] = [];
  const times: number[] = [];
  let [empty, falselyFound] = [0, 0];
  for await (const { name, group, bytes, quads } of pictures) {
    const decoded = await decodeImage(bytes);
    if (!decoded.ok) throw new Error(`${name}: ${decoded.code}`);
    const { image } = decoded;
    const startedAt = performance.now();
    const shrunk = await shrinkNatively(image, findLongSidePx);
    const seen = await findDocuments(shrunk.image, net);
    const located = locateDocument(image, {}, shrunk, seen);
    times.push(performance.now() - startedAt);
    const how =
      located.kind === 'found' ? `${located.source} ${located.confidence.toFixed(2)}` : located.reason;
    const found = located.kind === 'found' ? [located.quad, ...located.others] : [];
    if (quads.length === 0) {
      empty += 1;
      falselyFound += found.length > 0 ? 1 : 0;
      if (tellEach) console.log(`${name}: no document; ${how}`);
      continue;
    }
    const contours = contoursOf(image);
    const baseline = contours === null ? [] : [contours];
    for (const truth of quads) {
      const best = (candidates: readonly Quad[]): number =>
        Math.max(0, ...candidates.map((candidate) => quadOverlap(candidate, truth, image)));
      const outcome = { name, group, ours: best(found), contours: best(baseline) };
      outcomes.push(outcome);
      if (tellEach)
        console.log(`${name}: ${outcome.ours.toFixed(4)}, contours ${outcome.contours.toFixed(4)}; ${how}`);
    }
  }
  console.log(
    "| group | documents | mean IoU | least | below 0.9 | contours' mean IoU | (1 - IoU), ours over theirs |",
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  const groups = [...new Set(outcomes.map(({ group }) => group))];
  for (const group of [...groups, 'all']) {
    const some = outcomes.filter((outcome) => group === 'all' || outcome.group === group);
    const mean = (of: (outcome: Outcome) => number): number =>
      some.reduce((sum, outcome) => sum + of(outcome), 0) / some.length;
    const [ours, contours] = [mean((outcome) => outcome.ours), mean((outcome) => outcome.contours)];
    const cells = [
      group,
      some.length,
      ours.toFixed(4),
      Math.min(...some.map((outcome) => outcome.ours)).toFixed(3),
      some.filter((outcome) => outcome.ours < 0.9).length,
      contours.toFixed(4),
      ((1 - ours) / (1 - contours)).toFixed(3),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
  console.log(`found where there is no document: ${falselyFound} of ${empty}`);
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  console.log(`median of shrinking, net, sides and choice: ${median.toFixed(0)} ms, one thread`);
}
