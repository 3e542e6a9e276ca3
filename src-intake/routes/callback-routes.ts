import { succeed } from '../errors.ts';
import type { CallbackLog } from '../callbacks/callback-log.ts';
import type { CallHandlers } from './register-calls.ts';

type CallbackCalls =
  'listDeliveries' | 'replayDelivery' | 'getCallbackState' | 'enableCallbacks' | 'rotateScenarioSecret';

/** The contract's calls about callbacks. */
export function createCallbackHandlers(log: CallbackLog): Pick<CallHandlers, CallbackCalls> {
  return {
    listDeliveries: async (filter) => succeed(await log.list(filter)),
    replayDelivery: ({ deliveryId }) => log.replay(deliveryId),
    getCallbackState: ({ scenarioId }) => log.getState(scenarioId),
    enableCallbacks: ({ scenarioId }) => log.enable(scenarioId),
    rotateScenarioSecret: ({ scenarioId }) => log.rotateSecret(scenarioId),
  };
}
