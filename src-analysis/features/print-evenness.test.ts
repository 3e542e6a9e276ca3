import { expect, it } from 'vitest';
import type { GrayRaster } from '../image/raster.ts';
import { evennessOfPrint } from './print-evenness.ts';

const [width, height] = [720, 480];

function picture(lumaAt: (x: number, y: number) => number): GrayRaster {
  const data = Uint8Array.from({ length: width * height }, (_, at) =>
    lumaAt(at % width, Math.floor(at / width)),
  );
  return { width, height, channels: 1, data };
}

/** Rows of signs of upright, level and slanted strokes. */
const print = (x: number, y: number): number => {
  const [u, v, sign] = [x % 20, y % 26, Math.floor(x / 20) + 3 * Math.floor(y / 26)];
  if (u > 13 || v > 17) return 210;
  const isStroke = [
    u < 3,
    v < 3,
    v > 14,
    Math.abs(u - v * 0.7) < 2.2,
    u > 10,
    Math.abs(u - 12 + v * 0.7) < 2.2,
  ];
  return isStroke[sign % 6] === true || isStroke[(sign * 5 + 2) % 6] === true ? 50 : 210;
};

/** The mean along a line of so many pixels: a camera that moved. */
function moved(lengthPx: number, deg: number): GrayRaster {
  const [dx, dy] = [Math.cos((deg * Math.PI) / 180), Math.sin((deg * Math.PI) / 180)];
  return picture((x, y) => {
    let sum = 0;
    for (let at = 0; at <= lengthPx; at += 1)
      sum += print(Math.max(0, Math.round(x + at * dx)), Math.max(0, Math.round(y + at * dy)));
    return sum / (lengthPx + 1);
  });
}

it.each([0, 30, 90, 135])('falls with movement in any direction: %i degrees', (deg) => {
  const values = [0, 4, 12].map((lengthPx) => evennessOfPrint(moved(lengthPx, deg)) ?? -1);
  expect(values).toEqual(values.toSorted((a, b) => b - a));
  expect(values[0]).toBeGreaterThan(0.55);
  expect(values[2]).toBeLessThan(0.4);
});

it('does not take a barcode or a ruled page for movement', () => {
  const withBars = picture((x, y) => (y < 160 ? ((x * 7919) % 13 < 6 ? 20 : 240) : print(x, y)));
  expect(evennessOfPrint(withBars)).toBeGreaterThan(0.5);
  const ruled = picture((x, y) => (y % 26 === 22 ? 190 : print(x, y)));
  expect(evennessOfPrint(ruled)).toBeGreaterThan(0.5);
});

it('says nothing of a page without print', () => {
  expect(evennessOfPrint(picture((x, y) => 200 + ((x * 31 + y * 17) % 5)))).toBeNull();
});
