import { compactDecrypt } from 'jose';
import { z } from 'zod';
import { clientKeySchema, maxClientKeyLength } from '#shared/domain/client-key.ts';
import type { Scenario } from '#shared/domain/scenario.ts';
import { deriveKey, keyIdOf } from '../callbacks/encrypt.ts';
import type { Clock } from '../clock.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import type { ScenarioSecrets } from './scenario-secrets.ts';

/** What the key is for: a callback's body is under another one, so that none can be sent back as a customer's key. */
const info = 'vidimus client key encryption v1';

/** The key that customers' keys are encrypted under: HKDF-SHA256 (RFC 5869) of the scenario's secret, without salt. */
export function clientKeyKeyOf(secret: Buffer): Buffer {
  return deriveKey(secret, info);
}

/** What is encrypted. More members may follow; those that are not known are passed over. */
const sealedSchema = z.object({
  clientKey: clientKeySchema,
  /** Seconds since 1970 from which on it is not taken any more. */
  exp: z.number().optional(),
});

/** The customer's key as it was given to the widget; a refusal's `detail` says what to do. */
export type OpenedClientKey = Outcome<string, 'client-key-invalid'> & { readonly detail?: string };

/** Opens customers' keys, plain or encrypted under the scenario's present secret or, while both count, the one before. */
export function createClientKeys(deps: { readonly secrets: ScenarioSecrets; readonly now: Clock }): {
  open(given: string, scenario: Scenario): Promise<OpenedClientKey>;
} {
  const { secrets, now } = deps;
  const refuse = (detail: string): OpenedClientKey => ({ ...fail('client-key-invalid'), detail });

  async function decrypt(jwe: string, scenarioId: string): Promise<string | undefined> {
    const { current, previous } = await secrets.get(scenarioId);
    for (const secret of previous === null ? [current] : [current, previous]) {
      const key = clientKeyKeyOf(secret);
      try {
        const { plaintext, protectedHeader } = await compactDecrypt(jwe, key, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        });
        const { kid, zip } = protectedHeader as { kid?: unknown; zip?: unknown };
        // What is compressed tells of its content by its length, and could be a bomb.
        if (zip !== undefined || (kid !== undefined && kid !== keyIdOf(key))) return undefined;
        return new TextDecoder('utf-8', { fatal: true }).decode(plaintext);
      } catch {
        // Of another secret, or of nobody who has one: both are the same refusal.
      }
    }
    return undefined;
  }

  return {
    async open(given, scenario) {
      if (given.length <= maxClientKeyLength)
        return scenario.capturePage.requireEncryptedClientKey
          ? refuse('this scenario takes clientKey only encrypted as JWE under its secret')
          : succeed(given);
      if (given.split('.').length !== 5)
        return refuse(`clientKey has at most ${maxClientKeyLength.toString()} characters`);
      const text = await decrypt(given, scenario.id);
      if (text === undefined)
        return refuse('clientKey is no JWE (dir, A256GCM) under the present secret of the scenario');
      let content: unknown;
      try {
        content = JSON.parse(text);
      } catch {
        return refuse('what clientKey holds encrypted is no JSON');
      }
      const sealed = sealedSchema.safeParse(content);
      if (!sealed.success)
        return refuse(
          `what clientKey holds encrypted is not {"clientKey": up to ${maxClientKeyLength.toString()} characters, "exp": seconds}`,
        );
      const { clientKey, exp } = sealed.data;
      if (exp !== undefined && exp * 1000 <= Date.parse(now()))
        return refuse('the time of the encrypted clientKey is over: make a new one for each page');
      return succeed(clientKey);
    },
  };
}
