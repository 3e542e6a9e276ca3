import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { aZip } from '#analysis/testing/a-zip.ts';
import { aHolder, aSelfie, aSpecimen } from '#analysis/testing/specimen-pictures.ts';
import { faultsOf } from './pages/faults-of.ts';
import { filledWord } from './pages/words.ts';
import type { Workstation } from './pages/workstation-page.ts';
import { ServerLog } from './server-log.ts';
import { expect, test } from './test.ts';

const samples = resolve(import.meta.dirname, '../../resources/samples');

async function expectAccessible({ page }: Workstation): Promise<void> {
  await page.waitForTimeout(400);
  expect(await faultsOf(page, { isSerious: true })).toEqual([]);
}

async function picturesOf(person: string, surname: string, light: number) {
  const selfie = await sharp(await aSelfie(person))
    .modulate({ brightness: light })
    .jpeg({ quality: 90 })
    .toBuffer();
  const holder = { ...aHolder, surname };
  return [
    { stepId: 'document', side: 'front' as const, bytes: await aSpecimen({ portraitOf: person, holder }) },
    { stepId: 'selfie', side: 'selfie' as const, bytes: selfie },
  ];
}

test.setTimeout(600_000);

test('faces of a session are given to somebody who is listed already, found by face or chosen by name', async ({
  workstation,
  page,
  host,
}) => {
  await workstation.expectNothingYet();
  const server = await ServerLog.of(page, host);
  await server.addList({ id: 'customers', kind: 'customers', name: 'Customers' });
  const sessions: string[] = [];
  const add = async (person: string, surname: string, light: number): Promise<void> => {
    sessions.push(await server.addSession('passport-selfie', await picturesOf(person, surname, light)));
    await workstation.untilAllWaitForReview(sessions.length);
  };
  const openAdding = async (at: Workstation, session: string | undefined) => {
    await page.locator(`[data-session="${session ?? ''}"]`).click();
    await at.untilShown();
    const faces = await at.openTab('faces');
    await faces.getByRole('button', { name: at.say('persons.fromFaces') }).click();
    const adding = page.getByRole('dialog', { name: at.say('persons.addFrom') });
    await expect(adding.locator('[aria-pressed="true"]')).toHaveCount(2, { timeout: 60_000 });
    return adding;
  };
  const give = async (at: Workstation, name: string, reason: string, isUnlike = false): Promise<void> => {
    const giving = page.getByRole('dialog', {
      name: filledWord(at.language, 'persons.addFacesTo', { name }),
    });
    await expect(giving.locator('[aria-pressed="true"]')).toHaveCount(2, { timeout: 60_000 });
    // Faces of somebody else are warned of.
    await expect(giving.getByRole('alert').filter({ hasText: name })).toHaveCount(isUnlike ? 1 : 0);
    await giving.getByLabel(at.say('persons.reason')).fill(reason);
    await at.photograph(`persons-again-give-${at.language}`);
    await expectAccessible(at);
    await giving.getByRole('button', { name: at.say('persons.addFaces') }).click();
    await expect(giving).toHaveCount(0);
  };
  const say = workstation.say.bind(workstation);
  await add('p01', 'BRANDT', 1);
  await add('p01', 'BRANDT', 1.06);
  await add('p02', 'REYES', 1);

  const first = await openAdding(workstation, sessions[0]);
  await first.getByLabel(say('persons.reason'), { exact: true }).fill('Opened an account');
  await first.getByRole('combobox', { name: say('persons.legalBasis') }).click();
  await page.getByRole('option', { name: say('legalBasis.contract') }).click();
  await first.getByRole('button', { name: say('persons.add'), exact: true }).click();
  await expect(first).toHaveCount(0);
  const name = 'BRANDT JONAS MATTHIS';

  // The same face: it is said that the person is there.
  const second = await openAdding(workstation, sessions[1]);
  await expect(second).toContainText(filledWord('en', 'persons.alreadyListed', { name, list: 'Customers' }));
  await workstation.photograph('persons-again-known');
  await expectAccessible(workstation);
  await second.getByRole('button', { name: say('persons.addFaces') }).click();
  await give(workstation, name, 'Came again');
  expect(await server.personsOf('customers')).toMatchObject([{ details: { name }, templates: 4 }]);

  // Another face, in Russian and dark: chosen by name, with the keyboard.
  const dark = await workstation.with({ theme: 'dark', language: 'ru' });
  const third = await openAdding(dark, sessions[2]);
  const existing = third.getByRole('combobox', { name: dark.say('persons.existing') });
  await existing.fill('brandt');
  await expect(page.getByRole('option', { name })).toBeVisible();
  await dark.photograph('persons-again-by-name-dark-ru');
  await expectAccessible(dark);
  await existing.press('ArrowDown');
  await existing.press('Enter');
  await give(dark, name, 'После болезни', true);
  expect(await server.personsOf('customers')).toMatchObject([{ details: { name }, templates: 6 }]);
  await dark.goTo('/persons/customers');
  await page.getByRole('button', { name: filledWord('ru', 'persons.open', { name }) }).click();
  await expect(page.getByRole('dialog', { name, exact: true })).toContainText('После болезни');
  await dark.photograph('persons-again-card-dark-ru');
});

