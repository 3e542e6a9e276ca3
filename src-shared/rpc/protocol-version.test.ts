import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { apiErrorSchema, commonErrors } from '../api/api-errors.ts';
import { captureErrors, captureReceiptSchema, maxCaptureBytes } from '../api/capture-contract.ts';
import { intakeApi } from '../api/contract.ts';
import { feedPageSize, maxWaitMs } from '../api/feed-contract.ts';
import { imageErrors, rpcContract, rpcRequestSchema, rpcResponseSchema } from './contract.ts';

/** How a value of `schema` looks on the wire, sent and received. */
function wireOf(schema: z.ZodType): unknown {
  return [z.toJSONSchema(schema, { io: 'input' }), z.toJSONSchema(schema, { io: 'output' })];
}

interface Call {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly errors: readonly string[];
  readonly method?: string;
  readonly path?: string;
}

/** What each call looks like on the wire, by name: whatever their order in the contract. */
function callsOf(contract: Readonly<Record<string, Call>>): unknown {
  return Object.entries(contract)
    .map(([name, { input, output, errors, method, path }]) => [
      name,
      [method, path, wireOf(input), wireOf(output), [...errors].sort()],
    ])
    .sort(([a], [b]) => String(a).localeCompare(String(b), 'en'));
}

function hashOf(wire: unknown): string {
  return createHash('sha256').update(JSON.stringify(wire)).digest('hex').slice(0, 16);
}

/**
 * The wire has changed when this fails. Ask what an older peer makes of the change: a workstation of last month at today's
 * intake, an agent of today at last month's. An addition that older peers refuse (schemas are strict) is a change, too.
 * Then write the new hash here and say in CHANGELOG.md which sides must be upgraded first.
 */
it('has not changed on the wire', () => {
  expect({
    intakeApi: hashOf([
      callsOf(intakeApi),
      wireOf(apiErrorSchema),
      wireOf(captureReceiptSchema),
      [captureErrors, commonErrors, feedPageSize, maxCaptureBytes, maxWaitMs],
    ]),
    rpc: hashOf([callsOf(rpcContract), wireOf(rpcRequestSchema), wireOf(rpcResponseSchema), imageErrors]),
  }).toEqual({ intakeApi: '0ddee2a4a9989bfd', rpc: '903c973313aa37a9' });
});

it('trips on a new field, a new code, another path and another limit, and not on the order of calls', () => {
  const { health, takeLease } = intakeApi;
  const base = hashOf(callsOf({ health, takeLease }));
  const changed = [
    { health: { ...health, output: health.output.extend({ uptimeMs: z.int() }) }, takeLease },
    { health: { ...health, errors: ['busy'] }, takeLease },
    { health: { ...health, path: '/api/v2/health' }, takeLease },
    { health, takeLease: { ...takeLease, input: takeLease.input.extend({ waitMs: z.int().max(1) }) } },
  ];
  expect(changed.map((contract) => hashOf(callsOf(contract))).filter((hash) => hash === base)).toEqual([]);
  expect(hashOf(callsOf({ takeLease, health }))).toBe(base);
});
