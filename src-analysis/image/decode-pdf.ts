import { PDFiumLibrary, type PDFiumDocument } from '@hyzyla/pdfium';
import { flattenOnWhite } from './decode-heic.ts';
import type { DecodeLimits } from './decode-limits.ts';
import type { DecodeRefusal } from './decode-refusal.ts';
import type { RgbRaster } from './raster.ts';

/** One page of a PDF as pixels, and how many pages the file has. */
export type PdfResult =
  | { readonly ok: true; readonly image: RgbRaster; readonly pages: number }
  | { readonly ok: false; readonly code: DecodeRefusal };

const pointsPerInch = 72;
// 200 dpi is what scanners of offices deliver; a small page (a card scanned alone) is given more, up to 600 dpi.
const usualDpi = 200;
const highestDpi = 600;
const wantedLongSidePx = 2300;

let library: Promise<PDFiumLibrary> | undefined;

/**
 * Renders one page (from 0) with PDFium in WASM: 200 dpi, more for a small page, never above the pixel limit. Scripts and
 * form fields are not run. Runs on the calling thread until done: whoever needs a hard stop ends the process.
 */
export async function decodePdf(bytes: Uint8Array, page: number, limits: DecodeLimits): Promise<PdfResult> {
  library ??= PDFiumLibrary.init();
  let document: PDFiumDocument | undefined;
  try {
    document = await (await library).loadDocument(bytes);
    const pages = document.getPageCount();
    if (page < 0 || page >= pages) return { ok: false, code: 'pdf-no-pages' };
    const pdfPage = document.getPage(page);
    const { originalWidth: widthPt, originalHeight: heightPt } = pdfPage.getOriginalSize();
    if (!(widthPt > 0 && heightPt > 0)) return { ok: false, code: 'damaged' };
    const wanted = Math.min(highestDpi / pointsPerInch, wantedLongSidePx / Math.max(widthPt, heightPt));
    const most = Math.sqrt(limits.maxPixels / (widthPt * heightPt));
    const scale = Math.min(Math.max(usualDpi / pointsPerInch, wanted), most);
    if (Math.min(widthPt, heightPt) * scale < limits.minSidePx) return { ok: false, code: 'too-small' };
    const render = await pdfPage.render({ scale, render: (options) => Promise.resolve(options.data) });
    return { ok: true, image: flattenOnWhite(render.data, render.width, render.height), pages };
  } catch (error) {
    const text = error instanceof Error ? error.message : '';
    if (/password|security/i.test(text)) return { ok: false, code: 'pdf-encrypted' };
    if (!/corrupted|Unknown error|Page not found/.test(text)) library = undefined; // a trap: start afresh next time
    return { ok: false, code: 'damaged' };
  } finally {
    if (library !== undefined) document?.destroy();
  }
}
