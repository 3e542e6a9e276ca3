import type { Point } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { meanPoint, pointAt } from './face-template.ts';

/** How plain what is seen beside and above a head is. */
export interface GroundMeasure {
  /** Share of the ground, 0 to 1, that has edges or texture, or another color than a light that falls off evenly would leave. */
  readonly busyShare: number;
}

// All lengths in units of the distance of the eyes, of an upright face, from the middle of the eyes. A head with hair reaches some 1.5 to the
// sides and 2.3 up; shoulders begin 2.5 below the eyes: what is looked at ends above the chin. A portrait shows no more than 1.7 to 2.5 to the
// sides: what hair may reach beyond the head's ellipse is not left out at once, but where it is seen, growing from the head.
const cell = 0.2;
const reachX = 3.4;
const topY = -3.8;
const bottomY = 0.4;
const columns = Math.round((2 * reachX) / cell);
const rows = Math.round((bottomY - topY) / cell);
const headX = 1.6;
const headY = 2.4;
const headMiddleY = -0.2;
/** Full hair reaches so many times as far as the head's ellipse. */
const mostHair = 1.6;
/** From the middle of the eyes to the chin: a head that is turned has its eyes closer together. */
const eyesToChin = 1.75;
/** Points across a cell. */
const across = 5;
const fewestCells = 60;
/** Of those, on each side of the head: one side says nothing of a door on the other. */
const fewestBeside = 8;
/** Standard deviation of luma within a cell: noise of phones gives less than 8. */
const texture = 10;
/** Distance in RGB from the plane. */
const offColor = 20;
/** The plane is laid anew so often, from color to color doubted more: at first from so far off, so that it does not settle on hair. */
const passes = 8;
const widestDoubt = 160;
/** Values of a cell in the table: x, y, R, G, B, deviation of luma. */
const perCell = 6;

/**
 * The ground beside and above a head, as ISO/IEC 19794-5 (7.2.6) asks it to be of a portrait: plain, or with a light that changes evenly in one
 * direction. Told by cells of a fifth of the distance of the eyes, whose means smooth what noise there is: a plane is laid through their colors,
 * with little weight for what is far off it, and cells off it, or with edges inside, are busy. `null` where too little ground is seen.
 */
export function measureGround(image: RgbRaster, landmarksPx: readonly Point[]): GroundMeasure | null {
  const left = meanPoint(landmarksPx.slice(36, 42));
  const right = meanPoint(landmarksPx.slice(42, 48));
  const chin = pointAt(landmarksPx, 8);
  const middle = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 };
  const eyesPx = Math.hypot(right.x - left.x, right.y - left.y);
  if (eyesPx < 1) return null;
  const unitPx = Math.max(eyesPx, Math.hypot(chin.x - middle.x, chin.y - middle.y) / eyesToChin);
  const cells = new Float64Array(columns * rows * perCell);
  const count = fillCells(
    image,
    cells,
    middle,
    ((right.x - left.x) / eyesPx) * unitPx,
    ((right.y - left.y) / eyesPx) * unitPx,
  );
  if (
    count < fewestCells ||
    Math.min(countBeside(cells, count, -1), countBeside(cells, count, 1)) < fewestBeside
  )
    return null;
  return judgeCells(cells, count);
}

/** `cos` and `sin` are of the line of the eyes, times the unit in pixels. Cells that lie wholly in the picture, and how many. */
function fillCells(
  { width, height, data }: RgbRaster,
  cells: Float64Array,
  middle: Point,
  cos: number,
  sin: number,
): number {
  let count = 0;
  for (let row = 0; row < rows; row += 1) {
    const y = topY + (row + 0.5) * cell;
    for (let column = 0; column < columns; column += 1) {
      const x = -reachX + (column + 0.5) * cell;
      if (fromHead(column, row) < 1) continue;
      let [sumR, sumG, sumB, sumLuma, squares, inside] = [0, 0, 0, 0, 0, 0];
      for (let k = 0; k < across * across; k += 1) {
        const dx = x + (((k % across) + 0.5) / across - 0.5) * cell;
        const dy = y + ((Math.floor(k / across) + 0.5) / across - 0.5) * cell;
        const px = Math.round(middle.x + dx * cos - dy * sin);
        const py = Math.round(middle.y + dx * sin + dy * cos);
        if (px < 0 || py < 0 || px >= width || py >= height) break;
        const at = (py * width + px) * 3;
        const r = data[at] ?? 0;
        const g = data[at + 1] ?? 0;
        const b = data[at + 2] ?? 0;
        const luma = 0.299 * r + 0.587 * g + 0.114 * b;
        sumR += r;
        sumG += g;
        sumB += b;
        sumLuma += luma;
        squares += luma * luma;
        inside += 1;
      }
      if (inside < across * across) continue;
      const at = count * perCell;
      cells[at] = x;
      cells[at + 1] = y;
      cells[at + 2] = sumR / inside;
      cells[at + 3] = sumG / inside;
      cells[at + 4] = sumB / inside;
      cells[at + 5] = Math.sqrt(Math.max(0, squares / inside - (sumLuma / inside) ** 2));
      count += 1;
    }
  }
  return count;
}

function countBeside(cells: Float64Array, count: number, side: -1 | 1): number {
  let beside = 0;
  for (let index = 0; index < count; index += 1) if ((cells[index * perCell] ?? 0) * side > 1) beside += 1;
  return beside;
}

