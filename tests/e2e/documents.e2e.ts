import { must } from '#shared/lib/invariant.ts';
import { drawnDocument } from './drawn-documents.ts';
import { faultsOf } from './pages/faults-of.ts';
import { ServerLog } from './server-log.ts';
import { expect, test } from './test.ts';

// Pictures that the corpus draws and photographs, analyzed by the real pipeline: what an analyst does with each family of documents.
test('licences and an internal passport are looked at flat, corrected, and analyzed again with other corners', async ({
  workstation: opened,
  page,
  host,
}) => {
  test.setTimeout(480_000);
  await opened.expectNothingYet();
  const server = await ServerLog.of(page, host);
  const licence = await drawnDocument('eu-licence');
  const american = await drawnDocument('aamva-licence');
  const passport = await drawnDocument('ru-internal-passport');
  const ids = {
    licence: await server.addDocument(licence.pictures),
    american: await server.addDocument(american.pictures),
    passport: await server.addDocument(passport.pictures),
  };
  await opened.untilAllWaitForReview(3);
  const faults: string[] = [];
  const inspect = async (screen: string): Promise<void> => {
    faults.push(...(await faultsOf(page)).map((fault) => `${screen}: ${fault}`));
  };
  const surface = (kind: 'original' | 'flat') => page.locator(`.vd-viewport[data-surface="${kind}"]`);

  await test.step('an EU licence is flat by one key, with its zones, and a field is corrected', async () => {
    const workstation = await opened.with({ theme: 'dark', language: 'en' });
    await workstation.goTo(`/logs/${ids.licence}`);
    await workstation.untilShown();
    await workstation.openTab('document');
    await workstation.press('v');
    await expect(surface('flat').locator('.vd-picture img').first()).toBeVisible();
    await expect(surface('original')).toHaveCount(0);
    // On the flat side a printed line is upright: its corners share their heights.
    const points = must(
      await surface('flat').locator('.vd-zone-field.vd-zone-viz').first().getAttribute('points'),
      'a zone',
    )
      .split(' ')
      .map((point) => point.split(',').map(Number));
    expect(Math.abs((points[0]?.[1] ?? 0) - (points[1]?.[1] ?? 99))).toBeLessThan(3);
    await expect(surface('flat').locator('.vd-zone-tag').first()).toBeVisible();
    await workstation.photograph('document-flat');
    await inspect('flat');
    await workstation.press('i');
    await expect(page.locator('.vd-zone-tag')).toHaveCount(0);
    await workstation.press('i');

    const surname = workstation.panel.locator('[data-field-row="surname"]');
    // Each character under its glyph.
    await surname.locator('[data-field]').first().click();
    await expect(surname.locator('.vd-characters-placed .vd-character')).toHaveText(
      Array.from(must(licence.printed('surname'), 'a surname')),
    );
    await workstation.photograph('document-printed-characters');
    // The place stands behind the day, under the same number.
    const birth = workstation.panel.locator('[data-field-row="birth-date"]');
    await expect(birth).not.toContainText(must(licence.printed('place-of-birth'), 'a place'));
    const zone = (await server.resultOf(ids.licence)).steps[0]?.checks.find(
      ({ id }) => id === 'document.mrz-present',
    );
    expect(zone).toMatchObject({ status: 'not-run', reason: 'zone-not-needed' });

    await surname.locator('[data-field]').first().focus();
    await workstation.press('e');
    const text = surname.getByRole('textbox').first();
    await text.fill(`${must(licence.printed('surname'), 'a surname')}X`);
    await text.press('Enter');
    await expect(surname.locator('.vd-corrected mark')).toHaveText('X');
    await workstation.photograph('document-corrected-column');
    await inspect('corrected');
    await expect.poll(async () => (await server.resultOf(ids.licence)).corrections?.length).toBe(1);
  });

  await test.step('an American licence says the same in print and barcode, and stands beside its flat side', async () => {
    const workstation = await opened.with({ theme: 'light', language: 'ru' });
    await workstation.goTo(`/logs/${ids.american}`);
    await workstation.untilShown();
    await workstation.openTab('document');
    const number = workstation.panel.locator('[data-field-row="document-number"]');
    const value = must(american.printed('document-number'), 'a number');
    await expect(number.locator('[data-field]')).toHaveCount(2);
    await expect(number.locator('[data-field*=":barcode:"]')).toContainText(value);
    await workstation.press('c');
    await expect(surface('original')).toHaveCount(1);
    await expect(surface('flat')).toHaveCount(1);
    await workstation.press(']');
    await expect(surface('flat').locator('.vd-zone-barcode').first()).toBeAttached();
    await workstation.photograph('document-beside');
    await inspect('beside');
    await workstation.openTab('checks');
    const why = workstation.panel.getByRole('button', { name: /^Не проверено \(\d+\):/ }).first();
    await why.click();
    await expect(why).toHaveAttribute('aria-expanded', 'true');
    await workstation.photograph('checks-not-checked');
    await inspect('not checked');
    await workstation.press('c');
  });

  await test.step('a passport whose corner is dragged is analyzed again with it', async () => {
    const workstation = await opened.with({ theme: 'light', language: 'en' });
    await workstation.goTo(`/logs/${ids.passport}`);
    await workstation.untilShown();
    await workstation.openTab('document');
    await expect(workstation.panel.locator('[data-field-row="division-code"]')).toBeVisible();
    await workstation.press('x');
    // The keyboard has the first corner at once.
    await expect(page.locator('[data-corner="0"]')).toBeFocused();
    const corner = page.locator('[data-corner="2"]');
    const before = must(await corner.boundingBox(), 'a corner');
    const [x, y] = [before.x + before.width / 2, before.y + before.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 5, y + 5, { steps: 4 });
    await page.mouse.up();
    await workstation.press('ArrowDown');
    await inspect('corners');
    await page.getByRole('button', { name: workstation.say('corners.analyze') }).click();
    const outline = async () => (await server.resultOf(ids.passport)).steps[0]?.captures[0]?.outline?.source;
    await expect.poll(outline, { timeout: 180_000 }).toBe('analyst');
    await workstation.untilAllWaitForReview(3);
    await workstation.press('v');
    await expect(surface('flat').locator('.vd-picture img').first()).toBeVisible();
    await workstation.photograph('document-flat-again');
  });
  expect(faults).toEqual([]);
});
