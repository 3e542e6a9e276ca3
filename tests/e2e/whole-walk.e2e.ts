import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator, Page } from '@playwright/test';
import { callbackBodySchema, type CallbackBody } from '#shared/domain/callback.ts';
import { openCallback, Refused } from '../../docs/examples/callback-receivers/receiver.ts';
import { CapturePage } from './capture-page.ts';
import { selfieFile } from './capture-pictures.ts';
import { expect, test as base } from './capture-test.ts';
import { ScenarioPages } from './pages/scenario-pages.ts';
import { Workstation } from './pages/workstation-page.ts';
import { startWorkstation } from './workstation.ts';

/** One analysis on a busy two-core machine. */
const analysisTimeoutMs = 120_000;

interface Told {
  readonly headers: IncomingHttpHeaders;
  readonly raw: Buffer;
}

/** A customer's backend: keeps the exact bytes that came, and takes them. */
interface Backend {
  readonly url: string;
  readonly told: readonly Told[];
}

/** The workstation and the phone are two contexts of one browser, whose camera looks at the sample passport. */
const test = base.extend<{
  readonly backend: Backend;
  readonly workstation: Workstation;
  readonly phone: CapturePage;
}>({
  backend: async ({}, use) => {
    const told: Told[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        told.push({ headers: request.headers, raw: Buffer.concat(chunks) });
        response.writeHead(204).end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await use({ url: `http://127.0.0.1:${port.toString()}/vidimus?case=7`, told });
    server.closeAllConnections();
    server.close();
  },
  workstation: async ({ phoneBrowser }, use, testInfo) => {
    const host = await startWorkstation({ VIDIMUS_CALLBACK_ALLOW: '127.0.0.1' });
    const context = await phoneBrowser.newContext({
      viewport: { width: 1280, height: 720 },
      locale: 'en-US',
      timezoneId: 'UTC',
      permissions: ['clipboard-write'],
    });
    const page = await context.newPage();
    await page.goto(host.launchUrl);
    await use(new Workstation(page));
    await context.close();
    await host.stop();
    if (testInfo.status !== testInfo.expectedStatus)
      await testInfo.attach('log of the host', { body: host.log(), contentType: 'text/plain' });
  },
  phone: async ({ phoneBrowser }, use) => {
    const context = await phoneBrowser.newContext({
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 2,
      isMobile: true,
      hasTouch: true,
      locale: 'en-US',
      timezoneId: 'UTC',
      permissions: ['camera'],
    });
    await use(new CapturePage(await context.newPage()));
    await context.close();
  },
});

test.skip(({ hostKind }) => hostKind === 'desktop', 'a phone has no desktop app');
// Four analyses, one after another.
test.setTimeout(6 * analysisTimeoutMs);

/** For people to look at; nothing is asserted on it. */
async function photograph(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(400);
  await page.screenshot({ path: `artifacts/screenshots/whole-walk-${name}.png` });
}

/** What the window has copied, as another page gets it: the window itself may not read the clipboard. */
async function pasteElsewhere(window: Page): Promise<string> {
  const other = await window.context().newPage();
  await other.setContent('<textarea autofocus></textarea>');
  const field = other.getByRole('textbox');
  await field.focus();
  await other.keyboard.press('Control+V');
  const text = await field.inputValue();
  await other.close();
  return text;
}

/** What a tile says of one step. */
function stepsOf(tile: Locator): Locator {
  return tile.locator('.vd-steps');
}

test('from a scenario in the editor to a decision that the customer’s backend verifies', async ({
  backend,
  workstation,
  phone,
}) => {
  const { page } = workstation;
  const pages = new ScenarioPages(workstation);
  let secret = '';
  let address = '';
  const open = ({ headers, raw }: Told) =>
    openCallback(headers, raw, { secrets: [secret], toleranceSeconds: 300 });

  await test.step('a scenario is made that tells the backend, sealed, and is put to use', async () => {
    await pages.openEditor();
    await pages.create('Open an account');
    await pages.openSection('page');
    await page.getByRole('textbox', { name: 'Organization' }).fill('Bank of Utopia');
    await pages.untilSaved();
    await pages.openSection('notifications');
    await page.getByRole('textbox', { name: workstation.say('editor.callbackUrl') }).fill(backend.url);
    await page.getByRole('switch', { name: workstation.say('editor.encrypt') }).click();
    await pages.untilSaved();
    await pages.button('callbacks.secretMake').click();
    await pages.dialog.getByRole('button', { name: workstation.say('callbacks.secretMake') }).click();
    await expect(pages.dialog.locator('.vd-secret')).toHaveText(/^whsec_[\w+/]{43}=$/);
    await pages.dialog.getByRole('button', { name: workstation.say('callbacks.secretCopy') }).click();
    secret = await pasteElsewhere(page);
    await expect(pages.dialog.locator('.vd-secret')).toHaveText(secret);
    await pages.closeDialog();
    await photograph(page, '1-notifications');
    await pages.commitAndActivate();
    await expect(page.locator('.vd-editor-head')).toContainText('Version 1 active');
  });

  await test.step('a link is generated', async () => {
    await pages.openLinks();
    await pages.makeLinks('Open an account', 1);
    [address = ''] = await pages.addresses();
    await pages.download('links.csv');
    await pages.closeDialog();
    await expect(pages.linkRowsWith('new')).toHaveCount(1);
    await workstation.goTo('/logs');
    await workstation.expectNothingYet();
  });

  const tile = workstation.tiles.first();
  await test.step('a person opens it on a phone, and a tile appears when they agree', async () => {
    await phone.open(address);
    await phone.sees('Bank of Utopia asks you to confirm who you are');
    await photograph(phone.page, '2-phone-consent');
    await phone.agree();
    await expect(tile).toContainText('Opened, nothing sent yet');
    await workstation.expectSessions(1);
  });

  await test.step('the document goes by the camera, and the tile grows by a step', async () => {
    await phone.press('Open the camera');
    await expect(phone.hint).toHaveText(/^Good/);
    await photograph(phone.page, '3-phone-camera');
    await phone.press('Take the photo');
    await phone.sees('Is everything easy to read?');
    await phone.press('Use this picture');
    await phone.isChecked('Your selfie');
    await expect(stepsOf(tile)).toHaveAttribute('aria-label', /^Document: passed/, {
      timeout: analysisTimeoutMs,
    });
    await photograph(page, '4-tile-document');
  });

  await test.step('so does the selfie, and the person is done', async () => {
    await phone.chooseFile(selfieFile);
    await phone.press('Use this picture');
    await phone.isChecked('Thank you, that is all');
    await photograph(phone.page, '5-phone-end');
    await expect(stepsOf(tile)).toHaveAttribute('aria-label', /Selfie: passed/);
    expect(phone.complaints).toEqual([]);
  });

  await test.step('the analysis is there to be seen', async () => {
    await workstation.untilAllWaitForReview(1);
    await tile.click();
    await workstation.untilShown();
    await expect(workstation.panel).toContainText(workstation.say('status.review'));
    await photograph(page, '6-analysis');
    await workstation.openTab('document');
    await photograph(page, '7-document');
  });

  const sessionId = workstation.openId();
  await test.step('the analyst decides', async () => {
    await page
      .getByRole('button', { name: workstation.say('decision.approve') })
      .first()
      .click();
    await workstation.press('Enter');
    await workstation.expectStatus('approved');
    await photograph(page, '8-decided');
  });

  await test.step('the backend was told of each, verifies and opens all of it, and nothing that was changed', async () => {
    await expect.poll(() => backend.told.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(5);
    const bodies: CallbackBody[] = [];
    for (const told of backend.told) {
      expect(told.headers['content-type']).toBe('application/jose');
      expect(told.raw.toString('ascii')).toMatch(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/);
      const { callback } = await open(told);
      bodies.push(callbackBodySchema.parse(callback));
    }
    expect(bodies.map(({ type, data: { status, step } }) => [type, status, step?.id, step?.outcome])).toEqual(
      [
        ['session.created', 'collecting', undefined, undefined],
        ['step.analyzed', 'collecting', 'document', 'passed'],
        ['step.analyzed', 'collecting', 'selfie', 'passed'],
        ['session.analyzed', 'review', undefined, undefined],
        ['session.decided', 'approved', undefined, undefined],
      ],
    );
    expect(new Set(bodies.map(({ data }) => data.sessionId))).toEqual(new Set([sessionId]));
    const decided = bodies.at(-1)?.data;
    expect(decided?.result).toMatchObject({ status: 'approved', verdict: { outcome: 'approve' } });
    expect(decided?.linkId).toEqual(expect.any(String));

    const [last] = backend.told.slice(-1);
    if (last === undefined) throw new Error('the decision was told');
    const changed = Buffer.from(last.raw);
    changed[changed.length - 30] = changed[changed.length - 30] === 65 ? 66 : 65;
    await expect(open({ ...last, raw: changed })).rejects.toThrow(Refused);
  });

  await test.step('the editor shows what was delivered', async () => {
    await pages.openEditor();
    await page.getByText('Open an account').first().click();
    await pages.openSection('notifications');
    const log = page.getByRole('table', { name: workstation.say('callbacks.log') });
    await expect(log.getByText(workstation.say('callback.delivered'))).toHaveCount(5);
    await photograph(page, '9-delivered');
  });
});
