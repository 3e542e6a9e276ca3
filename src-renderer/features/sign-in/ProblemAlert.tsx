import { Alert } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** What went wrong, told to screen readers at once; nothing where nothing did. */
export function ProblemAlert({ problem }: { readonly problem: string | null }): ReactNode {
  if (problem === null) return null;
  return (
    <Alert
      color="gray"
      className="vd-alert-failed"
      variant="light"
      role="alert"
      icon={<IconAlertCircle size={18} aria-hidden />}
    >
      {problem}
    </Alert>
  );
}
