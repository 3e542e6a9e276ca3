import { expect, it } from 'vitest';
import { rpcCommonErrors, type Bridge } from '#shared/rpc/contract.ts';
import { createRpcClient } from './client.ts';

function answering(reply: unknown) {
  const bridge: Bridge = { host: 'web', call: () => Promise.resolve(reply) };
  return createRpcClient(bridge).call('scenarios.list', {});
}

it('hands on the codes that the call declares and those that any call may answer with', async () => {
  for (const code of ['offline', ...rpcCommonErrors, 'disconnected', 'internal'])
    expect(await answering({ ok: false, code })).toEqual({ ok: false, code });
});

it('takes what is outside the contract for a fault', async () => {
  for (const reply of [{ ok: false, code: 'stale-edit' }, { ok: true, value: { scenarios: 1 } }, null])
    expect(await answering(reply)).toEqual({ ok: false, code: 'internal' });
});
