import type { Point } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';

/** Red, green, blue, 0 to 255. */
export type Color = readonly [number, number, number];

/** Closed outlines in pixels; an area inside an odd direction of another, as in a letter's counter, stays empty. */
export type Outlines = readonly (readonly Point[])[];

/** An RGB picture that is drawn on, opaque from the start. Coordinates in pixels, from the top left corner. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export function createCanvas(width: number, height: number, [red, green, blue]: Color): Canvas {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at += 3) {
    data[at] = red;
    data[at + 1] = green;
    data[at + 2] = blue;
  }
  return { width, height, data };
}

/** The canvas as a raster; whoever draws on afterwards breaks the promise of a raster that it never changes. */
export function toRaster({ width, height, data }: Canvas): RgbRaster {
  return { width, height, channels: 3, data };
}

/**
 * Fills the outlines with anti-aliased edges. Coverage is the exact area of each pixel, summed up from signed areas under
 * the edges (the method of Raph Levien's font-rs); outlines that run the other way cut holes.
 */
export function fill(canvas: Canvas, outlines: Outlines, color: Color, alpha = 1): void {
  const [left, top, right, bottom] = pixelBounds(canvas, outlines);
  if (left >= right || top >= bottom) return;
  const [width, height] = [right - left, bottom - top];
  // Two columns more: an edge on the right border adds to the pixels behind it.
  const stride = width + 2;
  const areas = new Float32Array(stride * height);
  for (const outline of outlines) {
    outline.forEach((point, index) => {
      const next = outline[(index + 1) % outline.length] ?? point;
      addEdge(areas, stride, height, width, shift(point, left, top), shift(next, left, top));
    });
  }
  for (let y = 0; y < height; y += 1) {
    let sum = 0;
    for (let x = 0; x < width; x += 1) {
      sum += areas[y * stride + x] ?? 0;
      const coverage = Math.min(1, Math.abs(sum)) * alpha;
      if (coverage > 0.002) blend(canvas.data, ((top + y) * canvas.width + left + x) * 3, color, coverage);
    }
  }
}

/** A line of `widthPx` through the points. */
export function stroke(
  canvas: Canvas,
  points: readonly Point[],
  widthPx: number,
  color: Color,
  alpha = 1,
): void {
  const outlines: Point[][] = [];
  points.forEach((from, index) => {
    const to = points[index + 1];
    if (to === undefined) return;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (length === 0) return;
    const [nx, ny] = [
      ((to.y - from.y) / length) * (widthPx / 2),
      (-(to.x - from.x) / length) * (widthPx / 2),
    ];
    outlines.push([
      { x: from.x + nx, y: from.y + ny },
      { x: to.x + nx, y: to.y + ny },
      { x: to.x - nx, y: to.y - ny },
      { x: from.x - nx, y: from.y - ny },
    ]);
  });
  fill(canvas, outlines, color, alpha);
}

export function fillRect(
  canvas: Canvas,
  x: number,
  y: number,
  width: number,
  height: number,
  color: Color,
  alpha = 1,
) {
  fill(canvas, [rectangle(x, y, width, height)], color, alpha);
}

/** A rectangle with round corners, as an outline. */
export function roundedRectangle(width: number, height: number, radius: number): Point[] {
  const corners = [
    { x: width - radius, y: radius, from: -90 },
    { x: width - radius, y: height - radius, from: 0 },
    { x: radius, y: height - radius, from: 90 },
    { x: radius, y: radius, from: 180 },
  ];
  // Steps of 6 degrees: at our radii the polygon is less than a twentieth of a pixel off the circle.
  return corners.flatMap(({ x, y, from }) =>
    Array.from({ length: 16 }, (_, step) => {
      const angle = ((from + step * 6) * Math.PI) / 180;
      return { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) };
    }),
  );
}

/** Puts the picture's top left corner at (x, y), whole pixels. */
export function paste(canvas: Canvas, image: RgbRaster, x: number, y: number): void {
  for (let row = 0; row < image.height; row += 1) {
    const from = row * image.width * 3;
    canvas.data.set(image.data.subarray(from, from + image.width * 3), ((y + row) * canvas.width + x) * 3);
  }
}

function rectangle(x: number, y: number, width: number, height: number): Point[] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}

function shift({ x, y }: Point, left: number, top: number): Point {
  return { x: x - left, y: y - top };
}

function pixelBounds(canvas: Canvas, outlines: Outlines): [number, number, number, number] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const outline of outlines) {
    for (const { x, y } of outline) {
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x);
      bottom = Math.max(bottom, y);
    }
  }
  return [
    Math.max(0, Math.floor(left)),
    Math.max(0, Math.floor(top)),
    Math.min(canvas.width, Math.ceil(right)),
    Math.min(canvas.height, Math.ceil(bottom)),
  ];
}

function blend(data: Uint8Array, at: number, color: Color, coverage: number): void {
  for (let c = 0; c < 3; c += 1) {
    const old = data[at + c] ?? 0;
    data[at + c] = old + ((color[c] ?? 0) - old) * coverage + 0.5;
  }
}

/** Adds to each row the signed area that the edge covers to its right, so that a running sum gives the coverage. */
function addEdge(
  areas: Float32Array,
  stride: number,
  height: number,
  width: number,
  from: Point,
  to: Point,
): void {
  if (from.y === to.y) return;
  const direction = from.y < to.y ? 1 : -1;
  const [upper, lower] = from.y < to.y ? [from, to] : [to, from];
  const slope = (lower.x - upper.x) / (lower.y - upper.y);
  const firstRow = Math.max(0, Math.floor(upper.y));
  const lastRow = Math.min(height, Math.ceil(lower.y));
  for (let row = firstRow; row < lastRow; row += 1) {
    const start = Math.max(row, upper.y);
    const end = Math.min(row + 1, lower.y);
    const area = (end - start) * direction;
    const xStart = clamp(upper.x + slope * (start - upper.y), width);
    const xEnd = clamp(upper.x + slope * (end - upper.y), width);
    addSpan(areas, row * stride, Math.min(xStart, xEnd), Math.max(xStart, xEnd), area);
  }
}

function clamp(x: number, width: number): number {
  return Math.min(width, Math.max(0, x));
}

/** One row's part of an edge between `left` and `right`. */
function addSpan(areas: Float32Array, rowAt: number, left: number, right: number, area: number): void {
  const first = Math.floor(left);
  const last = Math.ceil(right);
  const add = (column: number, value: number): void => {
    areas[rowAt + column] = (areas[rowAt + column] ?? 0) + value;
  };
  if (last <= first + 1) {
    const behind = (left + right) / 2 - first;
    add(first, area * (1 - behind));
    add(first + 1, area * behind);
    return;
  }
  // The edge crosses several pixels: what each gets is the difference of the areas accumulated up to its sides.
  const perPixel = area / (right - left);
  let before = 0;
  for (let column = first; column < last; column += 1) {
    const enter = Math.max(left, column);
    const leave = Math.min(right, column + 1);
    // Height gained in this column counts fully from the next one on, here by the mean of what lies to its right.
    const gained = (leave - enter) * perPixel;
    const share = gained * (column + 1 - (enter + leave) / 2);
    add(column, before + share);
    before = gained - share;
  }
  add(last, before);
}
