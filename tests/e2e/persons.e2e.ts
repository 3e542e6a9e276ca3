import type { Locator } from '@playwright/test';
import { resolve } from 'node:path';
import sharp from 'sharp';
import { aHolder, aSelfie, aSpecimen } from '#analysis/testing/specimen-pictures.ts';
import { defaultRules } from '#shared/domain/scenario.ts';
import { faultsOf } from './pages/faults-of.ts';
import type { Workstation } from './pages/workstation-page.ts';
import { ServerLog } from './server-log.ts';
import { expect, test } from './test.ts';

const samples = resolve(import.meta.dirname, '../../resources/samples');

/** The pictures of a session of one person, none of them the same file as another session's. */
async function picturesOf(person: string, surname: string, documentNumber: string, light: number) {
  const selfie = await sharp(await aSelfie(person))
    .modulate({ brightness: light })
    .jpeg({ quality: 90 })
    .toBuffer();
  const holder = { ...aHolder, surname, documentNumber };
  return [
    { stepId: 'document', side: 'front' as const, bytes: await aSpecimen({ portraitOf: person, holder }) },
    { stepId: 'selfie', side: 'selfie' as const, bytes: selfie },
  ];
}

async function expectAccessible(workstation: Workstation): Promise<void> {
  // Notifications and dialogs fade in: what is half there has half its contrast.
  await workstation.page.waitForTimeout(400);
  expect(await faultsOf(workstation.page, { isSerious: true })).toEqual([]);
}

test.setTimeout(600_000);

