import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  app,
  dialog,
  ipcMain,
  Menu,
  protocol,
  safeStorage,
  session,
  shell,
  type BrowserWindow,
} from 'electron';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createCredentialFile } from './identity/credential-file.ts';
import { createTokenMemory } from './identity/token-memory.ts';
import { embeddedIntake, readRemoteAddress, remoteIntake, remoteProblems } from './intake/intake-source.ts';
import { installationAround } from './installation.ts';
import { createLineLog, errorFacts } from './log.ts';
import { createPageFiles } from './page/page-files.ts';
import { dataFolder } from '#analysis/data-folder.ts';
import { readUserId } from './settings/user-id.ts';
import { appMenu } from './shell/app-menu.ts';
import { guardContents } from './shell/guard-contents.ts';
import { serveIpc } from './shell/ipc-bridge.ts';
import { openMainWindow } from './shell/main-window.ts';
import { pageScheme, servePage } from './shell/page-protocol.ts';
import { restrictPermissions } from './shell/permissions.ts';
import { systemSealing } from './shell/system-sealing.ts';
import { spawnUtilityIntake, spawnUtilityWorker } from './shell/utility-children.ts';
import { createWorkstation, type Workstation } from './workstation.ts';

const log = createLineLog('desktop', (line) => process.stderr.write(line));
const folder = dataFolder(process.env);
const installation = installationAround(dirname(fileURLToPath(import.meta.url)));

let workstation: Workstation | undefined;
let window: BrowserWindow | undefined;
let isClosed = false;

app.setPath('userData', join(folder, 'desktop'));
// Two apps would fight over one data folder: the second shows the first one's window and ends.
if (app.requestSingleInstanceLock()) {
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([pageScheme]);
  app.on('second-instance', showWindow);
  app.on('activate', showWindow);
  app.on('web-contents-created', (_event, contents) => {
    guardContents(contents);
  });
  app.on('child-process-gone', (_event, { type, reason }) => {
    log('desktop.child-gone', { type, reason });
  });
  app.on('window-all-closed', () => {
    app.quit();
  });
  app.on('before-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    void closeAndQuit();
  });
  app.whenReady().then(start).catch(failToStart);
} else {
  app.quit();
}

async function start(): Promise<void> {
  const page = await createPageFiles(installation.rendererFolder);
  if (page === undefined) return refuseToStart('The page is not built: run "npm run build".');
  const remote = await readRemoteAddress(process.env);
  if (!remote.ok) return refuseToStart(remoteProblems[remote.code]);
  const source =
    remote.address === undefined
      ? embeddedIntake({
          spawn: () =>
            spawnUtilityIntake(installation.utilityIntakeEntry, [
              '--data',
              join(folder, 'intake'),
              '--port',
              '0',
            ]),
          log,
        })
      : remoteIntake(remote.address);
  const { installedFolder: modelsFolder } = locateModels();
  const made = createWorkstation({
    host: 'desktop',
    version: app.getVersion(),
    userId: await readUserId(join(folder, 'workstation', 'user-id')),
    source,
    credentials: createCredentialFile(join(folder, 'workstation', 'credential'), {
      log,
      sealing: systemSealing(safeStorage),
    }),
    // It names no secret, and must be readable where nothing unlocks the system's own.
    tokenMemory: createTokenMemory(join(folder, 'workstation', 'token-memory'), { log }),
    openExternal: (url) => shell.openExternal(url),
    spawnWorker: () => spawnUtilityWorker(installation.workerEntry),
    modelsFolder,
    resourcesFolder: installation.resourcesFolder,
    withAgent: true,
    log,
  });
  workstation = made;

  restrictPermissions(session.defaultSession);
  servePage(protocol, { page, media: made.media, log });
  serveIpc(ipcMain, { rpc: made.rpc, log });
  const isMac = process.platform === 'darwin';
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(appMenu({ locale: app.getLocale(), isMac, isPackaged: app.isPackaged })),
  );
  window = await openMainWindow({
    preloadFile: installation.preloadFile,
    iconFile: installation.iconFile,
    stateFile: join(folder, 'desktop', 'window.json'),
    log,
  });
  const ready = await source.ready();
  if (!ready.ok) await refuseToStart(`The intake cannot start: ${ready.code}`);
}

function showWindow(): void {
  if (window === undefined || window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

async function closeAndQuit(): Promise<void> {
  try {
    await workstation?.close();
  } catch (error) {
    log('desktop.stop-failed', errorFacts(error));
  }
  isClosed = true;
  app.quit();
}

async function refuseToStart(reason: string): Promise<void> {
  dialog.showErrorBox('Vidimus', reason);
  await closeAndQuit();
}

function failToStart(error: unknown): void {
  log('desktop.start-failed', errorFacts(error));
  void refuseToStart('Vidimus could not start. Its log on standard error says why.');
}
