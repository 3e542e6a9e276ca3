import { Button, Divider, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { loginNameSchema } from '#shared/domain/identity.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useBase } from '../../app/services.tsx';
import { authError } from './auth-error.ts';
import { ProblemAlert } from './ProblemAlert.tsx';
import { ProviderSignIn } from './ProviderSignIn.tsx';
import { useSending } from './use-sending.ts';

interface SignInFormProps {
  readonly provider: { readonly name: string } | null;
  /** Who worked here a moment ago; empty where nobody did. */
  readonly lastLoginName: string;
  /** Whether the one who worked here is of the provider's. */
  readonly prefersProvider: boolean;
}

/** Name and password, the second factor once it is asked for, or the organization's own sign-in. */
export function SignInForm({ provider, lastLoginName, prefersProvider }: SignInFormProps): ReactNode {
  const { t } = useLocalization();
  const { rpc, auth } = useBase();
  const [loginName, setLoginName] = useState(lastLoginName);
  const [password, setPassword] = useState('');
  const [secondFactor, setSecondFactor] = useState<string | null>(null);
  const [atProvider, setAtProvider] = useState(false);
  const { isSending, problem, send, clear } = useSending();
  const asksCode = secondFactor !== null;

  async function signIn(): Promise<string | null> {
    const name = loginNameSchema.safeParse(loginName);
    // A name that nobody can have is refused as any other wrong one.
    if (!name.success) return t('auth.sign-in-refused');
    const reply = await rpc.call('auth.signIn', {
      loginName: name.data,
      password,
      secondFactor: secondFactor?.trim() ?? null,
    });
    if (!reply.ok) {
      if (reply.code === 'signed-out') {
        // The workstation itself is not known any more: the next screen says so.
        await auth.refresh();
        return null;
      }
      return asksCode && reply.code === 'sign-in-refused'
        ? t('auth.secondFactorWrong')
        : authError(t, reply.code);
    }
    if (reply.value.kind === 'second-factor-needed') {
      setSecondFactor('');
      return null;
    }
    await auth.changed();
    return null;
  }

  if (atProvider && provider !== null) {
    return (
      <ProviderSignIn
        onBack={() => {
          setAtProvider(false);
        }}
      />
    );
  }
  const byProvider = provider !== null && !asksCode && (
    <Button
      variant={prefersProvider ? 'filled' : 'default'}
      {...(prefersProvider ? { 'data-autofocus': true } : {})}
      onClick={() => {
        setAtProvider(true);
      }}
    >
      {t('auth.provider', { name: provider.name })}
    </Button>
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSending) void send(signIn);
      }}
    >
      <Stack gap="md">
        {asksCode ? (
          <TextInput
            // A new field, so that it takes the focus.
            key="code"
            autoFocus
            autoComplete="one-time-code"
            label={t('auth.secondFactorCode')}
            description={t('auth.secondFactorText')}
            maxLength={64}
            value={secondFactor}
            classNames={{ input: 'vd-mono' }}
            onChange={({ currentTarget }) => {
              setSecondFactor(currentTarget.value);
            }}
          />
        ) : (
          <>
            <TextInput
              autoFocus={lastLoginName === ''}
              {...(lastLoginName === '' ? { 'data-autofocus': true } : {})}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              label={t('auth.loginName')}
              maxLength={100}
              value={loginName}
              onChange={({ currentTarget }) => {
                setLoginName(currentTarget.value);
              }}
            />
            <PasswordInput
              autoFocus={lastLoginName !== ''}
              {...(lastLoginName !== '' && !prefersProvider ? { 'data-autofocus': true } : {})}
              autoComplete="current-password"
              label={t('auth.password')}
              maxLength={200}
              value={password}
              onChange={({ currentTarget }) => {
                setPassword(currentTarget.value);
              }}
            />
          </>
        )}
        <ProblemAlert problem={problem} />
        <Group grow gap={8}>
          {asksCode && (
            <Button
              variant="default"
              onClick={() => {
                setSecondFactor(null);
                setPassword('');
                clear();
              }}
            >
              {t('auth.back')}
            </Button>
          )}
          <Button
            type="submit"
            loading={isSending}
            disabled={asksCode ? secondFactor.trim() === '' : loginName.trim() === '' || password === ''}
          >
            {t('auth.signIn')}
          </Button>
        </Group>
        {byProvider !== false && (
          <>
            <Divider label={t('auth.or')} />
            {byProvider}
          </>
        )}
      </Stack>
    </form>
  );
}
