import { PDFiumLibrary } from '@hyzyla/pdfium';
import QRCode from 'qrcode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QrSheet } from '#shared/rpc/qr-sheet.ts';
import { withExports } from './export-routes.ts';
import { codesPerPage, createQrSheet } from './qr-sheet.ts';

const fontFile = new URL('../../resources/fonts/inter-500.ttf', import.meta.url).pathname;
const { signal } = new AbortController();

function aSheet(count: number): QrSheet {
  return {
    language: 'ru',
    scenarioName: 'Вклад «Онлайн» + селфи',
    timeZone: 'Europe/Berlin',
    links: Array.from({ length: count }, (_, index) => ({
      url: `https://kyc.example/c#${index.toString().padStart(22, 'A')}`,
      expiresAt: '2026-11-28T22:01:50.000Z',
      clientKey: index === 0 ? 'case-1' : null,
      shortId: `0000000${index.toString(36)}`.slice(-8),
    })),
  };
}

let library: PDFiumLibrary;
beforeAll(async () => {
  library = await PDFiumLibrary.init();
});
afterAll(() => {
  library.destroy();
});

describe('a sheet of links', () => {
  it('has twelve codes on a page of A4', async () => {
    const document = await library.loadDocument(
      await createQrSheet(aSheet(codesPerPage * 2 + 1), { fontFile, signal }),
    );
    const sizes = [...document.pages()].map((page) => {
      const { originalWidth, originalHeight } = page.getOriginalSize();
      return [Math.round(originalWidth), Math.round(originalHeight)];
    });
    document.destroy();
    expect(sizes).toEqual([
      [595, 842],
      [595, 842],
      [595, 842],
    ]);
  });

  it('says scenario, expiry and reference under each, in the reader’s alphabet and time zone', async () => {
    const document = await library.loadDocument(await createQrSheet(aSheet(2), { fontFile, signal }));
    const text = document.getPage(0).getText();
    document.destroy();
    expect(text.match(/Вклад «Онлайн» \+ селфи/g)).toHaveLength(2);
    // 22:01 UTC is 23:01 in Berlin in winter.
    expect(text).toMatch(/действует до 28 нояб\. 2026.*23:01/);
    expect(text).toContain('00000000 · case-1');
    expect(text).toContain('00000001');
    expect(text).not.toContain('kyc.example');
  });

  it('draws every module of every code where it belongs, with the quiet zone around', async () => {
    const sheet = aSheet(codesPerPage);
    const document = await library.loadDocument(await createQrSheet(sheet, { fontFile, signal }));
    const scale = 4;
    const { data, width } = await document.getPage(0).render({ scale, render: 'bitmap' });
    document.destroy();
    const darkAt = (xPt: number, yPt: number): boolean =>
      (data[(Math.floor(yPt * scale) * width + Math.floor(xPt * scale)) * 4] ?? 255) < 128;
    const cell = { width: (595.28 - 72) / 3, height: (841.89 - 72 - 30) / 4 };
    for (const [index, { url }] of sheet.links.entries()) {
      const { modules } = QRCode.create(url, { errorCorrectionLevel: 'M' });
      const sidePt = 132 / (modules.size + 8);
      const left = 36 + (index % 3) * cell.width + (cell.width - 132) / 2;
      const top = 66 + Math.floor(index / 3) * cell.height;
      let wrong = 0;
      for (let row = -4; row < modules.size + 4; row += 1) {
        for (let column = -4; column < modules.size + 4; column += 1) {
          const isInside = row >= 0 && column >= 0 && row < modules.size && column < modules.size;
          const expected = isInside && modules.get(row, column) !== 0;
          if (darkAt(left + (column + 4.5) * sidePt, top + (row + 4.5) * sidePt) !== expected) wrong += 1;
        }
      }
      expect([index, wrong]).toEqual([index, 0]);
    }
  });

  it('stops when nobody waits for it any more', async () => {
    await expect(
      createQrSheet(aSheet(1), { fontFile, signal: AbortSignal.abort(new Error('gone')) }),
    ).rejects.toThrow('gone');
  });
});

describe('PUT /export/qr-sheet', () => {
  const media = { serves: () => false, respond: () => Promise.reject(new Error('not asked')) };
  const routes = withExports(media, {
    resourcesFolder: new URL('../../resources', import.meta.url).pathname,
  });
  const put = (body: string) =>
    routes.respond(new Request('http://127.0.0.1/export/qr-sheet', { method: 'PUT', body }));

  it('answers the PDF, which no cache keeps', async () => {
    const answer = await put(JSON.stringify(aSheet(1)));
    const start = Buffer.from(await answer.arrayBuffer())
      .subarray(0, 5)
      .toString();
    expect([
      answer.status,
      answer.headers.get('content-type'),
      answer.headers.get('cache-control'),
      start,
    ]).toEqual([200, 'application/pdf', 'no-store', '%PDF-']);
  });

  it.each([
    ['what is not JSON', '{'],
    ['no links', JSON.stringify({ ...aSheet(1), links: [] })],
    ['more than a thousand', JSON.stringify(aSheet(1001))],
    ['an unknown time zone', JSON.stringify({ ...aSheet(1), timeZone: 'Nowhere/Land' })],
    [
      'an address that is no web address',
      JSON.stringify({ ...aSheet(1), links: [{ ...aSheet(1).links[0], url: 'javascript:1' }] }),
    ],
  ])('refuses %s', async (_name, body) => {
    expect((await put(body)).status).toBe(400);
  });
});
