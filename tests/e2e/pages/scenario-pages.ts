import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import type { Workstation } from './workstation-page.ts';

/** The editor and the links as an editor of scenarios speaks of them. */
export class ScenarioPages {
  readonly workstation: Workstation;
  readonly page: Page;

  constructor(workstation: Workstation) {
    this.workstation = workstation;
    this.page = workstation.page;
  }

  #say(key: Parameters<Workstation['say']>[0]): string {
    return this.workstation.say(key);
  }

  button(key: Parameters<Workstation['say']>[0]): Locator {
    return this.page.getByRole('button', { name: this.#say(key), exact: true });
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  async openEditor(): Promise<void> {
    await this.workstation.goTo('/scenarios');
    await expect(this.page.getByRole('heading', { level: 1, name: this.#say('editor.title') })).toBeVisible();
  }

  async create(name: string): Promise<void> {
    await this.button('editor.new').first().click();
    await this.dialog.getByRole('textbox', { name: this.#say('editor.name') }).fill(name);
    await this.dialog.getByRole('button', { name: this.#say('editor.create') }).click();
    await expect(this.dialog).toHaveCount(0);
    await this.untilSaved();
  }

  async openSection(
    section: 'general' | 'steps' | 'rules' | 'notifications' | 'page' | 'versions',
  ): Promise<void> {
    await this.page.getByRole('tab', { name: this.#say(`editor.section.${section}`) }).click();
    await expect(this.page.getByRole('tabpanel')).toBeVisible();
  }

  async untilSaved(): Promise<void> {
    await expect(this.page.locator('.vd-save-state')).toHaveText(this.#say('save.saved'));
  }

  /** Titles of the steps, in their order. */
  async steps(): Promise<readonly string[]> {
    return this.page.locator('.vd-step-words > span:first-child').allTextContents();
  }

  async commitAndActivate(): Promise<void> {
    await this.button('editor.commit').click();
    await this.dialog.getByRole('button', { name: this.#say('editor.commitAndActivate') }).click();
    await expect(this.dialog).toHaveCount(0);
  }

  async openLinks(): Promise<void> {
    await this.workstation.goTo('/links');
    await expect(this.page.getByRole('heading', { level: 1, name: this.#say('links.title') })).toBeVisible();
  }

  async makeLinks(scenario: string, count: number): Promise<void> {
    await this.button('links.make').first().click();
    await this.dialog.getByRole('combobox', { name: this.#say('add.scenario') }).click();
    await this.page.getByRole('option', { name: scenario }).click();
    await this.dialog.getByRole('textbox', { name: this.#say('links.count') }).fill(count.toString());
    await this.dialog.locator('[type=submit]').click();
    await expect(this.dialog.locator('.vd-made-links')).toBeVisible();
  }

  /** The file that a button of the dialog gives. */
  async download(
    key: Parameters<Workstation['say']>[0],
  ): Promise<{ readonly name: string; readonly bytes: Buffer }> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.dialog.getByRole('button', { name: this.#say(key) }).click(),
    ]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  /** The addresses that are told once. */
  async addresses(): Promise<readonly string[]> {
    return this.dialog.locator('.vd-made-links .vd-mono').allTextContents();
  }

  async closeDialog(): Promise<void> {
    await this.dialog.locator('.mantine-Modal-close').click();
    await expect(this.dialog).toHaveCount(0);
  }

  get linkRows(): Locator {
    return this.page.locator('[data-link]');
  }

  linkRowsWith(status: 'new' | 'opened' | 'progress' | 'revoked'): Locator {
    return this.linkRows.filter({ hasText: this.#say(`link.${status}`) });
  }
}
