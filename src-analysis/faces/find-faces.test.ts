import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeImage } from '../image/decode.ts';
import type { RgbRaster } from '../image/raster.ts';
import { resize } from '../image/resize.ts';
import { rotateQuarter } from '../image/warp.ts';
import { installModels } from '../models/install.ts';
import { locateModels } from '../models/locate-models.ts';
import { createModelPool, ModelUnavailableError, type ModelPool } from '../models/pool.ts';
import { aSpecimen } from '../testing/specimen-pictures.ts';
import type { Face } from './face.ts';
import { findFaces } from './find-faces.ts';
import { placeIn } from './net-input.ts';
import { compareFaces } from './similarity.ts';

const people = new URL('../../../shared/samples/people/', import.meta.url);
const withoutPeople = !existsSync(people);
const why = withoutPeople ? ' (skipped: the rendered people of ../shared/samples are not here)' : '';

let pool: ModelPool;

beforeAll(async () => {
  const home = locateModels();
  // Only what every installation has: an optional detector brought to this machine must not decide a test.
  const manifest = { models: home.manifest.models.filter(({ source }) => source.kind === 'npm') };
  await installModels({ home: { ...home, manifest } });
  pool = createModelPool({ folder: home.installedFolder, manifest });
});
afterAll(() => pool.dispose());

async function photo(person: string, shot: string): Promise<RgbRaster> {
  const result = await decodeImage(readFileSync(new URL(`${person}/${shot}.jpg`, people)));
  if (!result.ok) throw new Error(result.code);
  return result.image;
}

async function onlyFace(image: RgbRaster): Promise<Face> {
  const [face, ...others] = await findFaces(image, { pool });
  if (face === undefined || others.length > 0) throw new Error(`${String(others.length)} faces too many`);
  return face;
}

describe(`findFaces on rendered people${why}`, { skip: withoutPeople }, () => {
  it('tells people apart: nine tenths of selfies are nearest to their own portrait', async () => {
    const ids = ['p01', 'p02', 'p03', 'p05'];
    const portraits: Face[] = [];
    for (const id of ids) portraits.push(await onlyFace(await photo(id, 'portrait')));
    let right = 0;
    for (const [index, id] of ids.entries()) {
      const selfie = await onlyFace(await photo(id, 'selfie-b'));
      const distances = portraits.map((portrait) => compareFaces(portrait, selfie).distance);
      if (distances.indexOf(Math.min(...distances)) === index) right += 1;
      expect(distances[index]).toBeLessThan(0.6);
    }
    expect(right / ids.length).toBeGreaterThanOrEqual(0.9);
  });

  it('measures the face where it is', async () => {
    const { boxPx, landmarksPx, quality, age, score } = await onlyFace(await photo('p01', 'portrait'));
    expect(score).toBeGreaterThan(0.9);
    expect(landmarksPx).toHaveLength(68);
    for (const { x, y } of landmarksPx.slice(17)) {
      expect(x > boxPx.x && x < boxPx.x + boxPx.width && y > boxPx.y && y < boxPx.y + boxPx.height).toBe(
        true,
      );
    }
    expect(quality.interEyePx / boxPx.width).toBeGreaterThan(0.3);
    expect(Math.abs(quality.rollDeg)).toBeLessThan(6);
    expect(Math.abs(quality.yawDeg)).toBeLessThan(10);
    expect(age).toBeGreaterThan(15);
    expect(age).toBeLessThan(45);
  });

  it('knows which way a head is turned', async () => {
    const left = await onlyFace(await photo('p01', 'turn-left'));
    const right = await onlyFace(await photo('p01', 'turn-right'));
    expect(left.quality.yawDeg).toBeGreaterThan(18); // the subject's own left, the picture's right
    expect(right.quality.yawDeg).toBeLessThan(-18);
  });

  it.each([1, 2, 3] as const)('finds and reads the face of a picture turned %d quarters', async (turns) => {
    const upright = await photo('p01', 'portrait');
    const face = await onlyFace(upright);
    const turned = await onlyFace(rotateQuarter(upright, turns));
    expect(compareFaces(face, turned).distance).toBeLessThan(0.25);
    const expected = turns === 1 ? 90 : turns === 2 ? 180 : -90;
    expect(Math.abs(((turned.quality.rollDeg - expected + 540) % 360) - 180)).toBeLessThan(8);
  });

  it('finds a small portrait on a large page, and says when it is too small to compare', async () => {
    const portrait = await photo('p05', 'portrait');
    const large = await onlyFace(portrait);
    const page = placeIn(resize(portrait, 160, 200), 1200, 850, 80, 300, 225);
    const small = await onlyFace(page);
    expect(small.boxPx.x).toBeGreaterThan(80);
    expect(compareFaces(large, small)).toMatchObject({ comparable: true });
    expect(compareFaces(large, small).distance).toBeLessThan(0.6);
    const tiny = await onlyFace(placeIn(resize(portrait, 80, 100), 400, 300, 40, 100, 225));
    expect(compareFaces(large, tiny).comparable).toBe(false);
    expect(tiny.quality.sharpness).toBeLessThan(large.quality.sharpness);
  });

  it('makes nothing up about a face that is too blurred for landmarks: it lies as found and has no sharpness', async () => {
    for (const portraitOf of ['p01', 'p02', 'p05']) {
      const decoded = await decodeImage(await aSpecimen({ defocusPx: 9, portraitOf }));
      if (!decoded.ok) throw new Error(decoded.code);
      const { quality } = await onlyFace(decoded.image);
      expect(quality).toMatchObject({ sharpness: 0, rollDeg: 0, yawDeg: 0 });
    }
  });

  it('stops when aborted', async () => {
    const image = await photo('p01', 'portrait');
    await expect(
      findFaces(image, { pool }, { signal: AbortSignal.abort(new Error('stop')) }),
    ).rejects.toThrow('stop');
  });
});

describe('findFaces', () => {
  it('finds nobody on paper or print', async () => {
    const [width, height] = [400, 300];
    const blank: RgbRaster = {
      width,
      height,
      channels: 3,
      data: new Uint8Array(width * height * 3).fill(235),
    };
    const print = {
      ...blank,
      data: blank.data.map((_, i) => (Math.floor(i / 3 / width) % 24 < 8 && i % 31 < 15 ? 20 : 235)),
    };
    for (const image of [blank, print]) expect(await findFaces(image, { pool })).toEqual([]);
  });

  it('fails by name where a net is not installed', async () => {
    const { manifest, sourceFolder } = locateModels();
    const empty = createModelPool({ folder: sourceFolder, manifest });
    const image: RgbRaster = { width: 64, height: 64, channels: 3, data: new Uint8Array(64 * 64 * 3) };
    const failure: unknown = await findFaces(image, { pool: empty }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ModelUnavailableError);
    expect(failure).toMatchObject({ code: 'model-missing' });
  });
});
