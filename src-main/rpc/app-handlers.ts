import type { RpcOutput } from '#shared/rpc/contract.ts';
import type { RpcHandlers } from './handlers.ts';

export type AppInfo = RpcOutput<'app.info'>;

/** `getInfo` is asked at each call: where the intake listens changes when it is restarted. */
export function createAppHandlers(getInfo: () => AppInfo): Pick<RpcHandlers, 'app.info'> {
  return { 'app.info': () => Promise.resolve({ ok: true, value: getInfo() }) };
}
