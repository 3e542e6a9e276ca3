import { boundsOf, type Point, type Rect } from '#shared/domain/geometry.ts';
import { flatUrl, imageUrl } from '../../../rpc/image-url.ts';
import { placeOnFlat, uprightQuad, type FlatSide } from '../flat-side.ts';
import type { CaptureView, Zone } from '../review-model.ts';
import type { Size } from './view-transform.ts';

/** What is looked at: a picture as it was taken, or the document in it made flat. Places on it are in pixels of its own. */
export interface Surface {
  readonly id: string;
  readonly isFlat: boolean;
  /** `null` before it is known. */
  readonly size: Size | null;
  /** How its content lies, clockwise. */
  readonly rotationDeg: number;
  /** Address of it, no longer than `maxPx` on its long side. */
  readonly url: (maxPx: number) => string;
  /** Where corners in the original's pixels are on it; `null` where they are not on it. */
  readonly place: (corners: readonly Point[]) => readonly Point[] | null;
  readonly placeBox: (box: Rect) => Rect;
}

/** A picture as it was taken. */
export function originalSurface({ captureId, sizePx, rotationDeg }: CaptureView): Surface {
  return {
    id: captureId,
    isFlat: false,
    size: sizePx,
    rotationDeg,
    url: (maxPx) => imageUrl(captureId, maxPx),
    place: (corners) => corners,
    placeBox: (box) => box,
  };
}

/** The document in a picture made flat. */
export function flatSurface(captureId: string, side: FlatSide): Surface {
  return {
    id: `${captureId}/flat`,
    isFlat: true,
    size: side.size,
    rotationDeg: 0,
    url: (maxPx) => flatUrl(captureId, side, maxPx),
    place: (corners) => placeOnFlat(side, corners),
    placeBox: (box) => {
      const placed = placeOnFlat(side, uprightQuad(side, box) ?? cornersOfRect(box));
      // What speaks of no place on the document speaks of the picture around it: all there is of it here.
      return placed === null ? { x: 0, y: 0, ...side.size } : boundsOf(placed);
    },
  };
}

/** A zone where it lies on a surface. */
export interface PlacedZone {
  readonly zone: Zone;
  readonly corners: readonly Point[];
}

/** The zones that are on the surface; the document itself is all of the flat one. */
export function zonesOn(surface: Surface, zones: readonly Zone[]): readonly PlacedZone[] {
  return zones.flatMap((zone) => {
    if (surface.isFlat && (zone.kind === 'document' || zone.kind === 'other-document')) return [];
    const corners = surface.place(zone.quadPx ?? cornersOfRect(zone.regionPx));
    return corners === null ? [] : [{ zone, corners }];
  });
}

function cornersOfRect({ x, y, width, height }: Rect): readonly Point[] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}
