import type { Point, Rect } from '#shared/domain/geometry.ts';
import { homographyToQuad, invertHomography, mapPoint } from '#shared/domain/homography.ts';
import type { FlatRequest } from '../../rpc/image-url.ts';
import { cornersOf, partOfDocument, type FlatSide } from './flat-side.ts';
import { cutOutRegion, type CaptureView } from './review-model.ts';

/**
 * Where to cut what is told of by the box around it: along the document where it lies on one, so that its print is upright, else along the
 * picture, turned as a whole. With a margin, and never so small that it shows nothing.
 */
export function uprightCut(
  { flat, sizePx, rotationDeg }: Pick<CaptureView, 'flat' | 'sizePx' | 'rotationDeg'>,
  box: Rect,
): FlatRequest {
  const onDocument = flat && cutOnDocument(flat, box);
  if (onDocument !== null) return onDocument;
  return turnedUpright(cutOutRegion(box, sizePx ?? undefined), rotationDeg);
}

/** All of a picture as a reader would hold it. */
export function uprightPicture({
  sizePx,
  rotationDeg,
}: Pick<CaptureView, 'sizePx' | 'rotationDeg'>): FlatRequest | undefined {
  return sizePx === null || rotationDeg === 0
    ? undefined
    : turnedUpright({ x: 0, y: 0, ...sizePx }, rotationDeg);
}

function turnedUpright(region: Rect, rotationDeg: CaptureView['rotationDeg']): FlatRequest {
  const corners = cornersOf(region);
  // Content that is turned clockwise by a quarter begins at the picture's top right corner.
  const quarters = rotationDeg / 90;
  const at = (index: 0 | 1 | 2 | 3): Point => corners[((index + quarters) % 4) as 0 | 1 | 2 | 3];
  const [width, height] = quarters % 2 === 0 ? [region.width, region.height] : [region.height, region.width];
  return { quadPx: [at(0), at(1), at(2), at(3)], size: wholePixels(width, height) };
}

/** Where a point of the picture is in a cut-out of it, as shares of its width and height. */
export function placeInCut({ quadPx, size }: FlatRequest, point: Point): Point {
  const toPicture = homographyToQuad(size.width, size.height, quadPx);
  const toCut = toPicture && invertHomography(toPicture);
  if (toCut === undefined) return { x: -1, y: -1 };
  const { x, y } = mapPoint(toCut, point);
  return { x: x / size.width, y: y / size.height };
}

function cutOnDocument(side: FlatSide, box: Rect): FlatRequest | null {
  const part = partOfDocument(side, box);
  if (part === null) return null;
  const region = cutOutRegion(part.onFlat, side.size);
  const [a, b, c, d] = cornersOf(region);
  const toPicture = (corner: Point): Point => mapPoint(side.toPicture, corner);
  return {
    quadPx: [toPicture(a), toPicture(b), toPicture(c), toPicture(d)],
    size: wholePixels(region.width, region.height),
  };
}

const wholePixels = (width: number, height: number): FlatRequest['size'] => ({
  width: Math.max(1, Math.round(width)),
  height: Math.max(1, Math.round(height)),
});
