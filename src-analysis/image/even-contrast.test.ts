import { expect, it } from 'vitest';
import { evenContrast } from './even-contrast.ts';

/** Black strokes on paper that darkens to the right, from 230 to 90. */
function shadowed(width: number, height: number) {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const paper = 230 - (140 * x) / width;
      data[y * width + x] = Math.round(x % 20 < 3 && y % 30 < 15 ? paper * 0.35 : paper);
    }
  return { width, height, channels: 1 as const, data };
}

it('makes paper white and print black in light and shadow alike', () => {
  const { width, data } = evenContrast(shadowed(600, 300));
  for (const x of [100, 300, 500]) {
    expect(data[3 * width + x] ?? 255).toBeLessThan(100);
    expect(data[3 * width + x + 10] ?? 0).toBeGreaterThan(230);
  }
});

it('leaves faint patterns faint where there is no print', () => {
  const data = Uint8Array.from({ length: 200 * 200 }, (_, i) => (i % 7 === 0 ? 190 : 210));
  const even = evenContrast({ width: 200, height: 200, channels: 1, data });
  expect(Math.min(...even.data)).toBeGreaterThan(180);
});

it('takes a raster smaller than a tile', () => {
  expect(evenContrast({ width: 1, height: 1, channels: 1, data: Uint8Array.of(7) }).data).toHaveLength(1);
});
