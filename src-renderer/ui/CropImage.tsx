import { IconEyeOff, IconPhotoOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useMayRead } from '../app/use-auth.ts';
import { cropUrl, type CropRequest } from '../rpc/image-url.ts';
import { usePictureFailure } from './use-picture-failure.ts';

interface CutOutProps {
  readonly url: string;
  readonly alt: string;
  readonly className?: string;
}

/** A cut-out of a capture along the picture's own sides. */
export function CropImage({ alt, className, ...request }: Omit<CutOutProps, 'url'> & CropRequest): ReactNode {
  return <CutOut url={cropUrl(request)} alt={alt} {...(className === undefined ? {} : { className })} />;
}

/** A part of a capture. While it loads its place is kept; one that cannot be had says so with a shape. */
export function CutOut({ url, alt, className }: CutOutProps): ReactNode {
  const { hasFailed, onError } = usePictureFailure(url);
  const classes = className === undefined ? 'vd-crop' : `vd-crop ${className}`;
  const mayRead = useMayRead('images');
  if (!mayRead || hasFailed) {
    const Shape = mayRead ? IconPhotoOff : IconEyeOff;
    return (
      <span
        className={`${classes} vd-crop-missing`}
        {...(alt === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': alt })}
      >
        <Shape size={18} aria-hidden />
      </span>
    );
  }
  return (
    <img
      className={`${classes} vd-personal`}
      src={url}
      alt={alt}
      decoding="async"
      draggable={false}
      onError={onError}
    />
  );
}
