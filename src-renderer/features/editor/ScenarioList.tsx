import { ActionIcon, Group, Skeleton, Text, Title, Tooltip } from '@mantine/core';
import { IconArchive, IconCircleCheck, IconCircleDashed, IconPencil, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ScenarioRecord } from '#shared/domain/scenario-record.ts';
import { scenarioTitle } from '#shared/domain/scenario-title.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { routeHash } from '../../app/route.ts';
import { useMay } from '../../app/use-auth.ts';
import { StatusMark, type Look } from '../../ui/StatusMark.tsx';
import { contentOf } from './new-draft.ts';
import { StepIcon } from './StepIcon.tsx';

interface ScenarioListProps {
  readonly records: readonly ScenarioRecord[] | null;
  readonly currentId: string | null;
  readonly onNew: () => void;
}

/** All scenarios, each with its state and its steps. */
export function ScenarioList({ records, currentId, onNew }: ScenarioListProps): ReactNode {
  const { t, language } = useLocalization();
  const mayWrite = useMay('scenarios.write');
  return (
    <>
      <Group className="vd-logs-head" justify="space-between" wrap="nowrap">
        <Group gap={8} wrap="nowrap">
          <Title order={1} size="h4">
            {t('editor.title')}
          </Title>
          {records !== null && (
            <Text size="xs" c="dimmed" className="vd-tabular">
              {records.length}
            </Text>
          )}
        </Group>
        {mayWrite && (
          <Tooltip label={t('editor.new')}>
            <ActionIcon variant="subtle" color="gray" aria-label={t('editor.new')} onClick={onNew}>
              <IconPlus size={18} />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
      {records === null ? (
        <div className="vd-logs-skeleton" role="status" aria-label={t('state.loading')}>
          {[0, 1, 2].map((index) => (
            <Skeleton key={index} height={64} radius="sm" />
          ))}
        </div>
      ) : (
        <ul className="vd-scenario-list">
          {records.map((record) => {
            const { steps } = contentOf(record);
            return (
              <li key={record.id}>
                <a
                  className="vd-scenario-tile"
                  href={routeHash({ page: 'scenarios', scenarioId: record.id })}
                  aria-current={record.id === currentId ? 'true' : undefined}
                >
                  <span className="vd-scenario-name">
                    <bdi>{scenarioTitle(record.name, language)}</bdi>
                  </span>
                  <span className="vd-tile-line vd-tile-quiet">
                    <span className="vd-mono vd-ellipsis">{record.id}</span>
                    <span
                      className="vd-steps"
                      role="img"
                      aria-label={steps.map(({ type }) => t(`step.${type}`)).join(', ')}
                    >
                      {steps.map(({ id, type }) => (
                        <StepIcon key={id} type={type} size={15} />
                      ))}
                    </span>
                  </span>
                  <RecordMarks record={record} />
                </a>
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}

const looks = {
  archived: { tone: 'quiet', icon: IconArchive },
  active: { tone: 'passed', icon: IconCircleCheck },
  inactive: { tone: 'quiet', icon: IconCircleDashed },
  draft: { tone: 'info', icon: IconPencil },
} as const satisfies Record<string, Look>;

/** Where a scenario is in its life: in use, being edited, put away. */
export function RecordMarks({ record }: { readonly record: ScenarioRecord }): ReactNode {
  const { t } = useLocalization();
  const { archived, activeVersion, draft, versions } = record;
  return (
    <span className="vd-record-marks">
      {archived ? (
        <StatusMark look={looks.archived} size={14} label={t('editor.archived')} />
      ) : activeVersion !== null ? (
        <StatusMark look={looks.active} size={14} label={t('editor.active', { version: activeVersion })} />
      ) : (
        versions.length > 0 && <StatusMark look={looks.inactive} size={14} label={t('editor.inactive')} />
      )}
      {draft !== null && <StatusMark look={looks.draft} size={14} label={t('editor.draft')} />}
    </span>
  );
}
