import { Anchor, Button, Group, Loader, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import type { RpcOutput } from '#shared/rpc/contract.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useBase } from '../../app/services.tsx';
import { authError } from './auth-error.ts';
import { ProblemAlert } from './ProblemAlert.tsx';
import { useSending } from './use-sending.ts';

interface ProviderSignInProps {
  readonly onBack: () => void;
}

/** The sign-in at the provider's page in a browser, which ends with a code that is typed here. */
export function ProviderSignIn({ onBack }: ProviderSignInProps): ReactNode {
  const { t } = useLocalization();
  const { rpc, auth } = useBase();
  const [flow, setFlow] = useState<RpcOutput<'auth.beginProvider'> | null>(null);
  const [code, setCode] = useState('');
  const [beginProblem, setBeginProblem] = useState<string | null>(null);
  const { isSending, problem, send } = useSending();

  useEffect(() => {
    const stop = new AbortController();
    rpc
      .call('auth.beginProvider', {}, stop.signal)
      .then((reply) => {
        if (!reply.ok) {
          setBeginProblem(authError(t, reply.code));
          return;
        }
        setFlow(reply.value);
        if (!reply.value.isOpened) window.open(reply.value.url, '_blank', 'noopener,noreferrer');
      })
      .catch((error: unknown) => {
        if (!stop.signal.aborted) throw error;
      });
    return () => {
      stop.abort();
    };
    // Each begin is another flow: a change of language must not start one.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [rpc]);

  async function finish(): Promise<string | null> {
    if (flow === null) return null;
    const reply = await rpc.call('auth.finishProvider', { flowId: flow.flowId, code: code.trim() });
    if (!reply.ok)
      return reply.code === 'sign-in-refused' ? t('auth.code-refused') : authError(t, reply.code);
    await auth.changed();
    return null;
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSending) void send(finish);
      }}
    >
      <Stack gap="md">
        <Text size="sm">{t('auth.providerText')}</Text>
        {flow === null && beginProblem === null && <Loader size="sm" aria-label={t('state.loading')} />}
        {flow !== null && !flow.isOpened && (
          <Anchor size="sm" href={flow.url} target="_blank" rel="noopener noreferrer">
            {t('auth.providerOpen')}
          </Anchor>
        )}
        <TextInput
          autoFocus
          autoComplete="one-time-code"
          label={t('auth.providerCode')}
          maxLength={64}
          value={code}
          classNames={{ input: 'vd-mono' }}
          onChange={({ currentTarget }) => {
            setCode(currentTarget.value);
          }}
        />
        <ProblemAlert problem={beginProblem ?? problem} />
        <Group grow gap={8}>
          <Button variant="default" onClick={onBack}>
            {t('auth.back')}
          </Button>
          <Button type="submit" loading={isSending} disabled={flow === null || code.trim() === ''}>
            {t('auth.signIn')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
