import type { AbortSignalLike } from '#shared/lib/abort-signal.ts';
import type { SyncTransport } from '#shared/sync/ports.ts';
import type { RpcClient } from '../rpc/client.ts';

/** What the bridge's calls understand of a signal is all that a transport is handed. */
function asSignal(signal: AbortSignalLike): AbortSignal {
  return signal as AbortSignal;
}

/**
 * A lost main and a lost intake; also that the replica's person is not signed in, which waits for that person as for a network. None
 * of them says what became of a command.
 */
const away: readonly string[] = ['offline', 'disconnected', 'signed-out'];

/** The sync engine's way to the intake, through main, for the person to whom the replica belongs and for nobody else. */
export function createRpcTransport(rpc: RpcClient, userId: string): SyncTransport {
  return {
    async readFeed(after, waitMs, signal) {
      const reply = await rpc.call('feed.read', { after, waitMs, userId }, asSignal(signal));
      if (reply.ok) return { kind: 'page', ...reply.value };
      // Without the right to sessions there is nothing to be had, until an administrator gives it.
      if (away.includes(reply.code) || reply.code === 'forbidden') return { kind: 'offline' };
      throw new Error(`feed.read answered ${reply.code}`);
    },
    async send(command, signal) {
      const reply = await rpc.call('commands.send', { ...command, userId }, asSignal(signal));
      if (reply.ok) return reply.value;
      switch (reply.code) {
        case 'offline':
        case 'disconnected':
        case 'signed-out':
          return { kind: 'offline' };
        default:
          return { kind: 'refused', code: reply.code };
      }
    },
  };
}
