import type { RpcCallName, RpcErrorCode } from '#shared/rpc/contract.ts';
import type { Translate } from '../../app/i18n/i18n.ts';

type PeopleCalls = Extract<RpcCallName, `people.${string}` | `audit.${string}`>;
export type PeopleErrorCode = RpcErrorCode<PeopleCalls>;

/** What an administrator is to do about it, in a sentence. */
export function peopleError(t: Translate, code: PeopleErrorCode): string {
  switch (code) {
    case 'last-administrator':
    case 'not-found':
    case 'token-exists':
    case 'user-exists':
      return t(`peopleError.${code}`);
    case 'too-many-requests':
      return t('auth.tooManyRequests');
    case 'offline':
    case 'forbidden':
    case 'signed-out':
    case 'invalid-request':
    case 'internal':
    case 'disconnected':
      return t(`rpcError.${code}`);
  }
}
