import { Alert, Button, Group } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useLocalization } from '../app/i18n/i18n.ts';

interface NotAnsweredProps {
  /** What happened and what to do about it, in a sentence. */
  readonly children: ReactNode;
  readonly className?: string;
  readonly onRetry: () => void;
}

/** Above what is shown of before: the intake did not answer, and how to ask again. */
export function NotAnswered({ children, className = '', onRetry }: NotAnsweredProps): ReactNode {
  const { t } = useLocalization();
  return (
    <Alert
      color="gray"
      className={`vd-alert-failed ${className}`}
      variant="light"
      role="alert"
      icon={<IconPlugConnectedX size={18} aria-hidden />}
    >
      <Group justify="space-between">
        <span>{children}</span>
        <Button size="xs" variant="default" onClick={onRetry}>
          {t('action.retry')}
        </Button>
      </Group>
    </Alert>
  );
}
