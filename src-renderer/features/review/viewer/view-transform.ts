import type { Point, Rect } from '#shared/domain/geometry.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * How a picture lies in the viewport: the picture's point `center` (its own pixels) is in the middle, `scale` screen
 * pixels per picture pixel, turned by `rotationDeg` clockwise.
 */
export interface View {
  readonly center: Point;
  readonly scale: number;
  readonly rotationDeg: number;
}

/** From a 40-megapixel picture as a stamp to a single pixel as large as a fingernail. */
const scaleRange = { min: 0.02, max: 24 } as const;

function clampScale(scale: number): number {
  return Math.min(scaleRange.max, Math.max(scaleRange.min, scale));
}

function turn({ x, y }: Point, deg: number): Point {
  const rad = (deg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(rad), Math.sin(rad)];
  return { x: x * cos - y * sin, y: x * sin + y * cos };
}

/** Size of the smallest upright box around a turned one. */
function turnedSize({ width, height }: Size, deg: number): Size {
  const rad = (deg * Math.PI) / 180;
  const [cos, sin] = [Math.abs(Math.cos(rad)), Math.abs(Math.sin(rad))];
  return { width: width * cos + height * sin, height: width * sin + height * cos };
}

function scaleToFit(content: Size, viewport: Size): number {
  return clampScale(
    Math.min(viewport.width / Math.max(1, content.width), viewport.height / Math.max(1, content.height)),
  );
}

/** Air around a fitted picture, in screen pixels. */
const fitMarginPx = 16;

/** The whole picture, as large as it goes. */
export function fitView(picture: Size, viewport: Size, rotationDeg: number): View {
  const inner = {
    width: Math.max(1, viewport.width - 2 * fitMarginPx),
    height: Math.max(1, viewport.height - 2 * fitMarginPx),
  };
  return {
    center: { x: picture.width / 2, y: picture.height / 2 },
    scale: scaleToFit(turnedSize(picture, rotationDeg), inner),
    rotationDeg,
  };
}

/** The share of the viewport that a region takes when it is flown to: enough around it to know where one is. */
const regionShare = 0.55;
/** A region of a few pixels is not blown up further than this: closer, a single character fills the pane and its line is lost. */
const closestScale = 2;

/** A region in the middle with its surroundings; never farther away than the fitted picture. */
export function regionView(region: Rect, picture: Size, viewport: Size, rotationDeg: number): View {
  const content = turnedSize(region, rotationDeg);
  const wanted = scaleToFit(content, {
    width: viewport.width * regionShare,
    height: viewport.height * regionShare,
  });
  const scale = Math.max(Math.min(wanted, closestScale), fitView(picture, viewport, rotationDeg).scale);
  return { center: { x: region.x + region.width / 2, y: region.y + region.height / 2 }, scale, rotationDeg };
}

/**
 * A view that was chosen in a viewport of the size `from`, in one of the size `to`: the same point in the middle, and all
 * that could be seen still seen, as large as that goes. What was no farther away than the fitted picture stays so.
 */
export function rescaledView(view: View, picture: Size, from: Size, to: Size): View {
  const scale = clampScale(view.scale * Math.min(to.width / from.width, to.height / from.height));
  const wasClose = view.scale >= fitView(picture, from, view.rotationDeg).scale;
  const fitted = fitView(picture, to, view.rotationDeg).scale;
  return { ...view, scale: wasClose ? Math.max(scale, fitted) : scale };
}

/** The picture's point under a point of the viewport. */
export function toPicture(view: View, viewport: Size, screen: Point): Point {
  const offset = turn(
    { x: (screen.x - viewport.width / 2) / view.scale, y: (screen.y - viewport.height / 2) / view.scale },
    -view.rotationDeg,
  );
  return { x: view.center.x + offset.x, y: view.center.y + offset.y };
}

/** Where a point of the picture lies in the viewport. */
export function toScreen(view: View, viewport: Size, point: Point): Point {
  const offset = turn({ x: point.x - view.center.x, y: point.y - view.center.y }, view.rotationDeg);
  return { x: viewport.width / 2 + offset.x * view.scale, y: viewport.height / 2 + offset.y * view.scale };
}

/** Zooms so that what lies under `anchor` stays there. */
export function zoomBy(view: View, viewport: Size, factor: number, anchor?: Point): View {
  const at = anchor ?? { x: viewport.width / 2, y: viewport.height / 2 };
  const fixed = toPicture(view, viewport, at);
  const scale = clampScale(view.scale * factor);
  const moved = toPicture({ ...view, scale }, viewport, at);
  return {
    ...view,
    scale,
    center: { x: view.center.x + fixed.x - moved.x, y: view.center.y + fixed.y - moved.y },
  };
}

/** Moves the picture with the hand, by screen pixels; its middle never leaves the picture. */
export function panBy(view: View, picture: Size, delta: Point): View {
  const moved = turn({ x: delta.x / view.scale, y: delta.y / view.scale }, -view.rotationDeg);
  const within = (value: number, max: number): number => Math.min(max, Math.max(0, value));
  return {
    ...view,
    center: {
      x: within(view.center.x - moved.x, picture.width),
      y: within(view.center.y - moved.y, picture.height),
    },
  };
}

/** The view as a CSS transform with the origin in the viewport's corner. */
export function toCss({ center, scale, rotationDeg }: View, viewport: Size): string {
  const [x, y] = [viewport.width / 2, viewport.height / 2];
  return `translate(${x.toString()}px, ${y.toString()}px) scale(${scale.toString()}) rotate(${rotationDeg.toString()}deg) translate(${(-center.x).toString()}px, ${(-center.y).toString()}px)`;
}
