import { readFile } from 'node:fs/promises';
import { livenessActions, type LivenessAction } from '#shared/domain/liveness.ts';
import { must } from '#shared/lib/invariant.ts';
import { CapturePage } from './capture-page.ts';
import { selfieFile } from './capture-pictures.ts';
import { launchPhones } from './capture-test.ts';
import { faultsOf } from './pages/faults-of.ts';
import { ScenarioPages } from './pages/scenario-pages.ts';
import { drawPoses, placePerson } from './moving-person.ts';
import { expect, test } from './test.ts';

/** A challenge, with its last movement left out where the person says so. Two to four movements of three seconds. */
async function answerChallenge(person: CapturePage, doesAll: boolean): Promise<void> {
  await person.agree();
  await person.press('Open the camera');
  await expect(person.page.locator('.viewfinder.ready')).toBeVisible();
  await person.press('Start');
  await expect(person.heading).toHaveText(/^Movement 1 of \d$/);
  const count = Number((await person.heading.textContent())?.at(-1));
  for (let nth = 1; nth <= count; nth += 1) {
    await expect(person.heading).toHaveText(`Movement ${nth.toString()} of ${count.toString()}`);
    await person.press(nth === count && !doesAll ? 'I cannot do this' : 'Start');
  }
  await person.sees('Thank you, that is all', { within: 120_000 });
}

