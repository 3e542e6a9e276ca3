import { mkdir } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Frame, Page } from '@playwright/test';
import { defaultCapturePage } from '#shared/domain/scenario.ts';
import { must } from '#shared/lib/invariant.ts';
import { startCaptureHost } from './capture-host.ts';
import { selfieFile } from './capture-pictures.ts';
import { expect, test as base } from './capture-test.ts';
import { startSite, type Site } from './widget-sites.ts';

// Real: an intake with its agent, two web sites at origins of their own, and Chromium with a camera.

interface Sites {
  /** May show the capture page. */
  readonly shop: Site;
  /** May not. */
  readonly stranger: Site;
}
const test = base.extend<object, { readonly sites: Sites }>({
  sites: [
    async ({}, use) => {
      const sites = { shop: await startSite(), stranger: await startSite() };
      await use(sites);
      await sites.shop.stop();
      await sites.stranger.stop();
    },
    { scope: 'worker' },
  ],
  intake: [
    async ({ sites }, use) => {
      const host = await startCaptureHost({ embedOrigins: [sites.shop.origin] });
      await use(host);
      await host.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});
test.skip(({ hostKind }) => hostKind === 'desktop', 'a web site has no desktop app');

const bank = { ...defaultCapturePage, organization: 'Bank of Utopia', openFromWidget: true };
const desktop = { viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false } as const;
/** An analysis of one step on a busy two-core machine, behind others. */
const checked = { timeout: 120_000 };

/** The capture page in the widget's frame, once it is there. */
async function frameOf(page: Page): Promise<Frame> {
  await expect(page.locator('dialog iframe')).toBeVisible();
  return must(
    page.frames().find((frame) => frame.url().includes('/c#')),
    'the frame is there',
  );
}
/** A window of another site that was opened from a frame, and so has a hand on it. */
async function windowOf(frame: Frame, site: Site): Promise<Page> {
  const [opened] = await Promise.all([
    frame.page().context().waitForEvent('page'),
    frame.evaluate((address) => void window.open(address), site.demo({})),
  ]);
  await opened.waitForLoadState();
  return opened;
}
const eventsOn = async (page: Page): Promise<readonly (readonly [string, Record<string, unknown>])[]> =>
  ((await page.getByRole('log').textContent()) ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, name = '', json = '{}'] = /^(\w+) ?(.*)$/.exec(line) ?? [];
      return [name, JSON.parse(json === '' ? '{}' : json) as Record<string, unknown>] as const;
    });

test('a person is checked in a dialog over another site, which hears of every step and gets the signed result', async ({
  intake,
  sites,
  takePhone,
}) => {
  const redirectUrl = 'https://bank.example/done';
  const { url, linkId } = await intake.makeLink({ capturePage: { ...bank, redirectUrl } });
  const { page, complaints } = await takePhone();
  await page.goto(sites.shop.demo({ intake: intake.url, link: url }));
  await page.getByRole('button', { name: 'Open by link' }).click();
  const frame = await frameOf(page);
  await frame.getByRole('button', { name: 'I agree, continue' }).click();
  await frame.getByRole('button', { name: 'Open the camera' }).click();
  await expect(frame.locator('main [role=status]')).toHaveText(/^Good/);
  await frame.getByRole('button', { name: 'Take the photo' }).click();
  await frame.getByRole('button', { name: 'Use this picture' }).click();
  await expect(frame.getByRole('heading', { name: 'Your selfie' })).toBeVisible(checked);
  await frame.locator('input[type=file]').first().setInputFiles(selfieFile);
  await frame.getByRole('button', { name: 'Use this picture' }).click();
  await expect(frame.getByRole('heading', { name: 'Thank you, that is all' })).toBeVisible(checked);
  // The site goes on by itself: the frame stays where it is, and offers the way back.
  await expect(frame.getByRole('link')).toHaveCount(0);
  await frame.getByRole('button', { name: 'Close' }).click();
  await expect(page.locator('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Open by link' })).toBeFocused();

  const events = await eventsOn(page);
  expect(
    events.filter(([name]) => name === 'onStep').map(([, step]) => [step['stepId'], step['state']]),
  ).toEqual([
    ['document', 'open'],
    ['selfie', 'open'],
    ['document', 'checking'],
    ['document', 'done'],
    ['selfie', 'checking'],
    ['selfie', 'done'],
  ]);
  const sessionId = (await intake.eventsOf(linkId))[0]?.sessionId;
  expect(events.slice(6)).toEqual([
    ['onSuccess', { sessionId, result: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) }],
    ['onClose', {}],
  ]);
  expect(complaints).toEqual([]);
});

