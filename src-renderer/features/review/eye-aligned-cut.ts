import type { AnalyzedFace } from '#shared/domain/analysis.ts';
import type { Point } from '#shared/domain/geometry.ts';
import type { FlatRequest } from '../../rpc/image-url.ts';

/** What both faces are drawn as: of a face's proportions, with hair and chin. */
const size = { width: 480, height: 600 } as const;
/** Where the middle between the eyes comes to lie, and how far apart the eyes are, as shares of the width and the height. */
const middle = { x: 0.5, y: 0.44 } as const;
const eyesApart = 0.29;

/**
 * The part of the picture that shows a face upright with its eyes on a given line and at a given distance: faces cut so lie on each other, whatever pictures
 * they are from. Corners may lie beyond the picture, which is black there.
 */
export function eyeAlignedCut({ eyesPx: [left, right] }: Pick<AnalyzedFace, 'eyesPx'>): FlatRequest {
  const between = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 };
  // One pixel to the right in the cut, in pixels of the picture; down is a quarter turn from it.
  const unit = eyesApart * size.width;
  const along = { x: (right.x - left.x) / unit, y: (right.y - left.y) / unit };
  const at = (x: number, y: number): Point => {
    const [dx, dy] = [x - middle.x * size.width, y - middle.y * size.height];
    return { x: between.x + dx * along.x - dy * along.y, y: between.y + dx * along.y + dy * along.x };
  };
  return {
    quadPx: [at(0, 0), at(size.width, 0), at(size.width, size.height), at(0, size.height)],
    size,
  };
}
