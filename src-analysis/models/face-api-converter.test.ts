import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { convertFaceApiNet, faceApiNets, isFaceApiNetName } from './face-api-converter.ts';
import { locateModels } from './locate-models.ts';

const folder = join(
  dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')),
  'model',
);

function sourceOf(name: keyof typeof faceApiNets): { manifest: unknown; shard: Uint8Array } {
  const stem = join(folder, faceApiNets[name].weights);
  return {
    manifest: JSON.parse(readFileSync(`${stem}-weights_manifest.json`, 'utf8')),
    shard: readFileSync(`${stem}.bin`),
  };
}

const converted = locateModels().manifest.models.filter(({ source }) => source.kind === 'npm');

it.each(converted)('converts $name to the very bytes the manifest names', ({ name, sha256 }) => {
  if (!isFaceApiNetName(name)) throw new Error(name);
  const { manifest, shard } = sourceOf(name);
  expect(
    createHash('sha256')
      .update(convertFaceApiNet(name, manifest, shard))
      .digest('hex'),
  ).toBe(sha256);
});

it('refuses weights that are cut off or not the net’s', () => {
  const { manifest, shard } = sourceOf('face-landmark-68');
  expect(() => convertFaceApiNet('face-landmark-68', manifest, shard.subarray(0, -4))).toThrow();
  expect(() => convertFaceApiNet('age-gender', manifest, shard)).toThrow('lacks');
});
