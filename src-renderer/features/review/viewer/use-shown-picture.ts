import { useElementSize } from '@mantine/hooks';
import { useState, type RefCallback } from 'react';
import { usePictureFailure } from '../../../ui/use-picture-failure.ts';
import type { Surface } from './surface.ts';
import { usePictureView, type FlyTo, type PictureView } from './use-picture-view.ts';
import type { Size } from './view-transform.ts';

/** Enough for a whole screen at once; the full picture follows when the analyst comes closer. */
const overviewPx = 1600;
/** Longest picture that is ever asked for: 40 megapixels are at most about 7,300 pixels wide. */
const fullPx = 8000;

interface Loaded {
  readonly url: string;
  readonly naturalSize: Size;
}

/** A surface in its viewport: how it is looked at, and which files of it are there. */
export interface ShownPicture extends PictureView {
  readonly surface: Surface;
  readonly viewportRef: RefCallback<HTMLDivElement>;
  readonly viewport: Size;
  /** Its size in pixels of its own; `null` before it is known. */
  readonly size: Size | null;
  /** The region that is looked at, in its own pixels. */
  readonly highlight: FlyTo | null;
  readonly overviewUrl: string;
  readonly fullUrl: string;
  readonly isLoaded: boolean;
  readonly hasFailed: boolean;
  readonly fullHasFailed: boolean;
  /** The analyst is so close that the overview's pixels do not do. */
  readonly needsFull: boolean;
  readonly onOverviewLoad: (naturalSize: Size) => void;
  readonly onOverviewError: () => void;
  readonly onFullLoad: () => void;
  readonly onFullError: () => void;
  readonly retry: () => void;
}

/** @param wish in the original's pixels; `null` where it is about another picture */
export function useShownPicture(surface: Surface, wish: FlyTo | null): ShownPicture {
  const { ref: viewportRef, width, height } = useElementSize<HTMLDivElement>();
  const viewport: Size = { width, height };
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [fullLoaded, setFullLoaded] = useState<string | null>(null);
  const fullUrl = surface.url(fullPx);
  // Before an analysis measured the picture, only all of it tells its size.
  const overviewUrl = surface.size === null ? fullUrl : surface.url(overviewPx);
  const { hasFailed, onError, retry } = usePictureFailure(overviewUrl);
  const full = usePictureFailure(fullUrl);
  const isLoaded = loaded?.url === overviewUrl;
  const size = surface.size ?? (isLoaded ? loaded.naturalSize : null);
  const pictureView = usePictureView({
    surfaceId: surface.id,
    foundRotationDeg: surface.rotationDeg,
    picture: size,
    viewport,
    wish,
    placeBox: surface.placeBox,
  });
  const { view } = pictureView;
  const isClose =
    size !== null &&
    view !== null &&
    Math.max(size.width, size.height) * view.scale * window.devicePixelRatio > overviewPx * 1.1;
  return {
    ...pictureView,
    surface,
    viewportRef,
    viewport,
    size,
    highlight: wish && { ...wish, regionPx: surface.placeBox(wish.regionPx) },
    overviewUrl,
    fullUrl,
    isLoaded,
    hasFailed,
    fullHasFailed: full.hasFailed,
    needsFull: isClose || fullLoaded === fullUrl,
    onOverviewLoad: (naturalSize) => {
      setLoaded({ url: overviewUrl, naturalSize });
    },
    onOverviewError: onError,
    onFullLoad: () => {
      setFullLoaded(fullUrl);
    },
    onFullError: full.onError,
    retry,
  };
}
