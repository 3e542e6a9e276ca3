import { expect, it } from 'vitest';
import type { Quad, Rect } from '#shared/domain/geometry.ts';
import type { Face } from '../faces/face.ts';
import type { RgbRaster } from '../image/raster.ts';
import { findGhost } from './find-ghost.ts';

// A card of 800 by 500 px, straight in its picture, which shows 0.8 px for each of the flat page's.
const card: Quad = [
  { x: 100, y: 50 },
  { x: 900, y: 50 },
  { x: 900, y: 550 },
  { x: 100, y: 550 },
];
const picture: RgbRaster = { width: 1000, height: 600, channels: 3, data: new Uint8Array(1_800_000) };

const aFace = (boxPx: Rect, score = 0.9): Face => ({
  boxPx,
  score,
  landmarksPx: [{ x: boxPx.x, y: boxPx.y }],
  embedding: new Float32Array(128),
  age: 30,
  sex: 'male',
  sexConfidence: 0.9,
  quality: {
    interEyePx: 20,
    sharpness: 5,
    brightness: 120,
    contrast: 50,
    imbalance: 0,
    yawDeg: 0,
    pitchDeg: 0,
    rollDeg: 0,
    mouthOpening: 0.05,
    mouthWidth: 0.8,
    eyeOpening: 1,
    eyesCovered: 0,
    lowerFaceCovered: 0,
  },
});
const portrait = aFace({ x: 160, y: 150, width: 120, height: 140 });
const found = (faces: readonly Face[], of = portrait) =>
  findGhost(picture, card, of, (part) => {
    expect([part.width, part.height]).toEqual([620, 625]);
    return Promise.resolve(faces);
  });

it('is told where it lies in the picture, beside a portrait on either side', async () => {
  const seen = [aFace({ x: 500, y: 400, width: 50, height: 60 })];
  const ghost = await found(seen);
  // The part begins at 380 of the page's 1,000 px.
  expect(ghost?.boxPx.x).toBeCloseTo(100 + 0.8 * 880);
  expect(ghost?.boxPx.width).toBeCloseTo(40);
  expect(ghost?.landmarksPx[0]?.x).toBeCloseTo(100 + 0.8 * 880);
  expect(ghost?.quality.interEyePx).toBeCloseTo(16);
  const mirrored = await found(seen, aFace({ x: 720, y: 150, width: 120, height: 140 }));
  expect(mirrored?.boxPx.x).toBeCloseTo(100 + 0.8 * 500);
});

it('is no face as large as the portrait, and no pattern that looks like one', async () => {
  expect(await found([aFace({ x: 300, y: 300, width: 140, height: 150 })])).toBeNull();
  expect(await found([aFace({ x: 500, y: 400, width: 50, height: 60 }, 0.55)])).toBeNull();
  expect(await found([])).toBeNull();
});
