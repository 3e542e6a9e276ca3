import type { Quad, Rect } from '#shared/domain/geometry.ts';

/** URL of a whole picture, upright by EXIF, no longer than `maxPx` on its long side. Same origin in both hosts. */
export function imageUrl(captureId: string, maxPx: number): string {
  return `/image/${captureId}?max=${maxPx.toString()}`;
}

/** URL of the content of a quadrilateral as a rectangle of `size`, no longer than `maxPx` on its long side. */
export function flatUrl(
  captureId: string,
  {
    quadPx,
    size,
  }: { readonly quadPx: Quad; readonly size: { readonly width: number; readonly height: number } },
  maxPx: number,
): string {
  const query = new URLSearchParams({
    corners: quadPx.map(({ x, y }) => `${x.toFixed(2)},${y.toFixed(2)}`).join(','),
    w: size.width.toString(),
    h: size.height.toString(),
    max: maxPx.toString(),
  });
  return `/image/${captureId}/flat?${query.toString()}`;
}

export interface CropRequest {
  readonly captureId: string;
  /** In pixels of the original. */
  readonly regionPx: Rect;
  /** Long side of the answer. */
  readonly maxPx: number;
  /** Degrees by which the content is turned in the picture, clockwise; the host turns it back. */
  readonly rollDeg?: number;
}

/** URL of a cut-out. Whole pixels only, so that equal regions share a cache entry. */
export function cropUrl({ captureId, regionPx, maxPx, rollDeg = 0 }: CropRequest): string {
  const query = new URLSearchParams({
    x: Math.max(0, Math.floor(regionPx.x)).toString(),
    y: Math.max(0, Math.floor(regionPx.y)).toString(),
    w: Math.max(1, Math.ceil(regionPx.width)).toString(),
    h: Math.max(1, Math.ceil(regionPx.height)).toString(),
    max: maxPx.toString(),
  });
  const roll = Math.round(rollDeg);
  if (roll !== 0) query.set('roll', roll.toString());
  return `/image/${captureId}/crop?${query.toString()}`;
}

/** `region` grown by `share` of its longer side on every side and kept within the picture. */
export function withMargin(
  region: Rect,
  share: number,
  picture?: { readonly width: number; readonly height: number },
): Rect {
  const margin = Math.max(region.width, region.height) * share;
  const left = Math.max(0, region.x - margin);
  const top = Math.max(0, region.y - margin);
  const right = Math.min(picture?.width ?? Infinity, region.x + region.width + margin);
  const bottom = Math.min(picture?.height ?? Infinity, region.y + region.height + margin);
  return { x: left, y: top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}
