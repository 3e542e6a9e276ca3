import { succeed } from '../errors.ts';
import { mustBeKnown } from '../identity/authorize.ts';
import type { CallbackLog } from '../callbacks/callback-log.ts';
import type { CallHandlers } from './register-calls.ts';

type CallbackCalls =
  'listDeliveries' | 'replayDelivery' | 'getCallbackState' | 'enableCallbacks' | 'rotateScenarioSecret';

/** The contract's calls about callbacks. */
export function createCallbackHandlers(log: CallbackLog): Pick<CallHandlers, CallbackCalls> {
  return {
    listDeliveries: async (filter) => succeed(await log.list(filter)),
    replayDelivery: ({ deliveryId }, { caller }) => log.replay(deliveryId, mustBeKnown(caller)),
    getCallbackState: ({ scenarioId }) => log.getState(scenarioId),
    enableCallbacks: ({ scenarioId }, { caller }) => log.enable(scenarioId, mustBeKnown(caller)),
    rotateScenarioSecret: ({ scenarioId }, { caller }) => log.rotateSecret(scenarioId, mustBeKnown(caller)),
  };
}
