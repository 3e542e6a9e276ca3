import type { DocumentReading, MrzFormat } from '#shared/domain/analysis.ts';
import { boundsOf, type Point, type Quad, type Rect } from '#shared/domain/geometry.ts';
import { homographyToQuad, invertHomography, mapPoint, type Homography } from '#shared/domain/homography.ts';

/** A document's side made a rectangle, as if a scanner had taken it: how it is cut from the picture, and the way back. */
export interface FlatSide {
  readonly quadPx: Quad;
  /** In pixels of its own. */
  readonly size: { readonly width: number; readonly height: number };
  readonly toFlat: Homography;
  readonly toPicture: Homography;
}

/** Width by height of ISO/IEC 7810 ID-1, ID-2 and ID-3, of visas (ICAO Doc 9303-7), and of a passport opened upright. */
const shapes = { id1: 85.6 / 53.98, id2: 105 / 74, id3: 125 / 88, mrva: 120 / 80, spread: 125 / 176 };

const shapesOfFormat: Readonly<Record<MrzFormat, readonly number[]>> = {
  TD1: [shapes.id1],
  TD2: [shapes.id2],
  TD3: [shapes.id3, shapes.spread],
  MRVA: [shapes.mrva, shapes.spread],
  MRVB: [shapes.id2, shapes.spread],
  FRID: [shapes.id2],
  RUIP: [shapes.id3, shapes.spread],
  FRDL: [shapes.id1],
  CHDL: [shapes.id1],
};

/** A document seen from the side looks up to a fifth shorter; what differs more from every known shape is of none of them. */
const mostForeshortening = 0.2;

/** Twice 300 dpi of the longest known page, 176 mm: more shows grain and takes memory. */
const longestPx = 4160;

/** `null` where the corners enclose no area. */
export function flatSideOf(
  quadPx: Quad,
  document: Pick<DocumentReading, 'type' | 'format'> | null,
): FlatSide | null {
  const [topLeft, topRight, bottomRight, bottomLeft] = quadPx;
  const width = Math.max(distance(topLeft, topRight), distance(bottomLeft, bottomRight));
  const height = Math.max(distance(topLeft, bottomLeft), distance(topRight, bottomRight));
  if (!(width >= 1 && height >= 1)) return null;
  const shape = shapeOf(width / height, document);
  // As many pixels as the picture has along the better seen direction.
  const fullHeight = Math.max(height, width / shape);
  const share = Math.min(1, longestPx / Math.max(fullHeight, fullHeight * shape));
  const size = {
    width: Math.max(1, Math.round(fullHeight * shape * share)),
    height: Math.max(1, Math.round(fullHeight * share)),
  };
  const toPicture = homographyToQuad(size.width, size.height, quadPx);
  const toFlat = toPicture && invertHomography(toPicture);
  if (toPicture === undefined || toFlat === undefined) return null;
  return { quadPx, size, toFlat, toPicture };
}

function shapeOf(measured: number, document: Pick<DocumentReading, 'type' | 'format'> | null): number {
  const farFrom = (shape: number): number => Math.abs(Math.log(shape / measured));
  const nearest = [...shapesThinkable(document)].sort((a, b) => farFrom(a) - farFrom(b))[0];
  return nearest !== undefined && farFrom(nearest) < mostForeshortening ? nearest : measured;
}

function shapesThinkable(document: Pick<DocumentReading, 'type' | 'format'> | null): readonly number[] {
  if (document !== null && document.format !== null) return shapesOfFormat[document.format];
  if (document?.type === 'driving-licence') return [shapes.id1, 1 / shapes.id1];
  if (document?.type === 'internal-passport') return [shapes.id3, shapes.spread];
  return [shapes.id1, shapes.id3, shapes.spread, 1 / shapes.id1];
}

/**
 * The corners, in the picture, of what the analysis found upright on the document and told of by the box around it in the picture: on a
 * document that lies askew the box is larger than what it holds. `null` near 45°, where the box does not tell.
 */
export function uprightQuad(side: FlatSide, box: Rect): Quad | null {
  const middle = mapPoint(side.toFlat, { x: box.x + box.width / 2, y: box.y + box.height / 2 });
  const at = (dx: number, dy: number): Point =>
    mapPoint(side.toPicture, { x: middle.x + dx, y: middle.y + dy });
  // Small against its surroundings, so the perspective in it is a plain stretch: the box of a stretched rectangle, solved for it.
  const [a, b] = [Math.abs(at(0.5, 0).x - at(-0.5, 0).x), Math.abs(at(0, 0.5).x - at(0, -0.5).x)];
  const [c, d] = [Math.abs(at(0.5, 0).y - at(-0.5, 0).y), Math.abs(at(0, 0.5).y - at(0, -0.5).y)];
  const determinant = a * d - b * c;
  if (Math.abs(determinant) < leastDeterminant * (a + b) * (c + d)) return null;
  const width = (box.width * d - box.height * b) / determinant;
  const height = (box.height * a - box.width * c) / determinant;
  if (!(width > 0 && height > 0)) return null;
  const [x, y] = [width / 2, height / 2];
  return [at(-x, -y), at(x, -y), at(x, y), at(-x, y)];
}

/** A turn of 45° has 0, an upright document 1; below this a pixel of the box makes two of its content. */
const leastDeterminant = 0.35;

/** A place of the picture on the flat side; `null` where none of it is on the document. */
export function placeOnFlat(side: FlatSide, corners: readonly Point[]): readonly Point[] | null {
  const placed = corners.map((corner) => mapPoint(side.toFlat, corner));
  const { x, y, width, height } = boundsOf(placed);
  const isOn = x < side.size.width && y < side.size.height && x + width > 0 && y + height > 0;
  return isOn ? placed : null;
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
