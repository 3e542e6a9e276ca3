import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { createChance } from '../../hard-pages/random.ts';
import { swapFace } from './blend.ts';
import { drawCamera, expose, mustDecode } from './camera.ts';
import { sample, toCode, toLight } from './light.ts';
import { contentOf, drawPatch, patchClasses, patchPx } from './patches.ts';
import { drawPrint, printLight } from './print.ts';
import { drawScreen, screenLight, type ScreenGeometry } from './screen.ts';
import { drawTexture } from './textures.ts';

const hashOf = ({ data }: RgbRaster): string => createHash('sha256').update(data).digest('hex');
const plain = (value: number, side = 64): RgbRaster => ({
  width: side,
  height: side,
  channels: 3,
  data: new Uint8Array(side * side * 3).fill(value),
});

it('draws the same patch from the same seed, and another from another', async () => {
  const contents = [
    contentOf(drawTexture(300, 300, createChance('content')), true),
    contentOf(plain(120, 300), false),
  ];
  for (const kind of patchClasses) {
    const draw = async (seed: string): Promise<string> =>
      hashOf(await drawPatch(kind, contents, createChance(seed)));
    expect(await draw('one')).toBe(await draw('one'));
    expect(await draw('one')).not.toBe(await draw('two'));
    const { width, height } = await drawPatch(kind, contents, createChance('one'));
    expect([width, height]).toEqual([patchPx, patchPx]);
  }
});

it('goes to linear light and back without loss', () => {
  const all = Uint8Array.from({ length: 256 * 3 }, (_, i) => Math.floor(i / 3));
  const { data } = toLight({ width: 256, height: 1, channels: 3, data: all });
  expect([...data].map((light) => Math.round(toCode(light)))).toEqual([...all]);
});

it.each<ScreenGeometry>(['rgb-stripe', 'bgr-stripe', 'turned-stripe', 'pentile', 's-stripe'])(
  'a screen of %s gives as much light as the picture it shows, and shows its grid to a close camera alone',
  (geometry) => {
    const shown = toLight(plain(188));
    const screen = {
      ...drawScreen(createChance('screen'), [geometry], 1),
      gamma: 1,
      tint: [1, 1, 1] as const,
      ambient: 0,
      blackLevel: 0,
    };
    const light = screenLight(screen, shown, 1);
    const over = (footprint: number): { mean: number; spread: number } => {
      const [out, values] = [new Float32Array(3), [] as number[]];
      for (let i = 0; i < 900; i += 1) {
        light(20 + (i % 30) / 15, 20 + Math.floor(i / 30) / 15, footprint, out);
        values.push(out[1] ?? 0);
      }
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return { mean, spread: Math.max(...values) - Math.min(...values) };
    };
    const expected = shown.data[0] ?? 0;
    expect(over(0.2).mean).toBeCloseTo(expected, 1);
    expect(over(0.2).spread).toBeGreaterThan(0.5 * expected);
    expect(over(4).spread).toBeLessThan(0.3 * expected);
  },
);

it.each(['am-dots', 'am-lines', 'fm'] as const)(
  'a print by %s is made of dots and keeps the tone about',
  (screening) => {
    const printed = toLight(plain(150));
    const print = {
      ...drawPrint(createChance('print'), screening, 4),
      crispness: 1,
      black: 0,
      fiber: { depth: 0, sizePx: 1 },
      stripes: { depth: 0, periodPx: 10 },
      paper: [1, 1, 1] as const,
    };
    const light = printLight(print, printed, 1);
    const [out, values] = [new Float32Array(3), [] as number[]];
    for (let i = 0; i < 3600; i += 1) {
      light(2 + (i % 60), 2 + Math.floor(i / 60), 1, out);
      values.push(out[1] ?? 0);
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean - (printed.data[0] ?? 0))).toBeLessThan(0.12);
    expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(0.4);
  },
);

it('a camera keeps a plain wall plain, but for its noise', () => {
  const wall = toLight(plain(128));
  const camera = {
    ...drawCamera(createChance('camera')),
    exposure: 1,
    balance: [1, 1, 1] as const,
    toneCurve: 0,
    shotNoise: 0.002,
    readNoise: 0.001,
  };
  const image = expose(
    (x, y, out) => {
      sample(wall, x, y, out);
    },
    40,
    40,
    camera,
    createChance('noise'),
  );
  for (const value of image.data) expect(Math.abs(value - 128)).toBeLessThan(14);
});

it('blends a face in within its own contour and leaves the rest as it was', async () => {
  const image = await mustDecode(await readFile('resources/samples/p01-portrait.jpg'));
  const oval = Array.from({ length: 68 }, (_, i) => ({
    x: 320 + 130 * Math.cos((Math.PI * (16 - Math.min(i, 16))) / 16 + 0) * (i < 17 ? 1 : 0.6),
    y: 330 + (i < 17 ? 170 * Math.sin((Math.PI * i) / 16) : i < 27 ? -20 : 40 + i),
  }));
  const source = {
    person: 'p01',
    shot: 'portrait',
    image,
    landmarksPx: oval,
    boxPx: { x: 190, y: 250, width: 260, height: 300 },
  };
  const swapped = swapFace(source, source, createChance('blend'));
  const differs = (x: number, y: number): boolean =>
    [0, 1, 2].some(
      (c) => swapped.data[(y * image.width + x) * 3 + c] !== image.data[(y * image.width + x) * 3 + c],
    );
  expect(differs(20, 20) || differs(620, 780)).toBe(false);
  let changed = 0;
  for (let y = 330; y < 450; y += 5) for (let x = 260; x < 380; x += 5) if (differs(x, y)) changed += 1;
  expect(changed).toBeGreaterThan(100);
});
