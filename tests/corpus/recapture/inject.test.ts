import { expect, it } from 'vitest';
import { toGray } from '#analysis/image/gray.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { createChance } from '../../hard-pages/random.ts';
import { injectFace, type Injection } from './blend.ts';
import { processByPlaces } from './phone.ts';
import type { FaceSource } from './present.ts';

const gray = (valueAt: (x: number, y: number) => number, width = 480, height = 640): RgbRaster => ({
  width,
  height,
  channels: 3,
  data: Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const at = Math.floor(i / 3);
    return valueAt(at % width, Math.floor(at / width));
  }),
});

/** The mean size of the diagonal difference within a square. */
function grainIn(image: RgbRaster, [left, top, side]: readonly [number, number, number]): number {
  const { data, width } = toGray(image);
  let sum = 0;
  for (let y = top; y < top + side; y += 1)
    for (let x = left; x < left + side; x += 1) {
      const at = y * width + x;
      sum += Math.abs(
        (data[at] ?? 0) - (data[at + 1] ?? 0) - (data[at + width] ?? 0) + (data[at + width + 1] ?? 0),
      );
    }
  return sum / side ** 2;
}

/** A gray wall with the landmarks of a face in its middle. */
const wall: FaceSource = {
  person: 'p00',
  shot: 'wall',
  image: gray(() => 140),
  boxPx: { x: 140, y: 200, width: 200, height: 240 },
  landmarksPx: Array.from({ length: 68 }, (_, i) =>
    i < 17
      ? { x: 240 - 95 * Math.cos((Math.PI * i) / 16), y: 310 + 120 * Math.sin((Math.PI * i) / 16) }
      : i < 27
        ? { x: 175 + (i - 17) * 14, y: 270 }
        : { x: 200 + ((i * 7) % 80), y: 300 + (i % 5) * 20 },
  ),
};

async function grainOfFaceAndGround(how: Injection): Promise<readonly [face: number, ground: number]> {
  // A seed whose camera has noise to be seen.
  const image = await injectFace(wall, wall, how, createChance('wall 2'));
  const side = Math.round(0.12 * image.width);
  const [x, y] = [Math.round(image.width / 2 - side / 2), Math.round(image.height / 2)];
  return [grainIn(image, [x, y, side]), grainIn(image, [4, 4, side])];
}

it('a generated face has less grain than the picture it is put into, and with grain laid on about as much', async () => {
  const [generated, around] = await grainOfFaceAndGround('generated');
  expect(around).toBeGreaterThan(3);
  expect(generated).toBeLessThan(0.5 * around);
  const [grained, beside] = await grainOfFaceAndGround('grained');
  expect(grained).toBeGreaterThan(0.4 * beside);
  expect(grained).toBeLessThan(1.6 * beside);
});

it('a picture worked on by places keeps what is of middle brightness, and lifts what is dark', () => {
  const halves = gray((x) => (x < 240 ? 130 : 40));
  const worked = processByPlaces(halves, 60, createChance('phone'));
  const valueAt = (x: number): number => worked.data[(320 * 480 + x) * 3] ?? 0;
  expect(Math.abs(valueAt(40) - 130)).toBeLessThan(4);
  expect(valueAt(440)).toBeGreaterThan(44);
});
