import { expect, it } from 'vitest';
import { evenInk } from './even-ink.ts';

const [width, height] = [60, 21];

/** Strokes 3 px wide every 10 px, under what `ground` says; `ink` is how much of the ground's light a stroke leaves. */
function strokes(ground: (x: number) => number, ink: (x: number) => number): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const x = i % width;
    return ground(x) * (x % 10 >= 4 && x % 10 < 7 ? ink(x) : 1);
  });
}

const middleRow = (data: Float32Array): Float32Array => data.subarray(10 * width, 11 * width);

it('makes strokes equally dark, on paper and under what is wider than they are', () => {
  // The right half lies under a stamp that takes most of the light and of the contrast.
  const data = strokes(
    (x) => (x < 30 ? 230 : 120),
    (x) => (x < 30 ? 0.2 : 0.75),
  );
  const row = middleRow(evenInk({ width, height, data }, 7, 21));
  for (const x of [5, 15, 45, 55]) expect(row[x]).toBeLessThan(20);
  for (const x of [1, 11, 39, 49]) expect(row[x]).toBeGreaterThan(235);
});

it('leaves the noise of blank paper faint', () => {
  const data = Uint8Array.from({ length: width * height }, (_, i) => 200 + ((i * 7919) % 3));
  expect(Math.min(...evenInk({ width, height, data }, 7, 21))).toBeGreaterThan(200);
});
