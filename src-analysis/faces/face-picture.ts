import type { Rect } from '#shared/domain/geometry.ts';
import type { RenderRequest } from '../worker/messages.ts';
import type { DescribedFace } from './describe-faces.ts';

/** Large enough to be told by eye, small enough for a list of people: about 15 kB. */
const picturePx = 224;
/** Hair, chin and a little of what is around, as a share of the longer side. */
const margin = 0.3;

/** How the picture that is kept of a face is drawn: upright, with a margin that stays within the photograph. */
export function facePictureOf(
  { boxPx: { x, y, width, height }, rollDeg }: Pick<DescribedFace, 'boxPx' | 'rollDeg'>,
  photograph: Pick<Rect, 'width' | 'height'>,
): Required<Pick<RenderRequest, 'maxPx' | 'cropPx' | 'rollDeg'>> {
  const around = margin * Math.max(width, height);
  const [left, top] = [Math.max(0, x - around), Math.max(0, y - around)];
  return {
    maxPx: picturePx,
    cropPx: {
      x: left,
      y: top,
      width: Math.min(photograph.width, x + width + around) - left,
      height: Math.min(photograph.height, y + height + around) - top,
    },
    rollDeg,
  };
}
