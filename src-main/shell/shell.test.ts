import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { abortChannel, callChannel } from '#shared/rpc/channels.ts';
import { must } from '#shared/lib/invariant.ts';
import { untilAborted } from '../testing/fake-intake.ts';
import { appMenu } from './app-menu.ts';
import { guardContents } from './guard-contents.ts';
import { serveIpc } from './ipc-bridge.ts';
import { openMainWindow } from './main-window.ts';
import { isOwnUrl } from './own-origin.ts';
import { pageScheme, servePage } from './page-protocol.ts';
import { restrictPermissions } from './permissions.ts';
import { systemSealing } from './system-sealing.ts';
import { spawnUtilityIntake, spawnUtilityWorker } from './utility-children.ts';
import { placeWindow, readWindowState, saveWindowState } from './window-state.ts';

// These fakes prove our wiring; that Electron does what its documentation says of each option only a real run proves.

const electron = vi.hoisted(() => ({
  windows: [] as FakeWindow[],
  children: [] as FakeUtility[],
  displays: [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
}));

interface FakeUtility extends EventEmitter {
  readonly args: readonly unknown[];
  readonly posted: unknown[];
  killed: boolean;
}

interface FakeWindow extends EventEmitter {
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents: EventEmitter & { reloads: number };
  readonly loaded: string[];
  shown: boolean;
}

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  class BrowserWindow extends Emitter {
    readonly options: Electron.BrowserWindowConstructorOptions;
    readonly webContents = Object.assign(new Emitter(), {
      reloads: 0,
      reload: () => (this.webContents.reloads += 1),
    });
    readonly loaded: string[] = [];
    shown = false;
    constructor(options: Electron.BrowserWindowConstructorOptions) {
      super();
      this.options = options;
      electron.windows.push(this);
    }
    show() {
      this.shown = true;
    }
    maximize() {}
    isMaximized() {
      return false;
    }
    isDestroyed() {
      return false;
    }
    getNormalBounds() {
      return { x: 10, y: 20, width: 1300, height: 800 };
    }
    async loadURL(url: string) {
      this.loaded.push(url);
    }
  }
  const utilityProcess = {
    fork: (...args: unknown[]) => {
      const child = Object.assign(new Emitter(), {
        args,
        posted: [] as unknown[],
        killed: false,
        postMessage: (message: unknown) => child.posted.push(message),
        kill: () => (child.killed = true),
      });
      electron.children.push(child);
      return child;
    },
  };
  return { BrowserWindow, utilityProcess, screen: { getAllDisplays: () => electron.displays } };
});

beforeEach(() => {
  electron.windows.length = 0;
  electron.children.length = 0;
});

describe('own origin', () => {
  it.each([
    ['vidimus://app/', true],
    ['vidimus://app/sessions/1?x=1#y', true],
    ['vidimus://app.attacker.example/', false],
    ['vidimus://user@app/', false],
    ['vidimus://app:8080/', false],
    ['vidimus://other/', false],
    ['https://app/', false],
    ['file:///app/', false],
    ['', false],
  ])('%s: %s', (url, isOwn) => {
    expect(isOwnUrl(url)).toBe(isOwn);
  });
});

