import { Alert, Button, Loader, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocalization } from '../../app/i18n/i18n.ts';
import { useBase } from '../../app/services.tsx';
import { useAccess, useAuth } from '../../app/use-auth.ts';
import { ChangePasswordForm } from './ChangePasswordForm.tsx';
import { EnrollForm } from './EnrollForm.tsx';
import { GateFrame } from './GateFrame.tsx';
import { SetUpForm } from './SetUpForm.tsx';
import { SignInForm } from './SignInForm.tsx';

/** What must be done before anybody can work here; the same over work that waits for its person to come back. */
export function GateScreen({ overWork }: { readonly overWork: boolean }): ReactNode {
  const { t } = useLocalization();
  const { rpc, auth } = useBase();
  const view = useAuth();
  const access = useAccess();

  async function signOut(): Promise<void> {
    await rpc.call('auth.signOut', {});
    await auth.changed();
  }

  switch (view.state) {
    case 'asking':
      return (
        <GateFrame title={t('auth.asking')}>
          <Loader size="sm" aria-label={t('state.loading')} />
        </GateFrame>
      );
    case 'away':
      return (
        <GateFrame title={t('auth.away')} text={t('auth.awayText')}>
          <Button variant="default" onClick={() => void auth.refresh()}>
            {t('action.retry')}
          </Button>
        </GateFrame>
      );
    case 'set-up':
      return (
        <GateFrame title={t('auth.setUp')} text={t('auth.setUpText')}>
          <SetUpForm />
        </GateFrame>
      );
    case 'enroll':
      return (
        <GateFrame title={t('auth.enroll')} {...(view.isRefused ? {} : { text: t('auth.enrollText') })}>
          {view.isRefused && (
            <Alert color="gray" className="vd-alert-warning" variant="light" role="status">
              {t('auth.enrollRefused')}
            </Alert>
          )}
          <EnrollForm />
        </GateFrame>
      );
    case 'sign-in':
      return (
        <GateFrame
          title={t(overWork ? 'auth.signedOut' : 'auth.signIn')}
          {...(overWork ? { text: t('auth.goOn') } : {})}
        >
          <SignInForm
            provider={view.provider}
            lastLoginName={access?.user?.loginName ?? ''}
            prefersProvider={access?.user?.isFederated ?? false}
          />
          {overWork && (
            <Text size="xs" c="dimmed">
              {t('auth.otherPerson')}
            </Text>
          )}
        </GateFrame>
      );
    case 'ready':
      if (view.user?.mustChangePassword === true) {
        return (
          <GateFrame title={t('auth.choosePassword')} text={t('auth.choosePasswordText')}>
            <ChangePasswordForm onChanged={() => undefined}>
              <Button variant="default" onClick={() => void signOut()}>
                {t('account.signOut')}
              </Button>
            </ChangePasswordForm>
          </GateFrame>
        );
      }
      return (
        <GateFrame title={t('auth.asking')}>
          <Loader size="sm" aria-label={t('state.loading')} />
        </GateFrame>
      );
  }
}
