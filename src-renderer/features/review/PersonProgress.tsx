import { Alert, Group, Text } from '@mantine/core';
import { IconBan, IconHourglassEmpty, IconLink } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { describeFinding } from '#shared/domain/describe-finding.ts';
import type { Session, SessionStep } from '#shared/domain/session.ts';
import { useLocalization, type Translate } from '../../app/i18n/i18n.ts';
import { liveMark, type StepMark } from '../../db/session-tile.ts';
import { StatusMark, stepLooks } from '../../ui/StatusMark.tsx';
import { stepTitle } from '../../ui/step-title.ts';

const stepWords = {
  passed: 'person.passed',
  failed: 'person.failed',
  warning: 'person.passed',
  'not-run': 'person.unanalyzed',
  pending: 'person.open',
  submitted: 'person.checking',
  retry: 'person.retry',
} as const satisfies Record<StepMark, string>;

/** How far the person behind a link is: every step with its attempts and what the last one came to. Nothing once all is analyzed. */
export function PersonProgress({ session }: { readonly session: Session }): ReactNode {
  const { t, language } = useLocalization();
  const { status, blocked, analysis, scenario, steps } = session;
  const isClosed = blocked !== null || status === 'frozen';
  const isFollowed = session.linkId !== null || steps.some(({ attempts }) => attempts > 0);
  if (analysis !== null || !(isClosed || (status === 'collecting' && isFollowed))) return null;
  return (
    <Alert
      variant="light"
      mb={8}
      color="gray"
      {...(blocked === null ? {} : { className: 'vd-alert-failed' })}
      icon={
        blocked !== null ? (
          <IconBan size={18} aria-hidden />
        ) : status === 'frozen' ? (
          <IconHourglassEmpty size={18} aria-hidden />
        ) : (
          <IconLink size={18} aria-hidden />
        )
      }
      title={isClosed ? t(blocked !== null ? 'status.blocked' : 'status.frozen') : t('person.title')}
    >
      <Text size="sm" role="status">
        {blocked !== null
          ? `${t(`blocked.${blocked.reason}`, { step: titleOf(session, blocked.stepId, t) })} ${t('blocked.text')}`
          : t(status === 'frozen' ? 'frozen.text' : 'person.text')}
      </Text>
      <ol className="vd-person-steps" aria-label={t('person.title')}>
        {steps.map((step) => {
          const mark = liveMark(session, step.id);
          return (
            <li key={step.id}>
              <Group justify="space-between" gap={8} wrap="nowrap">
                <StatusMark
                  look={stepLooks[mark]}
                  size={15}
                  label={`${titleOf(session, step.id, t)}: ${t(stepWords[mark])}`}
                />
                {step.attempts > 0 && (
                  <Text size="xs" c="dimmed" className="vd-tabular">
                    {t('person.attempts', { count: step.attempts, most: scenario.rules.attemptsPerStep })}
                  </Text>
                )}
              </Group>
              {problemsOf(step).map((finding) => (
                <Text key={finding.id} size="xs" className="vd-person-problem">
                  {describeFinding(finding, language).sentence}
                </Text>
              ))}
            </li>
          );
        })}
      </ol>
    </Alert>
  );
}

function problemsOf({ state, last }: SessionStep): NonNullable<SessionStep['last']>['findings'] {
  return state === 'passed' ? [] : (last?.findings.filter(({ status }) => status === 'failed') ?? []);
}

function titleOf({ scenario }: Session, stepId: string | null, t: Translate): string {
  const step = scenario.steps.find(({ id }) => id === stepId);
  return step === undefined ? (stepId ?? '') : stepTitle(step, scenario.steps, t);
}
