import { expect, it } from 'vitest';
import type { Quad } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { measureDamage } from './damage.ts';

const sizeMm = { widthMm: 85.6, heightMm: 54 };
/** Five pixels per millimeter, the card 10 mm from each border. */
const perMm = 5;
const quad: Quad = [
  { x: 50, y: 50 },
  { x: 478, y: 50 },
  { x: 478, y: 320 },
  { x: 50, y: 320 },
];

type Color = readonly [number, number, number];
const paper: Color = [214, 222, 230];
const wood: Color = [120, 84, 52];
const skin: Color = [205, 150, 120];

/** A card with print on a ground, and something over it where `over` says so. */
function picture(ground: Color, over: (xMm: number, yMm: number) => Color | null = () => null): RgbRaster {
  const [width, height] = [528, 370];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [xMm, yMm] = [(x - 50) / perMm, (y - 50) / perMm];
      const isCard = xMm >= 0 && yMm >= 0 && x < 478 && y < 320;
      const isPrint = isCard && yMm > 20 && yMm < 40 && Math.floor(yMm) % 4 === 0 && Math.floor(xMm) % 3 > 0;
      const color = over(xMm, yMm) ?? (isPrint ? ([40, 42, 60] as const) : isCard ? paper : ground);
      // A grain of a few levels, as every photograph has.
      for (let c = 0; c < 3; c += 1)
        data[(y * width + x) * 3 + c] = (color[c] ?? 0) + ((x * 7 + y * 13 + c) % 9);
    }
  return { width, height, channels: 3, data };
}

it('finds nothing missing on a whole card', () => {
  expect(measureDamage(picture(wood), quad, sizeMm)).toMatchObject({ missingMm2: 0, missingPx: [] });
});

it('finds a corner that is cut off, with its place', () => {
  const cut = measureDamage(
    picture(wood, (x, y) => (x >= 0 && y >= 0 && x + y < 10 ? wood : null)),
    quad,
    sizeMm,
  );
  // A triangle of 50 mm², less the rim of 1.5 mm that is left out.
  expect(cut?.missingMm2).toBeGreaterThan(20);
  expect(cut?.missingMm2).toBeLessThan(50);
  expect(cut?.missingPx[0]?.x).toBeLessThan(70);
  expect(cut?.missingPx[0]?.y).toBeLessThan(70);
});

it('finds a tear at the edge, and takes a finger for none', () => {
  const at = (x: number, y: number): boolean => Math.abs(x - 40) < 5 - y / 3 && y < 12;
  const torn = picture(wood, (x, y) => (y >= 0 && at(x, y) ? wood : null));
  expect(measureDamage(torn, quad, sizeMm)?.missingMm2).toBeGreaterThan(20);
  const held = picture(wood, (x, y) => (y > -10 && at(x, y) ? skin : null));
  expect(measureDamage(held, quad, sizeMm)?.missingMm2).toBe(0);
});

it('says that little of the edge can be told where the ground has the color of the paper', () => {
  expect(measureDamage(picture(paper), quad, sizeMm)?.edgeToldShare).toBeLessThan(0.3);
  expect(measureDamage(picture(wood), quad, sizeMm)?.edgeToldShare).toBeGreaterThan(0.9);
});
