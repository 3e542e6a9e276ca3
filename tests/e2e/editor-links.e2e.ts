import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';
import { photographPassport } from './capture-pictures.ts';
import { ScenarioPages } from './pages/scenario-pages.ts';
import { Person } from './person.ts';
import { expect, test } from './test.ts';

/** The first link that opens: one of them is revoked. */
async function openFirst(addresses: readonly string[]): Promise<Person> {
  for (const address of addresses) {
    const person = new Person(address);
    try {
      await person.open();
      return person;
    } catch (error) {
      expect(String(error)).toContain('link-revoked');
    }
  }
  throw new Error('no link opens');
}

function blankPicture(): Promise<Buffer> {
  return sharp({ create: { width: 1200, height: 900, channels: 3, background: '#8a8f96' } })
    .jpeg()
    .toBuffer();
}

test('a scenario is made, put to use and handed out as links, one of which is walked and one revoked', async ({
  workstation,
  page,
}) => {
  const pages = new ScenarioPages(workstation);
  await pages.openEditor();
  await pages.create('Car loan');

  await test.step('steps are ordered by keyboard and settings are saved as they are made', async () => {
    await page.getByRole('button', { name: /^1\. Document/ }).focus();
    await workstation.press('Alt+ArrowDown');
    expect(await pages.steps()).toEqual(['1. Selfie', '2. Document']);
    await workstation.press('Alt+ArrowUp');
    expect(await pages.steps()).toEqual(['1. Document', '2. Selfie']);
    await page.getByRole('combobox', { name: 'Issuing states' }).pressSequentially('uto,');
    await page.getByRole('switch', { name: 'Glare on the document' }).click();
    await pages.untilSaved();
    await pages.openSection('rules');
    await page.getByRole('textbox', { name: 'Attempts per step' }).fill('99');
    await expect(page.locator('.vd-save-state')).toHaveText(workstation.say('save.invalid'));
    await expect(pages.button('editor.commit')).toBeDisabled();
    await page.getByRole('textbox', { name: 'Attempts per step' }).fill('2');
    await pages.untilSaved();
  });

  await test.step('the first version is frozen and active; the next is told apart from it in words', async () => {
    await pages.commitAndActivate();
    await expect(page.locator('.vd-editor-head')).toContainText('Version 1 active');
    await pages.openSection('page');
    await page.getByRole('textbox', { name: 'Organization' }).fill('Bank of Utopia');
    await expect(page.getByText('Bank of Utopia asks you to confirm who you are')).toBeVisible();
    await pages.untilSaved();
    await pages.button('editor.commit').click();
    await expect(pages.dialog).toContainText('Organization: “Bank of Utopia” instead of nothing.');
    await pages.dialog.getByRole('button', { name: workstation.say('editor.commitAndActivate') }).click();
    await expect(page.locator('.vd-editor-head')).toContainText('Version 2 active');
  });

  await test.step('a scenario leaves as a file and comes back as another', async () => {
    await pages.button('editor.more').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: workstation.say('editor.export') }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('car-loan.json');
    await workstation.goTo('/scenarios');
    await page.locator('input[type=file]').setInputFiles(await download.path());
    await pages.dialog.getByRole('textbox', { name: workstation.say('editor.name') }).fill('Imported loan');
    await pages.dialog.getByRole('button', { name: workstation.say('editor.create') }).click();
    await expect(page.getByRole('heading', { name: 'Imported loan' })).toBeVisible();
  });

  let addresses: readonly string[] = [];
  await test.step('links are told once, copied, as a table and as a sheet of QR codes', async () => {
    await pages.openLinks();
    await pages.makeLinks('Car loan', 3);
    addresses = await pages.addresses();
    expect(new Set(addresses).size).toBe(3);
    const table = await pages.download('links.csv');
    const lines = table.bytes.toString('utf8').trimEnd().split('\r\n').slice(1);
    expect(lines.map((line) => line.split(',')[1])).toEqual(addresses);
    const sheet = await pages.download('links.sheet');
    expect([table.name, sheet.name].every((name) => /^links-car-loan-[\dT-]+\.(csv|pdf)$/.test(name))).toBe(
      true,
    );
    const library = await PDFiumLibrary.init();
    const document = await library.loadDocument(sheet.bytes);
    const text = document.getPage(0).getText();
    expect([document.getPageCount(), text.match(/Car loan/g)?.length]).toEqual([1, 3]);
    document.destroy();
    library.destroy();
    await pages.closeDialog();
    await expect(pages.linkRowsWith('new')).toHaveCount(3);
  });

  await test.step('one is revoked, after a question', async () => {
    await pages.linkRows
      .last()
      .getByRole('button', { name: /^Revoke link/ })
      .click();
    await expect(pages.dialog).toContainText('Revoke 1 link?');
    await pages.dialog.getByRole('button', { name: workstation.say('links.revoke'), exact: true }).click();
    await expect(pages.linkRowsWith('revoked')).toHaveCount(1);
    await expect(pages.linkRowsWith('new')).toHaveCount(2);
  });

  await test.step('another is sent again: one more address, and the one before is dead', async () => {
    const row = pages.linkRowsWith('new').first();
    await row.getByRole('button', { name: /^Send link .* again$/ }).click();
    await expect(pages.dialog).toContainText('The address that was handed out dies');
    await workstation.photograph('links-resend');
    await pages.dialog.getByRole('button', { name: workstation.say('links.resendNow') }).click();
    await expect(pages.dialog.locator('.vd-made-links')).toBeVisible();
    const [address = ''] = await pages.addresses();
    expect(addresses).not.toContain(address);
    await pages.download('links.csv');
    await workstation.photograph('links-resent');
    await pages.closeDialog();
    // Newest first: the row is that of the last one that was made.
    const [revoked = '', , before = ''] = addresses;
    await expect(new Person(before).open()).rejects.toThrow('link-unknown');
    addresses = [revoked, address];
  });

  await test.step('another is walked, and the logs follow step by step', async () => {
    const person = await openFirst(addresses);
    await expect(pages.linkRowsWith('opened')).toHaveCount(1);
    await person.consent();
    await workstation.goTo('/logs');
    const tile = workstation.tiles.first();
    await expect(tile).toContainText('Opened, nothing sent yet');
    // A blank picture: the attempt is made again.
    await person.send('document', 'front', await blankPicture());
    await expect(tile).toContainText('Document: under way');
    await person.submit('document', 1);
    await expect(tile).toContainText('Document: again, 1 of 2 used', { timeout: 120_000 });
    await tile.click();
    await expect(workstation.panel).toContainText('No document was found');
    await person.send('document', 'front', await photographPassport());
    await person.submit('document', 2);
    await expect(tile.locator('.vd-steps')).toHaveAttribute(
      'aria-label',
      /^Document: (passed|to be taken again)/,
      {
        timeout: 120_000,
      },
    );
    await pages.openLinks();
    await expect(pages.linkRowsWith('progress').or(page.getByText('Failure 1'))).toHaveCount(1);
  });
});
