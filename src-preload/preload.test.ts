import { existsSync, readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { expect, it } from 'vitest';
import { must } from '#shared/lib/invariant.ts';
import type { AbortSignalLike, Bridge } from '#shared/rpc/contract.ts';

const builtFile = 'out/preload/preload.cjs';

class FakeIpc {
  readonly invoked: unknown[][] = [];
  readonly sent: unknown[][] = [];
  invoke(...args: unknown[]): Promise<unknown> {
    this.invoked.push(args);
    return Promise.resolve({ ok: true, value: {} });
  }
  send(...args: unknown[]): void {
    this.sent.push(args);
  }
}

/** Runs the built script as a sandboxed renderer does: no Node but a `require` that knows electron. */
function load() {
  const ipcRenderer = new FakeIpc();
  const exposed = new Map<string, unknown>();
  const electron = {
    ipcRenderer,
    contextBridge: { exposeInMainWorld: (name: string, value: unknown) => exposed.set(name, value) },
  };
  const required: string[] = [];
  const require = (name: string): unknown => {
    required.push(name);
    if (name !== 'electron') throw new Error(`a sandboxed script has no ${name}`);
    return electron;
  };
  const module = { exports: {} };
  const context = createContext({ require, module, exports: module.exports, Error, Promise });
  runInContext(readFileSync(builtFile, 'utf8'), context, { filename: builtFile });
  return { ipcRenderer, exposed, required, bridge: must(exposed.get('vidimus'), 'a bridge') as Bridge };
}

/** A signal as it arrives over the context bridge: a plain object. */
function aSignal() {
  const listeners: (() => void)[] = [];
  const signal: AbortSignalLike = {
    aborted: false,
    reason: undefined,
    addEventListener: (_type, listener) => listeners.push(listener),
    removeEventListener: () => undefined,
  };
  return { signal, abort: () => listeners.forEach((listener) => listener()) };
}

const isBuilt = existsSync(builtFile);

it.skipIf(!isBuilt)(
  'exposes one bridge and requires electron alone (skipped unless the preload script is built)',
  () => {
    const { exposed, required, bridge } = load();
    expect([[...exposed.keys()], [...new Set(required)]]).toEqual([['vidimus'], ['electron']]);
    expect([Object.keys(bridge).sort(), bridge.host]).toEqual([['call', 'host'], 'desktop']);
  },
);

it.skipIf(!isBuilt)(
  'calls on one channel and aborts on the other (skipped unless the preload script is built)',
  async () => {
    const { ipcRenderer, bridge } = load();
    const { signal, abort } = aSignal();
    expect(await bridge.call('app.info', {})).toEqual({ ok: true, value: {} });
    await bridge.call('feed.read', { after: 0, waitMs: 5 }, signal);
    abort();
    await expect(bridge.call('app.info', {}, { ...signal, aborted: true })).rejects.toThrow('aborted');
    expect([ipcRenderer.invoked, ipcRenderer.sent]).toEqual([
      [
        ['vidimus:call', { id: 0, name: 'app.info', input: {} }],
        ['vidimus:call', { id: 1, name: 'feed.read', input: { after: 0, waitMs: 5 } }],
      ],
      [['vidimus:abort', 1]],
    ]);
  },
);

it.skipIf(!isBuilt)('holds no schema library (skipped unless the preload script is built)', () => {
  expect(readFileSync(builtFile, 'utf8').length).toBeLessThan(2000);
});
