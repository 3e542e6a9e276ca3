import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
import { ProblemAlert } from '../sign-in/ProblemAlert.tsx';
import { useSending } from '../sign-in/use-sending.ts';

interface ConfirmDialogProps {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  /** Answers what went wrong, in words, or null: then it closes. */
  readonly onConfirm: () => Promise<string | null>;
  readonly onClose: () => void;
  /** Choices beside the text. */
  readonly children?: ReactNode;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({
  title,
  text,
  action,
  onConfirm,
  onClose,
  children,
}: ConfirmDialogProps): ReactNode {
  const { t } = useLocalization();
  useReturnFocus();
  const { isSending, problem, send } = useSending();
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <Stack gap="md">
        <Text size="sm">{text}</Text>
        {children}
        <ProblemAlert problem={problem} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button color="red.9" loading={isSending} onClick={() => void send(onConfirm)}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
