import { describe, expect, it } from 'vitest';
import type { Quad } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import type { Net, TensorValue } from '../models/pool.ts';
import { contains, distance } from './quad-geometry.ts';
import { refineSides } from './refine-sides.ts';
import { stripColumns, stripLength, stripRows } from './side-strips.ts';

const truth: Quad = [
  { x: 120, y: 90 },
  { x: 480, y: 110 },
  { x: 470, y: 330 },
  { x: 110, y: 320 },
];

/** A light document on a dark ground. */
function picture(): RgbRaster {
  const [width, height] = [600, 450];
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at += 1) {
    const isIn = contains(truth, { x: (at % width) + 0.5, y: Math.floor(at / width) + 0.5 });
    data.fill(isIn ? 220 : 40, 3 * at, 3 * at + 3);
  }
  return { width, height, channels: 3, data };
}

/** Stands in for the net: in each column the row of the greatest step from dark to light, with some doubt all over. */
const steepestRow: Pick<Net, 'run'> = {
  run(inputs) {
    const strips = inputs['strips']?.data ?? new Float32Array(0);
    const n = strips.length / stripLength;
    const [outRows, outColumns] = [stripRows + 1, 24];
    const data = new Float32Array(n * outRows * outColumns).fill(Math.log(0.01));
    for (let strip = 0; strip < n; strip += 1) {
      for (let column = 0; column < outColumns; column += 1) {
        const lumaAt = (row: number): number =>
          strips[strip * stripLength + row * stripColumns + column * 4 + 2] ?? 0;
        let [best, steepest] = [-1, 20];
        for (let row = 1; row < stripRows - 1; row += 1) {
          const step = lumaAt(row + 1) - lumaAt(row - 1);
          if (step > steepest) [best, steepest] = [row, step];
        }
        const row = best < 0 ? stripRows : best;
        data[(strip * outRows + row) * outColumns + column] = Math.log(0.7);
      }
    }
    const logp: TensorValue = { data, dims: [n, outRows, outColumns] };
    return Promise.resolve({ logp });
  },
};

const never = [false, false, false, false] as const;

describe('refineSides', () => {
  it('brings corners that are off by a few parts in a hundred to a pixel', async () => {
    const quad: Quad = [
      { x: 126, y: 84 },
      { x: 474, y: 116 },
      { x: 476, y: 326 },
      { x: 104, y: 326 },
    ];
    const [refined] = await refineSides(picture(), [{ quad, onFrame: never }], steepestRow);
    const worst = Math.max(...(refined?.quad ?? []).map((corner, k) => distance(corner, truth[k as 0])));
    expect(worst).toBeLessThan(1.5);
    expect(Math.min(...(refined?.seen ?? [0]))).toBeGreaterThan(0.5);
  });

  it('leaves sides where they are that are not seen, or are the picture’s border', async () => {
    const elsewhere: Quad = [
      { x: 200, y: 150 },
      { x: 400, y: 150 },
      { x: 400, y: 280 },
      { x: 200, y: 280 },
    ];
    const [unseen, onFrame] = await refineSides(
      picture(),
      [
        { quad: elsewhere, onFrame: never },
        { quad: truth, onFrame: [true, true, true, true] },
      ],
      steepestRow,
    );
    expect(unseen?.quad.map(({ x, y }) => [Math.round(x), Math.round(y)])).toEqual(
      elsewhere.map(({ x, y }) => [x, y]),
    );
    expect(Math.max(...(unseen?.seen ?? [1]))).toBeLessThan(0.1);
    expect(onFrame?.seen).toEqual([0, 0, 0, 0]);
  });
});
