import { type ChildProcess, execFile } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import tesseract from 'node-tesseract-ocr';
import type { OcrBackend } from './ocr.ts';
import { parseTsv } from './parse-tsv.ts';
import { toPgm } from './to-pgm.ts';

/** A page of an identity document takes half a second; ten times that on a slow machine, and the rest is slack. */
const limitMs = 20_000;

/**
 * The system's Tesseract, through `node-tesseract-ocr`. The picture goes in by a pipe and the words come out by another:
 * nothing touches the disk. One thread: more make it several times slower where cores are few (OpenMP spins).
 */
export function createSystemTesseract(binary = 'tesseract'): OcrBackend {
  let probed: Promise<string | null> | undefined;
  return {
    engine: 'tesseract',
    version: () => (probed ??= probe(binary)),
    async read(image, { psm, dpi, signal }) {
      process.env['OMP_THREAD_LIMIT'] ??= '1';
      const { reading, child } = startedWith(() =>
        tesseract.recognize(toPgm(image), {
          // `exec` puts Tesseract in the shell's place, so that ending the child ends Tesseract.
          binary: process.platform === 'win32' ? binary : `exec ${binary}`,
          lang: 'eng',
          psm,
          ...(dpi === undefined ? {} : { dpi: Math.round(dpi) }),
          presets: ['tsv'],
        }),
      );
      // A child that ends before it has read everything breaks the pipe; its exit code tells that already.
      child?.stdin?.on('error', () => undefined);
      const stop = (): void => {
        child?.kill('SIGKILL');
      };
      const limit = setTimeout(stop, limitMs);
      signal?.addEventListener('abort', stop, { once: true });
      try {
        return parseTsv(await reading);
      } finally {
        clearTimeout(limit);
        signal?.removeEventListener('abort', stop);
      }
    },
    dispose: () => Promise.resolve(),
  };
}

/** `node-tesseract-ocr` keeps its child to itself; Node announces every child it creates, in the same tick. */
function startedWith<Value>(start: () => Value): { reading: Value; child: ChildProcess | undefined } {
  let child: ChildProcess | undefined;
  const onChild = (message: unknown): void => {
    child = (message as { process: ChildProcess }).process;
  };
  subscribe('child_process', onChild);
  try {
    return { reading: start(), child };
  } finally {
    unsubscribe('child_process', onChild);
  }
}

/** The version, or `null` where the program or its English data is missing. */
async function probe(binary: string): Promise<string | null> {
  const version = /^tesseract v?(\S+)/m.exec(await outputOf(binary, ['--version']))?.[1];
  if (version === undefined) return null;
  return /^eng$/m.test(await outputOf(binary, ['--list-langs'])) ? version : null;
}

function outputOf(binary: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    // Old versions print both to stderr. A program that is not there gives no output, which is the answer.
    execFile(binary, [...args], { timeout: 5000, windowsHide: true }, (_, stdout, stderr) => {
      resolve(`${stdout}\n${stderr}`);
    });
  });
}
