import { Group, Text, Title } from '@mantine/core';
import { IconUserCheck } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { AnalysisProgress } from '#shared/domain/analysis.ts';
import { recommendationOf } from '#shared/domain/recommendation-of.ts';
import type { Session } from '#shared/domain/session.ts';
import { scenarioTitle } from '#shared/domain/scenario-title.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { holderName } from '../../db/session-tile.ts';
import { Personal } from '../../ui/Personal.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StatusMark, recommendationLooks, sessionLooks } from '../../ui/StatusMark.tsx';
import { clock } from '../../ui/time.ts';
import { isQuiet } from './review-model.ts';

interface VerdictHeaderProps {
  readonly session: Session;
  readonly progress: AnalysisProgress | undefined;
}

/** The state, the recommendation and the counts: what an analyst must know before anything else. */
export function VerdictHeader({ session, progress }: VerdictHeaderProps): ReactNode {
  const { t, language } = useLocalization();
  const { status, analysis, failures, lists } = session;
  const document = analysis?.steps.find((step) => step.document !== null)?.document ?? null;
  const name = holderName(document);
  const count = (wanted: string): number =>
    analysis?.findings.filter((finding) => finding.status === wanted).length ?? 0;
  const [failed, errors, warnings, notRun, passed] = [
    count('failed'),
    count('error'),
    count('warning'),
    count('not-run') - (analysis?.findings.filter(isQuiet).length ?? 0),
    count('passed'),
  ];
  const parts = [
    failed > 0 ? t('count.failed', { count: failed }) : null,
    errors > 0 ? t('count.errors', { count: errors }) : null,
    warnings > 0 ? t('count.warnings', { count: warnings }) : null,
    t('count.passed', { count: passed }),
    notRun > 0 ? t('count.notRun', { count: notRun }) : null,
  ].filter((part) => part !== null);
  const recommended = recommendationOf(session);
  const lastFailure = failures.at(-1);
  return (
    <header className="vd-verdict">
      <Group justify="space-between" wrap="nowrap" gap={8}>
        <StatusMark look={sessionLooks[status]} size={20} label={t(`status.${status}`)} />
        <Age session={session} />
      </Group>
      <Title order={2} size="h4" className="vd-verdict-name">
        {name === null ? (
          scenarioTitle(session.scenario.name, language)
        ) : (
          <Personal>
            <bdi>{name}</bdi>
          </Personal>
        )}
      </Title>
      {lists.some(({ status: answer, kind }) => answer === 'matched' && kind === 'customers') && (
        <StatusMark
          look={{ tone: 'info', icon: IconUserCheck }}
          size={15}
          label={t('verdict.knownCustomer')}
        />
      )}
      {analysis !== null && (
        <>
          {session.decision === null && recommended !== null && (
            <Group gap={6} className="vd-recommended">
              <Text size="sm" c="dimmed" component="span">
                {t('verdict.recommended')}
              </Text>
              <StatusMark
                look={recommendationLooks[recommended.outcome]}
                label={t(`recommendation.${recommended.outcome}`)}
              />
            </Group>
          )}
          <Text size="xs" c="dimmed">
            {session.withheld.includes('checks') ? t('withheld.checks') : parts.join(' · ')}
          </Text>
        </>
      )}
      {(status === 'queued' || status === 'analyzing') && (
        <div className="vd-running" role="status">
          <div
            className="vd-running-track"
            role="progressbar"
            aria-label={t('status.analyzing')}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round((progress?.fraction ?? 0) * 100)}
          >
            <span style={{ width: `${((progress?.fraction ?? 0) * 100).toString()}%` }} />
          </div>
          <Text size="xs" c="dimmed">
            {progress === undefined ? t('status.queued') : t(`stage.${progress.stage}`)}
          </Text>
        </div>
      )}
      {status === 'failed' && lastFailure !== undefined && (
        <Text size="sm" className="vd-tone-failed">
          {t(`failure.${lastFailure.code}`)}
        </Text>
      )}
      <Text size="xs" c="dimmed" className="vd-session-line">
        <span className="vd-session-from">
          {scenarioTitle(session.scenario.name, language)} · {t(`source.${session.source}`)}
          {session.clientKey !== null && ` · ${session.clientKey}`}
        </span>
        <span>
          · <RelativeTime at={session.createdAt} isBrief />
        </span>
      </Text>
    </header>
  );
}

/** How long the session has been waiting for a person; stands still once somebody decided. */
function Age({ session }: { readonly session: Session }): ReactNode {
  const { t } = useLocalization();
  const [now, setNow] = useState(() => Date.now());
  const isOver = session.decision !== null;
  useEffect(() => {
    if (isOver) return undefined;
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, [isOver]);
  const end = session.decision === null ? now : Date.parse(session.decision.at);
  return (
    <span className="vd-age" title={t('verdict.age')} role="timer" aria-label={t('verdict.age')}>
      {clock(end - Date.parse(session.createdAt))}
    </span>
  );
}
