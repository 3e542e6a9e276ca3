import { Button, Group, Menu, Modal, Stack, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconLock, IconLogout, IconUser } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { User } from '#shared/domain/identity.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { routeHash } from '../../app/route.ts';
import { useSyncState } from '../../sync/use-replica.ts';
import { inOneLine } from '../../ui/capitalized.ts';
import { useLeaving } from './use-leaving.ts';

/** Who is signed in, and the ways to leave. */
export function AccountMenu({ user }: { readonly user: User }): ReactNode {
  const { t } = useLocalization();
  const { pending } = useSyncState();
  const { lock, signOut } = useLeaving();
  const [isAsking, setAsking] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const label = t('account.menu', { name: user.displayName });
  return (
    <>
      <Menu position="right-end" width={230} opened={isOpen} onChange={setOpen}>
        <Tooltip label={user.displayName} position="right" disabled={isOpen}>
          <Menu.Target>
            <UnstyledButton className="vd-account" aria-label={label}>
              <span className="vd-avatar" aria-hidden>
                {initialsOf(user.displayName)}
              </span>
            </UnstyledButton>
          </Menu.Target>
        </Tooltip>
        <Menu.Dropdown>
          <div className="vd-account-who">
            <Text size="sm" fw={600} truncate>
              <bdi>{user.displayName}</bdi>
            </Text>
            <Text size="xs" c="dimmed">
              {inOneLine(user.roles.map((role) => t(`role.${role}`)))}
            </Text>
          </div>
          <Menu.Divider />
          <Menu.Item
            component="a"
            href={routeHash({ page: 'settings', section: 'account' })}
            leftSection={<IconUser size={15} aria-hidden />}
          >
            {t('account.title')}
          </Menu.Item>
          <Menu.Item leftSection={<IconLock size={15} aria-hidden />} onClick={() => void lock()}>
            {t('account.lock')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconLogout size={15} aria-hidden />}
            onClick={() => {
              if (pending.length > 0) setAsking(true);
              else void signOut();
            }}
          >
            {t('account.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isAsking && (
        <Modal
          opened
          onClose={() => {
            setAsking(false);
          }}
          title={t('account.signOut')}
          closeButtonProps={{ 'aria-label': t('action.close') }}
        >
          <Stack gap="md">
            <Text size="sm">{t('account.signOutUnsent', { count: pending.length })}</Text>
            <Group justify="flex-end" gap={8}>
              <Button
                variant="default"
                data-autofocus
                onClick={() => {
                  setAsking(false);
                }}
              >
                {t('action.cancel')}
              </Button>
              <Button onClick={() => void signOut()}>{t('account.signOut')}</Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </>
  );
}

/** The first letters of the first two words: what a small circle has room for. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).slice(0, 2);
  return words
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();
}
