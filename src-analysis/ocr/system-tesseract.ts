import { type ChildProcess, execFile } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import tesseract from 'node-tesseract-ocr';
import { must } from '#shared/lib/invariant.ts';
import type { OcrBackend, OcrLanguage, PageSegmentation } from './ocr.ts';
import { parseTsv } from './parse-tsv.ts';
import { toBmp } from './to-bmp.ts';

/** A page of an identity document takes half a second; ten times that on a slow machine, and the rest is slack. */
const limitMs = 20_000;

/** What a program is started with; it can read one page by it. */
interface Task {
  readonly psm: PageSegmentation;
  readonly languages: readonly OcrLanguage[];
}

interface Program {
  readonly reading: Promise<string>;
  readonly child: ChildProcess;
}

/** The first reading of a side. */
const usualTask: Task = { psm: 11, languages: ['eng'] };
/** Of a document with two sides. */
const usualSides = 2;

/**
 * The system's Tesseract, through `node-tesseract-ocr`. The picture goes in by a pipe and the words come out by another:
 * nothing touches the disk. A program takes a tenth of a second to load its tables and ends with its page, so that it is started before there is
 * one: with the reading, or for the usual one by `prepare`. One thread: more make it several times slower where cores are few (OpenMP spins).
 */
export function createSystemTesseract(binary = 'tesseract'): OcrBackend {
  let probed: Promise<Probed> | undefined;
  const probing = (): Promise<Probed> => (probed ??= probe(binary));
  const prepared: Program[] = [];
  const take = (task: Task): Program => {
    const isUsual = task.psm === usualTask.psm && task.languages.join() === usualTask.languages.join();
    return (isUsual ? prepared.pop() : undefined) ?? start(binary, task);
  };
  return {
    engine: 'tesseract',
    version: async () => (await probing()).version,
    languages: async () => (await probing()).languages,
    async read(page, { psm, languages = ['eng'], signal, onGiven }) {
      const { reading, child } = take({ psm, languages });
      const stop = (): void => {
        child.kill('SIGKILL');
      };
      signal?.addEventListener('abort', stop, { once: true });
      let limit: NodeJS.Timeout | undefined;
      try {
        const picture = await page;
        if (picture === null) return null;
        limit = setTimeout(stop, limitMs);
        child.stdin?.end(toBmp(picture), onGiven);
        return parseTsv(await reading);
      } finally {
        stop();
        clearTimeout(limit);
        signal?.removeEventListener('abort', stop);
      }
    },
    async prepare() {
      if ((await probing()).version === null) return;
      while (prepared.length < usualSides) {
        const program = start(binary, usualTask);
        prepared.push(program);
        // Ended by somebody else it must not be given a page.
        program.child.once('exit', () => {
          const at = prepared.indexOf(program);
          if (at >= 0) prepared.splice(at, 1);
        });
      }
    },
    dispose() {
      for (const { child } of prepared.splice(0)) child.kill('SIGKILL');
      return Promise.resolve();
    },
  };
}

function start(binary: string, { psm, languages }: Task): Program {
  process.env['OMP_THREAD_LIMIT'] ??= '1';
  const program = startedWith(() =>
    // A name instead of a picture makes the library leave the pipe to us.
    tesseract.recognize('stdin', {
      // `exec` puts Tesseract in the shell's place, so that ending the child ends Tesseract.
      binary: process.platform === 'win32' ? binary : `exec ${binary}`,
      lang: languages.join('+'),
      psm,
      // What the preset `tsv` sets; presets are looked for beside the data.
      tessedit_create_tsv: 1,
    }),
  );
  program.reading.catch(() => undefined); // heard by whoever gives it a page
  // A child that ends before it has read everything breaks the pipe; its exit code tells that already.
  program.child.stdin?.on('error', () => undefined);
  return program;
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
}

async function probe(binary: string): Promise<Probed> {
  const version = /^tesseract v?(\S+)/m.exec(await outputOf(binary, ['--version']))?.[1];
  if (version === undefined) return { version: null, languages: new Set() };
  const listed = (await outputOf(binary, ['--list-langs'])).split(/\r?\n/);
  const known = ['eng', 'rus'] as const;
  const languages = new Set(known.filter((language) => listed.includes(language)));
  return { version: languages.has('eng') ? version : null, languages };
}

function outputOf(binary: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    // Old versions print both to stderr. A program that is not there gives no output, which is the answer.
    execFile(binary, [...args], { timeout: 5000, windowsHide: true }, (_, stdout, stderr) => {
      resolve(`${stdout}\n${stderr}`);
    });
  });
}
