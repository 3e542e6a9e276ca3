import { Radio, Stack, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import {
  faceListKinds,
  faceListSchema,
  type FaceList,
  type FaceListKind,
} from '#shared/domain/face-lists.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { fieldOrder } from '../editor/fields.tsx';
import { idFromName } from '../editor/new-draft.ts';
import { FormDialog } from '../people/FormDialog.tsx';
import { personsError } from './persons-error.ts';

interface NewListDialogProps {
  readonly takenIds: readonly string[];
  readonly onCreated: (list: FaceList) => void;
  readonly onClose: () => void;
}

/** Name, id and kind of a new list. The id is for good: scenarios name the list by it. */
export function NewListDialog({ takenIds, onCreated, onClose }: NewListDialogProps): ReactNode {
  const { t } = useLocalization();
  const { rpc } = useServices();
  const [name, setName] = useState('');
  const [ownId, setOwnId] = useState<string | null>(null);
  const [kind, setKind] = useState<FaceListKind>('blacklist');
  const id = ownId ?? (name.trim() === '' ? '' : idFromName(name, takenIds));
  const isWhole =
    faceListSchema.pick({ id: true, name: true }).safeParse({ id, name }).success && !takenIds.includes(id);

  return (
    <FormDialog
      title={t('persons.newList')}
      action={t('editor.create')}
      isWhole={isWhole}
      onSubmit={async () => {
        const reply = await rpc.call('faceLists.create', { id, kind, name });
        if (!reply.ok) return personsError(t, reply.code);
        onCreated(reply.value.list);
        return null;
      }}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        autoComplete="off"
        label={t('persons.name')}
        maxLength={100}
        value={name}
        onChange={({ currentTarget }) => {
          setName(currentTarget.value);
        }}
      />
      <TextInput
        inputWrapperOrder={fieldOrder}
        label={t('editor.id')}
        maxLength={64}
        value={id}
        error={
          id === '' || isWhole || name.trim() === ''
            ? null
            : t(takenIds.includes(id) ? 'rpcError.list-exists' : 'problem.id')
        }
        classNames={{ input: 'vd-mono' }}
        onChange={({ currentTarget }) => {
          setOwnId(currentTarget.value);
        }}
      />
      <Radio.Group
        label={t('persons.kind')}
        value={kind}
        onChange={(value) => {
          setKind(faceListKinds.find((known) => known === value) ?? 'own');
        }}
      >
        <Stack gap={8} mt={6}>
          {faceListKinds.map((value) => (
            <Radio
              key={value}
              value={value}
              size="xs"
              label={t(`listKind.${value}`)}
              description={t(`listKind.${value}.help`)}
            />
          ))}
        </Stack>
      </Radio.Group>
    </FormDialog>
  );
}
