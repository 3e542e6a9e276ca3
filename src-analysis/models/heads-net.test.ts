import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { headPx } from '../presentation/head-crop.ts';
import { judgeHead } from './heads-net.ts';
import { installModels } from './install.ts';
import { locateModels } from './locate-models.ts';
import { createModelPool, mustGetNet, type ModelPool } from './pool.ts';

let pool: ModelPool;

beforeAll(async () => {
  const home = locateModels();
  const manifest = { models: home.manifest.models.filter(({ name }) => name === 'heads') };
  await installModels({ home: { ...home, manifest } });
  pool = createModelPool({ folder: home.installedFolder, manifest });
});
afterAll(() => pool.dispose());

function drawn(valueAt: (x: number, y: number, c: number) => number) {
  const data = new Uint8Array(headPx * headPx * 3);
  for (let y = 0; y < headPx; y += 1)
    for (let x = 0; x < headPx; x += 1)
      for (let c = 0; c < 3; c += 1) data[(y * headPx + x) * 3 + c] = valueAt(x, y, c);
  return { width: headPx, height: headPx, channels: 3, data } as const;
}

it('answers as it did where it was trained (models/training/heads/export.py)', async () => {
  const { parity } = JSON.parse(
    readFileSync(new URL('../../models/own/heads.metrics.json', import.meta.url), 'utf8'),
  ) as { parity: readonly number[] };
  const odds = await judgeHead(
    await mustGetNet(pool, 'heads'),
    drawn((x, y, c) => (7 * x + 13 * y + 29 * c) % 256),
  );
  const powers = parity.map((logit) => Math.exp(logit));
  const sum = powers.reduce((total, power) => total + power, 0);
  expect([odds.genuine, odds.cutOut, odds.mask]).toEqual(
    powers.map((power): unknown => expect.closeTo(power / sum, 3)),
  );
});

it('gives the net planes of red, green and blue, and makes shares of its logits', async () => {
  let seen: Float32Array = new Float32Array();
  const net = {
    run({ x }: Readonly<Record<string, { readonly data: Float32Array }>>) {
      seen = x?.data ?? seen;
      return Promise.resolve({ logits: { data: Float32Array.of(0, Math.log(2), 0), dims: [1, 3] } });
    },
  };
  const odds = await judgeHead(
    net,
    drawn((_x, _y, c) => [10, 20, 30][c] ?? 0),
  );
  const plane = headPx * headPx;
  expect([seen[0], seen[plane], seen[2 * plane], seen.length]).toEqual([10, 20, 30, 3 * plane]);
  expect(odds.cutOut).toBeCloseTo(0.5);
});

it('does not read an answer of another shape', async () => {
  const net = { run: () => Promise.resolve({ logits: { data: Float32Array.of(0, 1), dims: [1, 2] } }) };
  await expect(
    judgeHead(
      net,
      drawn(() => 0),
    ),
  ).rejects.toThrow('another shape');
});
