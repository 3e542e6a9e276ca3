import { faultsOf } from './pages/faults-of.ts';
import { ScenarioPages } from './pages/scenario-pages.ts';
import { englishOnly } from './pages/words.ts';
import { expect, test } from './test.ts';

const sections = ['general', 'steps', 'rules', 'notifications', 'page', 'versions'] as const;

test('editor and links draw in both themes and languages, without a serious fault of accessibility', async ({
  workstation,
  page,
}) => {
  // Sixty screens, half of them inspected.
  test.slow();
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  const first = new ScenarioPages(workstation);
  await first.openEditor();
  await first.create('Вклад Онлайн');
  await first.commitAndActivate();
  await first.openSection('steps');
  const chosen = page.locator('.vd-step-choose');
  const off = page.locator('.vd-checks-table [data-off]');
  await chosen.nth(1).click();
  // Two strict rules for portraits, and that of masks, are off until they are switched on.
  await expect(off).toHaveCount(3);
  await page.getByRole('switch', { name: 'Mouth is closed' }).click({ force: true });
  await expect(off).toHaveCount(2);
  await first.untilSaved();
  await first.openSection('rules');
  await page.getByRole('textbox', { name: 'Attempts per step' }).fill('5');
  await first.openSection('page');
  await page.getByRole('textbox', { name: 'Organization' }).fill('Utopia Bank');
  await first.untilSaved();

  for (const language of ['en', 'ru'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      await workstation.goTo('/logs');
      const shown = await workstation.with({ language, theme });
      const pages = new ScenarioPages(shown);
      const look = async (screen: string): Promise<void> => {
        await shown.photograph(`${screen}-${theme}-${language}`);
        if (language === 'en') {
          const faults = await faultsOf(page, { isSerious: true });
          problems.push(...faults.map((fault) => `${screen} ${theme}: ${fault}`));
          return;
        }
        const lines = (await page.locator('body').innerText()).split('\n').map((line) => line.trim());
        const english = englishOnly();
        problems.push(
          ...lines.filter((line) => english.has(line)).map((line) => `${screen}: English: ${line}`),
        );
      };
      await pages.openEditor();
      await look('editor-none');
      await page.getByRole('link', { name: /Вклад Онлайн/ }).click();
      for (const section of sections) {
        await pages.openSection(section);
        await look(`editor-${section}`);
        if (section !== 'steps') continue;
        await chosen.nth(1).click();
        await off.last().scrollIntoViewIfNeeded();
        await look('editor-steps-selfie');
      }
      await pages.openSection('notifications');
      await pages.button('callbacks.secretMake').click();
      await pages.dialog.getByRole('button', { name: shown.say('callbacks.secretMake') }).click();
      await expect(pages.dialog).toContainText('whsec_');
      await look('editor-secret');
      await pages.closeDialog();
      await pages.openSection('steps');
      await page.getByRole('switch', { name: shown.say('editor.expert') }).click();
      await page
        .getByRole('combobox', {
          name: /^(When it fails|Если не пройдена): (Document is sharp|Документ резкий)/,
        })
        .scrollIntoViewIfNeeded();
      await look('editor-expert');
      await pages.button('editor.commit').click();
      await expect(pages.dialog).toBeVisible();
      await look('editor-commit');
      await pages.closeDialog();
      await pages.openLinks();
      await look('links');
      await pages.button('links.make').first().click();
      await expect(pages.dialog).toBeVisible();
      await look('links-make');
      await pages.closeDialog();
      await pages.makeLinks('Вклад Онлайн', 14);
      await look('links-made');
      await pages.dialog.locator('.mantine-Modal-close').click();
      await look('links-leaving');
      await pages.button('links.leaveAnyway').click();
      await expect(pages.dialog).toHaveCount(0);
      await page.getByRole('checkbox', { name: shown.say('links.chooseAll') }).check();
      await look('links-chosen');
      await pages.linkRows.first().getByRole('button').last().click();
      await expect(pages.dialog).toBeVisible();
      await look('links-revoke');
      await pages.closeDialog();
    }
  }
  expect(problems).toEqual([]);
});
