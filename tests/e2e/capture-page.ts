import { expect, type Locator, type Page } from '@playwright/test';
import { faultsOf } from './pages/faults-of.ts';

/** An analysis of one step on a busy two-core machine, behind others. */
const checkTimeoutMs = 120_000;

/** The capture page, in the words of the person in front of it. */
export class CapturePage {
  readonly page: Page;
  /** What the browser complained about: a broken policy, a script that threw. */
  readonly complaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', ({ message }) => this.complaints.push(message));
    page.on('console', (message) => {
      // A request that is refused or cut off is reported as well; those are expected failures.
      if (message.type() === 'error' && !message.text().includes('Failed to load resource'))
        this.complaints.push(message.text());
    });
  }

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  get hint(): Locator {
    return this.page.locator('main [role=status]');
  }

  get notice(): Locator {
    return this.page.locator('.notice');
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
  }

  /** Waits for a screen, whose heading then has the focus. */
  async sees(title: string | RegExp, { within = 30_000 }: { readonly within?: number } = {}): Promise<void> {
    await expect(this.heading).toHaveText(title, { timeout: within });
    await expect(this.heading).toBeFocused();
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).click();
  }

  async chooseFile(file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    await this.page.locator('input[type=file]').first().setInputFiles(file);
  }

  async agree(): Promise<void> {
    await this.press(/I agree/);
  }

  /** Takes what the camera sees, once the page is content with it. */
  async takePhoto(): Promise<void> {
    await this.press('Open the camera');
    await expect(this.hint).toHaveText(/^Good/);
    await this.press('Take the photo');
  }

  /** Waits until the pictures that were sent are checked and the next screen is there. */
  async isChecked(next: string | RegExp): Promise<void> {
    await this.sees(next, { within: checkTimeoutMs });
  }

  /** Everything that axe finds wrong on the present screen. */
  async faults(screen: string): Promise<readonly string[]> {
    return (await faultsOf(this.page)).map((fault) => `${screen}: ${fault}`);
  }
}
