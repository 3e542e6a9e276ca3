import { Group, Loader, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { NotAnswered } from '../../ui/NotAnswered.tsx';
import { peopleError, type PeopleErrorCode } from './people-error.ts';

interface ListFrameProps {
  readonly text: string;
  /** What can be made, at the right. */
  readonly action?: ReactNode;
  readonly isLoading: boolean;
  readonly failure: PeopleErrorCode | null;
  readonly onRetry: () => void;
  /** Said where the list is empty; null where it is not. */
  readonly empty: string | null;
  readonly children: ReactNode;
}

/** A list of the administrator's: what it is for, what can be made, and the list, or why there is none. */
export function ListFrame(props: ListFrameProps): ReactNode {
  const { text, action, isLoading, failure, onRetry, empty, children } = props;
  const { t } = useLocalization();
  return (
    <>
      <Group justify="space-between" align="flex-start" gap={12}>
        <Text size="sm" c="dimmed" maw={640}>
          {text}
        </Text>
        {action}
      </Group>
      {failure !== null && <NotAnswered onRetry={onRetry}>{peopleError(t, failure)}</NotAnswered>}
      {isLoading ? (
        failure === null && <Loader size="sm" aria-label={t('state.loading')} />
      ) : empty !== null ? (
        <Text size="sm">{empty}</Text>
      ) : (
        children
      )}
    </>
  );
}
