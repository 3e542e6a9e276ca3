import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crop } from '#analysis/image/crop.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { resize } from '#analysis/image/resize.ts';
import { createChance, type Chance } from '../../hard-pages/random.ts';
import { blur } from '../photograph/optics.ts';
import { drawCamera, drawPassage, expose, mustDecode, pass } from './camera.ts';
import { sample, toLight, type LightField, type Radiance } from './light.ts';
import { drawPrint, printLight, type Screening } from './print.ts';
import { bandingAt, drawScreen, screenLight, trainedGeometries } from './screen.ts';
import { drawTexture } from './textures.ts';

/** What the net is to tell, in the order of its outputs. */
export const patchClasses = ['genuine', 'screen', 'print'] as const;
export type PatchClass = (typeof patchClasses)[number];

export const patchPx = 96;

/** The people of the training; those whose pictures come with the program, so that the training can be repeated. */
const trainedPeople = ['p01', 'p02', 'p03', 'p05'] as const;

/** What patches are taken from. */
export interface Content {
  readonly image: RgbRaster;
  readonly light: LightField;
  readonly isTexture: boolean;
}

export const contentOf = (image: RgbRaster, isTexture: boolean): Content => ({
  image,
  light: toLight(image),
  isTexture,
});

/** As many as are drawn for a set of patches; each gives some dozens of patches, at other places and sizes. */
const textureCount = 150;

/** Half of the genuine patches were photographed once more as attacks are, the others only passed on: a second camera must not be the attack. */
export async function drawPatch(
  kind: PatchClass,
  contents: readonly Content[],
  chance: Chance,
): Promise<RgbRaster> {
  const passage = drawPassage(chance);
  const side = Math.ceil((patchPx + 10) / (Math.min(1, passage.scale) * passage.between)) + 2;
  const isTexture = chance.happens(0.5);
  const { image: whole, light: shown } = chance.pick(
    contents.filter((content) => content.isTexture === isTexture),
  );
  if (kind === 'genuine' && chance.happens(0.5)) {
    // Large pictures that were shrunk have edges and hair as sharp as a grid, pixel beside pixel.
    const most = Math.min(4, Math.min(whole.width, whole.height) / side);
    const factor = chance.happens(0.6) ? chance.between(1, Math.max(1, most)) : 1;
    const cut = Math.min(whole.width, whole.height, Math.round(side * factor));
    const untouched = crop(whole, {
      x: chance.whole(0, whole.width - cut),
      y: chance.whole(0, whole.height - cut),
      width: cut,
      height: cut,
    });
    const small = resize(untouched, side, side);
    const sharp = chance.happens(0.4) ? sharpened(small, chance.between(0.2, 1)) : small;
    return cutPatch(await mustDecode(await pass(sharp, passage)), chance);
  }
  const camera = drawCamera(chance);
  const unit = kind === 'genuine' ? chance.between(0.6, 1.3) : chance.between(0.35, 1.3);
  const image = expose(radianceOf(kind, shown, unit, chance), side, side, camera, chance);
  return cutPatch(await mustDecode(await pass(image, passage)), chance);
}

/** An unsharp mask, as programs that shrink pictures apply it. */
function sharpened(image: RgbRaster, strength: number): RgbRaster {
  const soft = blur(image, 0.8);
  const data = image.data.map((value, i) =>
    Math.min(255, Math.max(0, value + strength * (value - (soft.data[i] ?? 0)))),
  );
  return { ...image, data };
}

