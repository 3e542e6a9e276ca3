import { expect, test } from './test.ts';

// Pictures for people: artifacts/screenshots holds every screen in both themes and both languages at 1280×720.
for (const language of ['en', 'ru'] as const) {
  for (const theme of ['dark', 'light'] as const) {
    test(`every screen draws in the ${theme} theme in ${language}`, async ({ stocked }) => {
      const problems: string[] = [];
      stocked.page.on('pageerror', ({ message }) => problems.push(message));
      stocked.page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      const workstation = await stocked.with({ language, theme });
      const photograph = (screen: string): Promise<void> =>
        workstation.photograph(`${screen}-${theme}-${language}`);
      for (const [name, holder] of [
        ['sound', /BRANDT/i],
        ['check-digit', /OKORO/i],
        ['other-person', /REYES/i],
      ] as const) {
        await workstation.open(holder);
        await workstation.openTab('summary');
        await photograph(`review-${name}`);
      }
      await workstation.open(/OKORO/i);
      for (const tab of ['document', 'checks', 'faces', 'history', 'json'] as const) {
        await workstation.openTab(tab);
        await photograph(`tab-${tab}`);
      }
      await workstation.openTab('summary');
      await workstation.press('d');
      await photograph('decline');
      await workstation.press('Escape', '?');
      await expect(workstation.page.getByRole('dialog')).toBeVisible();
      await photograph('keys');
      await workstation.press('Escape');
      await expect(workstation.page.getByRole('dialog')).toHaveCount(0);
      await workstation.press('n');
      await expect(workstation.page.getByRole('dialog')).toBeVisible();
      await photograph('add-session');
      await workstation.press('Escape');
      await expect(workstation.page.getByRole('dialog')).toHaveCount(0);
      await workstation.goTo('/settings');
      await expect(
        stocked.page.getByRole('heading', { name: workstation.say('settings.title') }),
      ).toBeVisible();
      await photograph('settings');
      await workstation.goTo('/logs');
      stocked.page.removeAllListeners('pageerror').removeAllListeners('console');
      expect(problems).toEqual([]);
    });
  }
}
