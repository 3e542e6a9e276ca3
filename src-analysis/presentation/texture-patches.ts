import type { Rect } from '#shared/domain/geometry.ts';

/** The side of a patch: what the net was trained on, in pixels of the picture as it came. Shrinking would wipe out what it looks for. */
export const patchPx = 96;

/** Of the face's box, so that hair, ears and what is right beside the face are looked at too: a recapture shows in all of it. */
const reach = 1.35;
const mostPerAxis = 4;

/** From so many patches on, their mean is as good as it gets. */
export const patchesOfConfidence = 6;

/**
 * Where a picture is looked at closely: a grid of patches over the face and a little around it, as many as find room side by side and at most
 * sixteen. None where the picture is smaller than a patch.
 */
export function placePatches(face: Rect, picture: Pick<Rect, 'width' | 'height'>): readonly Rect[] {
  if (picture.width < patchPx || picture.height < patchPx) return [];
  const columns = startsAlong(face.x, face.width, picture.width);
  const rows = startsAlong(face.y, face.height, picture.height);
  return rows.flatMap((y) => columns.map((x) => ({ x, y, width: patchPx, height: patchPx })));
}

function startsAlong(from: number, length: number, limit: number): readonly number[] {
  const around = ((reach - 1) / 2) * length;
  const first = Math.max(0, Math.min(limit - patchPx, Math.round(from - around)));
  const last = Math.max(first, Math.min(limit - patchPx, Math.round(from + length + around - patchPx)));
  const count = Math.min(mostPerAxis, Math.floor((last - first) / patchPx) + 1);
  return Array.from({ length: count }, (_, n) =>
    count === 1 ? Math.round((first + last) / 2) : Math.round(first + ((last - first) * n) / (count - 1)),
  );
}
