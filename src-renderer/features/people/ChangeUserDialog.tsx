import { Button, Checkbox, Divider, Group, Modal, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState, type ReactNode } from 'react';
import { displayNameSchema, type User } from '#shared/domain/identity.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { ProblemAlert } from '../sign-in/ProblemAlert.tsx';
import { useSending } from '../sign-in/use-sending.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import type { FirstPassword } from './PeopleSection.tsx';
import { peopleError } from './people-error.ts';
import { DataRightsField, RolesField } from './RightsFields.tsx';

interface ChangeUserDialogProps {
  readonly user: User;
  /** With a first password where there is a new one. */
  readonly onChanged: (firstPassword: FirstPassword | null) => void;
  readonly onClose: () => void;
}

/** Roles and rights of an account, and the ways to shut its person out or let them in again. */
export function ChangeUserDialog({ user, onChanged, onClose }: ChangeUserDialogProps): ReactNode {
  const { t } = useLocalization();
  const { rpc } = useServices();
  const [displayName, setDisplayName] = useState(user.displayName);
  const [roles, setRoles] = useState<User['roles'][number][]>(user.roles);
  const [rights, setRights] = useState<User['dataRights'][number][]>(user.dataRights);
  const [isDisabled, setDisabled] = useState(user.isDisabled);
  const [isResetting, setResetting] = useState(false);
  const [alsoTotp, setAlsoTotp] = useState(false);
  const { isSending, problem, send } = useSending();

  async function save(): Promise<string | null> {
    const reply = await rpc.call('people.changeUser', {
      userId: user.id,
      displayName,
      roles,
      dataRights: rights,
      isDisabled,
    });
    if (!reply.ok) return peopleError(t, reply.code);
    onChanged(null);
    return null;
  }
  async function reset(): Promise<string | null> {
    const reply = await rpc.call('people.resetUser', { userId: user.id, alsoTotp });
    if (!reply.ok) return peopleError(t, reply.code);
    const { firstPassword } = reply.value;
    onChanged(firstPassword === null ? null : { name: user.displayName, password: firstPassword });
    return null;
  }
  async function signOut(): Promise<string | null> {
    const reply = await rpc.call('people.signOutUser', { userId: user.id });
    if (!reply.ok) return peopleError(t, reply.code);
    notifications.show({
      message: t('people.signedOut', { count: reply.value.ended }),
      closeButtonProps: { 'aria-label': t('action.dismiss') },
    });
    return null;
  }

  if (isResetting) {
    return (
      <ConfirmDialog
        title={t('people.reset')}
        text={t('people.resetText', { name: user.displayName })}
        action={t('people.reset')}
        onConfirm={reset}
        onClose={() => {
          setResetting(false);
        }}
      >
        {user.hasTotp && (
          <Checkbox
            size="xs"
            label={t('people.resetTotp')}
            checked={alsoTotp}
            onChange={({ currentTarget }) => {
              setAlsoTotp(currentTarget.checked);
            }}
          />
        )}
      </ConfirmDialog>
    );
  }
  return (
    <Modal
      opened
      // Two columns: the buttons stay in sight on a small screen.
      size="xl"
      onClose={onClose}
      title={<bdi>{`${user.displayName} · ${user.loginName}`}</bdi>}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSending) void send(save);
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
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
            <RolesField
              value={roles}
              onChange={(next) => {
                setRoles([...next]);
              }}
            />
            <DataRightsField
              value={rights}
              onChange={(next) => {
                setRights([...next]);
              }}
            />
          </SimpleGrid>
          <Switch
            size="xs"
            label={t('people.disable')}
            description={t('people.disable.help')}
            checked={isDisabled}
            onChange={({ currentTarget }) => {
              setDisabled(currentTarget.checked);
            }}
          />
          <Divider />
          <Group gap={8}>
            {!user.isFederated && (
              <Button
                size="xs"
                variant="default"
                onClick={() => {
                  setResetting(true);
                }}
              >
                {t('people.reset')}
              </Button>
            )}
            <Button size="xs" variant="default" onClick={() => void send(signOut)}>
              {t('people.signOut')}
            </Button>
          </Group>
          <ProblemAlert problem={problem} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button
              type="submit"
              loading={isSending}
              disabled={!displayNameSchema.safeParse(displayName).success}
            >
              {t('people.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
