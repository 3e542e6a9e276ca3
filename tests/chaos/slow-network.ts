import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** How bad the network is. */
export interface Weather {
  /** How long each piece of data is held up. */
  readonly delayMs: number;
  /** Share of pieces at which the connection breaks instead, on the way there or back. */
  readonly cutShare: number;
}

/** A TCP proxy in front of a server that may move: what is cut was perhaps done, and perhaps not. */
export interface SlowNetwork {
  readonly url: string;
  readonly cuts: () => number;
  setTarget(port: number): void;
  setWeather(weather: Weather): void;
  close(): Promise<void>;
}

export const fairWeather: Weather = { delayMs: 0, cutShare: 0 };

export async function startSlowNetwork(random: () => number): Promise<SlowNetwork> {
  let targetPort = 0;
  let weather = fairWeather;
  let cuts = 0;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1');
    const end = (): void => {
      near.destroy();
      far.destroy();
    };
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', end);
      from.on('close', () => {
        sockets.delete(from);
        end();
      });
      let last = Promise.resolve();
      from.on('data', (piece: Buffer) => {
        const { delayMs, cutShare } = weather;
        const isCut = random() < cutShare;
        // In order, whatever the weather does meanwhile.
        last = last.then(async () => {
          if (delayMs > 0) await new Promise((done) => setTimeout(done, delayMs));
          if (isCut) {
            cuts += 1;
            end();
          } else if (!to.destroyed) to.write(piece);
        });
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port.toString()}`,
    cuts: () => cuts,
    setTarget: (next) => {
      targetPort = next;
    },
    setWeather: (next) => {
      weather = next;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
