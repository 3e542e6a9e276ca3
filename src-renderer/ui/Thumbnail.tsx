import { IconPhotoOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { flatUrl, imageUrl, type FlatRequest } from '../rpc/image-url.ts';
import { usePictureFailure } from './use-picture-failure.ts';

/** Twice the strips' height, for screens of two pixels a point. */
const longSidePx = 160;

interface ThumbnailProps {
  readonly captureId: string;
  /** The picture turned upright, where it does not lie so. */
  readonly upright?: FlatRequest | undefined;
  /** The place of the picture, kept while it loads and where it cannot be had. */
  readonly className: string;
}

/** A whole capture in a strip. Decoration: what it shows is said beside it. */
export function Thumbnail({ captureId, upright, className }: ThumbnailProps): ReactNode {
  const url =
    upright === undefined ? imageUrl(captureId, longSidePx) : flatUrl(captureId, upright, longSidePx);
  const { hasFailed, onError } = usePictureFailure(url);
  if (hasFailed)
    return (
      <span className={`${className} vd-film-withheld`} aria-hidden>
        <IconPhotoOff size={18} />
      </span>
    );
  return (
    <img
      className={`${className} vd-personal`}
      src={url}
      alt=""
      draggable={false}
      loading="lazy"
      onError={onError}
    />
  );
}
