import { Button, Group, Modal, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { displayNameSchema, loginNameSchema, type DataRight, type Role } from '#shared/domain/identity.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { ProblemAlert } from '../sign-in/ProblemAlert.tsx';
import { LoginNameInput } from '../sign-in/SetUpForm.tsx';
import { useSending } from '../sign-in/use-sending.ts';
import type { FirstPassword } from './PeopleSection.tsx';
import { peopleError } from './people-error.ts';
import { DataRightsField, RolesField } from './RightsFields.tsx';

interface CreateUserDialogProps {
  readonly onCreated: (firstPassword: FirstPassword | null) => void;
  readonly onClose: () => void;
}

/** A new account. It begins with no role and no right: each is given. */
export function CreateUserDialog({ onCreated, onClose }: CreateUserDialogProps): ReactNode {
  const { t } = useLocalization();
  const { rpc } = useServices();
  // One id for all tries: a lost answer makes nobody twice.
  const [userId] = useState(() => crypto.randomUUID());
  const [displayName, setDisplayName] = useState('');
  const [loginName, setLoginName] = useState('');
  const [roles, setRoles] = useState<readonly Role[]>([]);
  const [rights, setRights] = useState<readonly DataRight[]>([]);
  const [isFederated, setFederated] = useState(false);
  const { isSending, problem, send } = useSending();
  const isWhole =
    displayNameSchema.safeParse(displayName).success && loginNameSchema.safeParse(loginName).success;

  async function create(): Promise<string | null> {
    const reply = await rpc.call('people.createUser', {
      userId,
      displayName,
      loginName,
      roles: [...roles],
      dataRights: [...rights],
      isFederated,
    });
    if (!reply.ok) return peopleError(t, reply.code);
    const { user, firstPassword } = reply.value;
    onCreated(firstPassword === null ? null : { name: user.displayName, password: firstPassword });
    return null;
  }

  return (
    <Modal
      opened
      // Two columns: the buttons stay in sight on a small screen.
      size="xl"
      onClose={onClose}
      title={t('people.create')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isWhole && !isSending) void send(create);
        }}
      >
        <Stack gap="md">
          <TextInput
            data-autofocus
            autoComplete="off"
            label={t('people.displayName')}
            maxLength={100}
            value={displayName}
            onChange={({ currentTarget }) => {
              setDisplayName(currentTarget.value);
            }}
          />
          <LoginNameInput value={loginName} onChange={setLoginName} />
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
            <RolesField value={roles} onChange={setRoles} />
            <DataRightsField value={rights} onChange={setRights} />
          </SimpleGrid>
          <Switch
            size="xs"
            label={t('people.federated')}
            description={t('people.federated.help')}
            checked={isFederated}
            onChange={({ currentTarget }) => {
              setFederated(currentTarget.checked);
            }}
          />
          <ProblemAlert problem={problem} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={isSending} disabled={!isWhole}>
              {t('editor.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
