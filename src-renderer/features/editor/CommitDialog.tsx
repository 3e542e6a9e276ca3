import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState, type ReactNode } from 'react';
import type { ScenarioDraft, ScenarioRecord } from '#shared/domain/scenario-record.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { Differences } from './Differences.tsx';
import type { DraftKeeper } from './draft-keeper.ts';
import { ReplayPanel } from './ReplayPanel.tsx';

interface CommitDialogProps {
  readonly keeper: DraftKeeper;
  readonly record: ScenarioRecord;
  readonly draft: ScenarioDraft;
  readonly onRecord: (record: ScenarioRecord) => void;
  readonly onClose: () => void;
}

/** What the next version changes, before it is frozen; at once active, or later. */
export function CommitDialog({ keeper, record, draft, onRecord, onClose }: CommitDialogProps): ReactNode {
  const { t } = useLocalization();
  const { rpc } = useServices();
  const [sending, setSending] = useState<'commit' | 'activate' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const last = record.versions.at(-1);
  const next = (last?.version ?? 0) + 1;

  async function commit(thenActivate: boolean): Promise<void> {
    setSending(thenActivate ? 'activate' : 'commit');
    setProblem(null);
    const fail = (code: string): void => {
      setProblem(code === 'stale-edit' ? t('editor.staleAction') : t(`rpcError.${code as 'offline'}`));
      setSending(null);
    };
    if (!(await keeper.flush())) {
      fail(keeper.state.get().status === 'stale' ? 'stale-edit' : 'offline');
      return;
    }
    const committed = await rpc.call('scenarioRecords.commit', {
      scenarioId: record.id,
      expectedRevision: keeper.state.get().record.revision,
    });
    if (!committed.ok) {
      fail(committed.code);
      return;
    }
    let newest = committed.value.record;
    onRecord(newest);
    if (thenActivate) {
      const activated = await rpc.call('scenarioRecords.activate', {
        scenarioId: record.id,
        expectedRevision: newest.revision,
        version: next,
      });
      if (!activated.ok) {
        fail(activated.code);
        return;
      }
      newest = activated.value.record;
      onRecord(newest);
    }
    notifications.show({
      message: t(thenActivate ? 'editor.activated' : 'editor.committed', { version: next }),
      closeButtonProps: { 'aria-label': t('action.dismiss') },
    });
    onClose();
  }

  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('editor.commitTitle', { version: next })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Stack gap="md">
        <Text size="sm">{t('editor.commitText')}</Text>
        {last === undefined ? (
          <Text size="sm" c="dimmed">
            {t('editor.firstVersion')}
          </Text>
        ) : (
          <>
            <Text size="sm" fw={600}>
              {t('editor.differences', { version: last.version })}
            </Text>
            <Differences before={withoutVersion(last.scenario)} after={draft} />
          </>
        )}
        <ReplayPanel scenarioId={record.id} version={null} prepare={() => keeper.flush()} />
        {problem !== null && (
          <Alert color="red" variant="light" role="alert">
            {problem}
          </Alert>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button
            variant="default"
            loading={sending === 'commit'}
            disabled={sending === 'activate'}
            onClick={() => void commit(false)}
          >
            {t('editor.commitOnly')}
          </Button>
          <Button
            data-autofocus
            loading={sending === 'activate'}
            disabled={sending === 'commit'}
            onClick={() => void commit(true)}
          >
            {t('editor.commitAndActivate')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function withoutVersion(scenario: ScenarioRecord['versions'][number]['scenario']): ScenarioDraft {
  const { version: _version, ...draft } = scenario;
  return draft;
}
