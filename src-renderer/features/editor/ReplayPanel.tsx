import { Alert, Anchor, Button, Progress, Stack, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { SessionId } from '#shared/domain/ids.ts';
import { describeReplayNeed, describeReplayReason, replayOutcomeTitle } from '#shared/domain/replay-words.ts';
import type { ReplayedSession } from '#shared/domain/replay.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { routeHash } from '../../app/route.ts';
import { useServices } from '../../app/services.tsx';
import { exactTime } from '../../ui/time.ts';

/** A page is read and proved in about a second, so that the bar moves. */
const pageSize = 25;
/** As many sessions as anybody reads one by one; the counts tell of the others. */
const mostShown = 50;

interface Findings {
  readonly total: number;
  readonly looked: number;
  readonly unchanged: number;
  readonly withoutOutcome: number;
  readonly changed: readonly ReplayedSession[];
  readonly untold: readonly ReplayedSession[];
}

const nothing: Findings = {
  total: 0,
  looked: 0,
  unchanged: 0,
  withoutOutcome: 0,
  changed: [],
  untold: [],
};

interface ReplayPanelProps {
  readonly scenarioId: string;
  /** Null for the draft. */
  readonly version: number | null;
  /** Brings the draft to the intake, which replays what it has; false where that failed. */
  readonly prepare?: () => Promise<boolean>;
}

/** Which stored sessions would come to something else by a version, before it is activated. */
export function ReplayPanel({ scenarioId, version, prepare }: ReplayPanelProps): ReactNode {
  const { t } = useLocalization();
  const { rpc } = useServices();
  const [findings, setFindings] = useState<Findings | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(
    () => () => {
      running.current?.abort();
    },
    [],
  );

  async function run(): Promise<void> {
    const controller = new AbortController();
    running.current = controller;
    setRunning(true);
    setProblem(null);
    let so = nothing;
    setFindings(so);
    try {
      if (prepare !== undefined && !(await prepare())) {
        setProblem(t('rpcError.offline'));
        return;
      }
      for (let before: SessionId | null | undefined; before !== null;) {
        const reply = await rpc.call(
          'scenarioRecords.replay',
          { scenarioId, version, limit: pageSize, ...(before !== undefined && { before }) },
          controller.signal,
        );
        if (controller.signal.aborted) return;
        if (!reply.ok) {
          setProblem(t(`rpcError.${reply.code}`));
          return;
        }
        const { total, looked, unchanged, withoutOutcome, sessions, next } = reply.value;
        so = {
          total,
          looked: so.looked + looked,
          unchanged: so.unchanged + unchanged,
          withoutOutcome: so.withoutOutcome + withoutOutcome,
          changed: [...so.changed, ...sessions.filter(({ after }) => after !== null)],
          untold: [...so.untold, ...sessions.filter(({ after }) => after === null)],
        };
        setFindings(so);
        before = next;
      }
    } catch (error) {
      // Stopped by the person, or the dialog is gone.
      if (!controller.signal.aborted) throw error;
    } finally {
      if (!controller.signal.aborted || running.current === controller) setRunning(false);
    }
  }

  return (
    <section className="vd-replay" aria-label={t('replay.title')}>
      <Stack gap={8}>
        <div>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconHistory size={15} aria-hidden />}
            onClick={() => {
              if (isRunning) running.current?.abort();
              else void run();
            }}
          >
            {isRunning ? t('replay.stop') : t('replay.run')}
          </Button>
        </div>
        {findings === null ? (
          <Text size="xs" c="dimmed">
            {t('replay.text')}
          </Text>
        ) : (
          <Shown findings={findings} isRunning={isRunning} />
        )}
        {problem !== null && (
          <Alert color="red" variant="light" role="alert">
            {problem}
          </Alert>
        )}
      </Stack>
    </section>
  );
}

function Shown({
  findings,
  isRunning,
}: {
  readonly findings: Findings;
  readonly isRunning: boolean;
}): ReactNode {
  const { t, language } = useLocalization();
  const { total, looked, unchanged, withoutOutcome, changed, untold } = findings;
  const shown = [...changed, ...untold].slice(0, mostShown);
  const hidden = changed.length + untold.length - shown.length;
  return (
    <>
      {isRunning && (
        <Progress
          value={total === 0 ? 0 : (100 * looked) / total}
          aria-label={t('replay.progress', { looked, total })}
        />
      )}
      <Text size="sm" role="status">
        {isRunning
          ? t('replay.progress', { looked, total })
          : [
              t('replay.changed', { count: changed.length }),
              t('replay.unchanged', { count: unchanged }),
              ...(untold.length > 0 ? [t('replay.untold', { count: untold.length })] : []),
              ...(withoutOutcome > 0 ? [t('replay.withoutOutcome', { count: withoutOutcome })] : []),
            ].join(' ')}
      </Text>
      {shown.length > 0 && (
        <ul className="vd-replay-list" aria-label={t('replay.sessions')} tabIndex={0}>
          {shown.map(({ sessionId, createdAt, before, after, reasons, needs }) => (
            <li key={sessionId}>
              <Anchor size="sm" href={routeHash({ page: 'logs', sessionId })}>
                {t('history.session', { id: sessionId.slice(0, 8) })}
              </Anchor>{' '}
              <Text span size="sm">
                {exactTime(createdAt, language)} ·{' '}
                {after === null
                  ? t('replay.cannotTell', { before: replayOutcomeTitle(before, language) })
                  : t('replay.instead', {
                      before: replayOutcomeTitle(before, language),
                      after: replayOutcomeTitle(after, language),
                    })}
              </Text>
              {[
                ...reasons.map((reason) => describeReplayReason(reason, language)),
                ...needs.map((need) => describeReplayNeed(need, language)),
              ].map((sentence) => (
                <Text key={sentence} size="xs" c="dimmed">
                  {sentence}
                </Text>
              ))}
            </li>
          ))}
        </ul>
      )}
      {hidden > 0 && (
        <Text size="xs" c="dimmed">
          {t('replay.hidden', { count: hidden })}
        </Text>
      )}
    </>
  );
}
