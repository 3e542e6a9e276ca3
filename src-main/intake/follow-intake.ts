import { createIntakeClient, type IntakeClient } from '#shared/api/client.ts';
import type { IntakeAddress } from './embedded-intake.ts';

/**
 * A client of whichever intake `getAddress` names at the moment of each call; while it names none, every call answers
 * `offline`. An embedded intake that is started again may come back at another port.
 */
export function followIntake(getAddress: () => IntakeAddress | undefined): IntakeClient {
  let current: { readonly address: IntakeAddress; readonly client: IntakeClient } | undefined;

  function client(): IntakeClient | undefined {
    const address = getAddress();
    if (address === undefined) return undefined;
    if (current?.address !== address)
      current = { address, client: createIntakeClient({ ...address, fetch }) };
    return current.client;
  }

  const offline = { ok: false, code: 'offline' } as const;
  return {
    call: async (name, input, options) => client()?.call(name, input, options) ?? offline,
    putCapture: async (input) => client()?.putCapture(input) ?? offline,
    getCapture: async (captureId, options) => client()?.getCapture(captureId, options) ?? offline,
  };
}
