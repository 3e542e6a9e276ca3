import { expect, it } from 'vitest';
import type { RgbRaster } from '#analysis/image/raster.ts';
import { createChance } from '../../hard-pages/random.ts';
import {
  cutOutBefore,
  drawCutOut,
  drawMoldedMask,
  holdCutOut,
  moldedMaskOn,
  wearMoldedMask,
} from './masks.ts';
import type { FaceSource, Surface } from './present.ts';
import { drawPrint } from './print.ts';

const side = 240;
/** Ears to chin, brows, nose, eyes and mouth where an upright face has them. */
const landmarksPx = Array.from({ length: 68 }, (_, i) => {
  if (i < 17) {
    const angle = Math.PI * (1 - i / 16);
    return { x: 120 + 50 * Math.cos(angle), y: 105 + 60 * Math.sin(angle) };
  }
  if (i < 27) return { x: 80 + (i - 17) * 9, y: 92 };
  if (i < 36) return i < 31 ? { x: 120, y: 104 + (i - 27) * 8 } : { x: 112 + (i - 31) * 4, y: 132 };
  if (i < 48) {
    const center = i < 42 ? 98 : 142;
    const angle = Math.PI * (1 + ((i - 36) % 6) / 3);
    return { x: center + 9 * Math.cos(angle), y: 106 + 4 * Math.sin(angle) };
  }
  const angle = Math.PI * (1 + (i - 48) / 10);
  return { x: 120 + 18 * Math.cos(angle), y: 146 + 6 * Math.sin(angle) };
});

/** Skin of one tone with speckles, which stand for pores. */
function aSource(person: string, tone: number, speckle: number): FaceSource {
  const chance = createChance(person);
  const data = new Uint8Array(side * side * 3);
  for (let i = 0; i < data.length; i += 1)
    data[i] = Math.min(255, Math.max(0, tone + speckle * chance.normal()));
  const image: RgbRaster = { width: side, height: side, channels: 3, data };
  return { person, shot: 'selfie', image, landmarksPx, boxPx: { x: 65, y: 60, width: 110, height: 110 } };
}

const likeness = aSource('likeness', 120, 40);
const wearer = aSource('wearer', 200, 0);
const here = (x: number, y: number): readonly [number, number] => [x, y];
const at = (surface: Surface, x: number, y: number): number => {
  const out = new Float32Array(3);
  surface(x, y, out);
  return out[1] ?? 0;
};
const spreadAbout = (surface: Surface, x: number, y: number): number => {
  const values = Array.from({ length: 100 }, (_, i) => at(surface, x + (i % 10), y + Math.floor(i / 10)));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) / mean;
};

it('a molded mask has no pores, shows the wearer through its openings and around it, and is darker at their rims', () => {
  const mask = {
    ...drawMoldedMask(createChance('mask')),
    coat: [0.2, 0.15, 0.1] as const,
    gloss: 0,
    mottling: 0,
    mouth: 0,
    eyes: [1.6, 2.4] as const,
    shadow: 0.5,
    size: 1,
  };
  const surface = moldedMaskOn(likeness, wearer, mask, here, createChance('mask'));
  const bare = moldedMaskOn(wearer, likeness, mask, here, createChance('mask'));
  const own = ((200 / 255 + 0.055) / 1.055) ** 2.4;
  // The likeness has speckles of a third of its light, and the mask of it none.
  expect(spreadAbout(surface, 90, 130)).toBeLessThan(0.08);
  // The middle of an opening, far outside, and right beside the seam.
  expect(at(surface, 98, 106)).toBeGreaterThan(0.7 * own);
  expect(at(surface, 10, 10)).toBeCloseTo(own, 3);
  expect(at(surface, 98, 106)).toBeLessThanOrEqual(own + 1e-6);
  expect(spreadAbout(bare, 20, 200)).toBeGreaterThan(0.2);
});

it('a cut-out shows its own picture within the cut, paper along it, and what is behind in its shadow', () => {
  const chance = createChance('cut');
  const print = { ...drawPrint(chance, 'continuous', 2), paper: [0.9, 0.9, 0.9] as const };
  const cut = { ...drawCutOut(aSource('shown', 90, 0), print, chance), rimPx: 4, shadow: 0.6, lit: 1 };
  const surface = cutOutBefore(aSource('shown', 90, 0), cut, wearer.image, here, { unit: 1, scale: 1 });
  const own = ((200 / 255 + 0.055) / 1.055) ** 2.4;
  const edge = Array.from({ length: 120 }, (_, x) => x).find((x) => cut.contour(x, 120) <= 0) ?? 0;
  expect(edge).toBeGreaterThan(20);
  expect(at(surface, edge + 1, 120)).toBeCloseTo(0.9, 1);
  expect(at(surface, 120, 125)).toBeLessThan(0.4);
  expect(at(surface, edge - 1, 120)).toBeLessThan(0.7 * own);
  expect(at(surface, 2, 2)).toBeGreaterThan(0.9 * own);
});

it.each([
  ['a molded mask', (seed: string) => wearMoldedMask(likeness, wearer, here, createChance(seed))],
  ['a cut-out that is held', (seed: string) => holdCutOut(likeness, wearer, createChance(seed))],
])('%s is the same picture from the same seed, and another from another', (_, draw) => {
  const dataOf = (seed: string): string => Buffer.from(draw(seed).image.data).toString('base64');
  const one = dataOf('one');
  expect(dataOf('one')).toBe(one);
  expect(dataOf('two')).not.toBe(one);
});
