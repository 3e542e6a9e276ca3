import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Face } from '#analysis/faces/face.ts';
import { findFaces } from '#analysis/faces/find-faces.ts';
import { crop } from '#analysis/image/crop.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { resize } from '#analysis/image/resize.ts';
import { fitSimilarity } from '#analysis/image/warp.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createModelPool, type ModelPool } from '#analysis/models/pool.ts';
import { readFont } from '#analysis/samples/outlines-of-text.ts';
import { headPx, headSquare, inGray } from '#analysis/presentation/head-crop.ts';
import { boundsOf, type Point, type Quad } from '#shared/domain/geometry.ts';
import { homographyToQuad } from '#shared/domain/homography.ts';
import { must } from '#shared/lib/invariant.ts';
import { createChance, type Chance } from '../../hard-pages/random.ts';
import { covered, covers } from '../measure/face-covers.ts';
import { findPeople } from '../measure/faces.ts';
import { drawGround } from '../photograph/grounds.ts';
import { blur } from '../photograph/optics.ts';
import { warpTo } from './blend.ts';
import { drawPassage, mustDecode, pass } from './camera.ts';
import { drawHeadwear, headwear } from './headwear.ts';
import { putBefore } from './key-portrait.ts';
import { sample, toLight } from './light.ts';
import { cutOutBefore, drawCutOut, drawMoldedMask, moldedMaskOn, toShownBy, type ToWorn } from './masks.ts';
import {
  nearHeadOf,
  paperMaskOn,
  photographSurface,
  type FaceSource,
  type Surface,
  type View,
} from './present.ts';
import { drawPrint, type Print, type Screening } from './print.ts';
import { drawTexture } from './textures.ts';

/** What the net for heads is to tell, in the order of its outputs. */
export const headClasses = ['genuine', 'cut-out', 'mask'] as const;
export type HeadClass = (typeof headClasses)[number];

/** Those whose pictures come with the program, or are held out to measure the training by. */
export const peopleOf = {
  train: ['p01', 'p02', 'p03', 'p05'],
  held: ['p04', 'p06', 'p07', 'p08'],
} as const;

/** What heads are drawn from: the same for genuine ones and for attacks, so that neither scenery nor clothes tell them apart. */
export interface HeadSet {
  /** People before rooms as rendered and before drawn grounds, some with hats, glasses, scarves or hands before their faces. */
  readonly people: readonly FaceSource[];
  /** The same without what hides them, for prints and likenesses. */
  readonly shown: readonly FaceSource[];
  /** What a cut-out that nobody wears is held before. */
  readonly grounds: readonly RgbRaster[];
}

/** Faces are made so large, in pixels of the larger side of their landmarks' bounds: the crop of the net is no finer. */
const facePx = 150;

/** A head as the net takes it, its picture taken, passed on and cropped as the program does it. */
export async function drawHead(kind: HeadClass, set: HeadSet, chance: Chance): Promise<RgbRaster> {
  const wearer = chance.pick(set.people);
  // Often one's own picture: whose face goes with whose clothes must not be what is learned of so few people.
  const isOwn = chance.happens(0.45);
  const shown = chance.pick(set.shown.filter(({ person }) => (person === wearer.person) === isOwn));
  const side = chance.whole(160, 280);
  const view = viewOf(kind === 'cut-out' ? shown : wearer, side, chance);
  const [surface, seenBy] =
    kind === 'genuine'
      ? [surfaceOf(wearer.image), view]
      : kind === 'mask'
        ? [drawMask(shown, wearer, view.unit, chance), view]
        : chance.happens(0.5)
          ? [before(chance.pick(set.grounds), shown, view.unit, chance), view]
          : worn(shown, wearer, viewOf(wearer, side, chance), chance);
  const passage = drawPassage(chance);
  const taken = photographSurface(surface, seenBy, chance);
  const arrived = await mustDecode(await pass(taken, { ...passage, scale: Math.max(0.6, passage.scale) }));
  return cutByFrame(resize(arrived, headPx, headPx), chance);
}

/** A cut-out that nobody wears; what it is held before is as large as the picture that was printed. */
function before(ground: RgbRaster, shown: FaceSource, unit: number, chance: Chance): Surface {
  const behind = resize(ground, shown.image.width, shown.image.height);
  return drawCutOutBefore(shown, behind, (x, y) => [x, y], unit, 1, chance);
}

function worn(shown: FaceSource, holder: FaceSource, view: View, chance: Chance): readonly [Surface, View] {
  const { a, b } = fitSimilarity(holder.landmarksPx, shown.landmarksPx);
  const larger = chance.between(0.8, 1);
  const toShown = toShownBy(holder.landmarksPx, shown.landmarksPx, larger);
  const scale = Math.hypot(a, b) * larger;
  return [drawCutOutBefore(shown, holder.image, toShown, view.unit, scale, chance), view];
}

const surfaceOf = (image: RgbRaster): Surface => {
  const field = toLight(image);
  return (u, v, out) => {
    sample(field, u, v, out);
  };
};

