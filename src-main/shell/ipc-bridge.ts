import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import { z } from 'zod';
import { abortChannel, callChannel } from '#shared/rpc/channels.ts';
import type { Log } from '../log.ts';
import type { RpcServer } from '../rpc/register.ts';
import { isOwnUrl } from './own-origin.ts';

const callSchema = z.strictObject({ id: z.int().nonnegative(), name: z.string(), input: z.unknown() });
const idSchema = z.int().nonnegative();

export interface IpcBridgeDeps {
  readonly rpc: RpcServer;
  readonly log: Log;
}

/**
 * Serves calls of the preload script. Only the main frame of a window that shows our page is heard; anything else, and any
 * message outside the protocol, is refused and logged. A page that goes away aborts its calls.
 */
export function serveIpc(ipcMain: Pick<IpcMain, 'handle' | 'on'>, { rpc, log }: IpcBridgeDeps): void {
  const running = new WeakMap<WebContents, Map<number, AbortController>>();

  function callsOf(contents: WebContents): Map<number, AbortController> {
    const known = running.get(contents);
    if (known !== undefined) return known;
    const calls = new Map<number, AbortController>();
    running.set(contents, calls);
    const abortAll = (): void => {
      for (const controller of calls.values()) controller.abort();
    };
    contents.on('render-process-gone', abortAll);
    contents.on('destroyed', abortAll);
    // A reload keeps the window and starts a page that knows nothing of the calls of the one before.
    contents.on('did-navigate', abortAll);
    return calls;
  }

  ipcMain.handle(callChannel, async (event, raw: unknown) => {
    if (!isOwnMainFrame(event)) {
      log('ipc.foreign-sender');
      throw new Error('refused');
    }
    const call = callSchema.safeParse(raw).data;
    const calls = callsOf(event.sender);
    if (call === undefined || calls.has(call.id)) return { ok: false, code: 'invalid-request' };
    const controller = new AbortController();
    calls.set(call.id, controller);
    try {
      return await rpc(call.name, call.input, controller.signal);
    } finally {
      calls.delete(call.id);
    }
  });

  ipcMain.on(abortChannel, (event, raw: unknown) => {
    if (!isOwnMainFrame(event)) {
      log('ipc.foreign-sender');
      return;
    }
    const id = idSchema.safeParse(raw).data;
    if (id !== undefined) callsOf(event.sender).get(id)?.abort();
  });
}

function isOwnMainFrame({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isOwnUrl(senderFrame.url);
}
