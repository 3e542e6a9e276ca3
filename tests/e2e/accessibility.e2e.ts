import { faultsOf } from './pages/faults-of.ts';
import { expect, test } from './test.ts';

const tabs = ['summary', 'document', 'checks', 'faces', 'history', 'json'] as const;

for (const theme of ['dark', 'light'] as const) {
  test(`no serious accessibility fault on any screen in the ${theme} theme`, async ({ stocked }) => {
    const workstation = await stocked.with({ theme, language: 'en' });
    const faults: string[] = [];
    const inspect = async (screen: string): Promise<void> => {
      const found = await faultsOf(workstation.page, { isSerious: true });
      faults.push(...found.map((fault) => `${screen}: ${fault}`));
    };
    await workstation.open(/OKORO/i);
    for (const tab of tabs) {
      await workstation.openTab(tab);
      await inspect(tab);
    }
    await workstation.openTab('summary');
    await workstation.press('d');
    await inspect('decline');
    await workstation.press('Escape', '?');
    await expect(workstation.page.getByRole('dialog')).toBeVisible();
    await inspect('keys');
    await workstation.press('Escape');
    await expect(workstation.page.getByRole('dialog')).toHaveCount(0);
    await workstation.press('n');
    await expect(workstation.page.getByRole('dialog')).toBeVisible();
    await inspect('add a session');
    await workstation.press('Escape');
    await expect(workstation.page.getByRole('dialog')).toHaveCount(0);
    await workstation.press('Control+k');
    await expect(workstation.page.getByRole('dialog')).toBeVisible();
    await inspect('palette');
    await workstation.press('Escape');
    await workstation.goTo('/settings');
    await expect(
      workstation.page.getByRole('heading', { name: workstation.say('settings.title') }),
    ).toBeVisible();
    await inspect('settings');
    await workstation.goTo('/logs');
    expect(faults).toEqual([]);
  });
}
