import { UnstyledButton } from '@mantine/core';
import { IconEyeOff, IconPhotoOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useMayRead } from '../../app/use-auth.ts';
import { captureTitle } from '../../ui/capture-title.ts';
import { Thumbnail } from '../../ui/Thumbnail.tsx';
import type { CaptureView } from './review-model.ts';
import { uprightPicture } from './upright-cut.ts';

interface FilmstripProps {
  readonly captures: readonly CaptureView[];
  readonly currentId: string | null;
  readonly onSelect: (captureId: string) => void;
}

/** The session's pictures in the scenario's order. */
export function Filmstrip({ captures, currentId, onSelect }: FilmstripProps): ReactNode {
  const { t } = useLocalization();
  const mayRead = useMayRead('images');
  return (
    <div className="vd-filmstrip" role="group" aria-label={t('viewer.captures')}>
      {captures.map(({ captureId, stepType, stepNumber, side, refusal, sizePx, rotationDeg }) => (
        <UnstyledButton
          key={captureId}
          className="vd-film"
          aria-pressed={captureId === currentId}
          onClick={() => {
            onSelect(captureId);
          }}
        >
          {!mayRead ? (
            <span className="vd-film-image vd-film-withheld">
              <IconEyeOff size={18} aria-hidden />
            </span>
          ) : refusal === null ? (
            <Thumbnail
              className="vd-film-image"
              captureId={captureId}
              upright={uprightPicture({ sizePx, rotationDeg })}
            />
          ) : (
            <span className="vd-film-image vd-film-refused">
              <IconPhotoOff size={18} aria-label={t('viewer.refused')} />
            </span>
          )}
          <span className="vd-film-name" title={captureTitle({ stepType, stepNumber, side }, t)}>
            {captureTitle({ stepType, stepNumber, side }, t)}
          </span>
        </UnstyledButton>
      ))}
    </div>
  );
}
