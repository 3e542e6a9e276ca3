import type { RpcErrorCode } from '#shared/rpc/contract.ts';
import type { Translate } from '../../app/i18n/i18n.ts';

type AuthErrorCode = RpcErrorCode<
  | 'auth.signIn'
  | 'auth.enroll'
  | 'auth.setUp'
  | 'auth.beginProvider'
  | 'auth.finishProvider'
  | 'auth.changePassword'
  | 'auth.confirmTotp'
>;

/** What a person is to do about it, in a sentence. */
export function authError(t: Translate, code: AuthErrorCode): string {
  switch (code) {
    case 'too-many-requests':
      return t('auth.tooManyRequests');
    case 'code-refused':
    case 'already-set-up':
    case 'sign-in-refused':
    case 'account-locked':
    case 'provider-unavailable':
    case 'not-signed-in-yet':
    case 'password-known':
      return t(`auth.${code}`);
    case 'user-exists':
      return t('peopleError.user-exists');
    case 'not-found':
    case 'offline':
    case 'forbidden':
    case 'signed-out':
    case 'invalid-request':
    case 'internal':
    case 'disconnected':
      return t(`rpcError.${code}`);
  }
}
