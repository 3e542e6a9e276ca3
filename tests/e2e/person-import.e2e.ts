import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { aZip } from '#analysis/testing/a-zip.ts';
import { faultsOf } from './pages/faults-of.ts';
import { filledWord } from './pages/words.ts';
import type { Workstation } from './pages/workstation-page.ts';
import { ServerLog } from './server-log.ts';
import { expect, test } from './test.ts';

const samples = resolve(import.meta.dirname, '../../resources/samples');

const table = [
  'name,file,reason,note',
  'BRANDT JONAS,pictures/p01-portrait.jpg,,',
  'REYES LUCIA,pictures/p02-portrait.jpg,Own reason,',
  'NOBODY,pictures/gone.jpg,,',
  'THIEF,../../secret.jpg,,',
  'WALL,pictures/wall.jpg,,',
].join('\n');

async function expectAccessible(workstation: Workstation): Promise<void> {
  await workstation.page.waitForTimeout(400);
  expect(await faultsOf(workstation.page, { isSerious: true })).toEqual([]);
}

const told = (
  workstation: Workstation,
  key: Parameters<typeof filledWord>[1],
  values: Readonly<Record<string, string>>,
): string => filledWord(workstation.language, key, values);

test.setTimeout(600_000);

test('people are imported from a table with pictures, and one of them gets another picture', async ({
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
    await mkdir(join(folder, 'people/pictures'), { recursive: true });
    const files: { name: string; bytes: Buffer }[] = [{ name: 'list.csv', bytes: Buffer.from(table) }];
    for (const name of ['p01-portrait.jpg', 'p02-portrait.jpg'])
      files.push({ name: `pictures/${name}`, bytes: await readFile(join(samples, name)) });
    files.push({ name: 'pictures/wall.jpg', bytes: Buffer.from('no picture') });
    for (const { name, bytes } of files) await writeFile(join(folder, 'people', name), bytes);
    const zip = join(folder, 'people.zip');
    await writeFile(zip, aZip(files));

    await workstation.goTo('/persons/customers');
    await page.getByRole('button', { name: say('import.title'), exact: true }).click();
    const dialog = page.getByRole('dialog', {
      name: told(workstation, 'import.into', { list: 'Customers' }),
    });
    await expect(dialog).toBeVisible();
    await workstation.photograph('import-choose');
    await expectAccessible(workstation);

    // An archive that leads out of itself is refused with a sentence.
    const evil = join(folder, 'evil.zip');
    await writeFile(evil, aZip([{ name: '../list.csv', bytes: Buffer.from(table) }]));
    await dialog.locator('input[type=file]').first().setInputFiles(evil);
    await expect(dialog.getByRole('alert')).toContainText(say('importError.archive-unsafe'));

    await dialog.locator('input[type=file]').first().setInputFiles(zip);
    await expect(dialog).toContainText('BRANDT JONAS');
    await expect(dialog).toContainText(told(workstation, 'import.canBe_other', { count: '3' }));
    await expect(dialog).toContainText(told(workstation, 'rowFault.pictures-missing_one', { count: '1' }));
    const start = dialog.getByRole('button', { name: told(workstation, 'import.start', { count: '3' }) });
    await expect(start).toBeDisabled();
    await dialog.getByRole('combobox', { name: say('persons.legalBasis') }).click();
    await page.getByRole('option', { name: say('legalBasis.contract') }).click();
    await dialog.getByLabel(say('import.reason')).fill('Opened an account');
    await workstation.photograph('import-preview');
    await expectAccessible(workstation);
    await start.click();
    await expect(dialog).toContainText(say('import.done'), { timeout: 120_000 });
    await expect(dialog).toContainText(say('rowFault.undecodable'));
    await workstation.photograph('import-done');
    await expectAccessible(workstation);
    expect((await server.personsOf('customers')).map(({ details }) => details)).toMatchObject([
      { name: 'REYES LUCIA', reason: 'Own reason' },
      { name: 'BRANDT JONAS', reason: 'Opened an account' },
    ]);
    await dialog
      .getByRole('button', { name: say('action.close') })
      .last()
      .click();

    // The folder, in Russian and dark: nobody is added twice.
    await workstation.goTo('/logs');
    const other = await workstation.with({ theme: 'dark', language: 'ru' });
    await other.goTo('/persons/customers');
    await page.getByRole('button', { name: other.say('import.title'), exact: true }).click();
    const dark = page.getByRole('dialog', { name: told(other, 'import.into', { list: 'Customers' }) });
    await dark.locator('input[type=file]').last().setInputFiles(join(folder, 'people'));
    await expect(dark).toContainText('REYES LUCIA');
    await dark.getByRole('combobox', { name: other.say('persons.legalBasis') }).click();
    await page.getByRole('option', { name: other.say('legalBasis.contract') }).click();
    await dark.getByLabel(other.say('import.reason')).fill('Opened an account');
    await other.photograph('import-preview-dark-ru');
    await expectAccessible(other);
    await dark.getByRole('button', { name: told(other, 'import.start', { count: '3' }) }).click();
    await expect(dark).toContainText(other.say('import.done'), { timeout: 120_000 });
    await other.photograph('import-done-dark-ru');
    await expectAccessible(other);
    expect(await server.personsOf('customers')).toHaveLength(2);
    await dark
      .getByRole('button', { name: other.say('action.close') })
      .last()
      .click();
    await other.goTo('/logs');
    await other.with({ theme: 'light', language: 'en' });

    // Another picture, and away with it again.
    await workstation.goTo('/persons/customers');
    await page
      .getByRole('button', { name: told(workstation, 'persons.open', { name: 'BRANDT JONAS' }) })
      .click();
    const card = page.getByRole('dialog', { name: 'BRANDT JONAS', exact: true });
    await expect(card.getByRole('button', { name: /Remove face/ })).toHaveCount(0);
    await card.getByRole('button', { name: say('persons.addFaces') }).click();
    const adding = page.getByRole('dialog', {
      name: told(workstation, 'persons.addFacesTo', { name: 'BRANDT JONAS' }),
    });
    await adding.locator('input[type=file]').setInputFiles(join(samples, 'p01-selfie.jpg'));
    await expect(adding.locator('[aria-pressed="true"]')).toHaveCount(1, { timeout: 60_000 });
    await adding.getByLabel(say('persons.reason')).fill('A newer picture');
    await workstation.photograph('person-add-picture');
    await expectAccessible(workstation);
    await adding.getByRole('button', { name: say('persons.addFaces') }).click();
    await expect(card).toContainText('A newer picture');
    await expect(card.getByRole('button', { name: /Remove face/ })).toHaveCount(2);
    await workstation.photograph('person-faces');
    await expectAccessible(workstation);
    expect((await server.personsOf('customers')).map(({ templates }) => templates).sort()).toEqual([1, 2]);
    await card
      .getByRole('button', { name: told(workstation, 'persons.removeFace', { number: '2' }) })
      .click();
    await page
      .getByRole('dialog', { name: say('persons.removeFaceTitle') })
      .getByRole('button', { name: say('persons.remove') })
      .click();
    await expect(card.getByRole('button', { name: /Remove face/ })).toHaveCount(0);
    expect((await server.personsOf('customers')).map(({ templates }) => templates)).toEqual([1, 1]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
