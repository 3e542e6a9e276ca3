import { sampleSessions } from '#main/samples/sample-sessions.ts';
import { must } from '#shared/lib/invariant.ts';
import { faultsOf } from './pages/faults-of.ts';
import { ServerLog } from './server-log.ts';
import { expect, test } from './test.ts';

test('a field is corrected by the keyboard beside what was read, and the correction is taken back', async ({
  workstation,
  page,
  host,
}) => {
  await workstation.loadSamples();
  await workstation.untilAllWaitForReview(sampleSessions.length);
  await workstation.open(/OKORO/i);
  await workstation.openTab('document');
  const number = workstation.panel.locator('[data-field-row="document-number"]');
  const read = number.locator('[data-field]').first();
  const asRead = await read.innerText();

  await read.focus();
  // Its place on the picture is marked as long as the keyboard is on the field.
  await expect(page.locator('.vd-zone[data-hovered]')).toHaveCount(1);
  await page.keyboard.press('e');
  await expect(number.getByRole('textbox').first()).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Enter');
  await expect(number.getByText(workstation.say('fault.empty'))).toBeVisible();
  await page.keyboard.type('X1234567');
  await page.keyboard.press('Enter');

  const said = number.locator('.vd-correction');
  await expect(number.locator('.vd-corrected')).toContainText('X1234567');
  await expect(number.locator('[data-field]').first()).toHaveText(asRead, { useInnerText: true });
  await workstation.photograph('document-corrected');
  expect(await faultsOf(page, { within: '.vd-panel' })).toEqual([]);

  const server = await ServerLog.of(page, host);
  const corrections = async (): Promise<readonly unknown[] | undefined> =>
    (await server.resultOf(workstation.openId())).corrections;
  await expect.poll(async () => (await corrections())?.length).toBe(1);
  expect(await corrections()).toMatchObject([
    { stepId: 'document', name: 'document-number', value: 'X1234567', replaces: { source: 'mrz' } },
  ]);
  await said.getByRole('button', { name: workstation.say('correct.restore') }).click();
  await expect(said).toHaveCount(0);
  await expect.poll(async () => (await corrections())?.length).toBe(0);
  await workstation.openTab('history');
  await expect(workstation.panel).toContainText('X1234567');
});

test('corners are moved by pointer and keyboard, and the session is analyzed again with them', async ({
  workstation,
  page,
  host,
}) => {
  await workstation.loadSamples();
  await workstation.untilAllWaitForReview(sampleSessions.length);
  await workstation.open(/OKORO/i);
  await page.keyboard.press('x');
  const editor = page.getByRole('group', { name: workstation.say('viewer.corners'), exact: true });
  const analyze = editor.getByRole('button', { name: workstation.say('corners.analyze') });
  await expect(analyze).toBeDisabled();

  const corner = page.locator('[data-corner="0"]');
  const before = must(await corner.boundingBox(), 'a corner on the screen');
  const [x, y] = [before.x + before.width / 2, before.y + before.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 6, y + 4, { steps: 4 });
  await page.mouse.up();
  const placeOf = async (): Promise<number[]> =>
    ((await corner.getAttribute('aria-label')) ?? '').split(', ').slice(1).map(Number);
  const [left, top] = await placeOf();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  expect(await placeOf()).toEqual([must(left, 'an x') + 1, must(top, 'a y') + 10]);
  await workstation.photograph('corners');
  expect(await faultsOf(page, { within: '.vd-pictures' })).toEqual([]);
  const placed = await placeOf();
  await analyze.click();

  const server = await ServerLog.of(page, host);
  const capture = async () => (await server.resultOf(workstation.openId())).steps[0]?.captures[0];
  await expect
    .poll(async () => (await capture())?.outline, { timeout: 120_000 })
    .toEqual({ source: 'analyst', confidence: 1 });
  const found = must((await capture())?.documentQuadPx?.[0], 'a corner');
  expect([found.x, found.y]).toEqual(placed);
  await workstation.untilAllWaitForReview(sampleSessions.length);
});
