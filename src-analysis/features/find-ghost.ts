import { boundsOf, type Point, type Quad, type Rect } from '#shared/domain/geometry.ts';
import { homographyToQuad, invertHomography, mapPoint, type Homography } from '#shared/domain/homography.ts';
import type { Face } from '../faces/face.ts';
import type { RgbRaster } from '../image/raster.ts';
import { warpByHomography } from '../image/warp.ts';
import { proportionOf } from './printed-page.ts';

/** A ghost is a third to a half of the portrait's size: 10 mm of a card are 117 px at this width, and the detector's net sees 512 px at a time. */
const pageWidthPx = 1000;
/** What lies beyond the portrait, which is next to an edge: so much of the page's width. */
const searchedShare = 0.62;
/** Against the portrait's: a face as large is another person's. */
const largestShare = 0.75;
/** Measured: ghosts are found with 0.75 and more on pictures of which hardly anything else is found at all, patterns with up to 0.57. */
export const leastGhostScore = 0.6;

/**
 * The ghost portrait of a flat document, looked for in the part beside its portrait, where it is large enough to be seen; in pixels of the picture.
 * `null` where there is none. The picture as a whole is too coarse for it: measured on 12 ghosts, it shows 5, the part 10.
 */
export async function findGhost(
  image: RgbRaster,
  quad: Quad,
  portrait: Face,
  facesOn: (image: RgbRaster) => Promise<readonly Face[]>,
): Promise<Face | null> {
  const height = Math.round(pageWidthPx / proportionOf(quad));
  const toPicture = homographyToQuad(pageWidthPx, height, quad);
  const toPage = toPicture === undefined ? undefined : invertHomography(toPicture);
  if (toPicture === undefined || toPage === undefined) return null;
  const onPage = boundsOf(cornersOf(portrait.boxPx).map((corner) => mapPoint(toPage, corner)));
  const width = Math.round(searchedShare * pageWidthPx);
  const isLeft = onPage.x + onPage.width / 2 < pageWidthPx / 2;
  const left = isLeft ? pageWidthPx - width : 0;
  const faces = await facesOn(warpByHomography(image, movedRight(toPicture, left), width, height));
  const ghost = faces
    .filter(({ boxPx, score }) => score >= leastGhostScore && boxPx.width <= largestShare * onPage.width)
    .sort((a, b) => b.score - a.score)[0];
  if (ghost === undefined) return null;
  const at = ({ x, y }: Point): Point => mapPoint(toPicture, { x: x + left, y });
  const boxPx = boundsOf(cornersOf(ghost.boxPx).map((corner) => at(corner)));
  const scale = Math.sqrt((boxPx.width * boxPx.height) / (ghost.boxPx.width * ghost.boxPx.height));
  return {
    ...ghost,
    boxPx,
    landmarksPx: ghost.landmarksPx.map((point) => at(point)),
    quality: {
      ...ghost.quality,
      interEyePx: ghost.quality.interEyePx * scale,
      rollDeg: portrait.quality.rollDeg,
    },
  };
}

/** The mapping for a target that begins so many pixels further right. */
function movedRight([m0, m1, m2, m3, m4, m5, m6, m7]: Homography, by: number): Homography {
  const w = 1 + m6 * by;
  return [m0 / w, m1 / w, (m0 * by + m2) / w, m3 / w, m4 / w, (m3 * by + m5) / w, m6 / w, m7 / w];
}

function cornersOf({ x, y, width, height }: Rect): Point[] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}
