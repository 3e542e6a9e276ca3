import { PasswordInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { newPasswordSchema } from '#shared/domain/identity.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';

interface NewPasswordFieldsProps {
  /** The password once it is long enough and was typed twice; null before. */
  readonly onChange: (password: string | null) => void;
}

/** A new password, typed twice, with what is still wrong about it. */
export function NewPasswordFields({ onChange }: NewPasswordFieldsProps): ReactNode {
  const { t } = useLocalization();
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [wasLeft, setLeft] = useState(false);
  const isShort = !newPasswordSchema.safeParse(first).success;

  function tell(password: string, again: string): void {
    setFirst(password);
    setSecond(again);
    onChange(newPasswordSchema.safeParse(password).success && password === again ? password : null);
  }

  return (
    <>
      <PasswordInput
        autoComplete="new-password"
        label={t('auth.newPassword')}
        description={t('account.passwordText')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        maxLength={200}
        value={first}
        error={wasLeft && first !== '' && isShort ? t('auth.passwordShort') : undefined}
        onBlur={() => {
          setLeft(true);
        }}
        onChange={({ currentTarget }) => {
          tell(currentTarget.value, second);
        }}
      />
      <PasswordInput
        autoComplete="new-password"
        label={t('auth.confirmPassword')}
        maxLength={200}
        value={second}
        error={!isShort && second !== '' && !first.startsWith(second) ? t('auth.passwordsDiffer') : undefined}
        onChange={({ currentTarget }) => {
          tell(first, currentTarget.value);
        }}
      />
    </>
  );
}
