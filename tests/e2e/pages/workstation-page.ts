import { expect, type Locator, type Page } from '@playwright/test';
import { word, type Language } from './words.ts';

export type Outcome = 'approve' | 'ask-again' | 'decline';

/** A busy two-core machine needs 5 to 20 s for a session, and they run one after another. */
const analysisTimeoutMs = 180_000;

/** The window as an analyst speaks of it. */
export class Workstation {
  readonly page: Page;
  readonly language: Language;

  constructor(page: Page, language: Language = 'en') {
    this.page = page;
    this.language = language;
  }

  /** The window with other settings, after a reload. */
  async with(settings: {
    readonly language?: Language;
    readonly theme?: 'light' | 'dark';
  }): Promise<Workstation> {
    await this.page.evaluate((wanted) => {
      const key = 'vidimus-preferences';
      const current = JSON.parse(localStorage.getItem(key) ?? '{}') as object;
      localStorage.setItem(key, JSON.stringify({ ...current, ...wanted }));
    }, settings);
    await this.page.reload();
    const changed = new Workstation(this.page, settings.language ?? this.language);
    await expect(changed.list).toBeVisible();
    return changed;
  }

  /** Another page of the window, as a link inside it goes there: the desktop app lets nothing else navigate. */
  async goTo(route: string): Promise<void> {
    await this.page.evaluate((hash) => {
      location.hash = hash;
    }, route);
  }

  say(key: Parameters<typeof word>[1]): string {
    return word(this.language, key);
  }

  get list(): Locator {
    return this.page.getByRole('navigation', { name: this.say('logs.title') });
  }

  get tiles(): Locator {
    return this.list.locator('[data-session]');
  }

  /** The panel of the open session: verdict, tabs, decision. */
  get panel(): Locator {
    return this.page.getByRole('region', { name: this.say('review.findings') });
  }

  get verdict(): Locator {
    return this.panel.locator('.vd-verdict');
  }

  async expectNothingYet(): Promise<void> {
    await expect(this.page.getByRole('heading', { name: this.say('empty.title') })).toBeVisible();
  }

  async loadSamples(): Promise<void> {
    await this.page.getByRole('button', { name: this.say('empty.samples') }).click();
  }

  async expectSessions(count: number): Promise<void> {
    await expect(this.tiles).toHaveCount(count, { timeout: analysisTimeoutMs });
  }

  /** Waits until `count` sessions were analyzed; no longer than until the first analysis that came to nothing. */
  async untilAllWaitForReview(count: number): Promise<void> {
    const withStatus = (status: 'review' | 'failed'): Promise<number> =>
      this.tiles.filter({ hasText: this.say(`status.${status}`) }).count();
    const giveUpAt = Date.now() + analysisTimeoutMs;
    for (;;) {
      const [review, failed] = [await withStatus('review'), await withStatus('failed')];
      if (review === count || failed > 0 || Date.now() > giveUpAt) {
        expect({ review, failed }).toEqual({ review: count, failed: 0 });
        return;
      }
      await this.page.waitForTimeout(500);
    }
  }

  /** Session ids in the order of the list. */
  async sessionIds(): Promise<readonly string[]> {
    return this.tiles.evaluateAll((tiles) =>
      tiles.map((tile) => (tile as HTMLElement).dataset['session'] ?? ''),
    );
  }

  tileOf(text: string | RegExp): Locator {
    return this.tiles.filter({ hasText: text });
  }

  async open(text: string | RegExp): Promise<void> {
    await this.tileOf(text).click();
    await this.untilShown();
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** The open session's id, from the window's address. */
  openId(): string {
    return /#\/logs\/([0-9a-f-]{36})/.exec(this.page.url())?.[1] ?? '';
  }

  /** The session is there with its picture. */
  async untilShown(): Promise<void> {
    await expect(this.verdict).toBeVisible();
    await expect(this.page.locator('.vd-picture img').first()).toBeVisible();
    await expect(this.page.locator('.vd-viewer-loading')).toHaveCount(0);
  }

  async openTab(tab: 'summary' | 'document' | 'checks' | 'faces' | 'history' | 'json'): Promise<Locator> {
    await this.panel.getByRole('tab', { name: this.say(`tabs.${tab}`), exact: true }).click();
    const panel = this.panel.getByRole('tabpanel');
    await expect(panel).toBeVisible();
    return panel;
  }

  async expectStatus(status: 'review' | 'approved' | 'declined' | 'ask-again'): Promise<void> {
    await expect(this.verdict).toContainText(this.say(`status.${status}`));
  }

  /** Takes a picture of the whole window for people to look at. */
  async photograph(name: string): Promise<void> {
    // Pictures and the fly-to need a moment to be at rest; a screenshot is for people, so that nothing is asserted on it.
    await this.page.waitForTimeout(400);
    await this.page.screenshot({ path: `artifacts/screenshots/${name}.png` });
  }
}
