import { passportAndSelfie } from '#shared/domain/scenario.ts';
import { must } from '#shared/lib/invariant.ts';
import { heldPictures } from './held-pictures.ts';
import { faultsOf } from './pages/faults-of.ts';
import type { Workstation } from './pages/workstation-page.ts';
import { ServerLog } from './server-log.ts';
import { expect, test } from './test.ts';

test.setTimeout(900_000);

async function expectAccessible({ page }: Workstation): Promise<void> {
  await page.waitForTimeout(400);
  expect(await faultsOf(page, { isSerious: true })).toEqual([]);
}

test('a selfie with the document in the hand: every face with every other, and two over each other', async ({
  workstation,
  page,
  host,
}) => {
  const say = workstation.say.bind(workstation);
  await workstation.expectNothingYet();
  const server = await ServerLog.of(page, host);
  const [document, selfie] = passportAndSelfie.steps;
  await server.addScenario('held', {
    steps: [
      must(document, 'a document step'),
      must(selfie, 'a selfie step'),
      { ...must(selfie, 'a selfie step'), id: 'held', type: 'selfie-with-document' },
    ],
  });
  const session = await server.addSession('held', await heldPictures('p02', 'td3-passport', 600));
  await workstation.untilAllWaitForReview(1);

  const { faces, steps } = await server.resultOf(session);
  // Portrait, selfie, the person with the document, and the portrait in the hand: six pairs, all of one person.
  expect(faces.pairs.length + (faces.notCompared ?? []).length).toBe(6);
  expect(faces.pairs.every(({ matched }) => matched)).toBe(true);
  const held = must(
    steps.find(({ id }) => id === 'held'),
    'the step',
  );
  const statusOf = (id: string): string | undefined => held.checks.find((check) => check.id === id)?.status;
  expect(statusOf('selfie.single-face')).toBe('passed');
  expect(statusOf('selfie.document-visible')).toBe('passed');
  expect(statusOf('selfie.same-document')).toBe('passed');
  expect(statusOf('face.held-matches-selfie')).toBe('passed');
  expect(held.captures[0]?.documentQuadPx).toHaveLength(4);

  await workstation.tiles.first().click();
  await workstation.untilShown();
  const panel = await workstation.openTab('faces');
  const matrix = panel.getByRole('table', { name: say('faces.matrix') });
  await expect(matrix.locator('.vd-cell')).toHaveCount(12);
  await workstation.photograph('faces-held-matrix');

  // From one pair to the next by the arrow keys.
  const chosen = matrix.locator('.vd-cell[aria-pressed="true"]').first();
  await chosen.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(matrix.locator('.vd-cell:focus')).toHaveAttribute('aria-pressed', 'true');

  const slider = panel.getByRole('slider');
  await slider.focus();
  await page.keyboard.press('End');
  await expect(slider).toHaveValue('100');
  await page.keyboard.press('Home');
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('PageUp');
  await expect(slider).toHaveValue('50');
  await workstation.photograph('faces-held-slider');
  await panel.getByText(say('faces.blink'), { exact: true }).click();
  await panel.getByRole('button', { name: say('faces.other') }).press('Enter');
  await workstation.photograph('faces-held-blink');
  for (const theme of ['dark', 'light'] as const) {
    const looked = await workstation.with({ theme, language: theme === 'dark' ? 'en' : 'ru' });
    await looked.tiles.first().click();
    await looked.untilShown();
    await looked.openTab('checks');
    await looked.photograph(`checks-held-${theme}`);
    await looked.openTab('faces');
    await expectAccessible(looked);
    await looked.panel.getByRole('table', { name: looked.say('faces.matrix') }).scrollIntoViewIfNeeded();
    await looked.photograph(`faces-held-${theme}`);
  }
});

test('a card too small to compare is said to be, and never reads as another person', async ({
  workstation,
  page,
  host,
}) => {
  const say = workstation.say.bind(workstation);
  await workstation.expectNothingYet();
  const server = await ServerLog.of(page, host);
  const [document, selfie] = passportAndSelfie.steps;
  await server.addScenario('held-only', {
    steps: [
      must(document, 'a document step'),
      { ...must(selfie, 'a selfie step'), id: 'held', type: 'selfie-with-document' },
    ],
  });
  const pictures = await heldPictures('p01', 'td1-card', 250);
  const session = await server.addSession(
    'held-only',
    pictures.filter(({ stepId }) => stepId !== 'selfie'),
  );
  await workstation.untilAllWaitForReview(1);
  const { faces } = await server.resultOf(session);
  expect(faces.notCompared?.map(({ reason }) => reason)).toEqual(['face-too-small', 'face-too-small']);

  await workstation.tiles.first().click();
  await workstation.untilShown();
  const panel = await workstation.openTab('faces');
  const matrix = panel.getByRole('table', { name: say('faces.matrix') });
  const cell = matrix.getByRole('button', { name: new RegExp(say('faces.notComparable')) }).first();
  await cell.click();
  await expect(panel.getByText(/\d+ pixels apart/)).toBeVisible();
  await expectAccessible(workstation);
  await workstation.photograph('faces-not-comparable');
  await page
    .locator('.vd-filmstrip button, [role="tab"]')
    .filter({ hasText: say('step.selfie-with-document') })
    .first()
    .click();
  await workstation.untilShown();
  await workstation.photograph('viewer-held');
});