test('a strict page begins with a scenario and a key; leaving is asked for, and a forged message changes nothing', async ({
  intake,
  sites,
  takePhone,
}) => {
  const { scenarioId, linkId } = await intake.makeLink({ capturePage: bank });
  const { page, complaints } = await takePhone(desktop);
  await page.goto(sites.shop.strict(intake.url));
  await page.getByRole('button', { name: 'Buy' }).focus();
  const open = (key: string): Promise<void> =>
    page.evaluate(
      ([schemaId, clientKey]) => {
        const told: unknown[] = [];
        Object.assign(window, { told });
        Vidimus.open({
          schemaId,
          clientKey,
          language: 'ru',
          onStep: ({ stepId }) => told.push(stepId),
          onSuccess: () => told.push('success'),
          onFailure: ({ code }) => told.push(code),
          onClose: () => told.push('close'),
        });
      },
      [scenarioId, key] as const,
    );
  const told = (): Promise<unknown> => page.evaluate(() => (window as unknown as { told: unknown }).told);
  await open('c-7');
  const frame = await frameOf(page);
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText(
    'Bank of Utopia просит подтвердить вашу личность',
  );

  // Another site that has a hand on the page and on the frame within it.
  const attacker = await windowOf(frame, sites.stranger);
  await attacker.evaluate((token) => {
    const inner = window.opener as Window;
    for (const target of [inner, inner.parent]) {
      target.postMessage({ type: 'success', sessionId: 'forged', result: 'a.b.c' }, '*');
      target.postMessage({ type: 'done' }, '*');
      target.postMessage({ vidimus: 'hello', token, language: 'en' }, '*', [new MessageChannel().port2]);
    }
  }, 'x'.repeat(27));
  await attacker.close();
  await frame.getByRole('button').last().click();
  await expect.poll(told).toEqual(['document', 'selfie']);

  // From within the frame and from the dialog.
  await page.keyboard.press('Escape');
  const question = page.getByRole('alertdialog');
  await expect(question).toBeVisible();
  await expect(page.getByRole('button', { name: 'Остаться' })).toBeFocused();
  await page.getByRole('button', { name: 'Остаться' }).click();
  await expect(question).toBeHidden();
  await page.getByRole('button', { name: 'Закрыть' }).click();
  await page.getByRole('button', { name: 'Прервать' }).click();
  await expect(page.locator('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Buy' })).toBeFocused();
  expect(await told()).toEqual(['document', 'selfie', 'close']);
  expect(await intake.eventsOf(linkId)).toEqual([]);

  // What is wrong is said at once, and what the intake refuses a moment later.
  const thrown = await page.evaluate(() => {
    const attempts: readonly unknown[] = [
      {},
      { link: 'https://other.example/c#x' },
      { schemaId: 's', clientKey: 'x'.repeat(37) },
      { schemaId: 's', clientKey: 'c', onSucces: () => undefined },
    ];
    return attempts.map((options) => {
      try {
        Vidimus.open(options as Vidimus.Options);
        return 'nothing';
      } catch (error) {
        return String(error);
      }
    });
  });
  expect(thrown).toEqual([
    expect.stringContaining('give either link, or schemaId with clientKey'),
    expect.stringContaining('load widget.js from where the link leads'),
    expect.stringContaining('at most 36 characters'),
    expect.stringContaining('there is no option "onSucces"'),
  ]);
  expect(complaints).toEqual([]);
});

