import sharp from 'sharp';
import { aHolder, aSelfie, aSpecimen } from '#analysis/testing/specimen-pictures.ts';
import { defaultRules } from '#shared/domain/scenario.ts';
import { faultsOf } from './pages/faults-of.ts';
import { filledWord } from './pages/words.ts';
import type { Workstation } from './pages/workstation-page.ts';
import { ServerLog } from './server-log.ts';
import { expect, test } from './test.ts';

interface Pictures {
  readonly document: Uint8Array;
  readonly selfie: Uint8Array;
}

async function picturesOf(person: string, holder: Partial<typeof aHolder>, light: number): Promise<Pictures> {
  return {
    document: await aSpecimen({ portraitOf: person, holder: { ...aHolder, ...holder } }),
    selfie: await sharp(await aSelfie(person))
      .modulate({ brightness: light })
      .jpeg({ quality: 90 })
      .toBuffer(),
  };
}

/** As a messenger leaves a picture: smaller, and saved again. */
async function savedAgain({ document, selfie }: Pictures): Promise<Pictures> {
  const again = async (bytes: Uint8Array): Promise<Uint8Array> => {
    const { width } = await sharp(bytes).metadata();
    return sharp(bytes)
      .resize({ width: Math.round(width * 0.8) })
      .jpeg({ quality: 70 })
      .toBuffer();
  };
  return { document: await again(document), selfie: await again(selfie) };
}

const sentAs = ({ document, selfie }: Pictures) => [
  { stepId: 'document', side: 'front' as const, bytes: document },
  { stepId: 'selfie', side: 'selfie' as const, bytes: selfie },
];

/** Opens what the notice of earlier sessions compares in its entry with these words, and closes it again. */
async function lookSideBySide(
  workstation: Workstation,
  key: Parameters<typeof filledWord>[1],
  photograph: string,
): Promise<void> {
  const { page, language } = workstation;
  const summary = await workstation.openTab('summary');
  const entry = summary
    .getByRole('list', { name: workstation.say('history.title') })
    .getByRole('listitem')
    .filter({ hasText: filledWord(language, key, { count: '1' }) });
  // One for each picture, or one for the session.
  await expect(entry.first()).toBeVisible();
  await workstation.photograph(`${photograph}-found`);
  await entry
    .first()
    .getByRole('button', { name: workstation.say('sideBySide.compare') })
    .press('Enter');
  const both = page.getByRole('dialog', { name: workstation.say('sideBySide.title') });
  await expect(both.getByRole('region')).toHaveCount(2);
  await expect
    .poll(() =>
      both
        .locator('img')
        .evaluateAll(
          (all) => all.length > 0 && all.every((img) => (img as HTMLImageElement).naturalWidth > 0),
        ),
    )
    .toBe(true);
  await workstation.photograph(`${photograph}-both`);
  await workstation.page.waitForTimeout(400);
  expect(await faultsOf(page, { isSerious: true })).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(both).toHaveCount(0);
}

test.setTimeout(600_000);

test('a picture that was saved again and a face under another name are told, with both sessions side by side', async ({
  workstation,
  page,
  host,
}) => {
  await workstation.expectNothingYet();
  const server = await ServerLog.of(page, host);
  await server.addScenario('plain', {});
  await server.addScenario('watched', { rules: { ...defaultRules, findFaces: true } });

  const first = await picturesOf('p03', { surname: 'FIRSTNAME', documentNumber: 'A11110000' }, 1);
  await server.addSession('plain', sentAs(first));
  await workstation.untilAllWaitForReview(1);
  const again = await server.addSession('plain', sentAs(await savedAgain(first)));
  await workstation.untilAllWaitForReview(2);
  const kindsOf = async (id: string): Promise<readonly string[]> =>
    ((await server.resultOf(id)).history?.matches ?? []).map(({ kind }) => kind);
  expect(await kindsOf(again)).toContain('near-picture');
  expect(await kindsOf(again)).not.toContain('same-picture');
  await page.locator(`[data-session="${again}"]`).click();
  await workstation.untilShown();
  await lookSideBySide(workstation, 'history.near-picture_one', 'history-near-picture');

  await server.addSession(
    'watched',
    sentAs(await picturesOf('p05', { surname: 'ONENAME', documentNumber: 'B22220000' }, 1)),
  );
  await workstation.untilAllWaitForReview(3);
  const other = await server.addSession(
    'watched',
    sentAs(await picturesOf('p05', { surname: 'OTHERNAME', documentNumber: 'C33330000' }, 1.06)),
  );
  await workstation.untilAllWaitForReview(4);
  expect(await kindsOf(other)).toContain('same-face-other-person');
  await page.locator(`[data-session="${other}"]`).click();
  await workstation.untilShown();
  await lookSideBySide(workstation, 'history.same-face-other-person_one', 'history-other-name');

  const dark = await workstation.with({ theme: 'dark', language: 'ru' });
  await page.locator(`[data-session="${again}"]`).click();
  await dark.untilShown();
  await lookSideBySide(dark, 'history.near-picture_one', 'history-near-picture-dark-ru');
});
