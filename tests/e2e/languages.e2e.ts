import type { Page } from '@playwright/test';
import { englishOnly } from './pages/words.ts';
import { expect, test } from './test.ts';

/** Texts and accessible names that a person meets on the screen, without personal data and machine codes. */
function textsOnScreen(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const isCode = (element: Element): boolean =>
      element.closest('.vd-personal, .vd-mono, .vd-check-id, .vd-json-scroll, kbd, script, style') !== null;
    const texts = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent === null || isCode(parent) || !parent.checkVisibility()) continue;
      texts.add((node.textContent ?? '').trim());
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')) {
      if (isCode(element) || !element.checkVisibility()) continue;
      for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
        texts.add(element.getAttribute(name) ?? '');
    }
    return [...texts].filter((text) => text !== '');
  });
}

test('the Russian screens have no English left on them', async ({ stocked }) => {
  const workstation = await stocked.with({ language: 'ru' });
  const english = englishOnly();
  const leftovers = new Set<string>();
  const read = async (screen: string): Promise<void> => {
    for (const text of await textsOnScreen(workstation.page)) {
      // Settings offer each language by its own name.
      if (english.has(text) && text !== 'English') leftovers.add(`${screen}: ${text}`);
    }
  };
  await workstation.open(/OKORO/i);
  for (const tab of ['summary', 'document', 'checks', 'faces', 'history', 'json'] as const) {
    await workstation.openTab(tab);
    await read(tab);
  }
  await workstation.openTab('summary');
  await workstation.press('d');
  await read('decline');
  await workstation.press('Escape', '?');
  await expect(workstation.page.getByRole('dialog')).toBeVisible();
  await read('keys');
  await workstation.press('Escape');
  await workstation.goTo('/settings');
  await expect(
    workstation.page.getByRole('heading', { name: workstation.say('settings.title') }),
  ).toBeVisible();
  await read('settings');
  await workstation.goTo('/logs');
  await workstation.with({ language: 'en' });
  expect([...leftovers]).toEqual([]);
});
