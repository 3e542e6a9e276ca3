import type { Browser, Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { sessionIdSchema } from '#shared/domain/ids.ts';
import { must } from '#shared/lib/invariant.ts';
import { startOrganization, type Organization } from './organization.ts';
import { faultsOf } from './pages/faults-of.ts';
import { PeoplePages } from './pages/people-pages.ts';
import { Workstation } from './pages/workstation-page.ts';
import { expect, test } from './test.ts';
import { startWorkstation, type RunningBrowserHost } from './workstation.ts';

/** A window of a workstation of the organization, in a browser of its own. */
async function openAt(browser: Browser, host: RunningBrowserHost): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    locale: 'en-US',
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  await page.goto(host.launchUrl);
  return page;
}

async function expectAccessible(page: Page, screen: string): Promise<void> {
  expect(await faultsOf(page, { isSerious: true }), screen).toEqual([]);
}

async function photograph(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(400);
  await page.screenshot({ path: `artifacts/screenshots/people-${name}.png` });
}

const admin = { displayName: 'Olga Ferro', loginName: 'olga', password: 'a long walk by the sea' };
const analyst = { displayName: 'Ana Lim', loginName: 'ana.lim', password: 'seven tall ships at dawn' };

test('an organization: set up, enroll, sign in, work within rights, be shut out', async ({
  windowBrowser,
}, testInfo) => {
  test.setTimeout(600_000);
  const browser = must(windowBrowser, 'a browser');
  const organization: Organization = await startOrganization();
  const env = { VIDIMUS_INTAKE_URL: organization.url };
  const hosts: RunningBrowserHost[] = [];
  try {
    const first = await startWorkstation(env);
    hosts.push(first);
    const second = await startWorkstation(env);
    hosts.push(second);
    const adminPage = await openAt(browser, first);
    const office = new PeoplePages(adminPage);
    let firstPassword = '';
    let code = '';

    await test.step('the setup code of the console makes the first administrator', async () => {
      await expect(office.heading('auth.setUp')).toBeVisible();
      await photograph(adminPage, 'set-up');
      await expectAccessible(adminPage, 'set up');
      await office.setUp({ ...admin, setupCode: 'WRONG-CODE', workstation: 'Office' });
      await expect(adminPage.getByRole('alert')).toContainText(office.say('auth.code-refused'));
      await office.field('auth.setupCode').fill(organization.setupCode);
      await adminPage.keyboard.press('Enter');
      await expect(office.heading('people.title')).toBeVisible();
      // Who manages people sees no sessions, and is not offered any.
      await expect(adminPage.getByRole('link', { name: office.say('logs.title') })).toHaveCount(0);
    });

    await test.step('who makes an account for an analyst without the right to pictures', async () => {
      await office.button('people.create').click();
      await office.field('people.displayName').fill(analyst.displayName);
      await office.field('auth.loginName').fill(analyst.loginName);
      await office.field('role.analyst').check();
      await office.field('dataRight.fields').check();
      await office.field('dataRight.checks').check();
      await photograph(adminPage, 'create');
      await expectAccessible(adminPage, 'create an account');
      await office.button('editor.create').click();
      await expect(adminPage.getByText(office.say('once.firstPasswordText'))).toBeVisible();
      await photograph(adminPage, 'first-password');
      firstPassword = await office.takeSecret();
      await expect(adminPage.locator('[data-user="ana.lim"]')).toContainText(office.say('people.mustChange'));
      await photograph(adminPage, 'list');
      await expectAccessible(adminPage, 'people');
      await office.settings('workstations');
      await office.button('stations.enroll').click();
      await photograph(adminPage, 'enrollment-code');
      code = await office.takeSecret();
    });

    const desk = await openAt(browser, second);
    const people = new PeoplePages(desk);
    const workstation = new Workstation(desk);

    await test.step('a second workstation is enrolled by the code, once', async () => {
      await people.enroll('AAAA-BBBB', 'Desk 2');
      await expect(desk.getByRole('alert')).toContainText(people.say('auth.code-refused'));
      await photograph(desk, 'enroll');
      await expectAccessible(desk, 'enroll');
      await people.enroll(code, 'Desk 2');
      await expect(people.heading('auth.signIn')).toBeVisible();
      await photograph(desk, 'sign-in');
      await expectAccessible(desk, 'sign in');
    });

    await test.step('the analyst signs in there and must choose a password first', async () => {
      await people.signIn(analyst.loginName, 'not the password');
      await expect(desk.getByRole('alert')).toContainText(people.say('auth.sign-in-refused'));
      await people.signIn(analyst.loginName, firstPassword);
      await photograph(desk, 'choose-password');
      await people.choosePassword(firstPassword, analyst.password);
      await workstation.expectNothingYet();
    });

    let recoveryCode = '';
    await test.step('sets up a second factor', async () => {
      await people.settings('account');
      await people.button('account.totpSetUp').click();
      await desk
        .getByRole('textbox', { name: people.say('auth.password'), exact: true })
        .fill(analyst.password);
      await expectAccessible(desk, 'password before the second factor');
      await desk.keyboard.press('Enter');
      const secret = (await desk.getByRole('dialog').locator('.vd-secret').textContent()) ?? '';
      await photograph(desk, 'totp');
      await expectAccessible(desk, 'second factor');
      const totp = new TOTP({ secret: Secret.fromBase32(secret.replace(/\s/g, '')) });
      await people.field('account.totpCode').fill(totp.generate());
      await desk.keyboard.press('Enter');
      await expect(desk.getByText(people.say('account.recoveryText'))).toBeVisible();
      await photograph(desk, 'recovery-codes');
      recoveryCode = (await desk.locator('.vd-codes li').first().textContent()) ?? '';
      await people.button('account.recoveryDone').click();
      await expect(desk.getByText(people.say('account.totpOn'))).toBeVisible();
      await photograph(desk, 'account');
    });

    let sessionId = '';
    await test.step('decides a session without seeing its pictures', async () => {
      await workstation.goTo('/logs');
      await workstation.loadSamples();
      // One is enough here, and a busy machine needs a minute for each.
      const waiting = workstation.tiles.filter({ hasText: workstation.say('status.review') });
      await expect(waiting.first()).toBeVisible({ timeout: 180_000 });
      await waiting.first().click();
      await expect(workstation.verdict).toBeVisible();
      await expect(desk.getByText(people.say('withheld.images'))).toBeVisible();
      await photograph(desk, 'withheld');
      await expectAccessible(desk, 'review without pictures');
      sessionId = workstation.openId();
      const events = await organization.owner.call('listEvents', {
        sessionId: sessionIdSchema.parse(sessionId),
      });
      const captureId = must(
        events.ok
          ? events.value.events.flatMap(({ body }) => ('captureId' in body ? [body.captureId] : []))[0]
          : undefined,
        'a capture',
      );
      // Not hidden by the screen: refused by the server.
      const status = await desk.evaluate(async (id) => (await fetch(`/image/${id}`)).status, captureId);
      expect(status).toBe(403);
      await workstation.press('d', 'f', 'Enter');
      await workstation.goTo(`/logs/${sessionId}`);
      await workstation.expectStatus('declined');
    });

    await test.step('the intake knows by the token who decided', async () => {
      const users = await organization.owner.call('listUsers', {});
      const ana = users.ok ? users.value.users.find(({ loginName }) => loginName === 'ana.lim') : undefined;
      const decisions = async () => {
        const reply = await organization.owner.call('listEvents', {
          sessionId: sessionIdSchema.parse(sessionId),
        });
        return reply.ok ? reply.value.events.filter(({ type }) => type === 'decision.made') : [];
      };
      await expect.poll(async () => (await decisions()).length).toBe(1);
      expect((await decisions()).map(({ actor }) => actor)).toEqual([{ kind: 'user', id: ana?.id }]);
    });

    await test.step('locks, and finds the work as it was after a recovery code', async () => {
      const comment = desk.getByRole('textbox', { name: people.say('decision.comment') });
      await comment.fill('Half a thought');
      await desk.getByRole('button', { name: /Ana Lim/ }).click();
      await photograph(desk, 'account-menu');
      await desk.getByRole('menuitem', { name: people.say('account.lock') }).click();
      await expect(people.heading('auth.signedOut')).toBeVisible();
      await photograph(desk, 'locked');
      await expectAccessible(desk, 'locked');
      await expect(people.field('auth.password')).toBeFocused();
      // Keys of the work below do nothing.
      await desk.keyboard.press('Escape');
      await expect(people.heading('auth.signedOut')).toBeVisible();
      await people.field('auth.password').fill(analyst.password);
      await desk.keyboard.press('Enter');
      await people.field('auth.secondFactorCode').fill('000000');
      await desk.keyboard.press('Enter');
      await expect(desk.getByRole('alert').first()).toContainText(people.say('auth.secondFactorWrong'));
      await photograph(desk, 'second-factor');
      await people.field('auth.secondFactorCode').fill(recoveryCode);
      await desk.keyboard.press('Enter');
      await expect(people.heading('auth.signedOut')).toHaveCount(0);
      await expect(comment).toHaveValue('Half a thought');
    });

    await test.step('the administrator signs the analyst out everywhere: the screen asks to sign in', async () => {
      await office.settings('people');
      await adminPage.getByRole('button', { name: /Ana Lim/ }).click();
      await photograph(adminPage, 'change');
      await office.button('people.signOut').click();
      await expect(people.heading('auth.signedOut')).toBeVisible();
      await adminPage.keyboard.press('Escape');
    });

    await test.step('a revoked workstation asks for a new code', async () => {
      await office.settings('workstations');
      await photograph(adminPage, 'workstations');
      await expectAccessible(adminPage, 'workstations');
      await adminPage.getByRole('button', { name: /Revoke Desk 2/ }).click();
      await adminPage
        .getByRole('dialog')
        .getByRole('button', { name: office.say('stations.revoke'), exact: true })
        .click();
      await expect(adminPage.locator('[data-workstation="Desk 2"]')).toContainText(
        office.say('stations.revoked'),
      );
      // Nobody does anything there: the next try to synchronize, half a minute away at most, tells it.
      await expect(people.heading('auth.enroll')).toBeVisible({ timeout: 60_000 });
      await photograph(desk, 'refused');
    });

    await test.step('a program gets a token, and all of it stands in the audit', async () => {
      await office.settings('tokens');
      await office.button('tokens.create').click();
      await office.field('tokens.name').fill('Core banking');
      await office.field('permission.sessions.read').check();
      await photograph(adminPage, 'token');
      await office.button('editor.create').click();
      expect(await office.takeSecret()).toMatch(/^\S{20,}$/);
      await photograph(adminPage, 'tokens');
      await expectAccessible(adminPage, 'tokens');
      await office.settings('audit');
      await expect(adminPage.locator('[data-audit="token.created"]')).toBeVisible();
      await expect(adminPage.locator('[data-audit="workstation.revoked"]')).toContainText('Desk 2');
      await office.button('audit.verify').click();
      await expect(adminPage.getByRole('status').filter({ hasText: /whole/ })).toBeVisible();
      await photograph(adminPage, 'audit');
      await expectAccessible(adminPage, 'audit');
    });

    await test.step('in Russian and in the dark, too', async () => {
      await adminPage.evaluate(() => {
        localStorage.setItem('vidimus-preferences', JSON.stringify({ language: 'ru', theme: 'dark' }));
      });
      await adminPage.reload();
      for (const section of ['people', 'workstations', 'tokens', 'audit', 'account'] as const) {
        await office.settings(section);
        await photograph(adminPage, `ru-${section}`);
        await expectAccessible(adminPage, `${section} in the dark`);
      }
    });
  } finally {
    const logs = [organization, ...hosts].map(({ log }) => log()).join('\n');
    await testInfo.attach('logs of intake and workstations', { body: logs, contentType: 'text/plain' });
    for (const host of hosts) await host.stop();
    await organization.stop();
  }
});
