import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { must } from '#shared/lib/invariant.ts';
import { findFaces } from '../faces/find-faces.ts';
import { findFrameFaces } from '../faces/find-frame-faces.ts';
import { decodeImage } from '../image/decode.ts';
import type { RgbRaster } from '../image/raster.ts';
import { locateModels } from '../models/locate-models.ts';
import { createModelPool, ModelUnavailableError } from '../models/pool.ts';
import { aSelfie } from '../testing/specimen-pictures.ts';
import { createThreadedFaceFinder } from './threaded-face-finder.ts';

const threadPath = new URL('../../out/main/face-thread.js', import.meta.url);
const { installedFolder, manifest } = locateModels();

let folder: string;
let image: RgbRaster;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vidimus-thread-'));
  const decoded = await decodeImage(await aSelfie());
  image = must(decoded.ok ? decoded.image : null, 'a picture of ours');
});
afterAll(() => rm(folder, { recursive: true }));

it('finds in its thread what the nets find here, and says which nets these were', async () => {
  const finder = createThreadedFaceFinder(threadPath, installedFolder);
  const pool = createModelPool({ folder: installedFolder, manifest });
  expect(await finder.find(image, {})).toEqual(await findFaces(image, { pool }));
  expect(finder.loaded()).toEqual(expect.arrayContaining([...pool.loaded()]));
  await Promise.all([finder.dispose(), pool.dispose()]);
});

it('stops when aborted, and finds again afterwards', async () => {
  const finder = createThreadedFaceFinder(threadPath, installedFolder);
  const controller = new AbortController();
  const finding = finder.find(image, { signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(finding).rejects.toThrow('enough');
  expect(await finder.find(image, {})).toHaveLength(1);
  await finder.dispose();
});

it('looks at a frame in its thread as it is looked at here, and stops when aborted', async () => {
  const finder = createThreadedFaceFinder(threadPath, installedFolder);
  const pool = createModelPool({ folder: installedFolder, manifest });
  for (const withEmbedding of [true, false]) {
    const frame = await finder.findInFrame(image, { withEmbedding });
    expect(frame).toEqual(await findFrameFaces(image, { pool }, { withEmbedding }));
    expect(frame.face?.embedding === null).toBe(!withEmbedding);
  }
  const controller = new AbortController();
  const looking = finder.findInFrame(image, { withEmbedding: true, signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(looking).rejects.toThrow('enough');
  await Promise.all([finder.dispose(), pool.dispose()]);
});

it('tells a missing net from a bug', async () => {
  const finder = createThreadedFaceFinder(threadPath, folder);
  await expect(finder.warmUp()).rejects.toBeInstanceOf(ModelUnavailableError);
  await expect(finder.find(image, {})).rejects.toMatchObject({ code: 'model-missing' });
  await finder.dispose();
});

it('breaks off when the thread dies, and starts another for the next picture', async () => {
  const path = join(folder, 'dying.mjs');
  await writeFile(
    path,
    "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { throw new Error('bug'); });",
  );
  const finder = createThreadedFaceFinder(pathToFileURL(path), installedFolder);
  await expect(finder.find(image, {})).rejects.toThrow('bug');
  await writeFile(path, 'process.exit(0);');
  await expect(finder.find(image, {})).rejects.toThrow('ended');
  await finder.dispose();
});
