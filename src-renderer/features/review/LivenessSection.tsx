import { Alert, Text, UnstyledButton } from '@mantine/core';
import { IconEyeQuestion } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { LivenessAnalysis } from '#shared/domain/analysis.ts';
import type { LivenessAction, LivenessState, ReceivedFrame } from '#shared/domain/liveness.ts';
import type { Session } from '#shared/domain/session.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { capitalized } from '../../ui/capitalized.ts';
import { formatNumber } from '../../ui/number.ts';
import { Thumbnail } from '../../ui/Thumbnail.tsx';
import { LivenessPlot } from './LivenessPlot.tsx';

interface LivenessSectionProps {
  readonly session: Session;
  readonly currentId: string | null;
  readonly onShow: (captureId: string) => void;
}

/** What each liveness step asked for, with the frames in their order and times. Nothing where nobody was challenged. */
export function LivenessSection({ session, currentId, onShow }: LivenessSectionProps): ReactNode {
  const { t } = useLocalization();
  const { analysis, withheld } = session;
  return session.steps.map(({ id, liveness, challengesDrawn }) => {
    if (liveness === null) return null;
    const measured = analysis?.steps.find((step) => step.id === id)?.liveness ?? null;
    const isUnseen = analysis !== null && measured === null && !withheld.includes('checks');
    return (
      <section key={id} className="vd-liveness" aria-label={t('step.liveness')}>
        {isUnseen && (
          <Alert
            variant="light"
            color="gray"
            icon={<IconEyeQuestion size={18} aria-hidden />}
            title={t('liveness.title')}
          >
            <Text size="sm">{t('liveness.text')}</Text>
          </Alert>
        )}
        <Text size="xs" c="dimmed">
          {t('liveness.drawn', { count: challengesDrawn })}
        </Text>
        {measured !== null && <LivenessPlot analysis={measured} currentId={currentId} onShow={onShow} />}
        <FrameGroup
          title={t('liveness.before')}
          frames={liveness.frames.filter(({ actionIndex }) => actionIndex === null)}
          isSkipped={false}
          judged={undefined}
          currentId={currentId}
          onShow={onShow}
        />
        {liveness.actions.map((action, place) => (
          <FrameGroup
            key={action}
            title={`${(place + 1).toString()}. ${capitalized(t(`liveness.action.${action}`))}`}
            frames={liveness.frames.filter(({ actionIndex }) => actionIndex === place)}
            isSkipped={isSkipped(liveness, place)}
            judged={measured?.actions[place]}
            currentId={currentId}
            onShow={onShow}
          />
        ))}
      </section>
    );
  });
}

function isSkipped({ skippedActions }: LivenessState, place: number): boolean {
  return skippedActions.includes(place);
}

interface FrameGroupProps {
  readonly title: string;
  readonly frames: readonly ReceivedFrame[];
  readonly isSkipped: boolean;
  /** What the movement was judged as; undefined where it was not. */
  readonly judged: LivenessAnalysis['actions'][number] | undefined;
  readonly currentId: string | null;
  readonly onShow: (captureId: string) => void;
}

const toneOf = { done: 'passed', 'not-done': 'failed', other: 'failed', unclear: 'warning' } as const;

/** The frames of one movement, as a strip with their times. */
function FrameGroup({ title, frames, isSkipped, judged, currentId, onShow }: FrameGroupProps): ReactNode {
  const { t, language } = useLocalization();
  // Two frames of a head that moves may lie less than a tenth apart.
  const seconds = (atMs: number): string => formatNumber(atMs / 1000, language, 2);
  return (
    <div className="vd-frames" role="group" aria-label={title}>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      {judged !== undefined && judged.status !== 'skipped' && (
        <Text size="sm" className={`vd-tone-${toneOf[judged.status]}`}>
          {t(`liveness.judged.${judged.status}`, {
            seconds: judged.reachedAtMs === null ? '' : seconds(judged.reachedAtMs),
            action: judged.did === null ? '' : t(`liveness.action.${judged.did}`),
          })}
        </Text>
      )}
      {isSkipped && (
        <Text size="sm" className="vd-tone-warning">
          {t('liveness.skipped')}
        </Text>
      )}
      {frames.length === 0 && !isSkipped && (
        <Text size="sm" c="dimmed">
          {t('liveness.nothing')}
        </Text>
      )}
      <div className="vd-frame-strip">
        {frames.map(({ captureId, atMs }) => (
          <UnstyledButton
            key={captureId}
            className="vd-frame"
            aria-pressed={captureId === currentId}
            aria-label={t('liveness.frame', { seconds: seconds(atMs), action: title })}
            onClick={() => {
              onShow(captureId);
            }}
          >
            <Thumbnail className="vd-frame-image" captureId={captureId} />
            <span className="vd-tabular">{t('liveness.seconds', { seconds: seconds(atMs) })}</span>
          </UnstyledButton>
        ))}
      </div>
    </div>
  );
}

/** The actions in words, in their order. */
export function actionsInWords(
  actions: readonly LivenessAction[],
  nameOf: (key: `liveness.action.${LivenessAction}`) => string,
): string {
  return actions.map((action) => nameOf(`liveness.action.${action}`)).join(', ');
}
