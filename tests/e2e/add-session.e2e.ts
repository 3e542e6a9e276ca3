import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { refusalAdvice, refusalSentences } from '#shared/domain/refusal-sentences.ts';
import { ServerLog } from './server-log.ts';
import { expect, test } from './test.ts';

/** Puts a picture into the clipboard as a screenshot tool does: as PNG. */
async function copyPicture(page: Page, jpeg: Buffer): Promise<void> {
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    const png = await canvas.convertToBlob({ type: 'image/png' });
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
  }, jpeg.toString('base64'));
}

const samples = resolve(import.meta.dirname, '../../resources/samples');

test('a session added by hand says clearly which files are no pictures', async ({
  workstation,
  host,
  page,
}) => {
  const selfie = await readFile(resolve(samples, 'p01-selfie.jpg'));
  await workstation.expectNothingYet();
  await workstation.press('n');
  const dialog = page.getByRole('dialog', { name: workstation.say('add.title') });
  await expect(dialog).toBeVisible();
  const submit = dialog.getByRole('button', { name: workstation.say('add.submit') });
  await expect(submit).toBeDisabled();

  const slots = dialog.locator('.vd-slot');
  await expect(slots).toHaveCount(2);
  await slots
    .nth(0)
    .locator('input[type=file]')
    .setInputFiles({
      name: 'passport.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.from('This is a letter, not a passport.\n'.repeat(20)),
    });
  await slots
    .nth(1)
    .locator('input[type=file]')
    .setInputFiles({
      name: 'selfie.jpg',
      mimeType: 'image/jpeg',
      buffer: selfie.subarray(0, Math.floor(selfie.length / 2)),
    });
  await submit.click();
  await dialog.getByRole('button', { name: workstation.say('add.open') }).click();
  await expect(dialog).toHaveCount(0);

  await workstation.untilAllWaitForReview(1);
  await expect(workstation.verdict).toBeVisible();
  const summary = await workstation.openTab('summary');
  for (const code of ['unknown-format', 'truncated'] as const) {
    await expect(summary).toContainText(refusalSentences.en[code]);
    await expect(summary).toContainText(refusalAdvice.en[code]);
  }
  await workstation.photograph('refused-files');

  const server = await ServerLog.of(page, host);
  const events = await server.eventsOf(workstation.openId());
  const analyses = events.flatMap((event) =>
    event.type === 'session.analyzed' ? [event.body.analysis] : [],
  );
  const refusals = analyses.flatMap(({ steps }) => steps.flatMap(({ captures }) => captures));
  expect(refusals.map(({ side, refusal }) => ({ side, refusal }))).toEqual([
    { side: 'front', refusal: 'unknown-format' },
    { side: 'selfie', refusal: 'truncated' },
  ]);
});

test('pictures pasted from the clipboard take the places in order', async ({ workstation, host, page }) => {
  test.skip(page.context().browser() === null, 'skipped: the desktop app grants no page its clipboard');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await workstation.expectNothingYet();
  await workstation.press('n');
  const dialog = page.getByRole('dialog', { name: workstation.say('add.title') });
  await expect(dialog).toBeVisible();
  const previews = dialog.locator('img.vd-slot-preview');
  for (const [index, name] of ['p01-portrait.jpg', 'p01-selfie.jpg'].entries()) {
    await copyPicture(page, await readFile(resolve(samples, name)));
    await workstation.press('Control+v');
    await expect(previews).toHaveCount(index + 1);
  }
  await dialog.getByRole('button', { name: workstation.say('add.submit') }).click();
  await dialog.getByRole('button', { name: workstation.say('add.open') }).click();
  const server = await ServerLog.of(page, host);
  await expect
    .poll(async () => {
      const events = await server.eventsOf(workstation.openId());
      return events.flatMap((event) =>
        event.type === 'capture.received' ? [[event.body.side, event.body.mediaType]] : [],
      );
    })
    .toEqual([
      ['front', 'image/png'],
      ['selfie', 'image/png'],
    ]);
});
