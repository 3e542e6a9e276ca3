import { chromaStepPx, type HintImage } from './hint-image.ts';
import type { Rect } from './rect.ts';

export interface SkinMeasures {
  /** Share of the oval that has the chroma of skin. */
  readonly inOval: number;
  /** Share of the whole image; near 1 when a wall or a light has that chroma too, and nothing can be said. */
  readonly everywhere: number;
  /** Middle and height of what has it, in pixels of the image. */
  readonly centerX: number;
  readonly centerY: number;
  readonly heightPx: number;
}

/**
 * Where the face is, told by the chroma of skin, which lies close together for skin of every lightness (Chai and Ngan, IEEE TCSVT 1999:
 * Cb 77 to 127, Cr 133 to 173). Good enough for a hint and never more: whether there is a face, the intake's analysis says.
 */
export function measureSkin({ width, height, cb, cr, chromaColumns }: HintImage, oval: Rect): SkinMeasures {
  let all = 0;
  let skin = 0;
  let ovalAll = 0;
  let ovalSkin = 0;
  let sumX = 0;
  let sumY = 0;
  let squaresY = 0;
  for (let row = 0, y = 0; y < height; row += 1, y += chromaStepPx) {
    for (let column = 0, x = 0; x < width; column += 1, x += chromaStepPx) {
      const at = row * chromaColumns + column;
      const is = isSkin(cb[at] ?? 0, cr[at] ?? 0);
      const isInside = isInOval(x, y, oval);
      all += 1;
      if (isInside) ovalAll += 1;
      if (!is) continue;
      skin += 1;
      if (isInside) ovalSkin += 1;
      sumX += x;
      sumY += y;
      squaresY += y * y;
    }
  }
  if (skin === 0) return { inOval: 0, everywhere: 0, centerX: 0, centerY: 0, heightPx: 0 };
  const centerY = sumY / skin;
  // The standard deviation of an evenly filled ellipse is a quarter of its height.
  const heightPx = 4 * Math.sqrt(Math.max(0, squaresY / skin - centerY * centerY));
  return {
    inOval: ovalAll === 0 ? 0 : ovalSkin / ovalAll,
    everywhere: skin / all,
    centerX: sumX / skin,
    centerY,
    heightPx,
  };
}

function isSkin(cb: number, cr: number): boolean {
  return cb >= 77 && cb <= 127 && cr >= 133 && cr <= 173;
}

function isInOval(x: number, y: number, oval: Rect): boolean {
  const dx = (x - oval.x) / oval.width - 0.5;
  const dy = (y - oval.y) / oval.height - 0.5;
  return dx * dx + dy * dy <= 0.25;
}
