import { boundsOf, type Point, type Quad } from '#shared/domain/geometry.ts';
import type { Scene } from './scene.ts';

export interface SizeMm {
  readonly widthMm: number;
  readonly heightMm: number;
}

export interface Placement {
  readonly width: number;
  readonly height: number;
  /** Corners of each document in its own reading order, in pixels of the frame; may lie outside of it. */
  readonly quads: readonly Quad[];
}

/**
 * Where a pinhole camera sees documents that lie in one plane: turned in it, tilted about an axis in it, then shifted and scaled into
 * the frame, which is what zoom and cropping do. The first document is in the middle, a second one beside it.
 */
export function placeDocuments(sizes: readonly SizeMm[], scene: Scene, shift: Point): Placement {
  const [first] = sizes;
  if (first === undefined) throw new RangeError('no document to place');
  const distanceMm = scene.distance * Math.hypot(first.widthMm, first.heightMm);
  const seen = sizes.map((size, index) => {
    const gapMm = 6;
    const aside = index === 0 ? 0 : first.widthMm / 2 + gapMm + size.widthMm / 2;
    // The second lies a little askew to the first.
    return cornersOf(size, { x: aside, y: index * 7 }, index * 5).map((corner) =>
      project(corner, scene, distanceMm),
    );
  });
  const bounds = boundsOf(seen.flat());
  const isUpright = bounds.height > bounds.width;
  const { longSidePx } = scene;
  const shortSidePx = Math.round(longSidePx * 0.75);
  const [width, height] = isUpright ? [shortSidePx, longSidePx] : [longSidePx, shortSidePx];
  const scale = scene.fill * Math.min(width / bounds.width, height / bounds.height);
  const [freeX, freeY] = [width - bounds.width * scale, height - bounds.height * scale];
  // `shift` chooses a place in what room is left; beyond the edge goes the side that is nearest to it already.
  const own = boundsOf(seen[0] ?? []);
  const left =
    scene.overEdge > 0 && !isUpright
      ? shift.x < 0.5
        ? -scene.overEdge * own.width * scale
        : freeX + scene.overEdge * own.width * scale
      : freeX * (0.2 + 0.6 * shift.x);
  const top =
    scene.overEdge > 0 && isUpright
      ? shift.y < 0.5
        ? -scene.overEdge * own.height * scale
        : freeY + scene.overEdge * own.height * scale
      : freeY * (0.2 + 0.6 * shift.y);
  const quads = seen.map((corners) =>
    corners.map(({ x, y }) => ({ x: (x - bounds.x) * scale + left, y: (y - bounds.y) * scale + top })),
  );
  return { width, height, quads: quads as unknown as Quad[] };
}

function cornersOf({ widthMm, heightMm }: SizeMm, center: Point, turnDeg: number): Point[] {
  const angle = (turnDeg * Math.PI) / 180;
  return [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([sideX = 0, sideY = 0]) => {
    const [x, y] = [(sideX * widthMm) / 2, (sideY * heightMm) / 2];
    return {
      x: center.x + x * Math.cos(angle) - y * Math.sin(angle),
      y: center.y + x * Math.sin(angle) + y * Math.cos(angle),
    };
  });
}

/** A point of the documents' plane as the camera sees it, at a focal length of 1. */
function project({ x, y }: Point, { turnDeg, tiltDeg, tiltAxisDeg }: Scene, distanceMm: number): Point {
  const rad = Math.PI / 180;
  const turned = {
    x: x * Math.cos(turnDeg * rad) - y * Math.sin(turnDeg * rad),
    y: x * Math.sin(turnDeg * rad) + y * Math.cos(turnDeg * rad),
  };
  // About the axis in the plane: what is off the axis goes nearer or further and is foreshortened.
  const [axisX, axisY] = [Math.cos(tiltAxisDeg * rad), Math.sin(tiltAxisDeg * rad)];
  const along = turned.x * axisX + turned.y * axisY;
  const across = -turned.x * axisY + turned.y * axisX;
  const [near, flat] = [across * Math.sin(tiltDeg * rad), across * Math.cos(tiltDeg * rad)];
  const depth = distanceMm + near;
  return { x: (along * axisX - flat * axisY) / depth, y: (along * axisY + flat * axisX) / depth };
}