describe('window', () => {
  it('gives the page no access to Node and none to the web', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vidimus-shell-'));
    const stateFile = join(folder, 'window.json');
    await openMainWindow({
      preloadFile: '/app/preload.cjs',
      iconFile: '/app/icon.png',
      stateFile,
      log: () => undefined,
    });
    const window = must(electron.windows[0], 'a window');
    expect(window.options.webPreferences).toEqual({
      preload: '/app/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    });
    expect([window.loaded, window.shown]).toEqual([['vidimus://app/'], false]);
    window.emit('ready-to-show');
    expect(window.shown).toBe(true);

    window.emit('close');
    await expect
      .poll(() => readWindowState(stateFile))
      .toEqual({
        bounds: { x: 10, y: 20, width: 1300, height: 800 },
        isMaximized: false,
      });
    expect(await readdir(folder)).toEqual(['window.json']);
    await rm(folder, { recursive: true });
  });

  it('shows the page again when its process died', async () => {
    await openMainWindow({
      preloadFile: 'x',
      iconFile: 'y',
      stateFile: '/nowhere/window.json',
      log: () => undefined,
    });
    const { webContents } = must(electron.windows[0], 'a window');
    webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
    webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(webContents.reloads).toBe(1);
  });

  const area = { x: 0, y: 0, width: 1920, height: 1080 };
  it.each([
    [
      'where it was',
      { x: 100, y: 50, width: 1300, height: 800 },
      { x: 100, y: 50, width: 1300, height: 800 },
    ],
    [
      'not on a display that is gone',
      { x: 2500, y: 50, width: 1300, height: 800 },
      { width: 1300, height: 800 },
    ],
    ['not above the screen', { x: 100, y: -40, width: 1300, height: 800 }, { width: 1300, height: 800 }],
    [
      'no smaller than its panes',
      { x: 100, y: 50, width: 10, height: 10 },
      { x: 100, y: 50, width: 1024, height: 680 },
    ],
  ])('opens %s', (_name, bounds, placed) => {
    expect(placeWindow({ bounds, isMaximized: true }, [area])).toEqual({ bounds: placed, isMaximized: true });
  });

  it('opens at a usual size the first time, and when what was saved is damaged', async () => {
    expect(placeWindow(undefined, [area])).toEqual({
      bounds: { width: 1440, height: 900 },
      isMaximized: false,
    });
    const folder = await mkdtemp(join(tmpdir(), 'vidimus-shell-'));
    const file = join(folder, 'deep', 'window.json');
    await saveWindowState(file, { bounds: { x: 0, y: 0, width: 1, height: 1 }, isMaximized: false });
    await writeFile(file, '{"bounds":');
    expect(await readWindowState(file)).toBeUndefined();
    await rm(folder, { recursive: true });
  });
});

describe('navigation', () => {
  function attempt(event: string, details: object): boolean {
    const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: () => undefined });
    guardContents(contents as unknown as Electron.WebContents);
    let isPrevented = false;
    contents.emit(event, { ...details, preventDefault: () => (isPrevented = true) });
    return isPrevented;
  }

  it('stays on the page', () => {
    expect(attempt('will-navigate', { url: 'vidimus://app/other' })).toBe(false);
    expect(attempt('will-navigate', { url: 'https://attacker.example/' })).toBe(true);
    expect(attempt('will-navigate', { url: 'file:///etc/passwd' })).toBe(true);
    expect(attempt('will-redirect', { url: 'https://attacker.example/' })).toBe(true);
    expect(attempt('will-frame-navigate', { url: 'vidimus://app/', isMainFrame: false })).toBe(true);
    expect(attempt('will-frame-navigate', { url: 'vidimus://app/', isMainFrame: true })).toBe(false);
    expect(attempt('will-attach-webview', {})).toBe(true);
  });

  it('opens no second window', () => {
    let handler: (() => { action: string }) | undefined;
    const contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler: (given: typeof handler) => (handler = given),
    });
    guardContents(contents as unknown as Electron.WebContents);
    expect(handler?.()).toEqual({ action: 'deny' });
  });
});

describe('permissions', () => {
  class FakeSession {
    request: Parameters<Electron.Session['setPermissionRequestHandler']>[0] = null;
    check: Parameters<Electron.Session['setPermissionCheckHandler']>[0] = null;
    device: Parameters<Electron.Session['setDevicePermissionHandler']>[0] = null;
    displayMedia: unknown = 'default';
    setPermissionRequestHandler(handler: FakeSession['request']) {
      this.request = handler;
    }
    setPermissionCheckHandler(handler: FakeSession['check']) {
      this.check = handler;
    }
    setDevicePermissionHandler(handler: FakeSession['device']) {
      this.device = handler;
    }
    setDisplayMediaRequestHandler(handler: unknown) {
      this.displayMedia = handler;
    }

    ask(permission: string, details: object, url = 'vidimus://app/'): boolean {
      const contents = { getURL: () => url } as Electron.WebContents;
      let answer: boolean | undefined;
      const full = {
        requestingUrl: url,
        isMainFrame: true,
        ...details,
      } as Electron.MediaAccessPermissionRequest;
      must(this.request, 'a handler')(contents, permission as 'media', (granted) => (answer = granted), full);
      return must(answer, 'an answer');
    }
    may(permission: string, details: object, origin = 'vidimus://app'): boolean {
      const full = { isMainFrame: true, ...details } as Electron.PermissionCheckHandlerHandlerDetails;
      return must(this.check, 'a handler')(null, permission as 'media', origin, full);
    }
  }

  it('gives the page its camera and nothing else', () => {
    const session = new FakeSession();
    restrictPermissions(session);
    expect(session.ask('media', { mediaTypes: ['video'] })).toBe(true);
    expect(session.ask('clipboard-sanitized-write', {})).toBe(true);
    expect(session.may('media', { mediaType: 'video' })).toBe(true);

    expect(session.ask('media', { mediaTypes: ['video', 'audio'] })).toBe(false);
    expect(session.ask('media', { mediaTypes: [] })).toBe(false);
    expect(session.ask('media', {})).toBe(false);
    expect(session.ask('media', { mediaTypes: ['video'], isMainFrame: false })).toBe(false);
    expect(session.ask('media', { mediaTypes: ['video'] }, 'https://attacker.example/')).toBe(false);
    expect(session.may('media', { mediaType: 'audio' })).toBe(false);
    expect(session.may('media', { mediaType: 'video' }, 'https://attacker.example')).toBe(false);
    for (const other of [
      'geolocation',
      'notifications',
      'display-capture',
      'openExternal',
      'usb',
      'clipboard-read',
      'fileSystem',
    ]) {
      expect([other, session.ask(other, {}), session.may(other, {})]).toEqual([other, false, false]);
    }
    expect(session.device?.({} as Electron.DevicePermissionHandlerHandlerDetails)).toBe(false);
    expect(session.displayMedia).toBeNull();
  });
});

