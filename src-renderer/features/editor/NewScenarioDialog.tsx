import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { withoutIgnoredThresholds } from '#shared/domain/ignored-thresholds.ts';
import { scenarioSchema } from '#shared/domain/scenario.ts';
import type { ScenarioDraft, ScenarioRecord } from '#shared/domain/scenario-record.ts';
import type { RpcErrorCode } from '#shared/rpc/contract.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { fieldOrder } from './fields.tsx';
import { idFromName, newDraft } from './new-draft.ts';

interface NewScenarioDialogProps {
  /** What the new scenario is a copy of; null for one with our defaults. */
  readonly template: ScenarioDraft | null;
  readonly takenIds: readonly string[];
  readonly onCreated: (record: ScenarioRecord) => void;
  readonly onClose: () => void;
}

/** Name and id of a new scenario. The id is for good: links, programs and sessions know the scenario by it. */
export function NewScenarioDialog({
  template,
  takenIds,
  onCreated,
  onClose,
}: NewScenarioDialogProps): ReactNode {
  const { t } = useLocalization();
  const { rpc } = useServices();
  const [name, setName] = useState(template?.name ?? '');
  const [ownId, setOwnId] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<RpcErrorCode<'scenarioRecords.saveDraft'> | null>(null);
  const id = ownId ?? (name.trim() === '' ? '' : idFromName(name, takenIds));
  const idProblem =
    id === ''
      ? null
      : !scenarioSchema.shape.id.safeParse(id).success
        ? t('problem.id')
        : takenIds.includes(id)
          ? t('rpcError.scenario-exists')
          : null;
  const canCreate = name.trim() !== '' && id !== '' && idProblem === null;

  async function create(): Promise<void> {
    setSending(true);
    setFailure(null);
    const draft = {
      ...(template === null ? newDraft(id, name) : withoutIgnoredThresholds(template)),
      id,
      name: name.trim(),
    };
    const reply = await rpc.call('scenarioRecords.saveDraft', {
      scenarioId: id,
      expectedRevision: null,
      draft,
    });
    setSending(false);
    if (reply.ok) onCreated(reply.value.record);
    else setFailure(reply.code);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t(template === null ? 'editor.new' : 'editor.newCopy')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (canCreate) void create();
        }}
      >
        <Stack gap="md">
          <TextInput
            data-autofocus
            inputWrapperOrder={fieldOrder}
            label={t('editor.name')}
            description={t('editor.name.help')}
            maxLength={200}
            value={name}
            onChange={({ currentTarget }) => {
              setName(currentTarget.value);
            }}
          />
          <TextInput
            inputWrapperOrder={fieldOrder}
            label={t('editor.id')}
            description={t('editor.id.help')}
            maxLength={64}
            value={id}
            error={idProblem}
            classNames={{ input: 'vd-mono' }}
            onChange={({ currentTarget }) => {
              setOwnId(currentTarget.value);
            }}
          />
          {failure !== null && (
            <Alert color="red" variant="light" role="alert">
              {t(`rpcError.${failure}`)}
            </Alert>
          )}
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={isSending} disabled={!canCreate}>
              {t('editor.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
