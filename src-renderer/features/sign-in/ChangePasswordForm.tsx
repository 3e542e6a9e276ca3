import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useBase } from '../../app/services.tsx';
import { authError } from './auth-error.ts';
import { NewPasswordFields } from './NewPasswordFields.tsx';
import { ProblemAlert } from './ProblemAlert.tsx';
import { useSending } from './use-sending.ts';

interface ChangePasswordFormProps {
  readonly onChanged: () => void;
  /** What else can be done instead, beside the button. */
  readonly children?: ReactNode;
}

/** Another password for the own account. */
export function ChangePasswordForm({ onChanged, children }: ChangePasswordFormProps): ReactNode {
  const { t } = useLocalization();
  const { rpc, auth } = useBase();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState<string | null>(null);
  const { isSending, problem, send } = useSending();

  async function change(): Promise<string | null> {
    const reply = await rpc.call('auth.changePassword', { current, next: next ?? '' });
    if (!reply.ok)
      return reply.code === 'sign-in-refused' ? t('auth.wrongPassword') : authError(t, reply.code);
    onChanged();
    await auth.changed();
    return null;
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (next !== null && current !== '' && !isSending) void send(change);
      }}
    >
      <Stack gap="sm">
        <PasswordInput
          autoFocus
          autoComplete="current-password"
          label={t('auth.currentPassword')}
          maxLength={200}
          value={current}
          onChange={({ currentTarget }) => {
            setCurrent(currentTarget.value);
          }}
        />
        <NewPasswordFields onChange={setNext} />
        <ProblemAlert problem={problem} />
        <Group justify="flex-end" gap={8}>
          {children}
          <Button type="submit" loading={isSending} disabled={next === null || current === ''}>
            {t('auth.choosePassword')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