describe('page protocol', () => {
  function serve() {
    let handler: ((request: Request) => Response | Promise<Response>) | undefined;
    const served: string[] = [];
    const protocol = {
      handle: (scheme: string, given: typeof handler) => {
        expect(scheme).toBe('vidimus');
        handler = given;
      },
    };
    servePage(protocol, {
      page: { respond: (path) => Promise.resolve(new Response(`page ${path}`)) },
      media: {
        serves: (path) => path.startsWith('/image/') || path.startsWith('/capture/'),
        respond: (request) => {
          served.push(`${request.method} ${request.url}`);
          return request.url.includes('broken')
            ? Promise.reject(new Error('bug'))
            : Promise.resolve(new Response('media'));
        },
      },
      log: () => undefined,
    });
    return {
      served,
      send: (url: string, init?: RequestInit) => must(handler, 'a handler')(new Request(url, init)),
    };
  }

  it('is an origin of its own without privileges that it does not need', () => {
    expect(pageScheme).toEqual({
      scheme: 'vidimus',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    });
  });

  it('serves the page, pictures and captures of its own host only', async () => {
    const { served, send } = serve();
    expect(await (await send('vidimus://app/assets/a.js')).text()).toBe('page /assets/a.js');
    expect(await (await send('vidimus://app/image/1?max=2')).text()).toBe('media');
    expect((await send('vidimus://app/capture/1/2', { method: 'PUT', body: 'x' })).status).toBe(200);
    expect((await send('vidimus://other/image/1')).status).toBe(421);
    expect((await send('vidimus://app/image/1', { method: 'DELETE' })).status).toBe(405);
    expect((await send('vidimus://app/', { method: 'PUT', body: 'x' })).status).toBe(405);
    expect(
      (
        await send('vidimus://app/capture/1/2', {
          method: 'PUT',
          headers: { origin: 'https://attacker.example' },
        })
      ).status,
    ).toBe(403);
    expect(served).toEqual(['GET vidimus://app/image/1?max=2', 'PUT vidimus://app/capture/1/2']);
  });

  it('hides a bug', async () => {
    const response = await serve().send('vidimus://app/image/broken');
    expect([response.status, await response.text()]).toEqual([500, '']);
  });
});

