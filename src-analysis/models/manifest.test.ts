import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { locateModels } from './locate-models.ts';
import { modelManifestSchema } from './manifest.ts';

const { manifest, sourceFolder } = locateModels();

describe('models/manifest.json', () => {
  it('names the hash of every net of our own that is in the tree, and of no other', () => {
    const folder = join(sourceFolder, 'own');
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.onnx')) : [];
    const inTree = files.map((file) => {
      return [
        file,
        createHash('sha256')
          .update(readFileSync(join(folder, file)))
          .digest('hex'),
      ] as const;
    });
    const inManifest = manifest.models
      .filter(({ source }) => source.kind === 'own')
      .map(({ file, sha256 }) => [file, sha256]);
    expect(inManifest.toSorted()).toEqual(inTree.toSorted());
  });

  it('has a licence that allows business use for every net', () => {
    const allowed = new Set(['MIT', 'Apache-2.0']);
    for (const { name, licence } of manifest.models) expect(allowed, name).toContain(licence);
  });

  it('is refused with a name twice or a hash that is none', () => {
    const [first] = manifest.models;
    expect(modelManifestSchema.safeParse({ models: [first, first] }).success).toBe(false);
    expect(modelManifestSchema.safeParse({ models: [{ ...first, sha256: 'abc' }] }).success).toBe(false);
  });
});

it('takes an empty VIDIMUS_MODELS for none: it would mean whatever folder the program was started in', () => {
  vi.stubEnv('VIDIMUS_MODELS', '');
  expect(locateModels().installedFolder).toBe(join(locateModels().sourceFolder, 'installed'));
  vi.unstubAllEnvs();
});
