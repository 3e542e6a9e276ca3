import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import { useEffect, type ReactNode } from 'react';
import type { ScenarioRecord } from '#shared/domain/scenario-record.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { Differences } from './Differences.tsx';
import type { DraftKeeper } from './draft-keeper.ts';
import { contentOf } from './new-draft.ts';

interface StaleAlertProps {
  readonly keeper: DraftKeeper;
  /** The record as the list has it. */
  readonly theirs: ScenarioRecord;
  readonly onReload: () => Promise<readonly ScenarioRecord[] | null>;
}

/** Two people edited at once: how the own draft differs from the other, and the two ways on. */
export function StaleAlert({ keeper, theirs, onReload }: StaleAlertProps): ReactNode {
  const { t } = useLocalization();
  useEffect(() => {
    void onReload();
  }, [onReload]);
  const { record, draft } = keeper.state.get();
  const isKnown = theirs.revision !== record.revision;
  return (
    <Alert
      color="gray"
      className="vd-alert-warning"
      variant="light"
      mx={20}
      mt={12}
      role="alert"
      icon={<IconGitMerge size={18} aria-hidden />}
      title={t('editor.stale')}
    >
      <Stack gap={8}>
        <Text size="sm">{t('editor.staleText')}</Text>
        {isKnown && <Differences before={contentOf(theirs)} after={draft} />}
        <Group gap={8}>
          <Button
            size="xs"
            variant="default"
            disabled={!isKnown}
            onClick={() => {
              keeper.takeTheirs(theirs);
            }}
          >
            {t('editor.takeTheirs')}
          </Button>
          <Button
            size="xs"
            disabled={!isKnown}
            onClick={() => {
              keeper.keepMine(theirs);
            }}
          >
            {t('editor.keepMine')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
