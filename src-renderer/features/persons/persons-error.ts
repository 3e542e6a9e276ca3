import type { RpcCallName, RpcErrorCode } from '#shared/rpc/contract.ts';
import type { Translate } from '../../app/i18n/i18n.ts';

type PersonsCalls = Extract<
  RpcCallName,
  `faceLists.${string}` | `listedPersons.${string}` | `faces.${string}`
>;
export type PersonsErrorCode = RpcErrorCode<PersonsCalls>;

/** What went wrong with lists, people and faces, and what to do, in a sentence. */
export function personsError(t: Translate, code: PersonsErrorCode): string {
  switch (code) {
    case 'face-gone':
    case 'not-found':
    case 'last-template':
    case 'too-many-templates':
      return t(`personsError.${code}`);
    case 'no-face':
    case 'undecodable':
    case 'models-missing':
    case 'busy':
      return t(`faceError.${code}`);
    default:
      return t(`rpcError.${code}`);
  }
}