/** What a place of the grid is; 0 lies outside of the picture. */
const State = { plain: 1, busy: 2, head: 3 } as const;

function judgeCells(cells: Float64Array, count: number): GroundMeasure | null {
  const weights = new Float64Array(count);
  // What is far from the head is hardly hair.
  for (let index = 0; index < count; index += 1)
    weights[index] =
      1 - 1 / Math.max(1, fromHeadAt(cells[index * perCell] ?? 0, cells[index * perCell + 1] ?? 0));
  const planes = new Float64Array(9);
  const offs = new Float64Array(count);
  for (let pass = 0; pass < passes; pass += 1) {
    const doubtedFrom = Math.max(offColor / 2, widestDoubt / 2 ** pass);
    for (let channel = 0; channel < 3; channel += 1) fitPlane(cells, weights, count, channel, planes);
    for (let index = 0; index < count; index += 1) {
      const off = distanceFromPlanes(cells, index, planes);
      offs[index] = off;
      weights[index] = 1 / (1 + (off / doubtedFrom) ** 2) ** 2;
    }
  }
  const states = new Uint8Array(columns * rows);
  for (let index = 0; index < count; index += 1) {
    const isBusy = (offs[index] ?? 0) > offColor || (cells[index * perCell + 5] ?? 0) > texture;
    states[placeOf(cells, index)] = isBusy ? State.busy : State.plain;
  }
  growHair(states);
  let [busy, plain] = [0, 0];
  for (const state of states) {
    if (state === State.busy) busy += 1;
    if (state === State.plain) plain += 1;
  }
  return busy + plain < fewestCells ? null : { busyShare: busy / (busy + plain) };
}

function placeOf(cells: Float64Array, index: number): number {
  const column = Math.floor(((cells[index * perCell] ?? 0) + reachX) / cell);
  return Math.floor(((cells[index * perCell + 1] ?? 0) - topY) / cell) * columns + column;
}

/** Of a place from the head's middle, squared: 1 on its ellipse. */
function fromHead(column: number, row: number): number {
  return fromHeadAt(-reachX + (column + 0.5) * cell, topY + (row + 0.5) * cell);
}

function fromHeadAt(x: number, y: number): number {
  return (x / headX) ** 2 + ((y - headMiddleY) / headY) ** 2;
}

/** Busy cells that touch the head, or others of it, are hair as far as hair reaches. */
function growHair(states: Uint8Array): void {
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      if (fromHead(column, row) < 1) states[row * columns + column] = State.head;
  for (let hasGrown = true; hasGrown;) {
    hasGrown = false;
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const at = row * columns + column;
        if (states[at] !== State.busy || fromHead(column, row) >= mostHair ** 2) continue;
        const isBesideHead =
          (column > 0 && states[at - 1] === State.head) ||
          (column < columns - 1 && states[at + 1] === State.head) ||
          states[at - columns] === State.head ||
          states[at + columns] === State.head;
        if (!isBesideHead) continue;
        states[at] = State.head;
        hasGrown = true;
      }
    }
  }
}

function distanceFromPlanes(cells: Float64Array, index: number, planes: Float64Array): number {
  const at = index * perCell;
  let squares = 0;
  for (let channel = 0; channel < 3; channel += 1) {
    const p = channel * 3;
    const there =
      (planes[p] ?? 0) +
      (planes[p + 1] ?? 0) * (cells[at] ?? 0) +
      (planes[p + 2] ?? 0) * (cells[at + 1] ?? 0);
    squares += ((cells[at + 2 + channel] ?? 0) - there) ** 2;
  }
  return Math.sqrt(squares);
}

/** Weighted least squares of a channel over x and y, by Cramer's rule, into `planes`: value at the middle of the eyes, slope along x, along y. */
function fitPlane(
  cells: Float64Array,
  weights: Float64Array,
  count: number,
  channel: number,
  planes: Float64Array,
): void {
  let [s, sx, sy, sxx, sxy, syy, sv, sxv, syv] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let index = 0; index < count; index += 1) {
    const at = index * perCell;
    const w = weights[index] ?? 0;
    const x = cells[at] ?? 0;
    const y = cells[at + 1] ?? 0;
    const v = cells[at + 2 + channel] ?? 0;
    s += w;
    sx += w * x;
    sy += w * y;
    sxx += w * x * x;
    sxy += w * x * y;
    syy += w * y * y;
    sv += w * v;
    sxv += w * x * v;
    syv += w * y * v;
  }
  const [a, b, c] = [sxx * syy - sxy * sxy, sxy * sy - sx * syy, sx * sxy - sxx * sy];
  const det = s * a + sx * b + sy * c;
  const p = channel * 3;
  if (Math.abs(det) < 1e-9) {
    planes[p] = sv / Math.max(s, 1e-9);
    planes[p + 1] = 0;
    planes[p + 2] = 0;
    return;
  }
  planes[p] = (a * sv + b * sxv + c * syv) / det;
  planes[p + 1] = (b * sv + (s * syy - sy * sy) * sxv + (sx * sy - s * sxy) * syv) / det;
  planes[p + 2] = (c * sv + (sx * sy - s * sxy) * sxv + (s * sxx - sx * sx) * syv) / det;
}
