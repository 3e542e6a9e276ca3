import { AxeBuilder } from '@axe-core/playwright';
import { ServerLog } from './server-log.ts';
import { expect, test } from './test.ts';

test('a field is corrected by the keyboard beside what was read, and the correction is taken back', async ({
  workstation,
  page,
  host,
}) => {
  await workstation.loadSamples();
  await workstation.untilAllWaitForReview(4);
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
  await expect(said).toContainText('X1234567');
  await expect(number.locator('[data-field]').first()).toHaveText(asRead, { useInnerText: true });
  await workstation.photograph('document-corrected');
  const results = await new AxeBuilder({ page }).include('.vd-panel').analyze();
  expect(results.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

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
