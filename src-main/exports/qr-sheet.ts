import { setImmediate } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import type { Language } from '#shared/domain/language.ts';
import type { QrSheet } from '#shared/rpc/qr-sheet.ts';

const columns = 3;
const rows = 4;
/** Codes on one page: at A4 each is then 47 mm wide, which a phone reads from an arm's length. */
export const codesPerPage = columns * rows;

/** Points: 1/72 inch. A4 is 595 × 842. */
const pagePt = { width: 595.28, height: 841.89 };
/** 36 pt, half an inch: printers leave less than that blank. */
const marginPt = 36;
const headPt = 30;
const codePt = 132;

const words: Readonly<
  Record<Language, { readonly until: string; readonly page: string; readonly once: string }>
> = {
  en: { until: 'valid until', page: 'page', once: 'Each code opens once, on one device.' },
  ru: {
    until: 'действует до',
    page: 'страница',
    once: 'Каждый код открывается один раз, на одном устройстве.',
  },
};

/**
 * A4 pages with twelve QR codes each; under each the scenario's name, when the link expires, what lists tell
 * it by and the reference. Gives the thread
 * back between pages, so that a thousand codes hold nobody up. Rejects with the signal's reason when aborted.
 * `fontFile` is a TrueType font with Latin, Greek and Cyrillic letters: PDF's own fonts know no Cyrillic.
 */
export async function createQrSheet(
  { language, scenarioName, timeZone, links }: QrSheet,
  { fontFile, signal }: { readonly fontFile: string; readonly signal: AbortSignal },
): Promise<Uint8Array> {
  const document = new PDFDocument({ size: 'A4', margin: 0, font: fontFile, autoFirstPage: false });
  const chunks: Buffer[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', resolve);
    document.on('error', reject);
  });
  const { until, page, once } = words[language];
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const pageCount = Math.ceil(links.length / codesPerPage);
  const cell = {
    width: (pagePt.width - 2 * marginPt) / columns,
    height: (pagePt.height - 2 * marginPt - headPt) / rows,
  };
  for (let pageIndex = 0; pageIndex < pageCount; pageIndex += 1) {
    await setImmediate();
    signal.throwIfAborted();
    document.addPage();
    document.fillColor('#566070').fontSize(9);
    document.text(once, marginPt, marginPt, { lineBreak: false });
    const number = `${page} ${(pageIndex + 1).toString()} / ${pageCount.toString()}`;
    document.text(number, pagePt.width - marginPt - document.widthOfString(number), marginPt, {
      lineBreak: false,
    });
    const onPage = links.slice(pageIndex * codesPerPage, (pageIndex + 1) * codesPerPage);
    for (const [index, { url, expiresAt, clientKey, shortId }] of onPage.entries()) {
      const x = marginPt + (index % columns) * cell.width;
      const y = marginPt + headPt + Math.floor(index / columns) * cell.height;
      drawCode(document, url, { x: x + (cell.width - codePt) / 2, y });
      const line = (text: string, lineIndex: number, size: number, color: string): void => {
        document.fillColor(color).fontSize(size);
        const fitted = shortened(document, text, cell.width - 8);
        const left = x + (cell.width - document.widthOfString(fitted)) / 2;
        document.text(fitted, left, y + codePt + 6 + lineIndex * 12, { lineBreak: false });
      };
      line(scenarioName, 0, 9, '#14181e');
      line(`${until} ${time.format(new Date(expiresAt))}`, 1, 8, '#566070');
      line(clientKey === null ? shortId : `${shortId} · ${clientKey}`, 2, 8, '#566070');
    }
  }
  document.end();
  await ended;
  return new Uint8Array(Buffer.concat(chunks));
}

type Document = InstanceType<typeof PDFDocument>;

/** One filled path for all modules: runs along rows, so that no hairlines show between neighbors. */
function drawCode(
  document: Document,
  text: string,
  { x, y }: { readonly x: number; readonly y: number },
): void {
  // Level M restores 15 %: a fold or a stain on paper, without the finer modules of Q and H.
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  // ISO/IEC 18004, 6.3.8: a quiet zone of four modules all around.
  const sidePt = codePt / (modules.size + 8);
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) === 0) continue;
      const start = column;
      while (column + 1 < modules.size && modules.get(row, column + 1) !== 0) column += 1;
      document.rect(x + (start + 4) * sidePt, y + (row + 4) * sidePt, (column - start + 1) * sidePt, sidePt);
    }
  }
  document.fill('#000000');
}

/** The text, cut with an ellipsis where it is wider than `widthPt` in the current font. */
function shortened(document: Document, text: string, widthPt: number): string {
  if (document.widthOfString(text) <= widthPt) return text;
  let length = text.length;
  while (length > 1 && document.widthOfString(`${text.slice(0, length)}…`) > widthPt) length -= 1;
  return `${text.slice(0, length)}…`;
}
