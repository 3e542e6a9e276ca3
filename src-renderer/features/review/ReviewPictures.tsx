import { IconEyeOff, IconPhoto } from '@tabler/icons-react';
import { useMemo, type ReactNode } from 'react';
import type { Command } from '#shared/domain/commands.ts';
import { whyNotAnalyzedAnew } from '#shared/domain/decide.ts';
import { captureIdSchema } from '#shared/domain/ids.ts';
import type { Session } from '#shared/domain/session.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useMay, useMayRead } from '../../app/use-auth.ts';
import { usePreferences } from '../../app/use-preferences.ts';
import { Message } from '../../ui/Message.tsx';
import { Filmstrip } from './Filmstrip.tsx';
import { zonesOf, type CaptureView } from './review-model.ts';
import type { ReviewFocus } from './use-review-focus.ts';
import { Viewer } from './viewer/Viewer.tsx';

interface ReviewPicturesProps {
  readonly session: Session;
  readonly captures: readonly CaptureView[];
  readonly current: CaptureView | undefined;
  readonly reviewFocus: ReviewFocus;
  readonly hoveredZoneId: string | null;
  readonly onHoverZone: (zoneId: string | null) => void;
  readonly onSend: (command: Command) => void;
}

/** A session's pictures, and the one that is looked at. */
export function ReviewPictures(props: ReviewPicturesProps): ReactNode {
  const { session, captures, current, reviewFocus, hoveredZoneId, onHoverZone, onSend } = props;
  const { focus, selectZone, showCapture } = reviewFocus;
  const { t } = useLocalization();
  const { preferences } = useServices();
  const look = usePreferences();
  const mayReview = useMay('sessions.review');
  const mayReadImages = useMayRead('images');
  const zones = useMemo(() => zonesOf(session.analysis), [session.analysis]);
  return (
    <section className="vd-pictures" aria-label={t('viewer.captures')}>
      {captures.length > 1 && (
        <Filmstrip captures={captures} currentId={current?.captureId ?? null} onSelect={showCapture} />
      )}
      {!mayReadImages ? (
        <Message icon={IconEyeOff} title={t('withheld.images')} text={t('withheld.imagesText')} />
      ) : current === undefined ? (
        <Message icon={IconPhoto} title={t('viewer.none')} text={t('viewer.noneText')} />
      ) : (
        <Viewer
          capture={current}
          zones={zones}
          look={look}
          onLook={(part) => {
            preferences.change(part);
          }}
          selectedZoneId={focus.zoneId}
          hoveredZoneId={hoveredZoneId}
          onHoverZone={onHoverZone}
          onSelectZone={selectZone}
          hasGivenCorners={session.corners.some(({ captureId }) => captureId === current.captureId)}
          onCorrectCorners={
            mayReview &&
            (current.stepType === 'document' || current.stepType === 'selfie-with-document') &&
            whyNotAnalyzedAnew(session) === null
              ? (quadPx) => {
                  const captureId = captureIdSchema.parse(current.captureId);
                  onSend({ type: 'corners.correct', captureId, quadPx: quadPx && [...quadPx] });
                }
              : null
          }
          highlight={focus.highlight}
        />
      )}
    </section>
  );
}
