import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodeImage } from '../image/decode.ts';
import { measureTexture } from '../presentation/measure-texture.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aSelfie } from '../testing/specimen-pictures.ts';
import { installModels } from './install.ts';
import { locateModels } from './locate-models.ts';
import { createModelPool, mustGetNet, type ModelPool } from './pool.ts';
import { createRecaptureNet } from './recapture-net.ts';

let pool: ModelPool;

beforeAll(async () => {
  const home = locateModels();
  const manifest = { models: home.manifest.models.filter(({ name }) => name === 'recapture') };
  await installModels({ home: { ...home, manifest } });
  pool = createModelPool({ folder: home.installedFolder, manifest });
});
afterAll(() => pool.dispose());

it('answers as it did where it was trained (models/training/recapture/export.py)', async () => {
  const { parity } = JSON.parse(
    readFileSync(new URL('../../models/own/recapture.metrics.json', import.meta.url), 'utf8'),
  ) as { parity: readonly number[] };
  const data = new Uint8Array(96 * 96 * 3);
  for (let y = 0; y < 96; y += 1)
    for (let x = 0; x < 96; x += 1)
      for (let c = 0; c < 3; c += 1) data[(y * 96 + x) * 3 + c] = (7 * x + 13 * y + 29 * c) % 256;
  const judge = createRecaptureNet(await mustGetNet(pool, 'recapture'));
  const [odds] = await judge.run([{ width: 96, height: 96, channels: 3, data }]);
  const powers = parity.map((logit) => Math.exp(logit));
  const sum = powers.reduce((total, power) => total + power, 0);
  expect([odds?.genuine, odds?.screen, odds?.print]).toEqual(
    powers.map((power): unknown => expect.closeTo(power / sum, 3)),
  );
});

it('takes the rendered selfies for what they are', async () => {
  const judge = createRecaptureNet(await mustGetNet(pool, 'recapture'));
  for (const person of ['p01', 'p02', 'p03', 'p05']) {
    const decoded = await decodeImage(await aSelfie(person));
    if (!decoded.ok) throw new Error(decoded.code);
    const face = { x: 300, y: 380, width: 350, height: 450 };
    const measured = await measureTexture(decoded.image, face, judge);
    expect(measured?.screen).toBeLessThan(policy202611.thresholds.selfieScreen.value);
    expect(measured?.print).toBeLessThan(policy202611.thresholds.selfiePrint.value);
  }
});
