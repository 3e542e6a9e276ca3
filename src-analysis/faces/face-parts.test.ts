import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeImage } from '../image/decode.ts';
import type { RgbRaster } from '../image/raster.ts';
import { installModels } from '../models/install.ts';
import { locateModels } from '../models/locate-models.ts';
import { createModelPool, mustGetNet, mustGetOutput, type ModelPool, type Net } from '../models/pool.ts';
import { lookAtParts } from './face-parts.ts';
import { findFaces } from './find-faces.ts';
import { toInterleavedFloats } from './net-input.ts';

const side = 150;

/** Answers the same to every picture. */
function netThatSays(...parts: number[]): Pick<Net, 'run'> {
  return {
    run: () => Promise.resolve({ parts: { data: Float32Array.from(parts), dims: [1, parts.length] } }),
  };
}

function aPicture(value: (at: number) => readonly [number, number, number]): RgbRaster {
  const data = new Uint8Array(side * side * 3);
  for (let at = 0; at < side * side; at += 1) data.set(value(at), at * 3);
  return { width: side, height: side, channels: 3, data };
}

async function sample(name: string): Promise<RgbRaster> {
  const file = new URL(`../../resources/samples/${name}.jpg`, import.meta.url);
  const result = await decodeImage(readFileSync(file));
  if (!result.ok) throw new Error(result.code);
  return result.image;
}

describe('lookAtParts', () => {
  const gray = aPicture(() => [128, 128, 128]);

  it('tells the less open of the eyes that are seen, and what hides the face', async () => {
    expect(await lookAtParts(netThatSays(0.75, 0.5, 0, 0.25, 0.125, 0.625, 1), gray)).toEqual({
      eyeOpening: 0.5,
      eyesCovered: 0.25,
      lowerFaceCovered: 0.625,
    });
    expect(await lookAtParts(netThatSays(0.75, 0.5, 0, 0.875, 0, 0, 0), gray)).toMatchObject({
      eyeOpening: 0.75,
      eyesCovered: 0.875,
    });
  });

  it('tells nothing of eyes that are both hidden', async () => {
    expect((await lookAtParts(netThatSays(0.75, 0.5, 1, 1, 0, 0, 0), gray)).eyeOpening).toBeNull();
  });

  it('refuses a net that answers otherwise', async () => {
    await expect(lookAtParts(netThatSays(1, 2), gray)).rejects.toThrow(TypeError);
  });
});

describe('models/own/face-parts.onnx', () => {
  let pool: ModelPool;

  beforeAll(async () => {
    const home = locateModels();
    await installModels({ home });
    pool = createModelPool({ folder: home.installedFolder, manifest: home.manifest });
  });
  afterAll(() => pool.dispose());

  it('answers as the trained net does (torch), on three ramps', async () => {
    const metrics: unknown = JSON.parse(
      readFileSync(new URL('../../models/own/face-parts.metrics.json', import.meta.url), 'utf8'),
    );
    const { parityOfRamps, parityOfP01Portrait } = metrics as Record<string, readonly number[]>;
    const ramps = aPicture((at) => [at % 256, (at * 3) % 251, (at * 7) % 241]);
    const net = await mustGetNet(pool, 'face-parts');
    const answer = await net.run({
      image: { data: toInterleavedFloats([ramps]), dims: [1, side, side, 3] },
    });
    const parts = [...mustGetOutput(answer, 'parts').data];
    expect(parts).toHaveLength(7);
    for (const [index, value] of parts.entries()) expect(value).toBeCloseTo(parityOfRamps?.[index] ?? -1, 4);
    // The program's own alignment gives the picture that the training's does, but for how pixels are weighed.
    const [open = 0, , hidden = 1] = parityOfP01Portrait ?? [];
    const [face] = await findFaces(await sample('p01-portrait'), { pool }, { withParts: true });
    expect(face?.quality.eyeOpening).toBeCloseTo(open, 0);
    expect(face?.quality.eyesCovered).toBeCloseTo(hidden, 0);
  });

  it.each(['p01-portrait', 'p02-selfie', 'p03-portrait', 'p05-selfie'])(
    'sees open eyes and a free face on %s, and looks only where it is asked to',
    async (name) => {
      const image = await sample(name);
      const [face] = await findFaces(image, { pool }, { withParts: true });
      expect(face?.quality.eyeOpening).toBeGreaterThan(0.5);
      expect(face?.quality.eyesCovered).toBeLessThan(0.5);
      expect(face?.quality.lowerFaceCovered).toBeLessThan(0.5);
      const [unasked] = await findFaces(image, { pool });
      expect(unasked?.quality).toMatchObject({ eyeOpening: null, eyesCovered: null, lowerFaceCovered: null });
    },
  );

  it('does not take a face without light or color for a covered one', async () => {
    const image = await sample('p03-selfie');
    const dimmed = { ...image, data: image.data.map((value) => value * 0.4) };
    const [face] = await findFaces(dimmed, { pool }, { withParts: true });
    expect(face?.quality.eyesCovered).toBeLessThan(0.5);
    expect(face?.quality.lowerFaceCovered).toBeLessThan(0.5);
  });

  it('sees a bar over the eyes and a cloth over the mouth', async () => {
    const image = await sample('p05-portrait');
    const [face] = await findFaces(image, { pool }, { withParts: true });
    if (face === undefined) throw new Error('the sample shows a face');
    const { landmarksPx, quality } = face;
    const eyesY = ((landmarksPx[37]?.y ?? 0) + (landmarksPx[41]?.y ?? 0)) / 2;
    const painted = (top: number, bottom: number): RgbRaster => {
      const data = image.data.slice();
      const left = Math.round(landmarksPx[0]?.x ?? 0);
      const right = Math.round(landmarksPx[16]?.x ?? 0);
      for (let y = Math.round(top); y < bottom; y += 1)
        data.fill(25, (y * image.width + left) * 3, (y * image.width + right) * 3);
      return { ...image, data };
    };
    const half = quality.interEyePx * 0.28;
    const [barred] = await findFaces(painted(eyesY - half, eyesY + half), { pool }, { withParts: true });
    expect(barred?.quality.eyesCovered).toBeGreaterThan(0.6);
    const [muffled] = await findFaces(
      painted(landmarksPx[30]?.y ?? 0, landmarksPx[8]?.y ?? 0),
      { pool },
      { withParts: true },
    );
    expect(muffled?.quality.lowerFaceCovered).toBeGreaterThan(0.6);
  });
});
