import type { GrayRaster } from '../image/raster.ts';

const tileSidePx = 48;
// As for sharpness: slighter steps are the camera's noise, and a tile with fewer has no print on it.
const noiseStep = 8;
const leastDetail = 0.02;
/** Barcodes have steps on more of their pixels, all in one direction by design; print has them on a third. */
const mostDetail = 0.6;
/** Tiles with much less contrast than the better printed quarter of the page show its pattern, whose lines run one way. */
const leastShare = 0.25;
/** Fewer tiles with print say nothing of the page. */
const fewestTiles = 6;

/**
 * How evenly the steps of the print run in all directions, 0 to 1: per part of the page the energy of its gradients in the direction that has
 * least of them against the one with most (eigenvalues of the structure tensor, Bigün and Granlund 1987), of which all but a quarter of the parts
 * stay below the value. Letters have strokes all ways, in focus or out of it: 0.6 and more. A hand that moves takes away what runs across its
 * way. `null` where there is too little print to say. `gray` is the page at the size at which it is read.
 */
export function evennessOfPrint({ width, height, data }: GrayRaster): number | null {
  const columns = Math.max(1, Math.floor(width / tileSidePx));
  const rows = Math.max(1, Math.floor(height / tileSidePx));
  const tiles = Array.from({ length: columns * rows }, () => ({ xx: 0, xy: 0, yy: 0, steps: 0 }));
  const columnOf = Uint16Array.from({ length: width }, (_, x) => Math.floor((x * columns) / width));
  for (let y = 1; y < height - 1; y += 1) {
    const row = Math.min(rows - 1, Math.floor((y * rows) / height)) * columns;
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const nw = data[at - width - 1] ?? 0;
      const ne = data[at - width + 1] ?? 0;
      const sw = data[at + width - 1] ?? 0;
      const se = data[at + width + 1] ?? 0;
      // Scharr's operator, whose direction is right to a degree.
      const dx = (3 * (ne + se - nw - sw) + 10 * ((data[at + 1] ?? 0) - (data[at - 1] ?? 0))) / 32;
      const dy = (3 * (sw + se - nw - ne) + 10 * ((data[at + width] ?? 0) - (data[at - width] ?? 0))) / 32;
      if (dx * dx + dy * dy < noiseStep ** 2) continue;
      const tile = tiles[row + (columnOf[x] ?? 0)];
      if (tile === undefined) continue;
      tile.xx += dx * dx;
      tile.xy += dx * dy;
      tile.yy += dy * dy;
      tile.steps += 1;
    }
  }
  const pixels = (width * height) / (columns * rows);
  const printed = tiles
    .filter(({ steps }) => steps >= leastDetail * pixels && steps <= mostDetail * pixels)
    .map(({ xx, xy, yy }) => {
      const energy = xx + yy;
      const apart = Math.hypot(xx - yy, 2 * xy);
      return { energy, evenness: (energy - apart) / (energy + apart) };
    })
    .sort((a, b) => b.energy - a.energy);
  const well = (printed[printed.length >> 2]?.energy ?? 0) * leastShare;
  const evenness = printed
    .filter(({ energy }) => energy >= well)
    .map((tile) => tile.evenness)
    .sort((a, b) => a - b);
  return evenness.length < fewestTiles ? null : (evenness[Math.floor(evenness.length * 0.75)] ?? null);
}
