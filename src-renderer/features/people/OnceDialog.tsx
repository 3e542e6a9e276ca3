import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useLocalization } from '../../app/i18n/i18n.ts';

interface OnceDialogProps {
  readonly title: string;
  readonly label: string;
  readonly text: string;
  readonly secret: string;
  readonly onClose: () => void;
}

/** A secret that is told only now. */
export function OnceDialog({ title, label, text, secret, onClose }: OnceDialogProps): ReactNode {
  const { t } = useLocalization();
  const clipboard = useClipboard();
  return (
    <Modal
      opened
      onClose={onClose}
      // A click beside it must not lose what nobody can tell again.
      closeOnClickOutside={false}
      title={title}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Stack gap="md">
        <Text size="sm">{text}</Text>
        <div>
          <Text size="xs" c="dimmed" mb={4} id="once-label">
            {label}
          </Text>
          <div className="vd-secret vd-mono vd-personal" role="note" aria-labelledby="once-label">
            {secret}
          </div>
        </div>
        <Group justify="flex-end" gap={8}>
          <Button
            variant="default"
            data-autofocus
            leftSection={
              clipboard.copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />
            }
            onClick={() => {
              clipboard.copy(secret);
            }}
          >
            {clipboard.copied ? t('json.copied') : t('once.copy')}
          </Button>
          <Button onClick={onClose}>{t('action.close')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
