// `npm start`: builds what is stale and opens the workstation: the desktop app, or the same workstation in a browser.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './build-parts.mjs';
import { fetchElectron, findElectron } from './electron-runtime.mjs';
import { prepare } from './prepare.mjs';
import { runInForeground } from './run-in-foreground.mjs';

const usage = `npm start -- [options]
  --host=desktop|web  where to open it; without it: desktop when the Electron runtime is there, else the browser
  --no-open           browser host: print the address and open nothing
  --port <number>     browser host: the port on 127.0.0.1 (default: any free one)`;

const { values: asked } = parseArgs({
  options: {
    host: { type: 'string' },
    'no-open': { type: 'boolean', default: false },
    port: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (asked.help) {
  console.log(usage);
  process.exit(0);
}
if (asked.host !== undefined && asked.host !== 'desktop' && asked.host !== 'web') {
  console.error(`start: no host is called "${asked.host}"\n${usage}`);
  process.exit(2);
}

/** Why the desktop host cannot open a window here, whatever is installed. */
function reasonAgainstDesktop() {
  if (process.platform !== 'linux') return undefined;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
  // Chromium's sandbox refuses to run as root, and this app never runs without it.
  if (process.getuid?.() === 0) return 'the desktop app does not run as root';
  return undefined;
}

/** @returns {Promise<string | undefined>} the Electron executable to start; undefined means the browser host */
async function chooseElectron() {
  if (asked.host === 'web') return undefined;
  const obstacle = reasonAgainstDesktop();
  // What could not open a window anyway is not worth a download.
  const executable = findElectron() ?? (obstacle === undefined ? await fetchElectron() : undefined);
  if (executable === undefined) {
    console.log(
      'Electron runtime not installed: opening the browser host (to get it: node node_modules/electron/install.js)',
    );
    return undefined;
  }
  if (obstacle === undefined) return executable;
  console.log(`Desktop app not started, ${obstacle}: opening the browser host`);
  return undefined;
}

process.chdir(root);
if (!existsSync(join(root, 'node_modules', 'electron-vite'))) {
  console.error('start: the dependencies are not installed; run "npm ci" first');
  process.exit(1);
}
try {
  const { modelsProblem } = await prepare({ quiet: true });
  if (modelsProblem !== undefined) console.error(`Models were not installed: ${modelsProblem}`);
} catch (error) {
  console.error(`start: ${error.message}`);
  process.exit(1);
}

const electron = await chooseElectron();
if (electron !== undefined) {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  runInForeground(electron, [root], { env });
} else {
  runInForeground(process.execPath, [
    join(root, 'out', 'main', 'web.js'),
    ...(asked['no-open'] ? ['--no-open'] : []),
    ...(asked.port === undefined ? [] : ['--port', asked.port]),
  ]);
}
