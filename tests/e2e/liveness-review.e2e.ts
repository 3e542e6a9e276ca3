import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { must } from '#shared/lib/invariant.ts';
import { CapturePage } from './capture-page.ts';
import { selfieFile } from './capture-pictures.ts';
import { launchPhones } from './capture-test.ts';
import { ScenarioPages } from './pages/scenario-pages.ts';
import { expect, test } from './test.ts';

/** A sample person's challenge, with its last movement left out. Two to four movements of three seconds. */
async function answerChallenge(person: CapturePage): Promise<void> {
  await person.agree();
  await person.press('Open the camera');
  await expect(person.page.locator('.viewfinder.ready')).toBeVisible();
  await person.press('Start');
  await expect(person.heading).toHaveText(/^Movement 1 of \d$/);
  const count = Number((await person.heading.textContent())?.at(-1));
  for (let nth = 1; nth <= count; nth += 1) {
    await expect(person.heading).toHaveText(`Movement ${nth.toString()} of ${count.toString()}`);
    await person.press(nth === count ? 'I cannot do this' : 'Start');
  }
  await person.sees('Thank you, that is all');
}

test('a challenge is designed, answered on a phone, and seen by an analyst as what it is: not analyzed', async ({
  workstation,
  page,
  playwright,
  launchOptions,
}) => {
  const pages = new ScenarioPages(workstation);
  await pages.openEditor();
  await pages.create('Presence');
  await pages.button('editor.stepAdd').click();
  await page.getByRole('menuitem', { name: workstation.say('step.liveness') }).click();
  await expect(page.getByText(workstation.say('editor.liveness.title'))).toBeVisible();
  await workstation.photograph('editor-liveness');
  for (const name of ['step.document', 'step.selfie'] as const)
    await page.getByRole('button', { name: `Remove: ${workstation.say(name)}` }).click();
  expect(await pages.steps()).toEqual([`1. ${workstation.say('step.liveness')}`]);
  await pages.untilSaved();
  await pages.commitAndActivate();
  await pages.openLinks();
  await pages.makeLinks('Presence', 1);
  const [address] = await pages.addresses();
  // Links are told once: the dialog stays until they were taken.
  await pages.download('links.csv');
  await pages.closeDialog();

  const phones = await launchPhones(playwright.chromium, launchOptions, await readFile(selfieFile));
  const phone = await phones.browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'en-US',
    permissions: ['camera'],
  });
  const person = new CapturePage(await phone.newPage());
  await person.open(must(address, 'a link'));
  await answerChallenge(person);
  await phones.close();

  await workstation.goTo('/logs');
  await expect(workstation.tiles.first()).toContainText(workstation.say('status.review'), {
    timeout: 120_000,
  });
  await workstation.tiles.first().click();
  await workstation.untilShown();
  const section = workstation.panel.getByRole('region', { name: workstation.say('step.liveness') });
  await expect(section).toContainText(workstation.say('liveness.title'));
  await expect(section).toContainText(workstation.say('liveness.skipped'));
  const frames = section.getByRole('button', { name: /^Picture at \d+(\.\d)? s: / });
  expect(await frames.count()).toBeGreaterThan(2);
  await frames.last().click();
  await expect(frames.last()).toHaveAttribute('aria-pressed', 'true');
  await workstation.untilShown();
  await expect(frames.last().locator('img')).toHaveJSProperty('complete', true);
  await workstation.photograph('review-liveness');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  const checks = await workstation.openTab('checks');
  await expect(checks).toContainText('Presence in person');
  await expect(checks).toContainText('This version does not analyze it');
  const history = await workstation.openTab('history');
  await expect(history).toContainText('passed on to an analyst without an analysis');
  const json = await workstation.openTab('json');
  await expect(json).toContainText('"not-available-yet"');
});
