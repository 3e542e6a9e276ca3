import { join } from 'node:path';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { chromium } from '@playwright/test';
import sharp from 'sharp';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { findBrowser } from '../../tools/find-browser.mjs';
import { photographPassport, toVideo } from '../e2e/capture-pictures.ts';
import { medianOf, record } from './figures.ts';

// Real: Chromium with a camera of 1280 by 720 that shows the sample passport, and the page's own modules. Without a graphics processor,
// as here, the canvas is at its worst; of the planes nothing is drawn.

/** How much slower than this machine a cheap phone is, as browsers' tools have it for "low-tier mobile". */
const slowdown = 4;
const looks = 40;
/** What the issue allows for a look. */
const budgetMs = 30;

async function script(): Promise<string> {
  const entry = join(import.meta.dirname, 'hint-page.ts');
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry, formats: ['iife'], name: 'hints' } },
  });
  const output = Array.isArray(built) ? built[0] : built;
  const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined;
  if (chunk === undefined) throw new Error('vite built nothing');
  return chunk.code;
}

it('chooses a hint within 30 ms on a slow phone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vidimus-hints-'));
  const video = join(folder, 'camera.mjpeg');
  const picture = sharp(await photographPassport()).resize(1280, 720, { fit: 'cover' });
  await writeFile(video, await toVideo(await picture.jpeg({ quality: 95 }).toBuffer()));
  const { path } = await findBrowser();
  const browser = await chromium.launch({
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-dev-shm-usage',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${video}`,
    ],
    ...(path === undefined ? {} : { executablePath: path }),
  });
  try {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 2,
      permissions: ['camera'],
    });
    const page = await context.newPage();
    // A camera is for pages over https alone.
    await page.route('https://hints.test/', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>hints</title>' }),
    );
    await page.goto('https://hints.test/');
    await page.addScriptTag({ content: await script() });
    const network = await context.newCDPSession(page);
    await network.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    const { sizePx, planes, canvas } = await page.evaluate((count) => measureHints(count), looks);
    expect(sizePx).toEqual([1280, 720]);
    for (const [name, taken] of [
      ['planes', planes],
      ['canvas', canvas],
    ] as const) {
      const pixels = medianOf(taken.map(({ pixelsMs }) => pixelsMs));
      const sums = medianOf(taken.map(({ sumsMs }) => sumsMs));
      const all = taken.map(({ pixelsMs, sumsMs }) => pixelsMs + sumsMs).sort((a, b) => a - b);
      const worst = all[Math.floor(0.95 * all.length)] ?? 0;
      console.log(
        `hints from ${name}, ${slowdown.toString()}x slower: pixels ${pixels.toFixed(1)} ms, arithmetic ${sums.toFixed(1)} ms, ` +
          `together ${medianOf(all).toFixed(1)} ms (budget ${budgetMs.toString()}), 19 of 20 below ${worst.toFixed(1)} ms; says ${taken.at(-1)?.hint ?? ''}`,
      );
    }
    const total = (taken: typeof planes): number[] => taken.map(({ pixelsMs, sumsMs }) => pixelsMs + sumsMs);
    record(
      {
        name: 'a hint on a slow phone',
        ours: `from a camera's planes, ${slowdown.toString()}x slower`,
        baseline: 'from a canvas',
        unit: 'ms',
        goal: 1,
      },
      { ours: total(planes), baseline: total(canvas) },
    );
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
});