function drawPrintOf(chance: Chance): Print {
  const screening: Screening = chance.pick([
    'am-dots',
    'am-lines',
    'fm',
    'continuous',
    'continuous',
  ] as const);
  return drawPrint(chance, screening, 0.25 * (3 / 0.25) ** chance.between(0, 1));
}

function drawCutOutBefore(
  shown: FaceSource,
  behind: RgbRaster,
  toShown: ToWorn,
  unit: number,
  scale: number,
  chance: Chance,
): Surface {
  return cutOutBefore(shown, drawCutOut(shown, drawPrintOf(chance), chance), behind, toShown, {
    unit,
    scale,
  });
}

function drawMask(likeness: FaceSource, wearer: FaceSource, unit: number, chance: Chance): Surface {
  const toLikeness = gridded(warpTo(wearer.landmarksPx, likeness.landmarksPx), wearer);
  return chance.happens(0.45)
    ? paperMaskOn(likeness, wearer, drawPrintOf(chance), unit, toLikeness, chance.between(0.6, 0.9))
    : moldedMaskOn(likeness, wearer, drawMoldedMask(chance), toLikeness, chance);
}

/** A warp by knots every few pixels, bilinear between them: many times as fast. */
function gridded(warp: ToWorn, wearer: FaceSource): ToWorn {
  const step = 5;
  const [columns, rows] = [
    Math.ceil(wearer.image.width / step) + 2,
    Math.ceil(wearer.image.height / step) + 2,
  ];
  const isNear = nearHeadOf(wearer);
  const knots = new Float32Array(columns * rows * 2);
  for (let row = 0, at = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1, at += 2)
      knots.set(isNear(column * step, row * step) ? warp(column * step, row * step) : [-1e6, -1e6], at);
  return (x, y) => {
    const [gx, gy] = [
      Math.min(columns - 2, Math.max(0, x / step)),
      Math.min(rows - 2, Math.max(0, y / step)),
    ];
    const [column, row] = [gx | 0, gy | 0];
    const [fx, fy] = [gx - column, gy - row];
    const at = (row * columns + column) * 2;
    const below = at + columns * 2;
    const mixed = (c: number): number => {
      const upper = (knots[at + c] ?? 0) * (1 - fx) + (knots[at + 2 + c] ?? 0) * fx;
      const lower = (knots[below + c] ?? 0) * (1 - fx) + (knots[below + 2 + c] ?? 0) * fx;
      return upper + (lower - upper) * fy;
    };
    return [mixed(0), mixed(1)];
  };
}

/** A square camera that sees what the program will crop, as surely as landmarks are found. */
function viewOf({ landmarksPx }: FaceSource, side: number, chance: Chance): View {
  const square = headSquare(landmarksPx);
  const seen = square.width * chance.between(0.88, 1.14);
  const center = {
    x: square.x + square.width * (0.5 + 0.03 * chance.normal()),
    y: square.y + square.height * (0.5 + 0.03 * chance.normal()),
  };
  const turn = 0.11 * chance.normal();
  const corner = (sx: number, sy: number): Point => {
    const [x, y] = [
      sx * (seen / 2) * (1 + 0.03 * chance.normal()),
      sy * (seen / 2) * (1 + 0.03 * chance.normal()),
    ];
    return {
      x: center.x + x * Math.cos(turn) - y * Math.sin(turn),
      y: center.y + x * Math.sin(turn) + y * Math.cos(turn),
    };
  };
  const quad: Quad = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
  const [m0, m1, m2, m3, m4, m5, m6, m7] = must(homographyToQuad(side, side, quad), 'a view');
  return {
    width: side,
    height: side,
    unit: seen / side,
    place: (x, y) => {
      const w = 1 / (m6 * x + m7 * y + 1);
      return [(m0 * x + m1 * y + m2) * w, (m3 * x + m4 * y + m5) * w];
    },
  };
}

/** The picture may end beside the head: what is beyond is gray then, whatever it shows. */
function cutByFrame(image: RgbRaster, chance: Chance): RgbRaster {
  const cut = (): number => (chance.happens(0.2) ? chance.whole(1, Math.round(0.22 * headPx)) : 0);
  const [left, right, top, bottom] = [cut(), cut(), cut(), cut()];
  const part = crop(image, {
    x: left,
    y: top,
    width: headPx - left - right,
    height: headPx - top - bottom,
  });
  return inGray(part, left, top);
}

const groundCount = 24;
const grounds = [
  'plain',
  'wood',
  'cloth',
  'stone',
  'tiles',
  'checks',
  'print',
  'desk',
  'room',
  'room',
] as const;

