import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { RpcErrorCode } from '#shared/rpc/contract.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import type { LinkLine } from './LinkRow.tsx';
import { MadeLinks } from './MadeLinks.tsx';
import type { MadeLink } from './links-csv.ts';

interface ResendLinkDialogProps {
  readonly line: LinkLine;
  readonly onSent: () => void;
  readonly onClose: () => void;
}

/** Asks first, since the address that is out there dies; then tells the new one, once. */
export function ResendLinkDialog({ line, onSent, onClose }: ResendLinkDialogProps): ReactNode {
  const { t } = useLocalization();
  const { rpc } = useServices();
  // One for each intention: a lost answer asks again and gets the same address.
  const [requestId] = useState(() => crypto.randomUUID());
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<RpcErrorCode<'links.resend'> | null>(null);
  const [made, setMade] = useState<MadeLink | null>(null);
  const [isTaken, setTaken] = useState(false);
  const [isLeaving, setLeaving] = useState(false);

  async function resend(): Promise<void> {
    setSending(true);
    setFailure(null);
    const reply = await rpc.call('links.resend', { linkId: line.link.linkId, requestId });
    setSending(false);
    if (reply.ok) setMade(reply.value.link);
    else setFailure(reply.code);
    onSent();
  }
  function close(): void {
    if (made !== null && !isTaken && !isLeaving) setLeaving(true);
    else onClose();
  }

  return (
    <Modal
      opened
      size={made === null ? 'md' : 'xl'}
      onClose={close}
      title={t(made === null ? 'links.resendTitle' : 'links.resent')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {made !== null ? (
        <MadeLinks
          links={[made]}
          scenario={{ id: line.link.scenarioId, name: line.scenarioName }}
          isLeaving={isLeaving}
          onTaken={() => {
            setTaken(true);
            setLeaving(false);
          }}
          onClose={close}
        />
      ) : (
        <Stack gap="md">
          <Text size="sm">{t('links.resendText')}</Text>
          {failure !== null && (
            <Alert color="red" variant="light" role="alert">
              {t(`rpcError.${failure}`)}
            </Alert>
          )}
          <Group justify="flex-end" gap={8}>
            <Button variant="default" data-autofocus onClick={close}>
              {t('action.cancel')}
            </Button>
            <Button loading={isSending} onClick={() => void resend()}>
              {t('links.resendNow')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
