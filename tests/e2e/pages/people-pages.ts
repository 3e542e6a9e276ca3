import { expect, type Locator, type Page } from '@playwright/test';
import type { en } from '#renderer/app/i18n/en.ts';
import { word } from './words.ts';

/** The screens of accounts, as the people who use them speak of them. In English. */
export class PeoplePages {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  say(key: keyof typeof en): string {
    return word('en', key);
  }

  heading(key: keyof typeof en): Locator {
    return this.page.getByRole('heading', { name: this.say(key), exact: true });
  }

  field(key: keyof typeof en): Locator {
    return this.page.getByLabel(this.say(key), { exact: true });
  }

  button(key: keyof typeof en): Locator {
    return this.page.getByRole('button', { name: this.say(key), exact: true });
  }

  async setUp(who: {
    readonly setupCode: string;
    readonly displayName: string;
    readonly loginName: string;
    readonly password: string;
    readonly workstation: string;
  }): Promise<void> {
    await expect(this.heading('auth.setUp')).toBeVisible();
    await this.field('auth.setupCode').fill(who.setupCode);
    await this.field('auth.displayName').fill(who.displayName);
    await this.field('auth.loginName').fill(who.loginName);
    await this.field('auth.newPassword').fill(who.password);
    await this.field('auth.confirmPassword').fill(who.password);
    await this.field('auth.machineName').fill(who.workstation);
    await this.page.keyboard.press('Enter');
  }

  async enroll(code: string, workstation: string): Promise<void> {
    await expect(this.heading('auth.enroll')).toBeVisible();
    await this.field('auth.enrollmentCode').fill(code);
    await this.field('auth.machineName').fill(workstation);
    await this.page.keyboard.press('Enter');
  }

  async signIn(loginName: string, password: string): Promise<void> {
    await this.field('auth.loginName').fill(loginName);
    await this.field('auth.password').fill(password);
    await this.page.keyboard.press('Enter');
  }

  async choosePassword(current: string, next: string): Promise<void> {
    await expect(this.heading('auth.choosePassword')).toBeVisible();
    await this.field('auth.currentPassword').fill(current);
    await this.field('auth.newPassword').fill(next);
    await this.field('auth.confirmPassword').fill(next);
    await this.page.keyboard.press('Enter');
  }

  /** A secret that is shown once; closes it. */
  async takeSecret(): Promise<string> {
    const dialog = this.page.getByRole('dialog');
    const secret = (await dialog.locator('.vd-secret').textContent())?.trim() ?? '';
    expect(secret).not.toBe('');
    // The corner has a button of the same name.
    await dialog
      .getByRole('button', { name: this.say('action.close'), exact: true })
      .last()
      .click();
    return secret;
  }

  async settings(section: 'people' | 'workstations' | 'tokens' | 'audit' | 'account'): Promise<void> {
    await this.page.evaluate((hash) => {
      location.hash = hash;
    }, `#/settings/${section}`);
  }
}
