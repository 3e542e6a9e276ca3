import { Button, Group, Modal, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState, type ReactNode } from 'react';
import type { User } from '#shared/domain/identity.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { inOneLine } from '../../ui/capitalized.ts';
import { authError } from '../sign-in/auth-error.ts';
import { ChangePasswordForm } from '../sign-in/ChangePasswordForm.tsx';
import { ProblemAlert } from '../sign-in/ProblemAlert.tsx';
import { useSending } from '../sign-in/use-sending.ts';
import { TotpDialog } from './TotpDialog.tsx';

/** The own account: password and second factor. */
export function AccountSection({ user }: { readonly user: User }): ReactNode {
  const { t } = useLocalization();
  const [open, setOpen] = useState<'password' | 'totp' | 'remove-totp' | null>(null);
  const close = (): void => {
    setOpen(null);
  };
  return (
    <>
      <section aria-labelledby="account-name">
        <Title order={2} size="h5" mb={4} id="account-name">
          {user.displayName}
        </Title>
        <Text size="sm" c="dimmed">
          <bdi>{user.loginName}</bdi>
          {user.roles.length > 0 && ` · ${inOneLine(user.roles.map((role) => t(`role.${role}`)))}`}
        </Text>
      </section>
      {user.isFederated ? (
        <Text size="sm">{t('account.federated')}</Text>
      ) : (
        <>
          <section aria-labelledby="account-password">
            <Title order={2} size="h5" mb="sm" id="account-password">
              {t('account.password')}
            </Title>
            <Button
              variant="default"
              size="xs"
              onClick={() => {
                setOpen('password');
              }}
            >
              {t('auth.choosePassword')}
            </Button>
          </section>
          <section aria-labelledby="account-totp">
            <Title order={2} size="h5" mb={4} id="account-totp">
              {t('account.totp')}
            </Title>
            <Text size="sm" mb="sm">
              {t(user.hasTotp ? 'account.totpOn' : 'account.totpOff')}
            </Text>
            <Button
              variant={user.hasTotp ? 'default' : 'filled'}
              size="xs"
              onClick={() => {
                setOpen(user.hasTotp ? 'remove-totp' : 'totp');
              }}
            >
              {t(user.hasTotp ? 'account.disableTotp' : 'account.totpSetUp')}
            </Button>
          </section>
        </>
      )}
      {open === 'password' && (
        <Modal
          opened
          onClose={close}
          title={t('auth.choosePassword')}
          closeButtonProps={{ 'aria-label': t('action.close') }}
        >
          <ChangePasswordForm
            onChanged={() => {
              close();
              notifications.show({
                message: t('account.passwordChanged'),
                closeButtonProps: { 'aria-label': t('action.dismiss') },
              });
            }}
          />
        </Modal>
      )}
      {open === 'totp' && <TotpDialog onClose={close} />}
      {open === 'remove-totp' && <RemoveTotpDialog onClose={close} />}
    </>
  );
}

function RemoveTotpDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useLocalization();
  const { rpc, auth } = useServices();
  const [password, setPassword] = useState('');
  const { isSending, problem, send } = useSending();

  async function remove(): Promise<string | null> {
    const reply = await rpc.call('auth.removeTotp', { password });
    if (!reply.ok)
      return reply.code === 'sign-in-refused' ? t('auth.wrongPassword') : authError(t, reply.code);
    onClose();
    await auth.changed();
    return null;
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('account.disableTotp')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSending) void send(remove);
        }}
      >
        <Stack gap="md">
          <Text size="sm">{t('account.disableTotpText')}</Text>
          <PasswordInput
            data-autofocus
            autoComplete="current-password"
            label={t('auth.password')}
            maxLength={200}
            value={password}
            onChange={({ currentTarget }) => {
              setPassword(currentTarget.value);
            }}
          />
          <ProblemAlert problem={problem} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" color="red.9" loading={isSending} disabled={password === ''}>
              {t('account.disableTotp')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
