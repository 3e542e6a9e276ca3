import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { decodeImage } from '#analysis/image/decode.ts';
import { encodeImage } from '#analysis/image/encode.ts';
import { must } from '#shared/lib/invariant.ts';
import { drawnDocument } from './drawn-documents.ts';
import { faultsOf } from './pages/faults-of.ts';
import { Workstation } from './pages/workstation-page.ts';
import { ServerLog } from './server-log.ts';
import { expect, test } from './test.ts';
import { startWorkstation } from './workstation.ts';

test('where no document was found its corners are set by hand, and the session is analyzed with them', async ({
  workstation: opened,
  page,
  host,
}) => {
  await opened.expectNothingYet();
  const server = await ServerLog.of(page, host);
  // Gray and nothing else, as a covered lens takes it.
  const [width, height] = [1200, 900];
  const data = new Uint8Array(width * height * 3).fill(118);
  const blank = await encodeImage({ width, height, channels: 3, data }, { format: 'jpeg' });
  const id = await server.addDocument([{ side: 'front', bytes: blank }]);
  await opened.untilAllWaitForReview(1);
  const workstation = await opened.with({ theme: 'dark', language: 'ru' });
  await workstation.goTo(`/logs/${id}`);
  await workstation.untilShown();
  const capture = async () => (await server.resultOf(id)).steps[0]?.captures[0];
  expect((await capture())?.documentQuadPx).toBeNull();

  // What to do about it stands where the fields would.
  await expect(await workstation.openTab('document')).toContainText('X');
  await workstation.press('x');
  await expect(page.locator('[data-corner="0"]')).toBeFocused();
  await workstation.press('Shift+ArrowRight');
  await workstation.photograph('corners-none-found');
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('button', { name: workstation.say('corners.analyze') }).click();
  await expect.poll(async () => (await capture())?.outline?.source, { timeout: 120_000 }).toBe('analyst');
  // A tenth inside the picture, and ten pixels to the right.
  expect((await capture())?.documentQuadPx?.[0]).toEqual({ x: 130, y: 90 });
});

test('a picture that lies on its side is shown upright, whole and cut out', async ({
  workstation: opened,
  page,
  host,
}) => {
  await opened.expectNothingYet();
  const server = await ServerLog.of(page, host);
  const { pictures } = await drawnDocument('eu-licence');
  const decoded = await decodeImage(must(pictures[0], 'a picture').bytes);
  if (!decoded.ok) throw new Error(decoded.code);
  const { width, height, data } = decoded.image;
  // A quarter clockwise.
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [from, to] = [3 * (y * width + x), 3 * (x * height + (height - 1 - y))];
      turned.set(data.subarray(from, from + 3), to);
    }
  }
  const bytes = await encodeImage(
    { width: height, height: width, channels: 3, data: turned },
    { format: 'jpeg' },
  );
  const id = await server.addDocument([{ side: 'front', bytes }]);
  await opened.untilAllWaitForReview(1);
  const workstation = await opened.with({ theme: 'light', language: 'en' });
  await workstation.goTo(`/logs/${id}`);
  await workstation.untilShown();
  expect((await server.resultOf(id)).steps[0]?.captures[0]?.rotationDeg).toBe(90);

  await workstation.openTab('document');
  const surname = workstation.panel.locator('[data-field-row="surname"] [data-field]').first();
  await surname.click();
  // On the screen the line reads from left to right, in the picture and in its cut-out.
  const zone = must(await page.locator('.vd-zone-field[data-selected]').boundingBox(), 'a zone');
  expect(zone.width).toBeGreaterThan(2 * zone.height);
  const cut = must(await workstation.panel.locator('.vd-field-cut').boundingBox(), 'a cut-out');
  expect(cut.width).toBeGreaterThan(2 * cut.height);
  const boxOf = async (field: string) =>
    must(await page.locator(`.vd-zone-viz[data-zone$=":${field}"]`).boundingBox(), `the zone of ${field}`);
  // An upside down document would have them the other way round.
  expect((await boxOf('surname')).y).toBeLessThan((await boxOf('document-number')).y);
  await workstation.photograph('document-turned');
});

test('after an analysis that failed corners are set on the picture, and it is analyzed with them', async ({
  hostKind,
  windowBrowser,
}) => {
  test.skip(hostKind === 'desktop', 'skipped: takes the models away from a host of its own, in the browser');
  const folder = await mkdtemp(join(tmpdir(), 'vidimus-models-'));
  const models = join(folder, 'models');
  await mkdir(models);
  const host = await startWorkstation({ VIDIMUS_MODELS: models });
  const context = await must(windowBrowser, 'a browser').newContext({
    viewport: { width: 1280, height: 720 },
    locale: 'en-US',
  });
  try {
    const page = await context.newPage();
    await page.goto(host.launchUrl);
    const workstation = new Workstation(page);
    await workstation.expectNothingYet();
    const server = await ServerLog.of(page, host);
    const licence = await drawnDocument('eu-licence');
    const id = await server.addDocument(licence.pictures);
    await expect(workstation.tiles.filter({ hasText: workstation.say('status.failed') })).toHaveCount(1, {
      timeout: 120_000,
    });
    await workstation.goTo(`/logs/${id}`);
    await workstation.untilShown();
    await workstation.press('x');
    const corner = page.locator('[data-corner="0"]');
    await expect(corner).toBeFocused();
    const box = must(await corner.boundingBox(), 'a corner');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 12, box.y + box.height / 2 + 9, { steps: 4 });
    await page.mouse.up();
    await workstation.photograph('corners-after-failure');
    expect(await faultsOf(page)).toEqual([]);
    await rm(models, { recursive: true });
    await symlink(resolve(import.meta.dirname, '../../models/installed'), models);
    await page.getByRole('button', { name: workstation.say('corners.analyze') }).click();
    const outline = async () => (await server.resultOf(id)).steps[0]?.captures[0]?.outline?.source;
    await expect.poll(outline, { timeout: 120_000 }).toBe('analyst');
    await workstation.expectStatus('review');
  } finally {
    await context.close();
    await host.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
