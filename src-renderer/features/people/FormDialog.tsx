import { Button, Group, Modal, Stack, type MantineSize } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
import { ProblemAlert } from '../sign-in/ProblemAlert.tsx';
import { useSending } from '../sign-in/use-sending.ts';

interface FormDialogProps {
  readonly title: ReactNode;
  /** What the button says that sends it. */
  readonly action: string;
  /** Whether everything is there that is sent. */
  readonly isWhole: boolean;
  readonly size?: MantineSize;
  /** One try: answers what went wrong, in words, or null. */
  readonly onSubmit: () => Promise<string | null>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A form in a dialog: its fields, what was wrong with the last try, and two buttons. */
export function FormDialog(props: FormDialogProps): ReactNode {
  const { title, action, isWhole, size, onSubmit, onClose, children } = props;
  const { t } = useLocalization();
  useReturnFocus();
  const { isSending, problem, send } = useSending();
  return (
    <Modal
      opened
      {...(size === undefined ? {} : { size })}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isWhole && !isSending) void send(onSubmit);
        }}
      >
        <Stack gap="md">
          {children}
          <ProblemAlert problem={problem} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={isSending} disabled={!isWhole}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
