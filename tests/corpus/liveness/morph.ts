import type { Point } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '#analysis/image/raster.ts';

type Triangle = readonly [number, number, number];

/** Corners and middles of the edges of a picture: what keeps the ground still while a face moves. */
function borderOf({ width, height }: Pick<RgbRaster, 'width' | 'height'>): readonly Point[] {
  const [right, bottom] = [width - 1, height - 1];
  return [0, 0.5, 1].flatMap((x) =>
    [0, 0.5, 1].filter((y) => x !== 0.5 || y !== 0.5).map((y) => ({ x: x * right, y: y * bottom })),
  );
}

/** Delaunay's triangles of a few hundred points, by Bowyer and Watson's insertion. */
export function triangulate(points: readonly Point[]): readonly Triangle[] {
  const far = 1e5;
  const all = [...points, { x: -far, y: -far }, { x: 3 * far, y: -far }, { x: -far, y: 3 * far }];
  const at = (index: number): Point => all[index] ?? { x: 0, y: 0 };
  const n = points.length;
  let triangles: Triangle[] = [[n, n + 1, n + 2]];
  for (let index = 0; index < n; index += 1) {
    const point = at(index);
    const bad = triangles.filter(([a, b, c]) => isInCircle(at(a), at(b), at(c), point));
    const edges = new Map<string, readonly [number, number]>();
    for (const [a, b, c] of bad)
      for (const [from, to] of [
        [a, b],
        [b, c],
        [c, a],
      ] as const) {
        const key = `${String(Math.min(from, to))}-${String(Math.max(from, to))}`;
        if (edges.has(key)) edges.delete(key);
        else edges.set(key, [from, to]);
      }
    triangles = [
      ...triangles.filter((triangle) => !bad.includes(triangle)),
      ...[...edges.values()].map(([from, to]): Triangle => [from, to, index]),
    ];
  }
  return triangles.filter((triangle) => triangle.every((index) => index < n));
}

function isInCircle(a: Point, b: Point, c: Point, { x, y }: Point): boolean {
  const [ax, ay, bx, by, cx, cy] = [a.x - x, a.y - y, b.x - x, b.y - y, c.x - x, c.y - y];
  const determinant =
    (ax * ax + ay * ay) * (bx * cy - cx * by) -
    (bx * bx + by * by) * (ax * cy - cx * ay) +
    (cx * cx + cy * cy) * (ax * by - bx * ay);
  const isCounterclockwise = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y) > 0;
  return isCounterclockwise ? determinant > 0 : determinant < 0;
}

/** A picture with points of it that another picture has too. */
export interface Marked {
  readonly image: RgbRaster;
  readonly points: readonly Point[];
}

/**
 * The picture on the way from one to the other, `t` from 0 to 1: triangles between the points are drawn out affinely to where the points
 * are by then, and the two pictures fade into each other. Both pictures have the size of the first.
 */
export function morph(from: Marked, to: Marked, t: number): RgbRaster {
  const border = borderOf(from.image);
  const a = [...from.points, ...border];
  const b = [...to.points, ...border];
  const between = (share: number): Point[] =>
    a.map((point, index) => {
      const other = b[index] ?? point;
      return { x: point.x + share * (other.x - point.x), y: point.y + share * (other.y - point.y) };
    });
  // Always the same triangles, so that a sequence does not flicker.
  const triangles = triangulate(between(0.5));
  const target = between(t);
  const { width, height } = from.image;
  const data = new Uint8Array(width * height * 3);
  for (const triangle of triangles)
    fillTriangle({ width, height, data }, triangle, target, [
      { image: from.image, points: a, weight: 1 - t },
      { image: to.image, points: b, weight: t },
    ]);
  return { width, height, channels: 3, data };
}

/** The picture with its points moved elsewhere. */
export function moved({ image, points }: Marked, to: readonly Point[]): RgbRaster {
  const border = borderOf(image);
  const [source, target] = [
    [...points, ...border],
    [...to, ...border],
  ];
  const { width, height } = image;
  const data = new Uint8Array(width * height * 3);
  for (const triangle of triangulate(source))
    fillTriangle({ width, height, data }, triangle, target, [{ image, points: source, weight: 1 }]);
  return { width, height, channels: 3, data };
}

