import { Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy, IconPrinter } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { RpcOutput } from '#shared/rpc/contract.ts';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useServices } from '../../app/services.tsx';
import { authError } from '../sign-in/auth-error.ts';
import { ProblemAlert } from '../sign-in/ProblemAlert.tsx';
import { useSending } from '../sign-in/use-sending.ts';
import { QrCode } from './QrCode.tsx';

/** The second factor is set up after the password with a code of the app; then come the recovery codes, once. */
export function TotpDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useLocalization();
  const { rpc, auth } = useServices();
  const [begun, setBegun] = useState<RpcOutput<'auth.beginTotp'> | null>(null);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[] | null>(null);
  const { isSending, problem, send } = useSending();

  async function begin(): Promise<string | null> {
    const reply = await rpc.call('auth.beginTotp', { password });
    if (!reply.ok)
      return reply.code === 'sign-in-refused' ? t('auth.wrongPassword') : authError(t, reply.code);
    setBegun(reply.value);
    return null;
  }
  async function confirm(): Promise<string | null> {
    const reply = await rpc.call('auth.confirmTotp', { code: code.replace(/\s/g, '') });
    if (!reply.ok)
      return reply.code === 'code-refused' ? t('auth.secondFactorWrong') : authError(t, reply.code);
    setRecoveryCodes(reply.value.recoveryCodes);
    return null;
  }
  function done(): void {
    onClose();
    void auth.changed();
  }

  if (recoveryCodes !== null) return <RecoveryCodes codes={recoveryCodes} onDone={done} />;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('account.totp')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSending) void send(begun === null ? begin : confirm);
        }}
      >
        <Stack gap="md">
          {begun === null ? (
            <>
              <Text size="sm">{t('account.totpPassword')}</Text>
              <PasswordInput
                data-autofocus
                autoComplete="current-password"
                label={t('auth.password')}
                maxLength={200}
                value={password}
                onChange={({ currentTarget }) => {
                  setPassword(currentTarget.value);
                }}
              />
            </>
          ) : (
            <>
              <Text size="sm">{t('account.totpApp')}</Text>
              <Group wrap="nowrap" align="flex-start">
                <QrCode text={begun.uri} label={t('account.totpQr')} />
                <Stack gap={4}>
                  <Text size="xs" c="dimmed">
                    {t('account.totpKey')}
                  </Text>
                  <div className="vd-secret vd-mono vd-personal">{inFours(begun.secret)}</div>
                </Stack>
              </Group>
              <TextInput
                autoFocus
                autoComplete="one-time-code"
                inputMode="numeric"
                label={t('account.totpCode')}
                maxLength={10}
                value={code}
                classNames={{ input: 'vd-mono' }}
                onChange={({ currentTarget }) => {
                  setCode(currentTarget.value);
                }}
              />
            </>
          )}
          <ProblemAlert problem={problem} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button
              type="submit"
              loading={isSending}
              disabled={begun === null ? password === '' : !/^\d{6}$/.test(code.replace(/\s/g, ''))}
            >
              {t(begun === null ? 'account.totpContinue' : 'account.totpConfirm')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}

function RecoveryCodes({ codes, onDone }: RecoveryCodesProps): ReactNode {
  const { t } = useLocalization();
  const clipboard = useClipboard();
  function print(): void {
    document.documentElement.setAttribute('data-print', '');
    window.print();
    document.documentElement.removeAttribute('data-print');
  }
  return (
    <Modal
      opened
      // Nobody can read them any more once this is closed: only the button says that they were kept.
      onClose={() => undefined}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={t('account.recovery')}
    >
      <Stack gap="md">
        <Text size="sm">{t('account.recoveryText')}</Text>
        <ul className="vd-codes vd-mono vd-personal vd-print">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <Group justify="flex-end" gap={8}>
          <Button variant="default" leftSection={<IconPrinter size={15} aria-hidden />} onClick={print}>
            {t('account.recoveryPrint')}
          </Button>
          <Button
            variant="default"
            leftSection={
              clipboard.copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />
            }
            onClick={() => {
              clipboard.copy(codes.join('\n'));
            }}
          >
            {clipboard.copied ? t('json.copied') : t('account.recoveryCopy')}
          </Button>
          <Button data-autofocus onClick={onDone}>
            {t('account.recoveryDone')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** Easier to type: in groups of four. */
function inFours(secret: string): string {
  return (secret.match(/.{1,4}/g) ?? []).join(' ');
}
