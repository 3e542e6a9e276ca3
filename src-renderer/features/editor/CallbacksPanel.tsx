import { Alert, Button, Group, Loader, Modal, Stack, Table, Text, Title } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import {
  IconBan,
  IconCheck,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconCopy,
  IconKey,
  IconMinus,
} from '@tabler/icons-react';
import { useCallback, useState, type ReactNode } from 'react';
import type { Delivery } from '#shared/domain/callback.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useMay } from '../../app/use-auth.ts';
import { useAnswer } from '../../sync/use-answer.ts';
import { NotAnswered } from '../../ui/NotAnswered.tsx';
import { StatusMark, type Look } from '../../ui/StatusMark.tsx';
import { exactTime } from '../../ui/time.ts';

/** How soon a delivery that was just made shows. */
const refreshMs = 5000;
/** The newest; the rest is asked for by programs. */
const shownDeliveries = 20;

const looks: Readonly<Record<Delivery['status'], Look>> = {
  pending: { tone: 'info', icon: IconClock },
  delivered: { tone: 'passed', icon: IconCircleCheck },
  failed: { tone: 'failed', icon: IconCircleX },
  skipped: { tone: 'quiet', icon: IconMinus },
};

/** The key that signs, the state of the endpoint and what was delivered: facts of the scenario, outside of its versions. */
export function CallbacksPanel({ scenarioId }: { readonly scenarioId: string }): ReactNode {
  const { t, language } = useLocalization();
  const { rpc } = useServices();
  const [isMaking, setMaking] = useState(false);
  const ask = useCallback(async () => {
    const [known, sent] = await Promise.all([
      rpc.call('callbacks.state', { scenarioId }),
      rpc.call('callbacks.list', { scenarioId, limit: shownDeliveries }),
    ]);
    if (!known.ok) return known;
    if (!sent.ok) return sent;
    return { ok: true as const, value: { state: known.value, deliveries: sent.value.deliveries } };
  }, [rpc, scenarioId]);
  const { value, failure, reload } = useAnswer(ask, refreshMs);
  const state = value?.state;
  const deliveries = value?.deliveries ?? [];

  const mayWrite = useMay('scenarios.write');
  function refused(message: string): void {
    notifications.show({
      color: 'red',
      message,
      closeButtonProps: { 'aria-label': t('action.dismiss') },
    });
  }
  async function enable(): Promise<void> {
    const reply = await rpc.call('callbacks.enable', { scenarioId });
    if (!reply.ok) refused(t(`rpcError.${reply.code}`));
    await reload();
  }
  async function replay(deliveryId: string): Promise<void> {
    const reply = await rpc.call('callbacks.replay', { deliveryId });
    if (!reply.ok) refused(t(`rpcError.${reply.code}`));
    await reload();
  }

  return (
    <section className="vd-callbacks">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Title order={3} size="h6">
            {t('callbacks.secret')}
          </Title>
          <Text size="xs" c="dimmed">
            {t('callbacks.secretText')} {state?.previousSecretSigns === true && t('callbacks.secretTwo')}
          </Text>
        </div>
        {mayWrite && (
          <Button
            size="xs"
            variant="default"
            flex="none"
            leftSection={<IconKey size={15} aria-hidden />}
            onClick={() => {
              setMaking(true);
            }}
          >
            {t('callbacks.secretMake')}
          </Button>
        )}
      </Group>
      {state?.disabled.map(({ url }) => (
        <Alert
          key={url}
          color="gray"
          className="vd-alert-failed"
          variant="light"
          role="alert"
          icon={<IconBan size={18} aria-hidden />}
          title={t('callbacks.disabled')}
        >
          <Stack gap={8} align="flex-start">
            <Text size="sm">{t('callbacks.disabledText', { url })}</Text>
            {mayWrite && (
              <Button size="xs" variant="default" onClick={() => void enable()}>
                {t('callbacks.enable')}
              </Button>
            )}
          </Stack>
        </Alert>
      ))}
      <Title order={3} size="h6">
        {t('callbacks.log')}
      </Title>
      {failure !== null && (
        <NotAnswered onRetry={() => void reload()}>{t(`rpcError.${failure}`)}</NotAnswered>
      )}
      {value === null ? (
        failure === null && <Loader size="sm" aria-label={t('state.loading')} />
      ) : deliveries.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('callbacks.none')}
        </Text>
      ) : (
        <Table className="vd-deliveries" verticalSpacing={4} aria-label={t('callbacks.log')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('callbacks.what')}</Table.Th>
              <Table.Th>{t('callbacks.when')}</Table.Th>
              <Table.Th>{t('links.status')}</Table.Th>
              <Table.Th>{t('callbacks.answer')}</Table.Th>
              <Table.Th aria-label={t('links.actions')} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {deliveries.map(({ deliveryId, type, createdAt, status, lastCode, attempts }) => (
              <Table.Tr key={deliveryId}>
                <Table.Td>{t(`callback.${type}`)}</Table.Td>
                <Table.Td className="vd-tabular">
                  <time dateTime={createdAt}>{exactTime(createdAt, language)}</time>
                </Table.Td>
                <Table.Td>
                  <StatusMark look={looks[status]} size={14} label={t(`callback.${status}`)} />
                </Table.Td>
                <Table.Td title={`${t('callbacks.attempts')}: ${attempts.toString()}`}>
                  <span className="vd-mono">{lastCode ?? '–'}</span>
                </Table.Td>
                <Table.Td>
                  {mayWrite && status !== 'pending' && (
                    <Button size="compact-xs" variant="subtle" onClick={() => void replay(deliveryId)}>
                      {t('callbacks.replay')}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {isMaking && (
        <SecretDialog
          scenarioId={scenarioId}
          onClose={() => {
            setMaking(false);
            void reload();
          }}
        />
      )}
    </section>
  );
}

interface SecretDialogProps {
  readonly scenarioId: string;
  readonly onClose: () => void;
}

/** Asks first: programs that check signatures must learn the new key. Then tells it, once. */
function SecretDialog({ scenarioId, onClose }: SecretDialogProps): ReactNode {
  const { t } = useLocalization();
  const { rpc } = useServices();
  const clipboard = useClipboard();
  const [secret, setSecret] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function make(): Promise<void> {
    setSending(true);
    setProblem(null);
    const reply = await rpc.call('scenarioRecords.rotateSecret', { scenarioId });
    setSending(false);
    if (reply.ok) setSecret(reply.value.secret);
    else setProblem(t(`rpcError.${reply.code}`));
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('callbacks.secret')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Stack gap="md">
        <Text size="sm">{t(secret === null ? 'callbacks.secretQuestion' : 'callbacks.secretNow')}</Text>
        {secret !== null && <div className="vd-secret vd-mono vd-personal">{secret}</div>}
        {problem !== null && (
          <Alert color="red" variant="light" role="alert">
            {problem}
          </Alert>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {t(secret === null ? 'action.cancel' : 'action.close')}
          </Button>
          {secret === null ? (
            <Button loading={isSending} onClick={() => void make()}>
              {t('callbacks.secretMake')}
            </Button>
          ) : (
            <Button
              leftSection={
                clipboard.copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />
              }
              onClick={() => {
                clipboard.copy(secret);
              }}
            >
              {clipboard.copied ? t('json.copied') : t('callbacks.secretCopy')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