test('an import that is stopped leaves whole people, and says how many', async ({
  workstation,
  page,
  host,
}) => {
  const say = workstation.say.bind(workstation);
  await workstation.expectNothingYet();
  const server = await ServerLog.of(page, host);
  await server.addList({ id: 'customers', kind: 'customers', name: 'Customers' });
  const folder = await mkdtemp(join(tmpdir(), 'vidimus-import-'));
  try {
    const people = Array.from({ length: 60 }, (_, at) => `PERSON ${(at + 1).toString().padStart(2, '0')}`);
    const table = ['name,file', ...people.map((name) => `${name},face.jpg`)].join('\n');
    const zip = join(folder, 'people.zip');
    await writeFile(
      zip,
      aZip([
        { name: 'list.csv', bytes: Buffer.from(table) },
        { name: 'face.jpg', bytes: await readFile(join(samples, 'p01-portrait.jpg')) },
      ]),
    );
    const begin = async (at: Workstation) => {
      await at.goTo('/persons/customers');
      await page.getByRole('button', { name: at.say('import.title'), exact: true }).click();
      const dialog = page.getByRole('dialog', {
        name: filledWord(at.language, 'import.into', { list: 'Customers' }),
      });
      await dialog.locator('input[type=file]').first().setInputFiles(zip);
      await dialog.getByRole('combobox', { name: at.say('persons.legalBasis') }).click();
      await page.getByRole('option', { name: at.say('legalBasis.contract') }).click();
      await dialog.getByLabel(at.say('import.reason')).fill('Opened an account');
      await dialog
        .getByRole('button', { name: filledWord(at.language, 'import.start', { count: '60' }) })
        .click();
      return dialog;
    };
    /** Stops once the screen tells of at least `least` rows, and answers how many people it says were put on the list. */
    const stop = async (at: Workstation, dialog: Awaited<ReturnType<typeof begin>>): Promise<number> => {
      await dialog.getByRole('button', { name: at.say('import.cancel'), exact: true }).click();
      const status = dialog.getByRole('status');
      await expect(status).toContainText(at.language === 'en' ? 'Stopped after' : 'Остановлен после', {
        timeout: 60_000,
      });
      const added = dialog.locator('dl div', { hasText: at.say('import.added') }).locator('dd');
      return Number(await added.textContent());
    };

    const dialog = await begin(workstation);
    const added = dialog.locator('dl div', { hasText: say('import.added') }).locator('dd');
    await expect(added).not.toHaveText('0', { timeout: 60_000 });
    await workstation.photograph('import-running');
    const count = await stop(workstation, dialog);
    await workstation.photograph('import-stopped');
    await expectAccessible(workstation);
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(60);
    await expect(dialog.getByRole('status')).toContainText(
      filledWord('en', 'import.canceled', { done: count.toString(), rows: '60' }),
    );
    const here = await server.personsOf('customers');
    expect(here.map(({ details }) => details?.name).toSorted()).toEqual(people.slice(0, count));
    expect(here.every(({ templates, hasPicture }) => templates === 1 && hasPicture)).toBe(true);

    // Nothing comes afterwards, and another run begins with who is there already.
    await page.waitForTimeout(3000);
    expect(await server.personsOf('customers')).toHaveLength(count);
    await workstation.goTo('/logs');
    const dark = await workstation.with({ theme: 'dark', language: 'ru' });
    const again = await begin(dark);
    const there = again.locator('dl div', { hasText: dark.say('import.there') }).locator('dd');
    await expect(there).not.toHaveText('0', { timeout: 60_000 });
    const more = await stop(dark, again);
    await dark.photograph('import-stopped-dark-ru');
    await expectAccessible(dark);
    expect(await server.personsOf('customers')).toHaveLength(count + more);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
