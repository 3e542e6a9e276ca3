import { Button, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconPencil } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ScenarioDraft, ScenarioRecord } from '#shared/domain/scenario-record.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useNames } from '../../app/use-names.ts';
import { StatusMark } from '../../ui/StatusMark.tsx';
import { exactTime } from '../../ui/time.ts';
import { Differences } from './Differences.tsx';
import { ReplayPanel } from './ReplayPanel.tsx';

interface VersionsSectionProps {
  readonly record: ScenarioRecord;
  readonly draft: ScenarioDraft;
  /** Null where this person may not. */
  readonly onActivate: ((version: number | null) => void) | null;
}

/** Every version, newest first, with what it changed; above them what the draft will change. */
export function VersionsSection({ record, draft, onActivate }: VersionsSectionProps): ReactNode {
  const { t, language } = useLocalization();
  const { versions, activeVersion, archived } = record;
  const nameOf = useNames(versions.map(({ committedBy }) => committedBy));
  const newest = versions.at(-1);
  const drafts = record.draft !== null || newest === undefined;
  return (
    <Stack gap="md" maw={720}>
      {drafts && (
        <section className="vd-version">
          <Title order={3} size="h6">
            <StatusMark look={{ tone: 'info', icon: IconPencil }} size={15} label={t('editor.draft')} />
          </Title>
          {newest === undefined ? (
            <Text size="sm" c="dimmed">
              {t('editor.firstVersion')}
            </Text>
          ) : (
            <Differences before={newest.scenario} after={draft} />
          )}
        </section>
      )}
      {versions.toReversed().map(({ version, committedAt, committedBy, scenario }) => {
        const before = versions.find((other) => other.version === version - 1);
        const isActive = version === activeVersion;
        return (
          <section key={version} className="vd-version" data-active={isActive || undefined}>
            <div className="vd-version-head">
              <Title order={3} size="h6">
                {t('editor.version', { version })}
              </Title>
              {isActive ? (
                <>
                  <StatusMark
                    look={{ tone: 'passed', icon: IconCircleCheck }}
                    size={15}
                    label={t('editor.isActive')}
                  />
                  {onActivate !== null && (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      color="gray"
                      onClick={() => {
                        onActivate(null);
                      }}
                    >
                      {t('editor.deactivate')}
                    </Button>
                  )}
                </>
              ) : (
                !archived &&
                onActivate !== null && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    onClick={() => {
                      onActivate(version);
                    }}
                  >
                    {t('editor.activate', { version })}
                  </Button>
                )
              )}
            </div>
            <Text size="xs" c="dimmed">
              <time dateTime={committedAt}>{exactTime(committedAt, language)}</time> · {nameOf(committedBy)}
            </Text>
            {before === undefined ? (
              <Text size="sm" c="dimmed">
                {t('editor.firstOf')}
              </Text>
            ) : (
              <Differences before={before.scenario} after={scenario} />
            )}
            {!isActive && !archived && <ReplayPanel scenarioId={record.id} version={version} />}
          </section>
        );
      })}
      {versions.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('editor.noVersions')}
        </Text>
      )}
    </Stack>
  );
}
