import { Alert, Stack, Text, Timeline } from '@mantine/core';
import { IconLink, IconLinkOff, IconPointFilled } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { verifyChain, type ChainVerdict } from '#shared/domain/chain.ts';
import type { Actor, SessionEvent } from '#shared/domain/events.ts';
import type { OutboxEntry } from '#shared/sync/ports.ts';
import { fieldTitles, sideTitles } from '#shared/domain/document-words.ts';
import { scenarioTitle } from '#shared/domain/scenario-title.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useNames } from '../../app/use-names.ts';
import { capitalized } from '../../ui/capitalized.ts';
import { stepTitle } from '../../ui/step-title.ts';
import { exactTime } from '../../ui/time.ts';
import { Personal } from '../../ui/Personal.tsx';
import { sha256Hex } from './sha256-hex.ts';
import { actionsInWords } from './LivenessSection.tsx';

interface HistoryTabProps {
  readonly events: readonly SessionEvent[];
  readonly underway: readonly OutboxEntry[];
}

/** The event log as sentences, oldest first, and whether its chain of hashes holds. */
export function HistoryTab({ events, underway }: HistoryTabProps): ReactNode {
  const { t, language } = useLocalization();
  const [checked, setChecked] = useState<{
    readonly events: readonly SessionEvent[];
    readonly verdict: ChainVerdict;
  } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void verifyChain(events, sha256Hex).then((verdict) => {
      if (isCurrent) setChecked({ events, verdict });
    });
    return () => {
      isCurrent = false;
    };
  }, [events]);
  const verdict = checked?.events === events ? checked.verdict : null;
  const brokenAt = verdict !== null && !verdict.ok ? verdict.seq : Infinity;

  const nameOf = useNames([...new Set(events.map(({ actor }) => actor.id))]);
  const who = ({ kind, id }: Actor): string => `${t(`actor.${kind}`)} ${nameOf(id)}`;

  const created = events.find((event) => event.type === 'session.created');
  const titleOf = (stepId: string): string => {
    const steps = created?.body.scenario.steps ?? [];
    const step = steps.find(({ id }) => id === stepId);
    return step === undefined ? stepId : stepTitle(step, steps, t);
  };

  function sentence(event: SessionEvent): ReactNode {
    switch (event.type) {
      case 'session.created':
        return t('event.session.created', {
          scenario: `${scenarioTitle(event.body.scenario.name, language)} v${event.body.scenario.version.toString()}`,
          source: t(`source.${event.body.source}`),
        });
      case 'capture.received':
        return t('event.capture.received', {
          side: sideTitles[language][event.body.side],
          size: new Intl.NumberFormat(language, {
            style: 'unit',
            unit: 'kilobyte',
            maximumFractionDigits: 0,
          }).format(event.body.byteLength / 1000),
          kind: event.body.mediaType,
        });
      case 'step.submitted':
        return t('event.step.submitted', { step: titleOf(event.body.stepId), attempt: event.body.attempt });
      case 'step.analyzed':
        return t(`event.step.${event.body.outcome}`, {
          step: titleOf(event.body.stepId),
          attempt: event.body.attempt,
        });
      case 'liveness.challenged':
        return t('event.liveness.challenged', {
          step: titleOf(event.body.stepId),
          attempt: event.body.attempt,
          actions: actionsInWords(event.body.actions, t),
        });
      case 'liveness.received':
        return t('event.liveness.received', {
          step: titleOf(event.body.stepId),
          count: event.body.frames.length,
        });
      case 'step.unanalyzed':
        if (event.body.code === 'not-available-yet') {
          return t('event.step.notAnalyzed', {
            step: titleOf(event.body.stepId),
            attempt: event.body.attempt,
          });
        }
        return t('event.step.unanalyzed', {
          step: titleOf(event.body.stepId),
          attempt: event.body.attempt,
          reason: t(`failure.${event.body.code}`),
        });
      case 'session.frozen':
        return t('event.session.frozen');
      case 'session.purged':
        return t('event.session.purged');
      case 'session.submitted':
        return t('event.session.submitted');
      case 'analysis.started':
        return t('event.analysis.started', { attempt: event.body.attempt });
      case 'session.analyzed':
        return t('event.session.analyzed', {
          seconds: new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(
            event.body.analysis.pipeline.durationMs / 1000,
          ),
          recommendation: t(`recommendation.${event.body.analysis.verdict.outcome}`),
        });
      case 'history.matched':
        return t(`event.history.${event.body.kind}`, {
          step: titleOf(event.body.stepId),
          count: event.body.total,
        });
      case 'list.matched':
      case 'list.clear':
      case 'list.not-run':
        return t(`event.${event.type}`, { list: event.body.listId });
      case 'analysis.failed':
        return t('event.analysis.failed', {
          attempt: event.body.attempt,
          reason: t(`failure.${event.body.code}`),
        });
      case 'analysis.released':
        return t('event.analysis.released');
      case 'analysis.requested':
        return t('event.analysis.requested');
      case 'field.corrected': {
        const { name, value, note, replaces } = event.body;
        const field = capitalized(fieldTitles[language][name]);
        if (event.withheld !== undefined) return t('event.field.corrected', { field });
        return (
          <>
            {replaces === null
              ? t('event.field.corrected', { field })
              : t('event.field.correctedFrom', {
                  field,
                  source: t(`source.${replaces.source}`),
                  value: replaces.value,
                })}
            <Personal className="vd-quote">{value}</Personal>
            {note !== undefined && <Personal className="vd-quote">{note}</Personal>}
          </>
        );
      }
      case 'field.restored':
        return t('event.field.restored', { field: capitalized(fieldTitles[language][event.body.name]) });
      case 'corners.corrected':
        return t(event.body.quadPx === null ? 'event.corners.restored' : 'event.corners.corrected');
      case 'decision.made':
        return (
          <>
            {t(`event.decision.${event.body.outcome}`)}
            {event.body.reasons.length > 0 &&
              `: ${event.body.reasons.map((reason) => t(`reason.${reason}`)).join(', ')}`}
            {event.body.comment !== '' && <Personal className="vd-quote">{event.body.comment}</Personal>}
          </>
        );
      case 'decision.withdrawn':
        return t('event.decision.withdrawn');
      case 'comment.added':
        return (
          <>
            {t('event.comment.added')}
            <Personal className="vd-quote">{event.body.text}</Personal>
          </>
        );
    }
  }

  return (
    <Stack gap={12}>
      <Alert
        variant="light"
        color={verdict?.ok === false ? 'red' : 'gray'}
        icon={
          verdict?.ok === false ? <IconLinkOff size={18} aria-hidden /> : <IconLink size={18} aria-hidden />
        }
        className="vd-chain"
        role={verdict?.ok === false ? 'alert' : 'status'}
      >
        {verdict === null
          ? t('chain.checking')
          : verdict.ok
            ? t('chain.whole', { count: events.length })
            : t('chain.broken', { seq: verdict.seq, problem: t(`chain.${verdict.problem}`) })}
      </Alert>
      <Timeline bulletSize={18} lineWidth={2} active={events.length} color="gray" className="vd-history">
        {events.map((event) => (
          <Timeline.Item
            key={event.seq}
            bullet={
              event.seq >= brokenAt ? (
                <IconLinkOff size={12} aria-label={t('chain.markBroken')} />
              ) : (
                <IconLink
                  size={12}
                  aria-label={verdict === null ? t('chain.checking') : t('chain.markWhole')}
                />
              )
            }
          >
            <Text size="sm" component="div">
              {sentence(event)}
            </Text>
            <Text size="xs" c="dimmed" component="div">
              {who(event.actor)} · <time dateTime={event.at}>{exactTime(event.at, language)}</time> ·{' '}
              <span className="vd-mono vd-nowrap" title={event.hash}>
                #{event.seq} {event.hash.slice(0, 8)}
              </span>
            </Text>
          </Timeline.Item>
        ))}
        {underway.map(({ sent }) => (
          <Timeline.Item
            key={sent.idempotencyKey}
            bullet={<IconPointFilled size={12} aria-hidden />}
            lineVariant="dashed"
          >
            <Text size="sm">{t(`command.${sent.command.type}`)}</Text>
            <Text size="xs" c="dimmed">
              {t('history.underway')}
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Stack>
  );
}
