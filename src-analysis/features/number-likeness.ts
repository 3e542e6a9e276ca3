import { boundsOf, type Quad, type Rect } from '#shared/domain/geometry.ts';
import { homographyToQuad, invertHomography, mapPoint } from '#shared/domain/homography.ts';
import type { GrayRaster } from '../image/raster.ts';
import { warpQuad } from '../image/warp.ts';
import { contrastOf } from './held-likeness.ts';
import { proportionOf } from './printed-page.ts';

/** Both are compared at the width of the smaller one in its picture, within these: more pixels make figures no more alike or unlike. */
const [leastWidthPx, mostWidthPx] = [240, 640];
/** Parts of the width: what light does differs from print by its size, and corners of a document in a hand are off by a hundredth, and now and then by four. */
const [surroundShare, reachShare] = [1 / 40, 1 / 20];
/** Print that is smaller shows no figures. */
const [leastPlaceWidthPx, leastPlaceHeightPx] = [8, 4];
/** Of the local contrast, in levels squared: below, there is bare ground, and no number. */
const leastPower = 30;

interface Placed {
  readonly gray: GrayRaster;
  readonly quad: Quad;
}

/**
 * How alike the print of `held` is, at the places where `known` has its number, to that number: the correlation of the two flat pictures there, each where it
 * fits best, of the place that fits best; 1 for the same figures, 0.2 to 0.6 for others (docs/accuracy/held-document.md). No figure is read for it, so that it tells
 * numbers apart that are too small to read. Places are in pixels of `known`'s picture; `null` where none of them shows print, or they are too small.
 */
export function numberLikeness(held: Placed, known: Placed, placesPx: readonly Rect[]): number | null {
  const widthPx = Math.round(Math.min(mostWidthPx, Math.max(leastWidthPx, widthOf(held.quad))));
  const heightPx = Math.round(widthPx / proportionOf(known.quad));
  const toPicture = homographyToQuad(widthPx, heightPx, known.quad);
  const toFlat = toPicture && invertHomography(toPicture);
  const flats = [held, known].map(({ gray, quad }) => warpQuad(gray, quad, widthPx, heightPx));
  const [one, other] = flats.map((flat) => flat && contrastOf(flat, Math.round(widthPx * surroundShare)));
  if (toFlat === undefined || one === undefined || other === undefined) return null;
  const told = placesPx.flatMap((place) => {
    const [left, top] = [place.x, place.y];
    const [right, bottom] = [left + place.width, top + place.height];
    const corners: Quad = [
      { x: left, y: top },
      { x: right, y: top },
      { x: right, y: bottom },
      { x: left, y: bottom },
    ];
    const flat = boundsOf(corners.map((point) => mapPoint(toFlat, point)));
    const likeness = bestAround({ one, other, widthPx, heightPx }, flat);
    return likeness === null ? [] : [likeness];
  });
  return told.length === 0 ? null : Math.max(...told);
}

interface Contrasts {
  readonly one: Float32Array;
  readonly other: Float32Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The best correlation of a part of `other` with those of `one` around its place. */
function bestAround({ one, other, widthPx, heightPx }: Contrasts, place: Rect): number | null {
  const left = Math.max(0, Math.round(place.x));
  const top = Math.max(0, Math.round(place.y));
  const width = Math.min(widthPx - left, Math.round(place.width));
  const height = Math.min(heightPx - top, Math.round(place.height));
  if (width < leastPlaceWidthPx || height < leastPlaceHeightPx) return null;
  let power = 0;
  for (let v = top; v < top + height; v += 1)
    for (let u = left; u < left + width; u += 1) power += (other[v * widthPx + u] ?? 0) ** 2;
  if (power / (width * height) < leastPower) return null;
  const reach = Math.max(3, Math.round(widthPx * reachShare));
  let best = 0;
  for (let y = Math.max(0, top - reach); y <= Math.min(heightPx - height, top + reach); y += 1) {
    for (let x = Math.max(0, left - reach); x <= Math.min(widthPx - width, left + reach); x += 1) {
      let [product, square] = [0, 0];
      for (let v = 0; v < height; v += 1) {
        const [rowOne, rowOther] = [(y + v) * widthPx + x, (top + v) * widthPx + left];
        for (let u = 0; u < width; u += 1) {
          const value = one[rowOne + u] ?? 0;
          product += value * (other[rowOther + u] ?? 0);
          square += value * value;
        }
      }
      if (square > 0) best = Math.max(best, product / Math.sqrt(square * power));
    }
  }
  return best;
}

const widthOf = ([topLeft, topRight, bottomRight, bottomLeft]: Quad): number =>
  (Math.hypot(topLeft.x - topRight.x, topLeft.y - topRight.y) +
    Math.hypot(bottomLeft.x - bottomRight.x, bottomLeft.y - bottomRight.y)) /
  2;