test('a challenge is designed, answered on a phone, and seen by an analyst with what was measured', async ({
  workstation,
  page,
  playwright,
  launchOptions,
}) => {
  test.setTimeout(360_000);
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
  await pages.makeLinks('Presence', 3);
  const addresses = await pages.addresses();
  // Links are told once: the dialog stays until they were taken.
  await pages.download('links.csv');
  await pages.closeDialog();

  const poses = await drawPoses();
  const phones = await launchPhones(playwright.chromium, launchOptions, await readFile(selfieFile));
  const answer = async (
    address: string | undefined,
    person: Parameters<typeof placePerson>[2] | null,
  ): Promise<void> => {
    const phone = await phones.browser.newContext({
      viewport: { width: 390, height: 844 },
      locale: 'en-US',
      permissions: ['camera'],
    });
    if (person !== null) await placePerson(phone, poses, person);
    const page = new CapturePage(await phone.newPage());
    await page.open(must(address, 'a link'));
    await answerChallenge(page, person !== null);
    await phone.close();
  };
  // One who does what is asked, a picture before the camera, and the first one's pictures of a turn again where something else is asked now.
  const asked: LivenessAction[] = [];
  await answer(addresses[0], {
    held: [0, 6],
    onAsked: (action) => {
      asked.push(action);
    },
  });
  await answer(addresses[1], null);
  const turns: readonly LivenessAction[] = ['turn-left', 'turn-right', 'look-up'];
  const again = must(
    asked.find((action) => turns.includes(action)),
    'a movement of the head in every challenge',
  );
  await answer(addresses[2], {
    held: [0, 6],
    instead: {
      ...Object.fromEntries(livenessActions.map((action) => [action, again])),
      [again]: again === 'turn-left' ? 'turn-right' : 'turn-left',
    },
  });
  await phones.close();

  await workstation.goTo('/logs');
  await expect(workstation.tiles).toHaveCount(3);
  for (const nth of [0, 1, 2])
    await expect(workstation.tiles.nth(nth)).toContainText(workstation.say('status.review'), {
      timeout: 120_000,
    });
  const section = workstation.panel.getByRole('region', { name: workstation.say('step.liveness') });
  const plot = section.getByRole('slider', { name: workstation.say('liveness.plot') });
  const frames = section.getByRole('button', { name: /^Picture at \d+(\.\d+)? s: / });

  // The newest first: pictures of another session, which did not do what was asked.
  await workstation.tiles.first().click();
  await workstation.untilShown();
  await expect(section).toContainText(/Another movement was made|Not made, or not far enough/);
  const earlier = workstation.panel.getByRole('alert').filter({ hasText: /in 1 earlier session/ });
  await expect(earlier).toContainText('Nearly the same pictures of the challenge');
  await workstation.photograph('review-liveness-replayed');
  const replayed = await workstation.openTab('checks');
  await expect(replayed).toContainText(
    /Another movement was made than was asked for|A movement was not made/,
  );
  await workstation.openTab('summary');
  await earlier.getByRole('button', { name: /^Side by side with/ }).click();
  const both = page.getByRole('dialog');
  await expect(both.getByRole('img', { name: workstation.say('sideBySide.frames') })).toHaveCount(2);
  await expect(both.locator('.vd-side-frame').last()).toHaveJSProperty('complete', true);
  await workstation.photograph('review-liveness-side-by-side');
  await page.keyboard.press('Escape');

  await workstation.goTo('/logs');
  await workstation.tiles.nth(1).click();
  await workstation.untilShown();
  await expect(section).toContainText(workstation.say('liveness.skipped'));
  // A blink alone cannot be told by the landmarks.
  await expect(section).toContainText(/Not made, or not far enough|could not be measured/);
  await workstation.photograph('review-liveness-picture');
  const ofPicture = await workstation.openTab('checks');
  await expect(ofPicture).toContainText(/A movement was not made, or not far enough|could not be measured/);
  await workstation.openTab('summary');

  await workstation.goTo('/logs');
  await workstation.tiles.last().click();
  await workstation.untilShown();
  await expect(section).toContainText(/Made at \d+(\.\d+)? s\./);
  await expect(section).not.toContainText(workstation.say('liveness.title'));
  // Every movement that was drawn, whichever they were.
  await expect(section).not.toContainText(
    /Not made, or not far enough|Another movement was made|could not be measured/,
  );
  expect(await frames.count()).toBeGreaterThan(10);
  await frames.nth(2).click();
  await expect(frames.nth(2)).toHaveAttribute('aria-pressed', 'true');
  await expect(plot).toHaveAttribute('aria-valuenow', '3');
  // The keyboard goes through the frames on the plot, and the strip follows.
  await plot.focus();
  await page.keyboard.press('End');
  await expect(frames.last()).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('ArrowLeft');
  await expect(frames.nth(-2)).toHaveAttribute('aria-pressed', 'true');
  await expect(plot).toHaveAttribute('aria-valuetext', /^At \d+(\.\d+)? s: .+\.$/);
  await workstation.untilShown();
  await expect(frames.last().locator('img')).toHaveJSProperty('complete', true);
  await workstation.photograph('review-liveness');
  expect(await faultsOf(page)).toEqual([]);
  const checks = await workstation.openTab('checks');
  await expect(checks).toContainText('The person did what was asked, in its order');
  await expect(checks).toContainText('No movement was there sooner than a person can react');
  await expect(checks).toContainText('The pictures from the camera show one person, alone');
  await expect(checks).toContainText('No picture and no movement came twice in this challenge');
  await workstation.photograph('review-liveness-checks');
  const history = await workstation.openTab('history');
  await expect(history).not.toContainText('passed on to an analyst without an analysis');
  const json = await workstation.openTab('json');
  // Only lines in sight are drawn.
  await json.getByRole('searchbox').fill('yawDeg');
  await page.keyboard.press('Enter');
  await expect(json).toContainText('"yawDeg"');

  const other = await workstation.with({ theme: 'dark', language: 'ru' });
  await other.goTo('/logs');
  await other.tiles.last().click();
  await other.untilShown();
  await expect(other.panel.getByRole('slider', { name: other.say('liveness.plot') })).toBeVisible();
  await other.photograph('review-liveness-dark');
  await other.tiles.first().click();
  await other.untilShown();
  await expect(other.panel.getByRole('alert').first()).toContainText('Почти те же снимки задания');
  await other.photograph('review-liveness-replayed-dark');
  expect(await faultsOf(other.page)).toEqual([]);
});
