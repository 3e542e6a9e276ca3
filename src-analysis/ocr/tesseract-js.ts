import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Worker } from 'tesseract.js';
import { z } from 'zod';
import type { OcrBackend } from './ocr.ts';
import { parseTsv } from './parse-tsv.ts';
import { toBmp } from './to-bmp.ts';

const packageSchema = z.object({ version: z.string() });

/** Tesseract in WebAssembly with the English data of its npm package, wholly offline: about five times slower than the system's. */
export function createTesseractJs(): OcrBackend {
  let starting: Promise<Worker> | undefined;
  const dispose = async (): Promise<void> => {
    const running = starting;
    starting = undefined;
    await running?.then((worker) => worker.terminate()).catch(() => undefined);
  };
  return {
    engine: 'tesseract.js',
    version() {
      const files = locate();
      return Promise.resolve(files === null ? null : files.version);
    },
    languages: () => Promise.resolve(new Set(['eng'] as const)),
    async read(page, { psm, signal, onGiven }) {
      starting ??= start();
      starting.catch(() => undefined); // heard below
      const picture = await page;
      if (picture === null) return null;
      const worker = await (starting ??= start());
      const broken = new Promise<never>((_, reject) => {
        signal?.addEventListener(
          'abort',
          () => {
            // It cannot be interrupted, only ended; the next reading starts another.
            void dispose();
            // The reason is the caller's own value, which need not be an Error.
            // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
            reject(signal.reason);
          },
          { once: true },
        );
      });
      const reading = async (): Promise<ReturnType<typeof parseTsv>> => {
        const { PSM } = await loadPackage();
        const modes = { 3: PSM.AUTO, 6: PSM.SINGLE_BLOCK, 7: PSM.SINGLE_LINE, 11: PSM.SPARSE_TEXT } as const;
        await worker.setParameters({
          tessedit_pageseg_mode: modes[psm],
          user_defined_dpi: String(Math.round(picture.dpi)),
        });
        const recognizing = worker.recognize(toBmp(picture), {}, { text: false, tsv: true });
        onGiven?.();
        const { data } = await recognizing;
        return parseTsv(data.tsv ?? '');
      };
      return Promise.race([reading(), broken]);
    },
    dispose,
  };
}

/** Only where it is used: most machines have the system's Tesseract, and this takes a tenth of a second to load. */
const loadPackage = () => import('tesseract.js');

interface Files {
  readonly version: string;
  readonly dataFolder: string;
  readonly workerPath: string;
}

/** From this code or its bundle; `null` where one of the packages is missing. */
function locate(): Files | null {
  const require = createRequire(import.meta.url);
  try {
    const packageFile = require.resolve('tesseract.js/package.json');
    // The integer version of the best data: the same reading as the float one at a third of the time.
    const dataFolder = join(
      dirname(require.resolve('@tesseract.js-data/eng/package.json')),
      '4.0.0_best_int',
    );
    const workerPath = join(dirname(packageFile), 'src/worker-script/node/index.js');
    if (!existsSync(join(dataFolder, 'eng.traineddata.gz')) || !existsSync(workerPath)) return null;
    const { version } = packageSchema.parse(JSON.parse(readFileSync(packageFile, 'utf8')));
    return { version, dataFolder, workerPath };
  } catch {
    return null; // said by `version`
  }
}

async function start(): Promise<Worker> {
  const files = locate();
  if (files === null) throw new Error('tesseract.js or its data is not installed');
  const { createWorker, OEM } = await loadPackage();
  return createWorker('eng', OEM.LSTM_ONLY, {
    langPath: files.dataFolder,
    workerPath: files.workerPath,
    cacheMethod: 'none',
    gzip: true,
    // Without a handler it throws in a callback of its own, past every promise.
    errorHandler: () => undefined,
  });
}