interface Source {
  readonly image: RgbRaster;
  readonly points: readonly Point[];
  readonly weight: number;
}

function fillTriangle(
  { width, height, data }: { width: number; height: number; data: Uint8Array },
  [i, j, k]: Triangle,
  target: readonly Point[],
  sources: readonly Source[],
): void {
  const [a, b, c] = [target[i], target[j], target[k]];
  if (a === undefined || b === undefined || c === undefined) return;
  const area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
  if (Math.abs(area) < 1e-9) return;
  const left = Math.max(0, Math.floor(Math.min(a.x, b.x, c.x)));
  const right = Math.min(width - 1, Math.ceil(Math.max(a.x, b.x, c.x)));
  const top = Math.max(0, Math.floor(Math.min(a.y, b.y, c.y)));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(a.y, b.y, c.y)));
  for (let y = top; y <= bottom; y += 1)
    for (let x = left; x <= right; x += 1) {
      const ofB = ((x - a.x) * (c.y - a.y) - (c.x - a.x) * (y - a.y)) / area;
      const ofC = ((b.x - a.x) * (y - a.y) - (x - a.x) * (b.y - a.y)) / area;
      if (ofB < -1e-6 || ofC < -1e-6 || ofB + ofC > 1 + 1e-6) continue;
      const place = (y * width + x) * 3;
      const value = [0, 0, 0] as [number, number, number];
      for (const { image, points, weight } of sources) {
        const [p, q, r] = [points[i], points[j], points[k]];
        if (weight === 0 || p === undefined || q === undefined || r === undefined) continue;
        const sourceX = p.x + ofB * (q.x - p.x) + ofC * (r.x - p.x);
        const sourceY = p.y + ofB * (q.y - p.y) + ofC * (r.y - p.y);
        addSample(image, sourceX, sourceY, weight, value);
      }
      data[place] = Math.round(value[0]);
      data[place + 1] = Math.round(value[1]);
      data[place + 2] = Math.round(value[2]);
    }
}

/** Adds what the picture shows at a place, bilinearly; beyond the picture its edge. */
function addSample(
  { width, height, data }: RgbRaster,
  x: number,
  y: number,
  weight: number,
  to: [number, number, number],
): void {
  const left = Math.min(width - 1, Math.max(0, Math.floor(x)));
  const top = Math.min(height - 1, Math.max(0, Math.floor(y)));
  const [right, bottom] = [Math.min(width - 1, left + 1), Math.min(height - 1, top + 1)];
  const [fx, fy] = [Math.min(1, Math.max(0, x - left)), Math.min(1, Math.max(0, y - top))];
  const [a, b, c, d] = [
    top * width + left,
    top * width + right,
    bottom * width + left,
    bottom * width + right,
  ];
  const [ofA, ofB, ofC, ofD] = [(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy];
  for (const channel of [0, 1, 2] as const)
    to[channel] +=
      weight *
      (ofA * (data[a * 3 + channel] ?? 0) +
        ofB * (data[b * 3 + channel] ?? 0) +
        ofC * (data[c * 3 + channel] ?? 0) +
        ofD * (data[d * 3 + channel] ?? 0));
}

/** Every pixel from where `sourceOf` says, with a plain ground where it says nothing. */
export function remap(image: RgbRaster, sourceOf: (x: number, y: number) => Point | null): RgbRaster {
  const { width, height } = image;
  const data = new Uint8Array(width * height * 3).fill(138);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const from = sourceOf(x, y);
      if (from === null || from.x < 0 || from.y < 0 || from.x > width - 1 || from.y > height - 1) continue;
      const value: [number, number, number] = [0, 0, 0];
      addSample(image, from.x, from.y, 1, value);
      data.set(value.map(Math.round), (y * width + x) * 3);
    }
  return { width, height, channels: 3, data };
}
