import { Alert, Button, Group, Kbd } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFlask, IconPlus, IconScanEye } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { RpcErrorCode } from '#shared/rpc/contract.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { useMay } from '../../app/use-auth.ts';
import { Message } from '../../ui/Message.tsx';

/** What a new workstation shows: the two ways to a first session. */
export function FirstRun({ onAddSession }: { readonly onAddSession: () => void }): ReactNode {
  const { t } = useLocalization();
  const { rpc } = useServices();
  const mayAdd = useMay('sessions.write');
  const [isLoading, setLoading] = useState(false);
  const [failure, setFailure] = useState<RpcErrorCode<'samples.load'> | null>(null);
  const isShown = useRef(false);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  async function loadSamples(): Promise<void> {
    setLoading(true);
    setFailure(null);
    const reply = await rpc.call('samples.load', {});
    setLoading(false);
    if (reply.ok) return;
    // With the first sample this screen makes way for the list: what came of the others is said beside that.
    if (isShown.current) setFailure(reply.code);
    else notifications.show({ color: 'red', message: t(`rpcError.${reply.code}`), autoClose: false });
  }
  return (
    <Message icon={IconScanEye} title={t('empty.title')} text={t('empty.text')}>
      {mayAdd && (
        <Group justify="center">
          <Button
            leftSection={<IconFlask size={16} aria-hidden />}
            loading={isLoading}
            onClick={() => {
              void loadSamples();
            }}
          >
            {t('empty.samples')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            rightSection={
              <Kbd size="xs" aria-hidden>
                N
              </Kbd>
            }
            onClick={onAddSession}
          >
            {t('add.title')}
          </Button>
        </Group>
      )}
      {failure !== null && (
        <Alert color="red" variant="light" role="alert">
          {t(`rpcError.${failure}`)}
        </Alert>
      )}
    </Message>
  );
}
