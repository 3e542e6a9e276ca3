import type { WebSocket } from 'ws';
import { rpcRequestSchema, type RpcResponse } from '#shared/rpc/contract.ts';
import type { RpcServer } from '../rpc/register.ts';

// RFC 6455: 1008, the message breaks the receiver's rules.
const policyViolation = 1008;

/**
 * Serves calls on one socket. Replies come in any order; an aborted call has none. A message outside the protocol, or an id
 * that is still in use, ends the connection; its end aborts every call.
 */
export function serveRpcSocket(socket: WebSocket, rpc: RpcServer): void {
  const running = new Map<number, AbortController>();

  async function answer(
    id: number,
    name: string,
    input: unknown,
    controller: AbortController,
  ): Promise<void> {
    try {
      const reply = await rpc(name, input, controller.signal);
      if (controller.signal.aborted || socket.readyState !== socket.OPEN) return;
      socket.send(JSON.stringify({ type: 'reply', id, reply } satisfies RpcResponse));
    } catch (error) {
      if (!controller.signal.aborted) throw error;
    } finally {
      running.delete(id);
    }
  }

  socket.on('message', (data, isBinary) => {
    const message = isBinary ? undefined : parse(textOf(data));
    if (message === undefined) {
      socket.close(policyViolation);
      return;
    }
    if (message.type === 'abort') {
      running.get(message.id)?.abort();
      return;
    }
    if (running.has(message.id)) {
      socket.close(policyViolation);
      return;
    }
    const controller = new AbortController();
    running.set(message.id, controller);
    void answer(message.id, message.name, message.input, controller);
  });
  socket.on('error', () => {
    socket.terminate();
  });
  socket.on('close', () => {
    for (const controller of running.values()) controller.abort();
  });
}

function parse(text: string) {
  try {
    return rpcRequestSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // not JSON: outside the protocol, like any other violation
  }
}

function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}
