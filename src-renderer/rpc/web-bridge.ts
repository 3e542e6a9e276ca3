import {
  rpcResponseSchema,
  type AbortSignalLike,
  type Bridge,
  type RpcCallName,
  type RpcRequest,
} from '#shared/rpc/contract.ts';

/** The part of `WebSocket` that the bridge uses. */
export interface Socket {
  send(text: string): void;
  close(): void;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

interface Waiting {
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The bridge over the browser host's WebSocket. The connection is opened by the first call and again by the first
 * call after it broke; whoever calls decides how often to try. Calls under way when it breaks answer `disconnected`:
 * they may or may not have reached main, which is why commands carry idempotency keys.
 */
export function createWebBridge(openSocket: () => Socket): Bridge {
  let connection: Promise<Socket | undefined> | undefined;
  let nextId = 0;
  const waiting = new Map<number, Waiting>();

  function drop(): void {
    connection = undefined;
    for (const { resolve } of waiting.values()) resolve({ ok: false, code: 'disconnected' });
    waiting.clear();
  }

  function connect(): Promise<Socket | undefined> {
    connection ??= new Promise((resolve) => {
      const socket = openSocket();
      socket.addEventListener('open', () => {
        resolve(socket);
      });
      socket.addEventListener('close', () => {
        resolve(undefined);
        drop();
      });
      socket.addEventListener('message', ({ data }) => {
        if (typeof data !== 'string') return;
        const response = rpcResponseSchema.safeParse(JSON.parse(data));
        if (!response.success) {
          // Another protocol speaks here; nothing on this connection can be trusted.
          socket.close();
          return;
        }
        waiting.get(response.data.id)?.resolve(response.data.reply);
        waiting.delete(response.data.id);
      });
    });
    return connection;
  }

  return {
    host: 'web',
    async call(name: RpcCallName, input: unknown, signal?: AbortSignalLike): Promise<unknown> {
      const aborted = (): DOMException => new DOMException('The call was aborted.', 'AbortError');
      const socket = await connect();
      if (signal?.aborted === true) throw aborted();
      if (socket === undefined) return { ok: false, code: 'disconnected' };
      const id = nextId;
      nextId += 1;
      const send = (request: RpcRequest): void => {
        socket.send(JSON.stringify(request));
      };
      return new Promise((resolve, reject) => {
        const onAbort = (): void => {
          waiting.delete(id);
          send({ type: 'abort', id });
          reject(aborted());
        };
        signal?.addEventListener('abort', onAbort);
        const done = (): void => {
          signal?.removeEventListener('abort', onAbort);
        };
        waiting.set(id, {
          resolve: (reply) => {
            done();
            resolve(reply);
          },
          reject,
        });
        send({ type: 'call', id, name, input });
      });
    },
  };
}
