import { defaultCapturePage } from '#shared/domain/scenario.ts';
import { must } from '#shared/lib/invariant.ts';
import { startCaptureHost } from './capture-host.ts';
import { expect, test } from './capture-test.ts';
import { hasOpenssl, startTlsProxy } from './tls-proxy.ts';
import { startSite } from './widget-sites.ts';

test.skip(({ hostKind }) => hostKind === 'desktop', 'a web site has no desktop app');
test.skip(!hasOpenssl, 'no openssl to make a certificate with');

// To a browser `localhost` and `127.0.0.1` are two sites, as two companies' domains are.
test('on another site by HTTPS the frame keeps its cookie, for that site alone', async ({ takePhone }) => {
  const [site, proxy] = [await startSite(), await startTlsProxy()];
  const shop = site.origin.replace('127.0.0.1', 'localhost');
  const host = await startCaptureHost({ embedOrigins: [shop], publicUrl: proxy.url });
  try {
    proxy.target(host.url);
    const { url } = await host.makeLink({ capturePage: defaultCapturePage });
    const { page, complaints } = await takePhone({ ignoreHTTPSErrors: true });
    await page.goto(site.demo({ intake: proxy.url, link: url }).replace(site.origin, shop));
    await page.getByRole('button', { name: 'Open by link' }).click();
    await expect(page.locator('dialog iframe')).toBeVisible();
    const frame = must(
      page.frames().find((one) => one.url().includes('/c#')),
      'the frame is there',
    );
    await frame.getByRole('button', { name: 'I agree, continue' }).click();
    // Without the cookie the intake would not know whose consent it is.
    await expect(frame.getByRole('heading', { level: 1 })).toHaveText('Photo page of your document');
    expect(await page.context().cookies()).toMatchObject([
      {
        name: expect.stringMatching(/^vidimus-person/),
        sameSite: 'None',
        secure: true,
        httpOnly: true,
        partitionKey: 'http://localhost',
      },
    ]);
    expect(complaints).toEqual([]);
  } finally {
    await host.stop();
    await proxy.stop();
    await site.stop();
  }
});
