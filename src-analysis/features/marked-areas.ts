import type { Rect } from '#shared/domain/geometry.ts';

/**
 * Areas of marked pixels, each as the indices of its pixels; `width` is that of the picture. Marks of one area lie `reach` pixels apart at most:
 * with 1 they touch, with 3 two unmarked ones may lie between.
 */
export function areasOf(marked: Uint8Array, width: number, reach: number): readonly (readonly number[])[] {
  const rows = Math.floor(marked.length / width);
  const seen = new Uint8Array(marked.length);
  const areas: (readonly number[])[] = [];
  for (let start = 0; start < marked.length; start += 1) {
    if (marked[start] !== 1 || seen[start] === 1) continue;
    const cells = [start];
    seen[start] = 1;
    // The list grows while it is gone through.
    for (const cell of cells) {
      const [column, row] = [cell % width, Math.floor(cell / width)];
      for (let y = Math.max(0, row - reach); y <= Math.min(rows - 1, row + reach); y += 1) {
        for (let x = Math.max(0, column - reach); x <= Math.min(width - 1, column + reach); x += 1) {
          const next = y * width + x;
          if (marked[next] !== 1 || seen[next] === 1) continue;
          seen[next] = 1;
          cells.push(next);
        }
      }
    }
    areas.push(cells);
  }
  return areas;
}

/** The smallest upright rectangle around the pixels, whole. */
export function boundsOfCells(cells: readonly number[], width: number): Rect {
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
  for (const cell of cells) {
    const [x, y] = [cell % width, Math.floor(cell / width)];
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + 1);
    bottom = Math.max(bottom, y + 1);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
