import { contextBridge, ipcRenderer } from 'electron';
import { abortChannel, callChannel } from '#shared/rpc/channels.ts';
import type { Bridge } from '#shared/rpc/contract.ts';

let nextId = 0;

/**
 * All that the page can reach: one call, on two fixed channels. The signal must be a plain object with functions of its own,
 * since what crosses the context bridge loses its prototype.
 */
const bridge: Bridge = {
  host: 'desktop',
  call(name, input, signal) {
    const id = nextId;
    nextId += 1;
    if (signal?.aborted === true) return Promise.reject(new Error('aborted'));
    signal?.addEventListener('abort', () => {
      // After the reply, main no longer knows the id and does nothing.
      ipcRenderer.send(abortChannel, id);
    });
    return ipcRenderer.invoke(callChannel, { id, name, input }) as Promise<unknown>;
  },
};

contextBridge.exposeInMainWorld('vidimus', bridge);
