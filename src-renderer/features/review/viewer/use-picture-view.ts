import { useState } from 'react';
import type { Point, Rect } from '#shared/domain/geometry.ts';
import { fitView, panBy, regionView, rescaledView, zoomBy, type Size, type View } from './view-transform.ts';

/** A wish to look at a region; a new object is a new wish, also for the same region. */
export interface FlyTo {
  readonly captureId: string;
  readonly regionPx: Rect;
  /** Whether a finding speaks of it or it is just looked at. */
  readonly kind: 'finding' | 'place';
}

interface PictureViewInput {
  /** Which surface it is: another one is fitted. */
  readonly surfaceId: string;
  /** How the analysis found the picture turned; the analyst may turn it on. */
  readonly foundRotationDeg: number;
  /** Size in the picture's own pixels; `null` before it is known. */
  readonly picture: Size | null;
  readonly viewport: Size;
  /** The wish to grant, and where its region is on the surface. */
  readonly wish: FlyTo | null;
  readonly placeBox: (box: Rect) => Rect;
}

export interface PictureView {
  /** How the picture lies in the viewport; `null` before both sizes are known. */
  readonly view: View | null;
  /** Whether the way to this view is shown as a movement. */
  readonly isAnimated: boolean;
  /** Around `anchor` in the viewport, or its middle. */
  readonly zoom: (factor: number, anchor?: Point, animated?: boolean) => void;
  readonly pan: (delta: Point, animated: boolean) => void;
  /** The whole picture, and again whenever the viewport changes its size. */
  readonly fit: () => void;
  /** One pixel of the picture on one of the screen. */
  readonly actualSize: () => void;
  /** A quarter clockwise. */
  readonly rotate: () => void;
}

/** A view that the analyst or a wish chose, with the viewport in which it was. */
interface FreeView {
  readonly surfaceId: string;
  readonly view: View;
  readonly viewport: Size;
}

/**
 * How a picture is looked at. Another picture is fitted; the fitted picture stays fitted and a chosen part stays in sight
 * when the viewport changes its size.
 */
export function usePictureView(input: PictureViewInput): PictureView {
  const { surfaceId, foundRotationDeg, picture, viewport, wish, placeBox } = input;
  /** `null` is the fitted picture. */
  const [freeView, setFreeView] = useState<FreeView | null>(null);
  const [turned, setTurned] = useState<{ readonly surfaceId: string; readonly deg: number } | null>(null);
  const [flownTo, setFlownTo] = useState<FlyTo | null>(null);
  const [isAnimated, setAnimated] = useState(false);

  const rotationDeg = turned?.surfaceId === surfaceId ? turned.deg : foundRotationDeg;
  const hasRoom = viewport.width > 0 && viewport.height > 0;
  const view = currentView();

  function currentView(): View | null {
    if (picture === null || !hasRoom) return null;
    if (freeView?.surfaceId !== surfaceId) return fitView(picture, viewport, rotationDeg);
    // Always from what was chosen: pane by pane and back again ends where it began.
    return rescaledView({ ...freeView.view, rotationDeg }, picture, freeView.viewport, viewport);
  }
  function change(next: View, animated: boolean): void {
    setAnimated(animated);
    setFreeView({ surfaceId, view: next, viewport });
  }
  function zoom(factor: number, anchor?: Point, animated = true): void {
    if (view !== null) change(zoomBy(view, viewport, factor, anchor), animated);
  }

  // A new wish is granted while rendering, as soon as the picture's size is known, so that no frame shows the old view.
  if (wish !== null && wish !== flownTo && picture !== null && hasRoom) {
    setFlownTo(wish);
    change(regionView(placeBox(wish.regionPx), picture, viewport, rotationDeg), true);
  }

  return {
    view,
    isAnimated,
    zoom,
    pan(delta, animated) {
      if (view !== null && picture !== null) change(panBy(view, picture, delta), animated);
    },
    fit() {
      setAnimated(true);
      setFreeView(null);
    },
    actualSize() {
      if (view !== null) zoom(1 / window.devicePixelRatio / view.scale);
    },
    rotate() {
      setAnimated(false);
      setTurned({ surfaceId, deg: (rotationDeg + 90) % 360 });
      setFreeView(null);
    },
  };
}
