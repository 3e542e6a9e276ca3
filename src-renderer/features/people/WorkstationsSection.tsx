import { Button, Table } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBan, IconCircleCheck, IconPlus } from '@tabler/icons-react';
import { useCallback, useState, type ReactNode } from 'react';
import type { EnrolledWorkstation } from '#shared/api/identity-contract.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useAnswer } from '../../sync/use-answer.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import { exactTime } from '../../ui/time.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { ListFrame } from './ListFrame.tsx';
import { OnceDialog } from './OnceDialog.tsx';
import { peopleError } from './people-error.ts';

/** The machines at which people sign in, and the codes that let in new ones. */
export function WorkstationsSection(): ReactNode {
  const { t, language } = useLocalization();
  const { rpc } = useServices();
  const ask = useCallback(() => rpc.call('people.listWorkstations', {}), [rpc]);
  const { value, failure, reload } = useAnswer(ask);
  const [code, setCode] = useState<{ readonly code: string; readonly expiresAt: string } | null>(null);
  const [isMaking, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<EnrolledWorkstation | null>(null);
  const stations = value?.workstations ?? [];

  async function makeCode(): Promise<void> {
    setMaking(true);
    const reply = await rpc.call('people.createEnrollmentCode', {});
    setMaking(false);
    if (reply.ok) setCode(reply.value);
    else
      notifications.show({
        color: 'red',
        message: peopleError(t, reply.code),
        closeButtonProps: { 'aria-label': t('action.dismiss') },
      });
  }

  return (
    <>
      <ListFrame
        text={t('stations.text')}
        action={
          <Button
            size="xs"
            loading={isMaking}
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => void makeCode()}
          >
            {t('stations.enroll')}
          </Button>
        }
        isLoading={value === null}
        failure={failure}
        onRetry={() => void reload()}
        empty={stations.length === 0 ? t('stations.empty') : null}
      >
        <Table className="vd-people-table" verticalSpacing={8} aria-label={t('stations.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('stations.name')}</Table.Th>
              <Table.Th>{t('people.state')}</Table.Th>
              <Table.Th>{t('stations.enrolledAt')}</Table.Th>
              <Table.Th>{t('stations.seen')}</Table.Th>
              <Table.Th aria-label={t('links.actions')} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {stations.map((station) => (
              <Table.Tr key={station.id} data-workstation={station.name}>
                <Table.Td>
                  <bdi>{station.name}</bdi>
                </Table.Td>
                <Table.Td>
                  {station.revokedAt === null ? (
                    <StatusMark
                      look={{ tone: 'passed', icon: IconCircleCheck }}
                      size={14}
                      label={t('stations.active')}
                    />
                  ) : (
                    <StatusMark
                      look={{ tone: 'quiet', icon: IconBan }}
                      size={14}
                      label={t('stations.revoked')}
                    />
                  )}
                </Table.Td>
                <Table.Td>
                  <RelativeTime at={station.enrolledAt} />
                </Table.Td>
                <Table.Td>
                  {station.lastSeenAt === null ? '–' : <RelativeTime at={station.lastSeenAt} />}
                </Table.Td>
                <Table.Td>
                  {station.revokedAt === null && (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      aria-label={t('stations.revokeOne', { name: station.name })}
                      onClick={() => {
                        setRevoking(station);
                      }}
                    >
                      {t('stations.revoke')}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ListFrame>
      {code !== null && (
        <OnceDialog
          title={t('stations.enroll')}
          label={t('once.code')}
          text={t('once.codeText', { when: exactTime(code.expiresAt, language) })}
          secret={code.code}
          onClose={() => {
            setCode(null);
            void reload();
          }}
        />
      )}
      {revoking !== null && (
        <ConfirmDialog
          title={t('stations.revokeOne', { name: revoking.name })}
          text={t('stations.revokeText')}
          action={t('stations.revoke')}
          onConfirm={async () => {
            const reply = await rpc.call('people.revokeWorkstation', { workstationId: revoking.id });
            if (!reply.ok) return peopleError(t, reply.code);
            setRevoking(null);
            await reload();
            return null;
          }}
          onClose={() => {
            setRevoking(null);
          }}
        />
      )}
    </>
  );
}
