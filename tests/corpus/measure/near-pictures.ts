import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { hammingDistance, hashPicture } from '#analysis/image/perceptual-hash.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { aHolder, aSpecimen } from '#analysis/testing/specimen-pictures.ts';
import { nearPictureBits } from '#shared/domain/near-pictures.ts';
import { table, type Report } from './reports.ts';
import { inPercent, share } from './statistics.ts';

interface Hashes {
  readonly coarse: string;
  readonly fine: string;
}

/** Pictures that look alike by their kind: within one, any two are of different people or documents. */
interface Kind {
  readonly name: string;
  readonly pictures: readonly Buffer[];
}

/** What happens to a picture that is sent a second time. */
const changes: Readonly<Record<string, (picture: Sharp, size: { width: number; height: number }) => Sharp>> =
  {
    'JPEG, quality 85': (picture) => picture.jpeg({ quality: 85 }),
    'JPEG, quality 40': (picture) => picture.jpeg({ quality: 40 }),
    'half the size': (picture, { width }) => picture.resize(Math.round(width / 2)),
    'a third of the size, quality 60': (picture, { width }) =>
      picture.resize(Math.round(width / 3)).jpeg({ quality: 60 }),
    'a tenth lighter': (picture) => picture.modulate({ brightness: 1.1 }),
    'cut by 1 % on each side': cut(0.01),
    'cut by 3 % on each side': cut(0.03),
  };

function cut(part: number) {
  return (picture: Sharp, { width, height }: { width: number; height: number }): Sharp => {
    const [left, top] = [Math.round(width * part), Math.round(height * part)];
    return picture.extract({ left, top, width: width - 2 * left, height: height - 2 * top });
  };
}

/** All rendered people where they lie beside the repository; those four that are in it otherwise. */
export function peopleFolderOf(root: string): string {
  const all = join(root, '..', 'shared', 'samples', 'people');
  return existsSync(all) ? all : join(root, 'resources', 'samples');
}

async function hashesOf(bytes: Buffer): Promise<Hashes> {
  const { data, info } = await sharp(bytes)
    .removeAlpha()
    .toColorspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const raster: RgbRaster = { width: info.width, height: info.height, channels: 3, data };
  return hashPicture(raster);
}

/** Documents of one layout and one way of being photographed, each of somebody else: what is most alike without being the same. */
async function documents(seeds: (i: number) => number): Promise<readonly Buffer[]> {
  const people = ['p01', 'p02', 'p03', 'p05'];
  const made: Buffer[] = [];
  for (let i = 0; i < 20; i += 1)
    made.push(
      Buffer.from(
        await aSpecimen({
          portraitOf: people[i % people.length] ?? 'p01',
          seed: seeds(i),
          holder: {
            ...aHolder,
            surname: ['ERIKSSON', 'BRANDT', 'REYES', 'OKAFOR', 'LI'][i % 5] ?? 'X',
            givenNames: ['ANNA', 'JONAS', 'LUCIA', 'CHIDI', 'WEI', 'MARTA', 'PAUL'][i % 7] ?? 'X',
            documentNumber: `U${(10_000_000 + i * 1_234_567).toString().slice(0, 8)}`,
          },
        }),
      ),
    );
  return made;
}

async function people(folder: string, files: RegExp): Promise<readonly Buffer[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => files.test(name)).sort();
  return Promise.all(names.map((name) => readFile(join(folder, name))));
}

/**
 * How many pictures that were sent again, changed a little, are told to be the same, and how many different ones. The people are rendered and
 * do not exist; `samples` is the folder with all of them.
 */
export async function nearPicturesReport(samples: string): Promise<Report> {
  const kinds: readonly Kind[] = [
    { name: 'portraits', pictures: await people(samples, /portrait\.jpg$/) },
    { name: 'selfies', pictures: await people(samples, /selfie(?:-a)?\.jpg$/) },
    { name: 'documents, one layout, one pose', pictures: await documents(() => 11) },
    { name: 'documents, one layout, other poses', pictures: await documents((i) => i + 1) },
  ];
  // Of one person each, minutes apart: not the same picture either.
  const again = await people(samples, /selfie-b\.jpg$/);
  const rows: (string | number)[][] = [];
  const genuine: { change: string; coarse: number; fine: number }[] = [];
  const spread: (string | number)[][] = [];
  for (const { name, pictures } of kinds) {
    const own = await Promise.all(pictures.map(hashesOf));
    for (const [i, bytes] of pictures.entries()) {
      const { width, height } = await sharp(bytes).metadata();
      for (const [change, apply] of Object.entries(changes)) {
        const changed = await hashesOf(
          await apply(sharp(bytes), { width, height }).jpeg({ quality: 90 }).toBuffer(),
        );
        const mine = own[i];
        if (mine !== undefined) genuine.push({ change, ...apart(mine, changed) });
      }
    }
    addRow(
      name,
      own.flatMap((a, i) => own.slice(i + 1).map((b) => apart(a, b))),
    );
    if (name === 'selfies') {
      const others = await Promise.all(again.map(hashesOf));
      addRow(
        'two selfies of one person',
        own.flatMap((a, i) => (others[i] === undefined ? [] : [apart(a, others[i])])),
      );
    }
  }
  function addRow(name: string, strangers: readonly ReturnType<typeof apart>[]): void {
    const least = (of: 'coarse' | 'fine'): number => Math.min(...strangers.map((pair) => pair[of]));
    rows.push([
      name,
      strangers.length,
      inPercent(
        share(strangers.filter(({ coarse }) => coarse <= nearPictureBits.coarse).length, strangers.length),
      ),
      inPercent(share(strangers.filter(isNear).length, strangers.length)),
      `${least('coarse').toString()} and ${least('fine').toString()}`,
    ]);
  }
  for (const change of Object.keys(changes)) {
    const pairs = genuine.filter((pair) => pair.change === change);
    spread.push([
      change,
      pairs.length,
      inPercent(share(pairs.filter(isNear).length, pairs.length)),
      `${Math.max(...pairs.map(({ coarse }) => coarse)).toString()} and ${Math.max(...pairs.map(({ fine }) => fine)).toString()}`,
    ]);
  }
  const { coarse, fine } = nearPictureBits;
  return {
    name: 'near-pictures',
    plots: [],
    text: `# Pictures that are sent a second time

What the history tells by "nearly the same picture": a picture whose coarse hash differs in at most ${coarse.toString()} of 64 bits and whose fine hash in at most ${fine.toString()} of 256
from that of another session (\`src-analysis/image/perceptual-hash.ts\`). The same file, byte by byte, is another finding and not counted here.
**Rendered people, drawn documents, changes by a program**: how often real pictures come back, and how changed, is not known from this. Intervals
are those of Clopper and Pearson, 95 %; pairs share pictures, so that the true ones are wider.

## Found again

${table(['what was changed', 'pictures', 'told to be the same', 'most bits, coarse and fine'], spread)}

## Different pictures of one kind

Of the documents each is of another holder, with one of four portraits; in "one pose" they are photographed the same to the pixel, as no camera
does it and a scanner nearly does.

${table(['pictures', 'pairs', 'near by the coarse hash alone', 'told to be the same', 'least bits, coarse and fine'], rows)}
`,
  };
}

function apart(a: Hashes, b: Hashes): { readonly coarse: number; readonly fine: number } {
  return { coarse: hammingDistance(a.coarse, b.coarse), fine: hammingDistance(a.fine, b.fine) };
}

function isNear({ coarse, fine }: { readonly coarse: number; readonly fine: number }): boolean {
  return coarse <= nearPictureBits.coarse && fine <= nearPictureBits.fine;
}
