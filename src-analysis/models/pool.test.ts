import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installModels } from './install.ts';
import { locateModels, type ModelsHome } from './locate-models.ts';
import type { ModelEntry } from './manifest.ts';
import { OnnxGraph } from './onnx-writer.ts';
import { createModelPool, ModelUnavailableError, mustGetNet } from './pool.ts';

/** A net that doubles: written by our writer, run by the real runtime. */
function doubling(): Uint8Array {
  const graph = new OnnxGraph('doubling');
  const x = graph.input('x', ['N', 2]);
  graph.output(graph.add(x, x), 'y', ['N', 2]);
  return graph.toBytes();
}

const entry: ModelEntry = {
  name: 'doubling',
  version: '1',
  file: 'doubling.onnx',
  sha256: createHash('sha256').update(doubling()).digest('hex'),
  source: { kind: 'pack', url: 'https://example.org/doubling', version: '1' },
  licence: 'MIT',
  input: [{ name: 'x', shape: ['N', 2], meaning: 'anything' }],
  output: [{ name: 'y', shape: ['N', 2], meaning: 'twice x' }],
  optional: true,
  accuracy: { text: 'exact', set: 'none' },
};

let folder: string;
let home: ModelsHome;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vidimus-models-'));
  home = { manifest: { models: [entry] }, sourceFolder: folder, installedFolder: join(folder, 'installed') };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const pool = (models: readonly ModelEntry[] = [entry]) =>
  createModelPool({ folder, manifest: { models: [...models] }, intraOpThreads: 1 });

describe('the pool', () => {
  it('loads a net at its first use, once, and runs it', async () => {
    await writeFile(join(folder, entry.file), doubling());
    const nets = pool();
    expect(nets.loaded()).toEqual([]);
    const [first, second] = await Promise.all([nets.session('doubling'), nets.session('doubling')]);
    expect(first).toBe(second);
    if (!first.ok) throw new Error(first.code);
    const { y } = await first.net.run({ x: { data: Float32Array.of(1, 2, 3, 4), dims: [2, 2] } });
    expect(y).toEqual({ data: Float32Array.of(2, 4, 6, 8), dims: [2, 2] });
    expect(nets.loaded()).toEqual([{ name: 'doubling', version: '1', sha256: entry.sha256 }]);
    await nets.dispose();
    expect(nets.loaded()).toEqual([]);
  });

  it('finds a net that was installed after it was missed', async () => {
    const nets = pool();
    expect(await nets.session('doubling')).toEqual({ ok: false, code: 'model-missing' });
    await writeFile(join(folder, entry.file), doubling());
    expect(await nets.session('doubling')).toMatchObject({ ok: true });
    await nets.dispose();
  });

  it('refuses what is unknown, missing, exchanged or broken', async () => {
    expect(await pool().session('other')).toEqual({ ok: false, code: 'model-unknown' });
    expect(await pool().session('doubling')).toEqual({ ok: false, code: 'model-missing' });
    const exchanged = doubling();
    exchanged[exchanged.length - 1] = 0;
    await writeFile(join(folder, entry.file), exchanged);
    expect(await pool().session('doubling')).toEqual({ ok: false, code: 'model-hash-mismatch' });
    await writeFile(join(folder, entry.file), 'no net');
    const broken = { ...entry, sha256: createHash('sha256').update('no net').digest('hex') };
    expect(await pool([broken]).session('doubling')).toEqual({ ok: false, code: 'model-broken' });
    await expect(mustGetNet(pool(), 'doubling')).rejects.toThrow(ModelUnavailableError);
  });
});

describe('installModels', () => {
  it('leaves an optional pack out until it is brought, then verifies it and does nothing more', async () => {
    expect(await installModels({ home })).toEqual({
      ok: true,
      models: [{ name: 'doubling', outcome: 'absent' }],
    });
    await writeFile(join(folder, entry.file), doubling());
    const progress: string[] = [];
    const onProgress = (name: string, outcome: string): void => void progress.push(`${name} ${outcome}`);
    await installModels({ home, from: folder, onProgress });
    const installed = join(home.installedFolder, entry.file);
    const { mtimeMs } = await stat(installed);
    await installModels({ home, onProgress });
    expect(progress).toEqual(['doubling installed', 'doubling already-installed']);
    expect((await stat(installed)).mtimeMs).toBe(mtimeMs);
  });

  it('refuses a pack that is another file, and leaves nothing behind', async () => {
    await writeFile(join(folder, entry.file), 'no net');
    const report = await installModels({ home, from: folder });
    expect(report).toEqual({ ok: false, models: [{ name: 'doubling', outcome: 'hash-mismatch' }] });
    await expect(stat(join(home.installedFolder, entry.file))).rejects.toThrow('ENOENT');
  });

  it('replaces a file that was changed after it was installed', async () => {
    await writeFile(join(folder, entry.file), doubling());
    await installModels({ home, from: folder });
    const installed = join(home.installedFolder, entry.file);
    await writeFile(installed, 'damaged');
    const report = await installModels({ home, from: folder });
    expect(report.models[0]?.outcome).toBe('installed');
    expect(new Uint8Array(await readFile(installed))).toEqual(doubling());
  });

  it('says when a required net of our own is not in the tree', async () => {
    const own: ModelEntry = { ...entry, optional: false, source: { kind: 'own', training: 'none' } };
    const report = await installModels({ home: { ...home, manifest: { models: [own] } } });
    expect(report).toEqual({ ok: false, models: [{ name: 'doubling', outcome: 'source-missing' }] });
  });
});

describe('locateModels', () => {
  it('finds the manifest above any folder of the checkout, and takes the folder it is given', () => {
    const found = locateModels({
      startFolder: join(locateModels().sourceFolder, 'own'),
      installedFolder: folder,
    });
    expect(found.sourceFolder).toBe(locateModels().sourceFolder);
    expect(found.installedFolder).toBe(folder);
    expect(() => locateModels({ startFolder: folder })).toThrow('incomplete');
  });
});
