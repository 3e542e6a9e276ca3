import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installModels } from '#analysis/models/install.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createModelPool, mustGetNet, type ModelPool } from '#analysis/models/pool.ts';
import { createRecaptureNet } from '#analysis/models/recapture-net.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import { measureTexture } from '#analysis/presentation/measure-texture.ts';
import { createChance } from '../../hard-pages/random.ts';
import { drawCamera, expose, mustDecode, pass } from './camera.ts';
import { toLight, type Radiance } from './light.ts';
import { drawPrint, printLight, type Screening } from './print.ts';
import { drawScreen, screenLight, type ScreenGeometry } from './screen.ts';

const { selfieScreen, selfiePrint } = policy202611.thresholds;
const face = { x: 40, y: 40, width: 320, height: 320 };

let pool: ModelPool;
beforeAll(async () => {
  const home = locateModels();
  const manifest = { models: home.manifest.models.filter(({ name }) => name === 'recapture') };
  await installModels({ home: { ...home, manifest } });
  pool = createModelPool({ folder: home.installedFolder, manifest });
});
afterAll(() => pool.dispose());

type Light = (u: number, v: number, footprint: number, out: Float32Array) => void;

/** The middle of a face that is shown, one pixel of it for each of the camera's, a little askew. */
async function measured(lightOf: (shown: ReturnType<typeof toLight>) => Light, seed: string) {
  const light = lightOf(toLight(await mustDecode(await readFile('resources/samples/p02-selfie.jpg'))));
  const radiance: Radiance = (x, y, out) => {
    light(280 + x + 0.03 * y, 420 + y - 0.03 * x, 1, out);
  };
  const chance = createChance(seed);
  const camera = {
    ...drawCamera(chance),
    blurPx: 0.4,
    denoising: 0,
    exposure: 1,
    shotNoise: 0.01,
    readNoise: 0.002,
  };
  const image = expose(radiance, 400, 400, camera, chance);
  const arrived = await mustDecode(await pass(image, { scale: 1, qualities: [90], between: 1 }));
  return measureTexture(arrived, face, createRecaptureNet(await mustGetNet(pool, 'recapture')));
}

it.each<ScreenGeometry>(['rgb-stripe', 'pentile'])(
  'a screen of %s from near by is told, and is no print',
  async (geometry) => {
    const texture = await measured(
      (shown) => screenLight(drawScreen(createChance(geometry), [geometry], 2.2), shown, 1),
      geometry,
    );
    expect(texture?.screen).toBeGreaterThanOrEqual(selfieScreen.value);
    expect(texture?.print).toBeLessThan(selfiePrint.value);
  },
);

// A fine regular grid of dots is also taken for a screen's: what a session gets is either warning.
it.each<readonly [Screening, number]>([
  ['am-dots', 5],
  ['fm', 3],
])('a print by %s from near by is told, and is no screen', async (screening, periodPx) => {
  const texture = await measured(
    (shown) =>
      printLight({ ...drawPrint(createChance(screening), screening, periodPx), crispness: 0.9 }, shown, 1),
    screening,
  );
  expect(texture?.print).toBeGreaterThanOrEqual(selfiePrint.value);
  expect(texture?.screen).toBeLessThan(selfieScreen.value);
});
