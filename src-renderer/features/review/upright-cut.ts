import { boundsOf, type Point, type Quad, type Rect } from '#shared/domain/geometry.ts';
import { homographyToQuad, invertHomography, mapPoint } from '#shared/domain/homography.ts';
import { placeOnFlat, uprightQuad, type FlatSide } from './flat-side.ts';
import { cutOutRegion, type CaptureView } from './review-model.ts';

/** A part of a picture to be shown as a rectangle of its own, as a reader would hold it. */
export interface UprightCut {
  readonly quadPx: Quad;
  /** In pixels of the original, about. */
  readonly size: { readonly width: number; readonly height: number };
}

/** What takes more of a side than this speaks of the document as a whole, and of what is around it. */
const mostOfSide = 0.8;

/**
 * Where to cut what is told of by the box around it: along the document where it lies on one, so that its print is upright, else along the
 * picture, turned as a whole. With a margin, and never so small that it shows nothing.
 */
export function uprightCut(
  { flat, sizePx, rotationDeg }: Pick<CaptureView, 'flat' | 'sizePx' | 'rotationDeg'>,
  box: Rect,
): UprightCut {
  const onDocument = flat && cutOnDocument(flat, box);
  if (onDocument !== null) return onDocument;
  const region = cutOutRegion(box, sizePx ?? undefined);
  const corners = cornersOf(region);
  // Content that is turned clockwise by a quarter begins at the picture's top right corner.
  const quarters = rotationDeg / 90;
  const at = (index: 0 | 1 | 2 | 3): Point => corners[((index + quarters) % 4) as 0 | 1 | 2 | 3];
  const [width, height] = quarters % 2 === 0 ? [region.width, region.height] : [region.height, region.width];
  return { quadPx: [at(0), at(1), at(2), at(3)], size: wholePixels(width, height) };
}

/** Where a point of the picture is in a cut-out of it, as shares of its width and height. */
export function placeInCut({ quadPx, size }: UprightCut, point: Point): Point {
  const toPicture = homographyToQuad(size.width, size.height, quadPx);
  const toCut = toPicture && invertHomography(toPicture);
  if (toCut === undefined) return { x: -1, y: -1 };
  const { x, y } = mapPoint(toCut, point);
  return { x: x / size.width, y: y / size.height };
}

function cutOnDocument(side: FlatSide, box: Rect): UprightCut | null {
  const placed = placeOnFlat(side, uprightQuad(side, box) ?? cornersOf(box));
  if (placed === null) return null;
  const own = boundsOf(placed);
  if (own.width > mostOfSide * side.size.width && own.height > mostOfSide * side.size.height) return null;
  const region = cutOutRegion(own, side.size);
  const [a, b, c, d] = cornersOf(region);
  const toPicture = (corner: Point): Point => mapPoint(side.toPicture, corner);
  return {
    quadPx: [toPicture(a), toPicture(b), toPicture(c), toPicture(d)],
    size: wholePixels(region.width, region.height),
  };
}

function cornersOf({ x, y, width, height }: Rect): Quad {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}

const wholePixels = (width: number, height: number): UprightCut['size'] => ({
  width: Math.max(1, Math.round(width)),
  height: Math.max(1, Math.round(height)),
});
