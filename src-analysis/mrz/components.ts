import type { GrayRaster } from '../image/raster.ts';

/** Boxes of connected dark marks, as parallel arrays in pixels of the raster; `left[i] + width[i]` is exclusive. */
export interface Marks {
  readonly count: number;
  readonly left: Int32Array;
  readonly top: Int32Array;
  readonly width: Int32Array;
  readonly height: Int32Array;
}

/**
 * Marks darker by `contrast` than the mean of the `windowPx` square around them (adaptive threshold by running sums, then
 * 8-connected runs joined by union-find). Marks of fewer than `leastPx` pixels are left out.
 */
export function darkMarks(image: GrayRaster, windowPx: number, contrast: number, leastPx: number): Marks {
  const runs = darkRuns(image, windowPx, contrast);
  return joinRuns(runs, leastPx);
}

interface Runs {
  count: number;
  row: Int32Array;
  start: Int32Array;
  /** Inclusive. */
  end: Int32Array;
}

function darkRuns(image: GrayRaster, windowPx: number, contrast: number): Runs {
  const { width, height, data } = image;
  const reach = windowPx >> 1;
  const columnSums = new Int32Array(width);
  let rows = 0;
  const runs: Runs = {
    count: 0,
    row: new Int32Array(4096),
    start: new Int32Array(4096),
    end: new Int32Array(4096),
  };
  for (; rows < Math.min(reach, height); rows++) addRow(columnSums, image, rows, 1);
  for (let y = 0; y < height; y++) {
    if (y + reach < height) {
      addRow(columnSums, image, y + reach, 1);
      rows++;
    }
    if (y - reach - 1 >= 0) {
      addRow(columnSums, image, y - reach - 1, -1);
      rows--;
    }
    let sum = 0;
    let columns = 0;
    for (let x = 0; x < Math.min(reach, width); x++) {
      sum += columnSums[x] ?? 0;
      columns++;
    }
    let start = -1;
    const at = y * width;
    for (let x = 0; x < width; x++) {
      if (x + reach < width) {
        sum += columnSums[x + reach] ?? 0;
        columns++;
      }
      if (x - reach - 1 >= 0) {
        sum -= columnSums[x - reach - 1] ?? 0;
        columns--;
      }
      const dark = ((data[at + x] ?? 0) + contrast) * rows * columns < sum;
      if (dark) {
        if (start < 0) start = x;
      } else if (start >= 0) {
        push(runs, y, start, x - 1);
        start = -1;
      }
    }
    if (start >= 0) push(runs, y, start, width - 1);
  }
  return runs;
}

function addRow(sums: Int32Array, { width, data }: GrayRaster, y: number, sign: 1 | -1): void {
  const at = y * width;
  for (let x = 0; x < width; x++) sums[x] = (sums[x] ?? 0) + sign * (data[at + x] ?? 0);
}

function push(runs: Runs, row: number, start: number, end: number): void {
  if (runs.count === runs.row.length) {
    const grown = (old: Int32Array): Int32Array => {
      const larger = new Int32Array(old.length * 2);
      larger.set(old);
      return larger;
    };
    runs.row = grown(runs.row);
    runs.start = grown(runs.start);
    runs.end = grown(runs.end);
  }
  const i = runs.count++;
  runs.row[i] = row;
  runs.start[i] = start;
  runs.end[i] = end;
}

/** The first of the runs joined to this one; paths are shortened on the way. */
function rootOf(parent: Int32Array, run: number): number {
  let root = run;
  while ((parent[root] ?? root) !== root) root = parent[root] ?? root;
  for (let i = run; (parent[i] ?? root) !== root;) {
    const next = parent[i] ?? root;
    parent[i] = root;
    i = next;
  }
  return root;
}

function joinRuns(runs: Runs, leastPx: number): Marks {
  const { count, row, start, end } = runs;
  const parent = new Int32Array(count);
  for (let i = 0; i < count; i++) parent[i] = i;
  let above = 0;
  for (let i = 0; i < count; i++) {
    const y = row[i] ?? 0;
    while (above < i && (row[above] ?? 0) < y - 1) above++;
    for (let j = above; j < i && (row[j] ?? 0) === y - 1; j++) {
      if ((start[j] ?? 0) > (end[i] ?? 0) + 1) break;
      if ((end[j] ?? 0) + 1 < (start[i] ?? 0)) {
        if (j === above) above++;
        continue;
      }
      const a = rootOf(parent, i);
      const b = rootOf(parent, j);
      if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
    }
  }
  const place = new Int32Array(count).fill(-1);
  const boxes: { left: number; top: number; right: number; bottom: number; area: number }[] = [];
  for (let i = 0; i < count; i++) {
    const root = rootOf(parent, i);
    const [l, r, y] = [start[i] ?? 0, end[i] ?? 0, row[i] ?? 0];
    const known = boxes[place[root] ?? -1];
    if (known === undefined) {
      place[root] = boxes.length;
      boxes.push({ left: l, top: y, right: r, bottom: y, area: r - l + 1 });
    } else {
      known.left = Math.min(known.left, l);
      known.right = Math.max(known.right, r);
      known.bottom = y;
      known.area += r - l + 1;
    }
  }
  const kept = boxes.filter(({ area }) => area >= leastPx);
  return {
    count: kept.length,
    left: Int32Array.from(kept, ({ left }) => left),
    top: Int32Array.from(kept, ({ top }) => top),
    width: Int32Array.from(kept, ({ left, right }) => right - left + 1),
    height: Int32Array.from(kept, ({ top, bottom }) => bottom - top + 1),
  };
}