function radianceOf(kind: PatchClass, shown: LightField, unit: number, chance: Chance): Radiance {
  const turn = chance.happens(0.7) ? 0.08 * chance.normal() : chance.between(-0.5, 0.5);
  const [cos, sin] = [unit * Math.cos(turn), unit * Math.sin(turn)];
  const [centerU, centerV] = [
    chance.between(0.25, 0.75) * shown.width,
    chance.between(0.15, 0.7) * shown.height,
  ];
  const [tiltX, tiltY] = [chance.between(-4e-4, 4e-4), chance.between(-4e-4, 4e-4)];
  const place = (x: number, y: number): readonly [u: number, v: number, footprint: number] => {
    const near = 1 + tiltX * x + tiltY * y;
    return [centerU + (cos * x - sin * y) / near, centerV + (sin * x + cos * y) / near, unit / near];
  };
  const aperture = chance.between(0.75, 1.1);
  if (kind === 'genuine')
    return (x, y, out) => {
      const [u, v] = place(x, y);
      sample(shown, u, v, out);
    };
  if (kind === 'screen') {
    const screen = drawScreen(chance, trainedGeometries, drawPitch(chance));
    const light = screenLight(screen, shown, unit);
    return (x, y, out) => {
      const [u, v, footprint] = place(x, y);
      light(u, v, footprint * aperture, out);
      const rows = bandingAt(screen, y);
      for (let c = 0; c < 3; c += 1) out[c] = (out[c] ?? 0) * rows;
    };
  }
  const light = printLight(drawPrint(chance, drawScreening(chance), drawPeriod(chance)), shown, unit);
  return (x, y, out) => {
    const [u, v, footprint] = place(x, y);
    light(u, v, footprint * aperture, out);
  };
}

/** From a screen that fills little more than the picture, seen whole, to one seen from near by a camera of many pixels. */
const drawPitch = (chance: Chance): number => 0.55 * (4 / 0.55) ** chance.between(0, 1);
const drawPeriod = (chance: Chance): number => 1.3 * (8 / 1.3) ** chance.between(0, 1);
const drawScreening = (chance: Chance): Screening =>
  chance.pick(['am-dots', 'am-dots', 'am-lines', 'fm', 'fm'] as const);

function cutPatch(image: RgbRaster, chance: Chance): RgbRaster {
  return crop(image, {
    x: chance.whole(0, image.width - patchPx),
    y: chance.whole(0, image.height - patchPx),
    width: patchPx,
    height: patchPx,
  });
}

/**
 * Writes `count` patches as `models/training/recapture/train.py` reads them: `patches.bin`, RGB by rows, one after the other, and `labels.bin`, one byte
 * each, the index in {@link patchClasses}.
 */
export async function writePatches(folder: string, count: number, seed: string, root: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const contents = await Promise.all(
    trainedPeople.flatMap((person) =>
      ['selfie', 'portrait'].map(async (shot) =>
        contentOf(
          await mustDecode(await readFile(join(root, 'resources', 'samples', `${person}-${shot}.jpg`))),
          false,
        ),
      ),
    ),
  );
  for (let n = 0; n < textureCount; n += 1)
    contents.push(contentOf(drawTexture(420, 420, createChance(`texture ${seed} ${String(n)}`)), true));
  const labels = new Uint8Array(count);
  const file = await open(join(folder, 'patches.bin'), 'w');
  for (let n = 0; n < count; n += 1) {
    const chance = createChance(`recapture ${seed} ${String(n)}`);
    // Two genuine patches for one of each attack.
    labels[n] = [0, 1, 0, 2][n % 4] ?? 0;
    const patch = await drawPatch(patchClasses[labels[n] ?? 0] ?? 'genuine', contents, chance);
    await file.write(patch.data);
    if (n % 500 === 499) process.stderr.write(`\r${String(n + 1)} of ${String(count)} `);
  }
  await file.close();
  await writeFile(join(folder, 'labels.bin'), labels);
  process.stderr.write('\n');
}

export async function main(args: readonly string[], root: string): Promise<void> {
  const [folder, count = '12000', seed = '1'] = args;
  if (folder === undefined)
    throw new Error('which folder? node tools/recapture-patches.mjs <folder> [count] [seed]');
  await writePatches(folder, Number(count), seed, root);
}
