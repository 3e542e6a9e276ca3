import type { AbortSignalLike, Bridge } from '#shared/rpc/contract.ts';
import { createWebBridge } from './web-bridge.ts';

declare global {
  interface Window {
    /** Put there by the desktop host's preload script; absent in a browser. */
    readonly vidimus?: Bridge;
  }
}

/** The bridge of the host that shows this page. Asked once, at start. */
export function findBridge(page: Window): Bridge {
  if (page.vidimus !== undefined) return overContextBridge(page.vidimus);
  const url = new URL('/rpc', page.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return createWebBridge(() => new WebSocket(url));
}

/**
 * What crosses Electron's context bridge loses its prototype: a signal is sent as a plain object with functions of its own, and
 * the call rejects on this side, with the signal's own reason.
 */
function overContextBridge(bridge: Bridge): Bridge {
  return {
    host: bridge.host,
    call(name, input, signal) {
      if (signal === undefined) return bridge.call(name, input);
      return new Promise((resolve, reject) => {
        const onAbort = (): void => {
          // The reason is the caller's own value, which need not be an Error.
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
          reject(signal.reason);
        };
        if (signal.aborted) {
          onAbort();
          return;
        }
        signal.addEventListener('abort', onAbort);
        const plain: AbortSignalLike = {
          aborted: false,
          reason: undefined,
          addEventListener: (type, listener) => {
            signal.addEventListener(type, listener);
          },
          removeEventListener: (type, listener) => {
            signal.removeEventListener(type, listener);
          },
        };
        bridge.call(name, input, plain).then(resolve, reject);
      });
    },
  };
}
