import { faultsOf } from './pages/faults-of.ts';
import { ScenarioPages } from './pages/scenario-pages.ts';
import { expect, test } from './test.ts';

test('an editor gives the page a language, colors and words of its own, sees them, and opens the scenario to the widget', async ({
  workstation,
  page,
}) => {
  const pages = new ScenarioPages(workstation);
  await pages.openEditor();
  await pages.create('Shop');
  await pages.openSection('page');
  const choose = async (field: string, option: string): Promise<void> => {
    await page.getByRole('combobox', { name: field }).click();
    await page.getByRole('option', { name: option }).click();
  };
  await choose('Language of the page', 'Russian');
  await choose('Light or dark', 'Dark');
  await page.getByRole('textbox', { name: 'Heading', exact: true }).fill('One look at you');
  await page.getByRole('textbox', { name: 'Button of consent' }).fill('Fine, go on');
  await page
    .getByRole('radiogroup', { name: 'Language of your words' })
    .getByText('Russian', { exact: true })
    .click();
  await page.getByRole('textbox', { name: 'Heading', exact: true }).fill('Один взгляд');
  await expect(page.getByRole('switch', { name: 'Customer key only encrypted' })).toBeDisabled();
  await page.getByRole('switch', { name: 'Begin from the widget without a link' }).click();
  await page.getByRole('switch', { name: 'Customer key only encrypted' }).click();
  await expect(page.getByText(`Vidimus.open({ schemaId: 'shop', clientKey: '…' })`)).toBeVisible();
  await pages.untilSaved();
  const preview = page.locator('.vd-phone-screen');
  await expect(preview).toContainText('One look at you');
  await expect(preview).toContainText('Fine, go on');
  await expect(preview).toHaveCSS('background-color', 'rgb(17, 21, 27)');
  await workstation.photograph('editor-widget');
  await page.setViewportSize({ width: 1280, height: 1900 });
  await workstation.photograph('editor-widget-whole');
  expect(await faultsOf(page)).toEqual([]);

  // What was saved is what a reload shows, and what changes is told before it is committed.
  await page.reload();
  await pages.openSection('page');
  await expect(page.getByRole('textbox', { name: 'Heading', exact: true })).toHaveValue('One look at you');
  await pages.commitAndActivate();
  await page.getByRole('switch', { name: 'Customer key only encrypted' }).click();
  await pages.untilSaved();
  await pages.button('editor.commit').click();
  await expect(pages.dialog).toContainText('Customer key only encrypted: off instead of on.');
});
