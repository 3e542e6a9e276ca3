import { Anchor, Modal, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { fieldTitles } from '#shared/domain/document-words.ts';
import type { Session } from '#shared/domain/session.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { routeHash } from '../../app/route.ts';
import { bestField } from '../../db/session-tile.ts';
import { imageUrl, withMargin } from '../../rpc/image-url.ts';
import { useSessionView } from '../../sync/use-replica.ts';
import { captureTitle } from '../../ui/capture-title.ts';
import { stepNumberOf } from '../../ui/step-title.ts';
import { capitalized } from '../../ui/capitalized.ts';
import { CropImage, CutOut } from '../../ui/CropImage.tsx';
import { Personal } from '../../ui/Personal.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Thumbnail } from '../../ui/Thumbnail.tsx';
import { StatusMark, sessionLooks } from '../../ui/StatusMark.tsx';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
import { faceTitle } from './face-title.ts';

/** What two sessions are held against each other by. */
const comparedFields = ['surname', 'given-names', 'birth-date', 'document-number', 'expiry-date'] as const;

interface SideBySideProps {
  readonly session: Session;
  readonly otherId: string;
  readonly onClose: () => void;
}

/** This session and another one: their data, faces and pictures, each beside its counterpart. */
export function SideBySide({ session, otherId, onClose }: SideBySideProps): ReactNode {
  const { t } = useLocalization();
  useReturnFocus();
  const view = useSessionView(otherId);
  return (
    <Modal
      opened
      size="xl"
      onClose={onClose}
      title={t('sideBySide.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <div className="vd-side-by-side">
        <Side session={session} title={t('sideBySide.this')} />
        {view.kind === 'ready' ? (
          <Side session={view.session} title={t('sideBySide.other', { id: otherId.slice(0, 8) })} isOther />
        ) : (
          view.kind === 'missing' && (
            <Text size="sm" c="dimmed">
              {t('sideBySide.gone')}
            </Text>
          )
        )}
      </div>
    </Modal>
  );
}

function Side({
  session,
  title,
  isOther = false,
}: {
  readonly session: Session;
  readonly title: string;
  readonly isOther?: boolean;
}): ReactNode {
  const { t, language } = useLocalization();
  const document = session.analysis?.steps.find((step) => step.document !== null)?.document ?? null;
  const faces = session.analysis?.faces.detected ?? [];
  const sizes = new Map(
    session.analysis?.steps.flatMap(({ captures }) =>
      captures.map(({ id, width, height }) => [
        id,
        width === null || height === null ? undefined : { width, height },
      ]),
    ),
  );
  return (
    <section className="vd-side" aria-label={title}>
      <div>
        <Title order={3} size="h6">
          {isOther ? (
            <Anchor inherit href={routeHash({ page: 'logs', sessionId: session.id })}>
              {title}
            </Anchor>
          ) : (
            title
          )}
        </Title>
        <Text size="xs" c="dimmed">
          <RelativeTime at={session.createdAt} />
        </Text>
        <StatusMark look={sessionLooks[session.status]} size={14} label={t(`status.${session.status}`)} />
      </div>
      <dl className="vd-person-facts">
        {comparedFields.map((name) => (
          <div key={name}>
            <dt>{capitalized(fieldTitles[language][name])}</dt>
            <dd>
              {session.withheld.includes('fields') ? (
                t('withheld.value')
              ) : (
                <Personal>
                  <bdi>{bestField(document, name) ?? '–'}</bdi>
                </Personal>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <div className="vd-side-faces">
        {faces.map((face) => (
          <figure key={face.id}>
            <CropImage
              className="vd-side-face"
              captureId={face.captureId}
              regionPx={withMargin(face.regionPx, 0.3, sizes.get(face.captureId))}
              rollDeg={face.rollDeg}
              maxPx={320}
              alt={faceTitle(face, faces, t)}
            />
            <figcaption>{faceTitle(face, faces, t)}</figcaption>
          </figure>
        ))}
      </div>
      {session.captures.map(({ captureId, stepId, side }) => {
        const stepType = session.scenario.steps.find(({ id }) => id === stepId)?.type ?? 'document';
        return (
          <CutOut
            key={captureId}
            className="vd-side-picture"
            url={imageUrl(captureId, 900)}
            alt={captureTitle(
              { stepType, stepNumber: stepNumberOf(stepId, session.scenario.steps), side },
              t,
            )}
          />
        );
      })}
      {session.steps.map(
        ({ id, liveness }) =>
          liveness !== null && (
            <div key={id} className="vd-side-frames" role="img" aria-label={t('sideBySide.frames')}>
              {liveness.frames.map(({ captureId }) => (
                <Thumbnail key={captureId} className="vd-side-frame" captureId={captureId} />
              ))}
            </div>
          ),
      )}
    </section>
  );
}
