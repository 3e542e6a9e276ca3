import type { OutlineMaps } from './outline-net.ts';

/** The cells of one document, away from its sides. */
export interface OutlineRegion {
  readonly cells: readonly number[];
}

// A document on less of the picture than this has a hundred pixels a side on a phone's photograph: nothing on it can be read.
const leastShare = 0.004;

/** Documents apart: connected cells that are inside of one and on no side, being marked as one less than `leastSide`. Largest first. */
export function findRegions({ width, height, inside, side }: OutlineMaps, leastSide = 0.5): OutlineRegion[] {
  const least = Math.max(12, leastShare * width * height);
  const isCore = (at: number): boolean => (inside[at] ?? 0) > 0.5 && (side[at] ?? 0) < leastSide;
  const seen = new Uint8Array(width * height);
  const regions: OutlineRegion[] = [];
  for (let start = 0; start < width * height; start += 1) {
    if (seen[start] === 1 || !isCore(start)) continue;
    const cells = [start];
    seen[start] = 1;
    for (const at of cells) {
      const x = at % width;
      for (const next of [
        x > 0 ? at - 1 : -1,
        x < width - 1 ? at + 1 : -1,
        at - width,
        at + width < width * height ? at + width : -1,
      ]) {
        if (next < 0 || seen[next] === 1 || !isCore(next)) continue;
        seen[next] = 1;
        cells.push(next); // the loop goes on over what it appends
      }
    }
    if (cells.length >= least) regions.push({ cells });
  }
  return regions.toSorted((a, b) => b.cells.length - a.cells.length);
}
