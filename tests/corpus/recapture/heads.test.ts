import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { headPx } from '#analysis/presentation/head-crop.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { createChance } from '../../hard-pages/random.ts';
import { mustDecode } from './camera.ts';
import { drawHead, headClasses, type HeadSet } from './heads.ts';
import { drawHeadwear, headwear } from './headwear.ts';
import { putBefore } from './key-portrait.ts';
import type { FaceSource } from './present.ts';

/** Ears to chin, and whatever else lies within it. */
const landmarksPx = Array.from({ length: 68 }, (_, i) => {
  const angle = Math.PI * (1 - Math.min(i, 16) / 16);
  return i < 17
    ? { x: 100 + 45 * Math.cos(angle), y: 110 + 50 * Math.sin(angle) }
    : { x: 66 + ((i * 7) % 68), y: 92 + ((i * 5) % 50) };
});
const plain = (value: number, width = 200, height = 260): RgbRaster => ({
  width,
  height,
  channels: 3,
  data: new Uint8Array(width * height * 3).fill(value),
});
const source = (person: string, value: number): FaceSource => ({
  person,
  shot: 'selfie',
  image: plain(value),
  landmarksPx,
  boxPx: { x: 55, y: 90, width: 90, height: 80 },
});
const people = [source('one', 90), source('two', 160)];
const set: HeadSet = { people, shown: people, grounds: [plain(40, 50, 60)] };

it.each(headClasses)('draws the same %s from the same seed, as large as the net takes it', async (kind) => {
  const draw = async (seed: string): Promise<RgbRaster> => drawHead(kind, set, createChance(seed));
  const one = await draw('one');
  expect([one.width, one.height]).toEqual([headPx, headPx]);
  expect(Buffer.from((await draw('one')).data).equals(Buffer.from(one.data))).toBe(true);
  expect(Buffer.from((await draw('two')).data).equals(Buffer.from(one.data))).toBe(false);
});

it('puts a portrait before another ground, without a fringe of its own about the head', async () => {
  const portrait = await mustDecode(await readFile('resources/samples/p01-portrait.jpg'));
  const { width, data } = putBefore(portrait, plain(20));
  const at = (x: number, y: number): number[] => [
    ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
  ];
  // But for the grain of the ground that was there.
  for (const level of at(10, 10)) expect(Math.abs(level - 20)).toBeLessThan(4);
  const face = (390 * width + 320) * 3;
  expect([...data.subarray(face, face + 3)]).toEqual([...portrait.data.subarray(face, face + 3)]);
  // Along a row through the hair nothing is as light as the ground was.
  for (let x = 0; x < width; x += 1) expect(Math.min(...at(x, 150))).toBeLessThan(215);
});

it.each(headwear)('draws a %s that leaves eyes, nose and mouth as they were', async (kind) => {
  const bytes = new Uint8Array(await readFile('resources/samples/p01-portrait.jpg'));
  const portrait = await mustDecode(bytes);
  const shape = landmarksPx.map(({ x, y }, i) =>
    i < 17
      ? { x: 320 + (x - 100) * 3.4, y: 330 + (y - 110) * 3.6 }
      : { x: 230 + ((i * 13) % 180), y: i < 27 ? 300 : 400 },
  );
  const worn = await mustDecode(
    await drawHeadwear(bytes, { landmarksPx: shape }, kind, createChance('worn')),
  );
  const change = (x: number, y: number): number => {
    let sum = 0;
    for (let dy = -4; dy <= 4; dy += 1)
      for (let dx = -4; dx <= 4; dx += 1) {
        const i = ((y + dy) * portrait.width + x + dx) * 3;
        sum += Math.abs((worn.data[i] ?? 0) - (portrait.data[i] ?? 0));
      }
    return sum / 81;
  };
  for (const [x, y] of [
    [320, 400],
    [320, 450],
    [270, 370],
  ] as const)
    expect(change(x, y)).toBeLessThan(8);
  let changed = 0;
  for (let y = 20; y < 780; y += 20) for (let x = 20; x < 620; x += 20) if (change(x, y) > 20) changed += 1;
  expect(changed).toBeGreaterThan(8);
});
