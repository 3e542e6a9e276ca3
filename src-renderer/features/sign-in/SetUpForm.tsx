import { Button, Stack, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { displayNameSchema, loginNameSchema } from '#shared/domain/identity.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useBase } from '../../app/services.tsx';
import { authError } from './auth-error.ts';
import { MachineNameInput } from './EnrollForm.tsx';
import { NewPasswordFields } from './NewPasswordFields.tsx';
import { ProblemAlert } from './ProblemAlert.tsx';
import { useSending } from './use-sending.ts';

/** The first administrator, made once with the code on the intake's console. */
export function SetUpForm(): ReactNode {
  const { t } = useLocalization();
  const { rpc, auth } = useBase();
  const [code, setCode] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [loginName, setLoginName] = useState('');
  const [password, setPassword] = useState<string | null>(null);
  const [machine, setMachine] = useState('');
  const { isSending, problem, send } = useSending();
  const name = loginNameSchema.safeParse(loginName);
  const isWhole =
    code.trim() !== '' &&
    displayNameSchema.safeParse(displayName).success &&
    name.success &&
    password !== null &&
    machine.trim() !== '';

  async function setUp(): Promise<string | null> {
    const reply = await rpc.call('auth.setUp', {
      setupCode: code.trim(),
      displayName,
      loginName,
      password: password ?? '',
      workstationName: machine.trim(),
    });
    // With `already-set-up` another screen is the right one.
    if (reply.ok || reply.code === 'already-set-up') await auth.changed();
    return reply.ok ? null : authError(t, reply.code);
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole && !isSending) void send(setUp);
      }}
    >
      <Stack gap="sm">
        <TextInput
          autoFocus
          autoComplete="off"
          label={t('auth.setupCode')}
          maxLength={64}
          value={code}
          classNames={{ input: 'vd-mono' }}
          onChange={({ currentTarget }) => {
            setCode(currentTarget.value);
          }}
        />
        <TextInput
          autoComplete="name"
          label={t('auth.displayName')}
          maxLength={100}
          value={displayName}
          onChange={({ currentTarget }) => {
            setDisplayName(currentTarget.value);
          }}
        />
        <LoginNameInput value={loginName} onChange={setLoginName} />
        <NewPasswordFields onChange={setPassword} />
        <MachineNameInput value={machine} onChange={setMachine} />
        <ProblemAlert problem={problem} />
        <Button type="submit" loading={isSending} disabled={!isWhole}>
          {t('auth.setUpAction')}
        </Button>
      </Stack>
    </form>
  );
}

interface LoginNameInputProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The login name of a new account. */
export function LoginNameInput({ value, onChange }: LoginNameInputProps): ReactNode {
  const { t } = useLocalization();
  const isWrong = value.trim() !== '' && !loginNameSchema.safeParse(value).success;
  return (
    <TextInput
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      label={t('auth.loginName')}
      description={t('auth.loginNameHelp')}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      maxLength={100}
      value={value}
      error={isWrong ? t('auth.loginNameWrong') : undefined}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value);
      }}
    />
  );
}
