import { Stack, Title, UnstyledButton } from '@mantine/core';
import { IconEyeOff, IconListCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Finding } from '#shared/domain/analysis.ts';
import { measuredValue } from '#shared/domain/measured-value.ts';
import type { Session } from '#shared/domain/session.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { Message } from '../../ui/Message.tsx';
import { Personal } from '../../ui/Personal.tsx';
import { StatusMark, findingLooks } from '../../ui/StatusMark.tsx';
import { stepTitle } from '../../ui/step-title.ts';
import { checkTitle, findingSentence } from './finding-text.ts';
import { NotChecked } from './NotChecked.tsx';
import { findingKey, worstFirst } from './review-model.ts';

interface ChecksTabProps {
  readonly session: Session;
  readonly selectedKey: string | null;
  readonly onSelect: (finding: Finding) => void;
}

/** Every check by step; those that did not run apart, by their reason. */
export function ChecksTab({ session, selectedKey, onSelect }: ChecksTabProps): ReactNode {
  const { t, language } = useLocalization();
  const all = session.analysis?.findings ?? [];
  const findings = all.filter(({ status }) => status !== 'not-run');
  if (session.withheld.includes('checks'))
    return <Message icon={IconEyeOff} title={t('withheld.checks')} text={t('withheld.checksText')} />;
  if (all.length === 0)
    return <Message icon={IconListCheck} title={t('checks.none')} text={t('checks.noneText')} />;
  const groups = [
    ...session.scenario.steps.map((step) => ({
      id: step.id,
      title: stepTitle(step, session.scenario.steps, t),
      own: findings.filter(({ stepId }) => stepId === step.id),
    })),
    { id: '', title: t('checks.whole'), own: findings.filter(({ stepId }) => stepId === null) },
  ].filter(({ own }) => own.length > 0);
  return (
    <Stack gap={16}>
      {groups.map(({ id, title, own }) => (
        <section key={id} aria-label={title}>
          <Title order={3} size="h6" mb={4}>
            {title}
          </Title>
          <div className="vd-checks">
            {worstFirst(own).map((finding) => (
              <UnstyledButton
                key={findingKey(finding)}
                className="vd-check"
                data-selected={findingKey(finding) === selectedKey || undefined}
                aria-pressed={findingKey(finding) === selectedKey}
                onClick={() => {
                  onSelect(finding);
                }}
              >
                <StatusMark look={findingLooks[finding.status]} />
                <span className="vd-check-text">
                  <span className="vd-check-title">
                    {checkTitle(finding.id, language)}{' '}
                    <span className="vd-quiet-word">{t(`finding.${finding.status}`)}</span>
                  </span>
                  <Personal className="vd-check-sentence">{findingSentence(finding, language)}</Personal>
                  <span className="vd-check-id">
                    {finding.id} · v{finding.versions.check}
                  </span>
                </span>
                {finding.score !== undefined && (
                  <span className="vd-score" title={t('checks.scoreAndThreshold')}>
                    <span>{measuredValue(finding, finding.score, language)}</span>
                    {finding.threshold !== undefined && (
                      <span className="vd-score-threshold">
                        / {measuredValue(finding, finding.threshold, language)}
                      </span>
                    )}
                  </span>
                )}
              </UnstyledButton>
            ))}
          </div>
        </section>
      ))}
      <NotChecked findings={all} selectedKey={selectedKey} onSelect={onSelect} />
    </Stack>
  );
}
