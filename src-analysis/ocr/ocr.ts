import type { Rect } from '#shared/domain/geometry.ts';
import type { GrayRaster } from '../image/raster.ts';
import { createSystemTesseract } from './system-tesseract.ts';
import { createTesseractJs } from './tesseract-js.ts';

/** Page segmentation modes of Tesseract that we use: a whole page with columns, one block, one line, scattered text. */
export type PageSegmentation = 3 | 6 | 7 | 11;

/** Data of Tesseract by its own names. */
export type OcrLanguage = 'eng' | 'rus';

export interface OcrWord {
  readonly text: string;
  /** Tesseract's own estimate, 0 to 1: good for ranking words, no probability. */
  readonly confidence: number;
  /** Of each of its characters, where the reader tells them apart. */
  readonly confidences?: readonly number[];
  /** Where each of its characters stands, where the reader tells: their middles as read, all as wide as they are on the whole. */
  readonly charactersPx?: readonly Rect[];
  /** In pixels of the raster that was read. */
  readonly rectPx: Rect;
  /** Words with the same number stand on one line of print. */
  readonly line: number;
}

export interface OcrPage {
  readonly image: GrayRaster;
  /** Pixels per inch of the raster: Tesseract judges sizes of letters by it. */
  readonly dpi: number;
}

export interface OcrOptions {
  readonly psm: PageSegmentation;
  /** What the print may be in, likeliest first; English unless given. */
  readonly languages?: readonly OcrLanguage[];
  readonly signal?: AbortSignal;
  /** Called once the engine has the page, or will get none: until then it needs the calling thread's event loop. */
  readonly onGiven?: () => void;
}

export interface OcrEngine {
  readonly engine: 'tesseract' | 'tesseract.js';
  readonly version: string;
}

export type OcrResult =
  | ({ readonly ok: true; readonly words: readonly OcrWord[] } & OcrEngine)
  | { readonly ok: false; readonly code: 'ocr-missing' | 'ocr-language-missing' | 'ocr-failed' };

export interface Ocr {
  /**
   * The words of a page that may still be to come: the engine starts at once, which takes a quarter of the time. `null` where
   * there turned out to be no page. Rejects only with the signal's reason or the page's. Runs beside whatever else the process does.
   */
  read(page: Promise<OcrPage | null>, options: OcrOptions): Promise<OcrResult | null>;
  /** Which engine reads, or `null` where none is installed. */
  describe(): Promise<OcrEngine | null>;
  /** The languages that it has data of; none where there is no engine. */
  languages(): Promise<ReadonlySet<OcrLanguage>>;
  /** For quiet moments: does ahead what the usual reading would wait for. */
  prepare(): Promise<void>;
  dispose(): Promise<void>;
}

/** One way of reading text. */
export interface OcrBackend {
  readonly engine: OcrEngine['engine'];
  /** `null` where the engine or its language data is missing. */
  version(): Promise<string | null>;
  languages(): Promise<ReadonlySet<OcrLanguage>>;
  /** `null` where there is no page. Rejects where the engine breaks off, and where the page does. */
  read(page: Promise<OcrPage | null>, options: OcrOptions): Promise<readonly OcrWord[] | null>;
  /** Where something can be done ahead of a page. */
  prepare?(): Promise<void>;
  dispose(): Promise<void>;
}

export interface CreateOcrOptions {
  /** `auto` takes the system's Tesseract where it is installed: five times as fast as the one in WebAssembly. */
  readonly engine?: 'auto' | OcrEngine['engine'];
  readonly backends?: readonly OcrBackend[];
}

/** Text recognition by the first engine that is there. Nothing is started before the first call. */
export function createOcr({ engine = 'auto', backends }: CreateOcrOptions = {}): Ocr {
  const candidates = (backends ?? [createSystemTesseract(), createTesseractJs()]).filter(
    (backend) => engine === 'auto' || backend.engine === engine,
  );
  let chosen: Promise<{ backend: OcrBackend; version: string } | null> | undefined;
  const choose = async (): Promise<{ backend: OcrBackend; version: string } | null> => {
    for (const backend of candidates) {
      const version = await backend.version();
      if (version !== null) return { backend, version };
    }
    return null;
  };
  const languages = async (): Promise<ReadonlySet<OcrLanguage>> =>
    (await (chosen ??= choose()))?.backend.languages() ?? new Set();
  return {
    languages,
    async read(page, options) {
      // Whoever awaits it below hears of a failure; until then it is nobody's.
      page.catch(() => undefined);
      try {
        options.signal?.throwIfAborted();
        const ready = await (chosen ??= choose());
        if (ready === null) return (await page) === null ? null : { ok: false, code: 'ocr-missing' };
        const { backend, version } = ready;
        const known = await backend.languages();
        if (options.languages?.every((language) => known.has(language)) === false)
          return (await page) === null ? null : { ok: false, code: 'ocr-language-missing' };
        const words = await backend.read(page, options);
        return words === null ? null : { ok: true, words, engine: backend.engine, version };
      } catch {
        // The engine's own message may quote what it read; only the code leaves.
        options.signal?.throwIfAborted();
        await page;
        return { ok: false, code: 'ocr-failed' };
      } finally {
        options.onGiven?.();
      }
    },
    async describe() {
      const ready = await (chosen ??= choose());
      return ready === null ? null : { engine: ready.backend.engine, version: ready.version };
    },
    async prepare() {
      await (await (chosen ??= choose()))?.backend.prepare?.();
    },
    async dispose() {
      await Promise.all(candidates.map((backend) => backend.dispose()));
    },
  };
}