/** The people as rendered, their portraits before drawn grounds, and both with drawings before the face. */
export async function loadHeads(
  root: string,
  chosen: readonly string[],
  pool: ModelPool,
  seed: string,
): Promise<HeadSet> {
  const chance = createChance(`heads ${seed}`);
  const font = readFont(await readFile(join(root, 'resources', 'fonts', 'inter-500.ttf')));
  const made: RgbRaster[] = [];
  for (let n = 0; n < groundCount; n += 1) {
    const kind = n % 2 === 0 ? null : chance.pick(grounds);
    const ground =
      kind === null
        ? drawTexture(400, 500, chance)
        : drawGround(kind, 400, 500, { paper: [200, 200, 190], font }, chance);
    made.push(chance.happens(0.6) ? blur(ground, chance.between(0.5, 5)) : ground);
  }
  const taken = (await findPeople(root)).pictures.filter(
    ({ person, shot }) => chosen.includes(person) && shot !== 'selfie-card' && shot !== 'older',
  );
  // Behind somebody there may be others.
  for (const { shot, file } of taken)
    if (shot.startsWith('selfie')) {
      const other = await mustDecode(new Uint8Array(await readFile(file)));
      const [x, y] = [chance.between(0, 0.5) * other.width, chance.between(0, 0.4) * other.height];
      made.push(crop(other, { x, y, width: 0.5 * other.width, height: 0.5 * other.height }));
    }
  const shown: FaceSource[] = [];
  const people: FaceSource[] = [];
  for (const { person, shot, file } of taken) {
    const bytes = new Uint8Array(await readFile(file));
    const image = await mustDecode(bytes);
    const face = must((await findFaces(image, { pool }))[0], `a face on ${person} ${shot}`);
    const add = (to: FaceSource[], picture: RgbRaster): void => {
      to.push(sourceOf(person, shot, picture, face));
    };
    const behind = (picture: RgbRaster): RgbRaster =>
      shot === 'portrait' && chance.happens(0.85) ? putBefore(picture, chance.pick(made)) : picture;
    const isFromFront = !shot.startsWith('turn');
    if (isFromFront) add(shown, image);
    add(people, image);
    if (shot === 'portrait')
      for (let n = 0; n < 8; n += 1) {
        const composed = putBefore(image, chance.pick(made));
        add(people, composed);
        if (n < 3) add(shown, composed);
      }
    for (let n = 0; n < (isFromFront ? 3 : 1); n += 1)
      add(people, behind(await mustDecode(await drawHeadwear(bytes, face, chance.pick(headwear), chance))));
    for (let n = 0; n < (isFromFront ? 2 : 1); n += 1)
      add(
        people,
        behind(await mustDecode(await covered(bytes, face, chance.pick(covers), chance.whole(1, 1e6)))),
      );
  }
  return { people, shown, grounds: made };
}

/** A picture at the size at which heads are drawn, mirrored for half of them by the training. */
function sourceOf(person: string, shot: string, image: RgbRaster, face: Face): FaceSource {
  const bounds = boundsOf(face.landmarksPx);
  const scale = Math.min(1, facePx / Math.max(bounds.width, bounds.height));
  const small = resize(image, Math.round(image.width * scale), Math.round(image.height * scale));
  const [sx, sy] = [small.width / image.width, small.height / image.height];
  const { x, y, width, height } = face.boxPx;
  return {
    person,
    shot,
    image: small,
    boxPx: { x: x * sx, y: y * sy, width: width * sx, height: height * sy },
    landmarksPx: face.landmarksPx.map((point) => ({ x: point.x * sx, y: point.y * sy })),
  };
}

/**
 * Writes `count` heads as `models/training/heads/train.py` reads them: `heads.bin`, RGB by rows, one after the other, and `labels.bin`, one byte
 * each, the index in {@link headClasses}.
 */
export async function writeHeads(folder: string, count: number, seed: string, set: HeadSet): Promise<void> {
  await mkdir(folder, { recursive: true });
  const labels = new Uint8Array(count);
  const file = await open(join(folder, 'heads.bin'), 'w');
  for (let n = 0; n < count; n += 1) {
    // Two genuine ones for one of each attack.
    labels[n] = [0, 1, 0, 2][n % 4] ?? 0;
    const head = await drawHead(
      headClasses[labels[n] ?? 0] ?? 'genuine',
      set,
      createChance(`head ${seed} ${String(n)}`),
    );
    await file.write(head.data);
    if (n % 200 === 199) process.stderr.write(`${String(n + 1)} of ${String(count)}\n`);
  }
  await file.close();
  await writeFile(join(folder, 'labels.bin'), labels);
}

export async function main(args: readonly string[], root: string): Promise<void> {
  const [folder, count = '3200', seed = '1', who = 'train'] = args;
  if (folder === undefined || (who !== 'train' && who !== 'held'))
    throw new Error('which folder? node tools/presented-heads.mjs <folder> [count] [seed] [train|held]');
  const home = locateModels({ startFolder: root });
  const pool = createModelPool({ folder: home.installedFolder, manifest: home.manifest });
  try {
    await writeHeads(folder, Number(count), seed, await loadHeads(root, peopleOf[who], pool, seed));
  } finally {
    await pool.dispose();
  }
}