describe('ipc', () => {
  type Listener = (event: unknown, ...args: unknown[]) => unknown;

  function serve() {
    const listeners = new Map<string, Listener>();
    const aborted: string[] = [];
    const seen: unknown[] = [];
    const logged: string[] = [];
    const ipcMain = {
      handle: (channel: string, listener: Listener) => listeners.set(channel, listener),
      on: (channel: string, listener: Listener) => listeners.set(channel, listener),
    };
    serveIpc(ipcMain as unknown as Electron.IpcMain, {
      rpc: async (name, input, signal) => {
        seen.push([name, input]);
        if (name !== 'hang') return { ok: true, value: { scenarios: [] } };
        signal.addEventListener('abort', () => aborted.push(name));
        return untilAborted(signal);
      },
      log: (event) => logged.push(event),
    });
    const emit = (channel: string, event: unknown, message: unknown) =>
      must(listeners.get(channel), channel)(event, message);
    return { aborted, seen, logged, emit };
  }

  function aPage(url = 'vidimus://app/') {
    const mainFrame = { url };
    const sender = Object.assign(new EventEmitter(), { mainFrame });
    return { sender, event: { sender, senderFrame: mainFrame } };
  }

  it('answers the page', async () => {
    const { emit, seen } = serve();
    const reply = await emit(callChannel, aPage().event, { id: 0, name: 'scenarios.list', input: {} });
    expect([reply, seen]).toEqual([{ ok: true, value: { scenarios: [] } }, [['scenarios.list', {}]]]);
  });

  it('hears no other page, no frame in the page and no frame that is gone', async () => {
    const { emit, seen, logged } = serve();
    const call = { id: 0, name: 'scenarios.list', input: {} };
    const own = aPage();
    await expect(emit(callChannel, aPage('https://attacker.example/').event, call)).rejects.toThrow(
      'refused',
    );
    await expect(
      emit(callChannel, { ...own.event, senderFrame: { url: 'vidimus://app/' } }, call),
    ).rejects.toThrow('refused');
    await expect(emit(callChannel, { ...own.event, senderFrame: null }, call)).rejects.toThrow('refused');
    emit(abortChannel, aPage('https://attacker.example/').event, 0);
    expect([seen, logged.length]).toEqual([[], 4]);
  });

  it.each([null, 'call', {}, { id: -1, name: 'a', input: 1 }, { id: 1, name: 'a', input: 1, more: 1 }])(
    'refuses a message outside the protocol: %o',
    async (message) => {
      const { emit, seen } = serve();
      expect([await emit(callChannel, aPage().event, message), seen]).toEqual([
        { ok: false, code: 'invalid-request' },
        [],
      ]);
    },
  );

  it('aborts a call when told to, only by its own page, and all when the page goes away', async () => {
    const { emit, aborted } = serve();
    const page = aPage();
    const calls = [1, 2, 3].map((id) => emit(callChannel, page.event, { id, name: 'hang', input: {} }));
    const ends = Promise.allSettled(calls);
    emit(abortChannel, aPage().event, 1);
    emit(abortChannel, page.event, 'x');
    expect(aborted.length).toBe(0);
    emit(abortChannel, page.event, 1);
    expect(aborted.length).toBe(1);
    page.sender.emit('did-navigate');
    expect(aborted.length).toBe(3);
    expect((await ends).every(({ status }) => status === 'rejected')).toBe(true);
  });
});

describe('menu', () => {
  it('has developer tools only in development', () => {
    const text = (isPackaged: boolean) =>
      JSON.stringify(appMenu({ locale: 'en-US', isMac: false, isPackaged }));
    expect([text(true).includes('toggleDevTools'), text(false).includes('toggleDevTools')]).toEqual([
      false,
      true,
    ]);
  });

  it('speaks the system’s language', () => {
    expect(
      appMenu({ locale: 'ru-RU', isMac: true, isPackaged: true }).map(({ label, role }) => label ?? role),
    ).toEqual(['appMenu', 'Правка', 'Вид', 'Окно']);
  });
});

describe('children', () => {
  it('runs worker and intake as utility processes', () => {
    const worker = spawnUtilityWorker('/app/analysis-worker.js');
    const intake = spawnUtilityIntake('/app/utility-intake.js', ['--port', '0']);
    const [workerChild, intakeChild] = electron.children.map((child) => must(child, 'a child'));
    expect(workerChild?.args).toMatchObject([
      '/app/analysis-worker.js',
      [],
      { serviceName: 'Vidimus analysis' },
    ]);
    expect(intakeChild?.args).toMatchObject([
      '/app/utility-intake.js',
      ['--port', '0'],
      { serviceName: 'Vidimus intake' },
    ]);

    const heard: unknown[] = [];
    worker.onMessage((message) => heard.push(message));
    worker.onExit(() => heard.push('exit'));
    worker.send({ type: 'abort', id: 1 });
    workerChild?.emit('message', { type: 'aborted', id: 1 });
    workerChild?.emit('exit', 1);
    worker.kill();
    intake.askToStop();
    expect([heard, workerChild?.posted, workerChild?.killed, intakeChild?.posted]).toEqual([
      [{ type: 'aborted', id: 1 }, 'exit'],
      [{ type: 'abort', id: 1 }],
      true,
      [{ type: 'stop' }],
    ]);
  });
});

it('seals a secret by the key store of the system, where there is one', async () => {
  const sealing = systemSealing({
    isAsyncEncryptionAvailable: () => Promise.resolve(false),
    encryptStringAsync: (text) => Promise.resolve(Buffer.from(`sealed ${text}`)),
    decryptStringAsync: (sealed) =>
      Promise.resolve({ result: sealed.toString().replace('sealed ', ''), shouldReEncrypt: false }),
  });
  expect(await sealing.isAvailable()).toBe(false);
  expect(await sealing.open(await sealing.seal('secret'))).toBe('secret');
});