test('a site that is not allowed learns why, and no frame of its own shows the page', async ({
  intake,
  sites,
  takePhone,
}) => {
  const { url, scenarioId } = await intake.makeLink({ capturePage: bank });
  const { page } = await takePhone();
  for (const way of ['Open by link', 'Open by scenario']) {
    await page.goto(sites.stranger.demo({ intake: intake.url, link: url, schema: scenarioId, key: 'c-7' }));
    await page.getByRole('button', { name: way }).click();
    await expect(page.getByRole('alert')).toContainText('origin-not-allowed');
    await page.getByRole('button', { name: 'Close' }).click();
    await expect
      .poll(() => eventsOn(page))
      .toEqual([
        [
          'onFailure',
          { code: 'origin-not-allowed', detail: expect.stringContaining('VIDIMUS_EMBED_ORIGINS') },
        ],
        ['onClose', {}],
      ]);
    await page.goto('about:blank');
  }
  await page.goto(sites.stranger.demo({}));
  await page.evaluate((src) => {
    const frame = document.createElement('iframe');
    frame.src = src;
    document.body.append(frame);
    return new Promise((resolve) => frame.addEventListener('load', resolve));
  }, url);
  await expect(page.frameLocator('iframe').getByRole('heading', { level: 1 })).toHaveCount(0);
});

test('the page in a frame takes its token from the window around it alone', async ({
  intake,
  sites,
  takePhone,
}) => {
  const { url } = await intake.makeLink({ capturePage: bank });
  const { page } = await takePhone(desktop);
  await page.goto(sites.shop.demo({}));
  await page.evaluate((src) => {
    const element = document.createElement('iframe');
    element.src = src;
    document.body.append(element);
    return new Promise((resolve) => element.addEventListener('load', resolve));
  }, `${intake.url}/c#widget`);
  const frame = must(page.frames()[1], 'the frame is there');
  const greet = (target: string): string =>
    `${target}.postMessage({ vidimus: 'hello', token: '${url.split('#')[1] ?? ''}', language: null }, '*', [new MessageChannel().port2])`;
  const attacker = await windowOf(frame, sites.stranger);
  await attacker.evaluate(greet('opener'));
  // Itself is not the window around it either.
  await frame.evaluate(greet('window'));
  await attacker.close();
  // The answer with the allowed origins takes milliseconds; a greeting that was heard would show by then.
  await page.waitForTimeout(1500);
  await expect(frame.getByRole('heading')).toHaveCount(0);
  await page.evaluate(greet(`document.querySelector('iframe').contentWindow`));
  await expect(frame.getByRole('heading', { level: 1 })).toBeVisible();
});

test('the script is small, and its types lie beside it', async ({ intake }) => {
  const [script, types] = await Promise.all(
    ['/widget.js', '/widget.d.ts'].map(async (path) => (await fetch(`${intake.url}${path}`)).text()),
  );
  expect(gzipSync(script ?? '').byteLength).toBeLessThan(6000);
  expect(types).toContain('declare namespace Vidimus');
});

const shots = resolve(import.meta.dirname, '../../artifacts/widget');
for (const [name, size] of [
  ['phone', {}],
  ['desktop', desktop],
] as const)
  for (const colorScheme of ['light', 'dark'] as const)
    test(`nobody is kept out of the ${colorScheme} dialog on a ${name}`, async ({
      intake,
      sites,
      takePhone,
    }) => {
      await mkdir(shots, { recursive: true });
      const texts = { en: { title: 'One look at you', agree: 'Fine, go on' } };
      const { url } = await intake.makeLink({ capturePage: { ...bank, accentColor: '#0b7285', texts } });
      const { page } = await takePhone({ ...size, colorScheme });
      const faults: string[] = [];
      const inspect = async (screen: string): Promise<void> => {
        await page.screenshot({ path: join(shots, `${name}-${colorScheme}-${screen}.png`) });
        // The page behind is inert, and its landmarks are no double of those in the frame.
        const { violations } = await new AxeBuilder({ page }).disableRules('landmark-unique').analyze();
        faults.push(
          ...violations.flatMap(({ id, nodes }) =>
            nodes.map(({ html }) => `${screen}: ${id}: ${html.slice(0, 160)}`),
          ),
        );
      };
      await page.goto(sites.shop.demo({ intake: intake.url, link: url }));
      await inspect('demo');
      await page.getByRole('button', { name: 'Open by link' }).click();
      const frame = await frameOf(page);
      await expect(frame.getByRole('heading', { level: 1 })).toHaveText('One look at you');
      await inspect('consent');
      await frame.getByRole('button', { name: 'Fine, go on' }).click();
      await frame.getByRole('button', { name: 'Open the camera' }).click();
      await expect(frame.locator('main [role=status]')).toHaveText(/^Good/);
      await inspect('camera');
      await page.getByRole('button', { name: 'Close', exact: true }).click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
      await inspect('question');
      expect(faults).toEqual([]);
    });
