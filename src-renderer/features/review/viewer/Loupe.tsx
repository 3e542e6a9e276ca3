import type { ReactNode } from 'react';
import type { Point } from '#shared/domain/geometry.ts';
import { toCss, toPicture, type Size, type View } from './view-transform.ts';

interface LoupeProps {
  /** Address of the picture in all its pixels. */
  readonly src: string;
  readonly picture: Size;
  readonly view: View;
  readonly viewport: Size;
  /** Where it is held, in the viewport. */
  readonly at: Point;
  /** Where the glass lies instead, with a cross over what it is held over. */
  readonly placedAt?: Point;
}

const radiusPx = 110;
/** How much larger than around it the loupe shows; never smaller than the picture's own pixels. */
const magnification = 2.5;

/** A round glass over the picture. */
export function Loupe({ src, picture, view, viewport, at, placedAt }: LoupeProps): ReactNode {
  const glass: Size = { width: 2 * radiusPx, height: 2 * radiusPx };
  const under: View = {
    center: toPicture(view, viewport, at),
    scale: Math.max(view.scale * magnification, 1),
    rotationDeg: view.rotationDeg,
  };
  return (
    <div
      className="vd-loupe"
      aria-hidden
      data-aims={placedAt !== undefined || undefined}
      style={{ left: (placedAt ?? at).x - radiusPx, top: (placedAt ?? at).y - radiusPx, ...glass }}
    >
      <img
        className="vd-personal vd-picture-layer"
        src={src}
        alt=""
        style={{ width: picture.width, height: picture.height, transform: toCss(under, glass) }}
      />
    </div>
  );
}
