import { type ChildProcess, execFile } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { join } from 'node:path';
import tesseract from 'node-tesseract-ocr';
import { must } from '#shared/lib/invariant.ts';
import { dataFolder } from '../data-folder.ts';
import type { OcrBackend, OcrLanguage } from './ocr.ts';
import { parseTsv } from './parse-tsv.ts';
import { toBmp } from './to-bmp.ts';
import { withoutDictionary } from './without-dictionary.ts';

/** A page of an identity document takes half a second; ten times that on a slow machine, and the rest is slack. */
const limitMs = 20_000;

/**
 * The system's Tesseract, through `node-tesseract-ocr`. The picture goes in by a pipe and the words come out by another:
 * nothing touches the disk. The program is started before there is a picture, so that its tables are loaded by then. One thread: more make it several times slower where cores are few (OpenMP spins).
 */
export function createSystemTesseract(
  binary = 'tesseract',
  cache = join(dataFolder(process.env), 'tessdata'),
): OcrBackend {
  let probed: Promise<Probed> | undefined;
  const probing = (): Promise<Probed> => (probed ??= probe(binary));
  let latin: Promise<string | null> | undefined;
  /** Of the data without words; none where all are read. */
  const foldersOf = async (languages: readonly OcrLanguage[]): Promise<{ 'tessdata-dir'?: string }> => {
    const { tessdata } = await probing();
    if (languages.join() !== 'Latin' || tessdata === null || process.platform === 'win32') return {};
    const folder = await (latin ??= withoutDictionary(tessdata, 'Latin', cache));
    // The library puts a command line together for a shell.
    return folder === null ? {} : { 'tessdata-dir': `'${folder.replaceAll("'", "'\\''")}'` };
  };
  return {
    engine: 'tesseract',
    version: async () => (await probing()).version,
    languages: async () => (await probing()).languages,
    async read(page, { psm, languages = ['eng'], signal }) {
      process.env['OMP_THREAD_LIMIT'] ??= '1';
      const folders = await foldersOf(languages);
      signal?.throwIfAborted();
      const { reading, child } = startedWith(() =>
        // A name instead of a picture makes the library leave the pipe to us.
        tesseract.recognize('stdin', {
          // `exec` puts Tesseract in the shell's place, so that ending the child ends Tesseract.
          binary: process.platform === 'win32' ? binary : `exec ${binary}`,
          lang: languages.join('+'),
          psm,
          ...folders,
          // What the preset `tsv` sets; presets are looked for beside the data.
          tessedit_create_tsv: 1,
        }),
      );
      reading.catch(() => undefined); // heard below, unless there is no page
      const stop = (): void => {
        child.kill('SIGKILL');
      };
      // A child that ends before it has read everything breaks the pipe; its exit code tells that already.
      child.stdin?.on('error', () => undefined);
      signal?.addEventListener('abort', stop, { once: true });
      let limit: NodeJS.Timeout | undefined;
      try {
        const picture = await page;
        if (picture === null) return null;
        limit = setTimeout(stop, limitMs);
        child.stdin?.end(toBmp(picture));
        return parseTsv(await reading);
      } finally {
        stop();
        clearTimeout(limit);
        signal?.removeEventListener('abort', stop);
      }
    },
    dispose: () => Promise.resolve(),
  };
}

/** `node-tesseract-ocr` keeps its child to itself; Node announces every child it creates, in the same tick. */
function startedWith<Value>(start: () => Value): { reading: Value; child: ChildProcess } {
  let child: ChildProcess | undefined;
  const onChild = (message: unknown): void => {
    child = (message as { process: ChildProcess }).process;
  };
  subscribe('child_process', onChild);
  try {
    const reading = start();
    return { reading, child: must(child, 'a program that was started') };
  } finally {
    unsubscribe('child_process', onChild);
  }
}

interface Probed {
  /** `null` where the program or its English data is missing. */
  readonly version: string | null;
  readonly languages: ReadonlySet<OcrLanguage>;
  /** The folder of its data, where it says so. */
  readonly tessdata: string | null;
}

async function probe(binary: string): Promise<Probed> {
  const version = /^tesseract v?(\S+)/m.exec(await outputOf(binary, ['--version']))?.[1];
  if (version === undefined) return { version: null, languages: new Set(), tessdata: null };
  const listing = await outputOf(binary, ['--list-langs']);
  const listed = listing.split(/\r?\n/);
  // Debian files the data of a script as `Latin`, others as `script/Latin`, which is left alone.
  const known = ['eng', 'rus', 'Latin'] as const;
  const languages = new Set(known.filter((language) => listed.includes(language)));
  const tessdata = /"([^"\n]+)"/.exec(listing)?.[1] ?? null;
  return { version: languages.has('eng') ? version : null, languages, tessdata };
}

function outputOf(binary: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    // Old versions print both to stderr. A program that is not there gives no output, which is the answer.
    execFile(binary, [...args], { timeout: 5000, windowsHide: true }, (_, stdout, stderr) => {
      resolve(`${stdout}\n${stderr}`);
    });
  });
}
