import type { Bridge } from '#shared/rpc/contract.ts';
import { createWebBridge } from './web-bridge.ts';

declare global {
  interface Window {
    /** Put there by the desktop host's preload script; absent in a browser. */
    readonly vidimus?: Bridge;
  }
}

/** The bridge of the host that shows this page. Asked once, at start. */
export function findBridge(page: Window): Bridge {
  if (page.vidimus !== undefined) return page.vidimus;
  const url = new URL('/rpc', page.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return createWebBridge(() => new WebSocket(url));
}
