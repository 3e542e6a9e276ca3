import { Button, Table } from '@mantine/core';
import { IconBan, IconCircleCheck, IconKey, IconLock, IconPlus } from '@tabler/icons-react';
import { useCallback, useState, type ReactNode } from 'react';
import type { User } from '#shared/domain/identity.ts';
import type { MessageKey } from '../../app/i18n/catalog.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useAnswer } from '../../sync/use-answer.ts';
import { inOneLine } from '../../ui/capitalized.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StatusMark, type Look } from '../../ui/StatusMark.tsx';
import { ChangeUserDialog } from './ChangeUserDialog.tsx';
import { CreateUserDialog } from './CreateUserDialog.tsx';
import { ListFrame } from './ListFrame.tsx';
import { OnceDialog } from './OnceDialog.tsx';

/** A first password, told once. */
export interface FirstPassword {
  readonly name: string;
  readonly password: string;
}

/** Every account, with what it may do; new ones, changes, and the ways to shut somebody out. */
export function PeopleSection(): ReactNode {
  const { t } = useLocalization();
  const { rpc } = useServices();
  const ask = useCallback(() => rpc.call('people.listUsers', {}), [rpc]);
  const { value, failure, reload } = useAnswer(ask);
  const [isCreating, setCreating] = useState(false);
  const [changing, setChanging] = useState<User | null>(null);
  const [told, setTold] = useState<FirstPassword | null>(null);
  const users = value?.users ?? [];

  return (
    <>
      <ListFrame
        text={t('people.text')}
        action={
          <Button
            size="xs"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => {
              setCreating(true);
            }}
          >
            {t('people.create')}
          </Button>
        }
        isLoading={value === null}
        failure={failure}
        onRetry={() => void reload()}
        empty={users.length === 0 ? t('people.empty') : null}
      >
        <Table className="vd-people-table" verticalSpacing={8} aria-label={t('people.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('people.displayName')}</Table.Th>
              <Table.Th>{t('people.roles')}</Table.Th>
              <Table.Th>{t('people.dataRights')}</Table.Th>
              <Table.Th>{t('people.state')}</Table.Th>
              <Table.Th>{t('people.lastSignIn')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {users.map((user) => (
              <Table.Tr key={user.id} data-user={user.loginName}>
                <Table.Td>
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    ml={-8}
                    aria-label={t('people.change', { name: user.displayName })}
                    onClick={() => {
                      setChanging(user);
                    }}
                  >
                    <bdi>{user.displayName}</bdi>
                  </Button>
                  <div className="vd-people-words">
                    <bdi>{user.loginName}</bdi>
                  </div>
                </Table.Td>
                <Table.Td>{inOneLine(user.roles.map((role) => t(`role.${role}`))) || '–'}</Table.Td>
                <Table.Td>
                  {inOneLine(user.dataRights.map((right) => t(`dataRight.${right}`))) || t('people.noRights')}
                </Table.Td>
                <Table.Td>
                  <UserState user={user} />
                </Table.Td>
                <Table.Td>
                  {user.lastSignInAt === null ? (
                    <span className="vd-people-words">{t('people.neverSignedIn')}</span>
                  ) : (
                    <RelativeTime at={user.lastSignInAt} />
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ListFrame>
      {isCreating && (
        <CreateUserDialog
          onClose={() => {
            setCreating(false);
          }}
          onCreated={(firstPassword) => {
            setCreating(false);
            setTold(firstPassword);
            void reload();
          }}
        />
      )}
      {changing !== null && (
        <ChangeUserDialog
          user={changing}
          onClose={() => {
            setChanging(null);
          }}
          onChanged={(firstPassword) => {
            setChanging(null);
            setTold(firstPassword);
            void reload();
          }}
        />
      )}
      {told !== null && (
        <OnceDialog
          title={t('people.created', { name: told.name })}
          label={t('once.firstPassword')}
          text={t('once.firstPasswordText')}
          secret={told.password}
          onClose={() => {
            setTold(null);
          }}
        />
      )}
    </>
  );
}

function UserState({ user }: { readonly user: User }): ReactNode {
  const { t } = useLocalization();
  const [look, label] = stateOf(user);
  return (
    <>
      <StatusMark look={look} size={14} label={t(label)} />
      {user.hasTotp && <div className="vd-people-words">{t('people.secondFactor')}</div>}
      {user.isFederated && <div className="vd-people-words">{t('people.federated')}</div>}
    </>
  );
}

function stateOf(user: User): readonly [Look, MessageKey] {
  if (user.isDisabled) return [{ tone: 'quiet', icon: IconBan }, 'people.disabled'];
  if (user.lockedUntil !== null) return [{ tone: 'warning', icon: IconLock }, 'people.locked'];
  if (user.mustChangePassword) return [{ tone: 'info', icon: IconKey }, 'people.mustChange'];
  return [{ tone: 'passed', icon: IconCircleCheck }, 'people.active'];
}