test('whoever is put on the blacklist from one session is stopped live in the next, until deleted', async ({
  workstation,
  page,
  host,
}) => {
  const say = workstation.say.bind(workstation);
  const dialogOf = (name: string): Locator => page.getByRole('dialog', { name });
  await workstation.expectNothingYet();
  const server = await ServerLog.of(page, host);

  // A list, by the keyboard alone.
  await page.getByRole('link', { name: say('persons.title') }).click();
  await expect(page.getByRole('heading', { name: say('persons.noLists') })).toBeVisible();
  await workstation.photograph('persons-no-list');
  await page.getByRole('button', { name: say('persons.newList') }).press('Enter');
  await page.keyboard.type('Refused');
  await expect(dialogOf(say('persons.newList'))).toBeVisible();
  await workstation.photograph('persons-new-list');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Refused' })).toBeVisible();
  await expect(page.getByRole('heading', { name: say('persons.empty') })).toBeVisible();
  await expectAccessible(workstation);

  await server.addList({ id: 'customers', kind: 'customers', name: 'Customers' });
  const rules = {
    ...defaultRules,
    findFaces: true,
    blacklistIds: ['refused'],
    blockBlacklisted: true,
    customerListIds: ['customers'],
  };
  await server.addScenario('watched', { rules });
  await workstation.goTo('/logs');
  const first = await server.addSession('watched', await picturesOf('p01', 'BRANDT', 'U20B74K19', 1));
  await workstation.untilAllWaitForReview(1);
  expect((await server.resultOf(first)).faces.lists[0]).toMatchObject({
    id: 'refused',
    status: 'clear',
  });

  // From the session to the list.
  const putOnList = async (list: string, reason: string): Promise<void> => {
    const faces = await workstation.openTab('faces');
    await faces.getByRole('button', { name: say('persons.fromFaces') }).click();
    const adding = dialogOf(say('persons.addFrom'));
    await expect(adding.locator('[aria-pressed="true"]')).toHaveCount(2, { timeout: 60_000 });
    await adding.getByRole('combobox', { name: say('persons.list'), exact: true }).click();
    await page.getByRole('option', { name: list }).click();
    await adding.getByLabel(say('persons.reason')).fill(reason);
    await adding.getByRole('combobox', { name: say('persons.legalBasis') }).click();
    await page.getByRole('option', { name: say('legalBasis.legitimate-interest') }).click();
    await workstation.photograph('persons-add-from-session');
    await expectAccessible(workstation);
    await adding.getByRole('button', { name: say('persons.add') }).click();
    await expect(adding).toHaveCount(0);
  };
  await workstation.open(/BRANDT/i);
  await putOnList('Refused', 'Came with a forged passport');
  expect(await server.personsOf('refused')).toMatchObject([
    {
      details: { reason: 'Came with a forged passport' },
      templates: 2,
      hasPicture: true,
      sourceSessionId: first,
    },
  ]);

  // The same face with another name and document, while the list of sessions is open.
  const second = await server.addSession('watched', await picturesOf('p01', 'OTHERNAME', 'X11112222', 1.06));
  const tile = workstation.tileOf(/OTHERNAME/i);
  await expect(tile).toContainText(say('status.blocked'), { timeout: 120_000 });
  await tile.click();
  await workstation.untilShown();
  const summary = await workstation.openTab('summary');
  await expect(summary).toContainText(say('blocked.blacklisted'));
  await expect(summary).toContainText('Came with a forged passport');
  await workstation.photograph('persons-blocked');
  await expectAccessible(workstation);
  expect((await server.resultOf(second)).status).toBe('blocked');
  expect((await server.eventsOf(second)).map(({ type }) => type)).toContain('list.matched');

  // Each finding opens both sessions side by side.
  await summary
    .getByRole('button', { name: say('sideBySide.compare'), exact: true })
    .first()
    .click();
  const both = dialogOf(say('sideBySide.title'));
  await expect(both.getByRole('region')).toHaveCount(2);
  await expect(both).toContainText('OTHERNAME');
  await expect(both).toContainText('BRANDT');
  await expect
    .poll(() =>
      both.locator('img').evaluateAll((all) => all.every((img) => (img as HTMLImageElement).complete)),
    )
    .toBe(true);
  await workstation.photograph('side-by-side');
  await expectAccessible(workstation);
  await page.keyboard.press('Escape');
  await expect(both).toHaveCount(0);
  await summary.getByRole('button', { name: /Show BRANDT/ }).click();
  const card = dialogOf('BRANDT JONAS MATTHIS');
  await expect(card.getByRole('link')).toHaveCount(2);
  await workstation.photograph('person-card');
  await expectAccessible(workstation);
  await page.keyboard.press('Escape');

  // Somebody else is not stopped, and is known the next time.
  await server.addSession('watched', await picturesOf('p02', 'REYES', 'R33334444', 1));
  await workstation.untilAllWaitForReview(1 + 1);
  await workstation.open(/REYES/);
  await putOnList('Customers', 'Opened an account');
  await server.addSession('watched', await picturesOf('p02', 'REYES', 'R33334444', 0.96));
  await workstation.untilAllWaitForReview(2 + 1);
  await workstation.tileOf(/REYES/).first().click();
  await expect(workstation.verdict).toContainText(say('verdict.knownCustomer'));
  await workstation.openTab('summary');
  await workstation.photograph('persons-known-customer');
  await expectAccessible(workstation);

  // Search by a photograph.
  await workstation.goTo('/persons/refused');
  await page.getByRole('button', { name: say('persons.search') }).click();
  const search = dialogOf(say('persons.search'));
  await search.locator('input[type=file]').setInputFiles(resolve(samples, 'p01-portrait.jpg'));
  await expect(search).toContainText(say('persons.sameFace'));
  await workstation.photograph('persons-search');
  await expectAccessible(workstation);
  await search.locator('input[type=file]').setInputFiles(resolve(samples, 'p02-portrait.jpg'));
  await expect(search.getByRole('button', { name: /REYES/ })).toContainText(say('persons.sameFace'));
  await expect(search.getByRole('button', { name: /BRANDT/ })).toContainText(say('persons.otherFace'));
  await workstation.photograph('persons-search-other');
  await page.keyboard.press('Escape');
  await expect(search).toHaveCount(0);
  await workstation.photograph('persons-list');

  // And by name.
  const byName = page.getByRole('searchbox', { name: say('persons.find') });
  await byName.fill('nobody');
  await expect(page.getByText('0 people found')).toBeVisible();
  await expect(page.getByRole('button', { name: /Show BRANDT/ })).toHaveCount(0);
  await byName.fill('jon bran');
  await expect(page.getByText('1 person found')).toBeVisible();
  await expect(page.getByRole('button', { name: /Show BRANDT/ })).toBeVisible();
  await workstation.photograph('persons-by-name');
  await expectAccessible(workstation);
  await byName.press('Escape');
  await expect(byName).toHaveValue('');
  await workstation.goTo('/logs');
  const other = await workstation.with({ theme: 'dark', language: 'ru' });
  await other.goTo('/persons/refused');
  await page.getByRole('button', { name: /BRANDT/ }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await other.photograph('person-card-dark-ru');
  await expectAccessible(other);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: other.say('persons.search') }).click();
  await page.locator('input[type=file]').setInputFiles(resolve(samples, 'p01-portrait.jpg'));
  await expect(page.getByRole('dialog')).toContainText(other.say('persons.sameFace'));
  await other.photograph('persons-search-dark-ru');
  await expectAccessible(other);
  await page.keyboard.press('Escape');
  await other.goTo('/logs');
  await other.with({ theme: 'light', language: 'en' });
  await workstation.goTo('/persons/refused');

  // Deleted, and found by nothing from then on.
  const row = page.getByRole('button', { name: /Show BRANDT/ });
  await row.press('Enter');
  await card.getByRole('button', { name: say('persons.remove') }).press('Enter');
  const sure = page.getByRole('dialog', { name: /Delete BRANDT/ });
  await workstation.photograph('persons-delete');
  // The key closes what is on top, one after the other, and the keyboard is back where it was.
  await page.keyboard.press('Escape');
  await expect(sure).toHaveCount(0);
  await expect(card.getByRole('button', { name: say('persons.remove') })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await expect(row).toBeFocused();
  await row.press('Enter');
  await card.getByRole('button', { name: say('persons.remove') }).click();
  await sure.getByRole('button', { name: say('persons.remove') }).click();
  await expect(page.getByRole('heading', { name: say('persons.empty') })).toBeVisible();
  expect(await server.personsOf('refused')).toEqual([]);
  await workstation.goTo('/logs');
  const third = await server.addSession('watched', await picturesOf('p01', 'BRANDT', 'U20B74K19', 0.95));
  await expect.poll(async () => (await server.resultOf(third)).status, { timeout: 120_000 }).toBe('review');
  expect((await server.resultOf(third)).faces.lists[0]).toMatchObject({
    id: 'refused',
    status: 'clear',
  });
});
