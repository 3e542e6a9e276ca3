import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ReceivedCallback {
  readonly headers: IncomingHttpHeaders;
  readonly id: string;
  readonly raw: Buffer;
  /** Of a body that is not encrypted. */
  readonly json: { type: string; timestamp: string; data: Record<string, unknown> } | null;
}

export interface TestReceiver {
  readonly url: string;
  readonly port: number;
  readonly received: readonly ReceivedCallback[];
  /** Waits until at least so many have come. */
  untilReceived(count: number, timeoutMs?: number): Promise<readonly ReceivedCallback[]>;
  close(): Promise<void>;
}

/** A customer's backend on loopback that keeps what it gets. `answer` decides on the reply; 204 unless it has written one itself. */
export async function startTestReceiver(
  answer: (callback: ReceivedCallback, response: ServerResponse, count: number) => unknown = () => undefined,
  port = 0,
): Promise<TestReceiver> {
  const received: ReceivedCallback[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const isJson = request.headers['content-type'] === 'application/json';
      const callback: ReceivedCallback = {
        headers: request.headers,
        id: String(request.headers['webhook-id']),
        raw,
        json: isJson ? JSON.parse(raw.toString('utf8')) : null,
      };
      received.push(callback);
      void Promise.resolve(answer(callback, response, received.length)).then(() => {
        if (!response.headersSent) response.writeHead(204).end();
      });
    });
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port.toString()}/hook`,
    port: address.port,
    received,
    async untilReceived(count, timeoutMs = 20_000) {
      const deadline = Date.now() + timeoutMs;
      while (received.length < count) {
        if (Date.now() > deadline)
          throw new Error(`${received.length.toString()} of ${count.toString()} callbacks came`);
        await sleep(20);
      }
      return received;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
