// Finds a Chromium for the end-to-end tests, or gets one.
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
];
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  '/snap/bin/chromium',
];
/** Playwright's Chromium is about 170 MB, Debian's with its libraries about 100 MB; a mirror that gives less than 1 MB/s is no mirror. */
const downloadTimeoutMs = 4 * 60_000;

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function findInstalled() {
  const asked = process.env.VIDIMUS_BROWSER;
  if (asked !== undefined && isExecutable(asked)) return asked;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
  if (onPath !== undefined) return onPath;
  const usual = usualPlaces.find(isExecutable);
  if (usual !== undefined) return usual;
  const { chromium } = await import('@playwright/test');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

/** @param {string} program @param {readonly string[]} args */
function succeeds(program, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(program, args, { stdio: 'ignore', timeout: downloadTimeoutMs, env }).status === 0;
}

const waysToGetOne = [
  () => succeeds(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium']),
  () =>
    process.getuid?.() === 0 &&
    existsSync('/usr/bin/apt-get') &&
    succeeds('apt-get', ['update', '-q']) &&
    succeeds('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium']),
];

/** @returns {Promise<{ path: string, version: string } | { path: undefined, reason: string }>} */
export async function findBrowser() {
  let path = await findInstalled();
  for (const getOne of waysToGetOne) {
    if (path !== undefined) break;
    if (getOne()) path = await findInstalled();
  }
  if (path === undefined) return { path, reason: 'no Chromium found, and none could be installed' };
  try {
    // A browser that cannot even say its version (missing libraries) fails every test in the same unreadable way.
    const version = execFileSync(path, ['--version'], {
      encoding: 'utf8',
      timeout: 30_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return { path, version: version.trim() };
  } catch (error) {
    if (process.platform === 'win32') return { path, version: 'unknown' }; // Windows browsers answer --version with a window
    return { path: undefined, reason: `${path} does not start: ${error.message.split('\n')[0]}` };
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const browser = await findBrowser();
  console.log(browser.path ?? browser.reason);
  process.exit(browser.path === undefined ? 1 : 0);
}
