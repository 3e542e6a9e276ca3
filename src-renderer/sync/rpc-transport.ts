import type { AbortSignalLike } from '#shared/lib/abort-signal.ts';
import type { SyncTransport } from '#shared/sync/ports.ts';
import type { RpcClient } from '../rpc/client.ts';

/** What the bridge's calls understand of a signal is all that a transport is handed. */
function asSignal(signal: AbortSignalLike): AbortSignal {
  return signal as AbortSignal;
}

/** The sync engine's way to the intake, through main. Both a lost main and a lost intake are `offline`. */
export function createRpcTransport(rpc: RpcClient): SyncTransport {
  return {
    async readFeed(after, waitMs, signal) {
      const reply = await rpc.call('feed.read', { after, waitMs }, asSignal(signal));
      if (reply.ok) return { kind: 'page', ...reply.value };
      if (reply.code === 'offline' || reply.code === 'disconnected') return { kind: 'offline' };
      throw new Error(`feed.read answered ${reply.code}`);
    },
    async send(command, signal) {
      const reply = await rpc.call('commands.send', command, asSignal(signal));
      if (reply.ok) return reply.value;
      return reply.code === 'offline' || reply.code === 'disconnected'
        ? { kind: 'offline' }
        : { kind: 'refused', code: reply.code };
    },
  };
}
