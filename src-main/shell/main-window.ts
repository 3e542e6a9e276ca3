import { BrowserWindow, screen } from 'electron';
import { errorFacts, type Log } from '../log.ts';
import { pageUrl } from './own-origin.ts';
import { placeWindow, readWindowState, saveWindowState, smallestWindow } from './window-state.ts';

export interface MainWindowDeps {
  readonly preloadFile: string;
  /** For the task bar on Linux; elsewhere the installer sets it. */
  readonly iconFile: string;
  /** Where place and size are kept. */
  readonly stateFile: string;
  readonly log: Log;
}

/** Opens the workstation's window where it was last, on a display that is there. The page has no access but its bridge. */
export async function openMainWindow({
  preloadFile,
  iconFile,
  stateFile,
  log,
}: MainWindowDeps): Promise<BrowserWindow> {
  const saved = await readWindowState(stateFile);
  const { bounds, isMaximized } = placeWindow(
    saved,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'Vidimus',
    icon: iconFile,
    // What shows before the first paint: Mantine's dark body color, which hurts less than white in either scheme.
    backgroundColor: '#242424',
    webPreferences: {
      preload: preloadFile,
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
    },
  });
  if (isMaximized) window.maximize();
  window.once('ready-to-show', () => {
    window.show();
  });
  window.on('close', () => {
    const state = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
    saveWindowState(stateFile, state).catch((error: unknown) => {
      log('window.state-not-saved', errorFacts(error));
    });
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log('window.page-died', { reason });
    // The page keeps nothing that its replica and the intake don't have.
    if (reason !== 'clean-exit' && !window.isDestroyed()) window.webContents.reload();
  });
  await window.loadURL(pageUrl);
  return window;
}
