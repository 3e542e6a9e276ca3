import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';

const demoFile = resolve(import.meta.dirname, '../../docs/examples/widget-demo.html');

/** Somebody else's web site, at an origin of its own. */
export interface Site {
  readonly origin: string;
  /** The demo page, filled in. */
  demo(fields: Readonly<Record<string, string>>): string;
  /** A page with the script's tag alone, under the strictest policy that docs/widget.md names. */
  strict(intake: string): string;
  stop(): Promise<void>;
}

function policyFor(intake: string): string {
  return [
    `default-src 'none'`,
    `script-src ${intake}`,
    `connect-src ${intake}`,
    `frame-src ${intake}`,
    `require-trusted-types-for 'script'`,
  ].join('; ');
}

export async function startSite(): Promise<Site> {
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://site');
    if (url.pathname === '/widget-demo.html') {
      void readFile(demoFile).then((page) => response.setHeader('content-type', 'text/html').end(page));
      return;
    }
    const intake = url.searchParams.get('intake');
    if (url.pathname !== '/strict' || intake === null) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('content-security-policy', policyFor(intake));
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><html lang="en"><title>Shop</title><main><h1>Shop</h1><button>Buy</button></main><script src="${intake}/widget.js"></script></html>`,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
  return {
    origin,
    demo: (fields) => `${origin}/widget-demo.html#${new URLSearchParams(fields).toString()}`,
    strict: (intake) => `${origin}/strict?intake=${encodeURIComponent(intake)}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
