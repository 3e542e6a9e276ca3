import { rm, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { photographPassport, selfieFile } from './capture-pictures.ts';
import { defaultCapturePage, defaultRules, passportAndSelfie } from '#shared/domain/scenario.ts';
import { CapturePage } from './capture-page.ts';
import { expect, test } from './capture-test.ts';

test.skip(({ hostKind }) => hostKind === 'desktop', 'a phone has no desktop app');

const bank = { ...defaultCapturePage, organization: 'Bank of Utopia', purpose: 'To open your account.' };
const jpeg = (buffer: Buffer) => ({ name: 'passport.jpg', mimeType: 'image/jpeg', buffer });

test('a person goes through a link: consent, document by camera, reload, selfie by file, end', async ({
  intake,
  takePhone,
}) => {
  const { url, linkId } = await intake.makeLink({ capturePage: bank });
  const person = await takePhone();
  await person.open(url);
  await person.sees('Bank of Utopia asks you to confirm who you are');
  // The token leaves the address at once.
  expect(person.page.url()).toBe(`${intake.url}/c`);
  await expect(person.page.getByText('To open your account.')).toBeVisible();
  expect(await intake.eventsOf(linkId)).toEqual([]);
  await person.agree();

  await person.sees('Photo page of your document');
  await person.takePhoto();
  await person.sees('Is everything easy to read?');
  await person.press('Use this picture');
  await person.sees('Your pictures are being checked');
  await person.page.reload();
  await person.isChecked('Your selfie');

  await person.chooseFile(selfieFile);
  await person.sees('Is your face easy to see?');
  await person.press('Use this picture');
  await person.isChecked('Thank you, that is all');
  await person.page.reload();
  await person.sees('Thank you, that is all');

  const events = await intake.eventsOf(linkId);
  expect(
    events.filter(({ actor }) => actor.kind === 'system' && actor.id === 'link').map(({ type }) => type),
  ).toEqual([
    'session.created',
    'capture.received',
    'step.submitted',
    'capture.received',
    'step.submitted',
    'session.submitted',
  ]);
  expect(events.flatMap(({ type, body }) => (type === 'step.analyzed' ? [body] : []))).toMatchObject([
    { stepId: 'document', attempt: 1, outcome: 'passed' },
    { stepId: 'selfie', attempt: 1, outcome: 'passed' },
  ]);
  expect(person.complaints).toEqual([]);
});

test('a picture that is not good enough is explained, and too many end the check', async ({
  intake,
  takePhone,
}) => {
  const blurred = jpeg(await photographPassport(6));
  const { url } = await intake.makeLink({ rules: { ...defaultRules, attemptsPerStep: 2 } });
  const person = await takePhone();
  await person.open(url);
  await person.agree();
  for (const end of ['Please take this again', 'This check was stopped']) {
    await person.chooseFile(blurred);
    await person.press('Use this picture');
    await person.isChecked(end);
    if (end !== 'Please take this again') continue;
    await expect(person.page.getByText(/Hold the camera still/)).toBeVisible();
    await expect(person.page.getByText('Attempts left: 1')).toBeVisible();
    // A reload doesn't lose the explanation.
    await person.page.reload();
    await person.sees(end);
    await person.press('Try again');
  }
  await expect(person.page.getByText(/please ask there how to go on/)).toBeVisible();
});

test('a slow and broken network delays, and loses nothing', async ({ intake, takePhone }) => {
  const { url, linkId } = await intake.makeLink();
  const person = await takePhone();
  const network = await person.page.context().newCDPSession(person.page);
  // 3G as browsers' tools define it, slow variant.
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 400,
    downloadThroughput: 50_000,
    uploadThroughput: 50_000,
  });
  await person.open(url);
  await person.agree();
  await person.chooseFile(jpeg(await photographPassport()));
  await person.press('Use this picture');
  await expect(person.page.getByText(/^[1-9]\d? % sent$/)).toBeVisible();
  await person.page.context().setOffline(true);
  await expect(person.notice).toHaveText(/No connection/);
  await person.page.context().setOffline(false);
  await expect(person.notice).toBeEmpty();
  await person.isChecked('Your selfie');
  const captures = (await intake.eventsOf(linkId)).filter(({ type }) => type === 'capture.received');
  expect(captures.length).toBe(1);
});

test('a camera that is not allowed is explained, and a file does as well', async ({ intake, takePhone }) => {
  const { url } = await intake.makeLink();
  const person = await takePhone({ permissions: [] });
  await person.open(url);
  await person.agree();
  await person.press('Open the camera');
  await person.sees('The camera is not allowed');
  await person.press('Try the camera again');
  await person.sees('The camera is not allowed');
  expect(await person.faults('denied')).toEqual([]);
  await person.page
    .locator('input[type=file]:not([capture])')
    .setInputFiles(jpeg(await photographPassport()));
  await person.sees('Is everything easy to read?');
});

test('a camera that is lost says why, or comes back, and one that does not answer leaves a way on', async ({
  intake,
  takePhone,
}) => {
  const { url } = await intake.makeLink();
  const person = await takePhone();
  await person.open(url);
  await person.agree();
  await person.press('Open the camera');
  const lose = (): Promise<void> =>
    person.page
      .locator('video')
      .evaluate((video: HTMLVideoElement) =>
        (video.srcObject as MediaStream).getTracks()[0]?.dispatchEvent(new Event('ended')),
      )
      .then(() => undefined);
  await expect(person.hint).toHaveText(/^Good/);
  await person.page.evaluate(() => {
    const { mediaDevices } = navigator;
    Object.defineProperty(mediaDevices, 'getUserMedia', {
      configurable: true,
      value: () => Promise.reject(new DOMException('forbidden meanwhile', 'NotAllowedError')),
    });
  });
  await lose();
  await person.sees('The camera is not allowed');
  await person.page.evaluate(() => Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia'));
  await person.press('Try the camera again');
  await expect(person.hint).toHaveText(/^Good/);
  // Another app had it for a moment.
  await lose();
  await expect(person.hint).toHaveText('Starting the camera…');
  await expect(person.hint).toHaveText(/^Good/);
  // An iPhone stops the picture for a call.
  const video = person.page.locator('video');
  await video.evaluate((element: HTMLVideoElement) => {
    element.pause();
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.paused)).toBe(false);
  await person.page.evaluate(() => {
    Object.defineProperty(navigator.mediaDevices, 'getUserMedia', {
      value: () => new Promise(() => undefined),
    });
  });
  await person.press('Close the camera');
  await person.press('Open the camera');
  await person.sees('Starting the camera…');
  expect(await person.faults('opening')).toEqual([]);
  await person.chooseFile(jpeg(await photographPassport()));
  await person.sees('Is everything easy to read?');
});

test('a file that is too large, empty or gone is told from a network that is away', async ({
  intake,
  takePhone,
}) => {
  const { url, linkId } = await intake.makeLink();
  const person = await takePhone({ locale: 'en-US' });
  const file = test.info().outputPath('passport.jpg');
  const picture = await photographPassport();
  const send = async (bytes: Buffer): Promise<void> => {
    await writeFile(file, bytes);
    await person.chooseFile(file);
    await person.sees('Is everything easy to read?');
  };
  await person.open(url);
  await person.agree();
  await send(Buffer.alloc(50 * 1024 * 1024 + 1));
  await person.press('Use this picture');
  await person.sees('The file is too large');
  await person.press('Continue');
  await send(picture);
  await rm(file);
  await person.press('Use this picture');
  await person.sees('The file could not be read');
  // Chosen on purpose, and kept over a reload.
  await person.page.getByRole('combobox').selectOption({ label: 'Русский' });
  await person.page.reload();
  await person.sees('Страница документа с фотографией');
  await person.page.getByRole('combobox').selectOption({ label: 'English' });
  // As large as files may be.
  await send(Buffer.concat([picture, Buffer.alloc(40 * 1024 * 1024)]));
  await person.press('Use this picture');
  await person.isChecked('Your selfie');
  const captures = (await intake.eventsOf(linkId)).filter(({ type }) => type === 'capture.received');
  expect(captures.length).toBe(1);
});

test('a link belongs to its first device, and a dead one says what to do', async ({ intake, takePhone }) => {
  const taken = await intake.makeLink();
  const first = await takePhone();
  await first.open(taken.url);
  await first.sees('Please confirm who you are');
  const second = await takePhone();
  await second.open(taken.url);
  await second.sees('This link is in use on another device');
  await second.open(`${intake.url}/c#${'x'.repeat(43)}`);
  await second.sees('This link does not work');
  // Cut off on its way, and looked at again.
  await second.open(`${intake.url}/c#${'x'.repeat(9)}`);
  await second.sees('This link does not work');
  await second.page.reload();
  await second.sees('This link does not work');
  const revoked = await intake.makeLink();
  await intake.revoke(revoked.linkId);
  await second.open(revoked.url);
  await second.sees('This link was taken back');
  expect(await second.faults('refused')).toEqual([]);
});

test('an answer that is lost loses no link, and a second link in the same browser takes nothing from the first', async ({
  intake,
  takePhone,
}) => {
  const [first, second] = [await intake.makeLink(), await intake.makeLink({ capturePage: bank })];
  const person = await takePhone();
  const opens = '**/api/person/v1/open';
  let lost = 0;
  // The intake has bound the link, and nobody hears of it.
  await person.page.route(opens, async (route) => {
    await route.fetch();
    lost += 1;
    await route.abort();
  });
  await person.open(first.url);
  await expect(person.notice).toHaveText(/No connection/);
  // Loaded again in the middle: the address has lost its token.
  await person.page.reload();
  await expect.poll(() => lost).toBeGreaterThan(1);
  await person.page.unroute(opens);
  await person.sees('Please confirm who you are');
  await person.agree();
  await person.sees('Photo page of your document');

  const page = await person.page.context().newPage();
  const other = new CapturePage(page);
  await other.open(second.url);
  await other.sees('Bank of Utopia asks you to confirm who you are');
  await other.agree();
  await person.page.reload();
  await person.sees('Photo page of your document');
  await other.page.reload();
  await other.sees('Photo page of your document');
  expect(await intake.eventsOf(first.linkId)).toHaveLength(1);
  expect(await intake.eventsOf(second.linkId)).toHaveLength(1);
});

test('the end leads back to the organization, with the signed result', async ({ intake, takePhone }) => {
  const steps = passportAndSelfie.steps.filter(({ type }) => type === 'selfie');
  const redirectUrl = 'https://bank.example/done?case=7';
  const { url } = await intake.makeLink({ steps, capturePage: { ...bank, redirectUrl } });
  const person = await takePhone();
  await person.page.route('https://bank.example/**', (route) => route.fulfill({ body: 'Welcome back' }));
  await person.open(url);
  await person.agree();
  await person.chooseFile(selfieFile);
  await person.press('Use this picture');
  await person.isChecked('Thank you, that is all');
  await expect(person.page.getByRole('link', { name: 'Go back now' })).toHaveAttribute(
    'href',
    /^https:\/\/bank\.example\/done\?case=7&result=[\w-]+\.[\w-]+\.[\w-]+$/,
  );
  await expect(person.page.getByText('Welcome back')).toBeVisible();
});

test('the page is small before the camera opens', async ({ intake, takePhone }) => {
  const { url } = await intake.makeLink();
  const person = await takePhone();
  const bodies: Promise<Buffer>[] = [];
  person.page.on('response', (response) => {
    if (response.url().includes('/c')) bodies.push(response.body());
  });
  await person.open(url);
  await person.agree();
  await person.sees('Photo page of your document');
  const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).byteLength);
  // Page, script, style; the icon is not asked for by every browser.
  expect(sizes.length).toBeGreaterThanOrEqual(3);
  // A quarter of what the page may have, so that growth is noticed before it hurts.
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(40_000);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nobody is kept out by the ${colorScheme} page`, async ({ intake, takePhone }) => {
    const { url } = await intake.makeLink({ capturePage: { ...bank, accentColor: '#ffcc00' } });
    const person = await takePhone({ colorScheme });
    const faults: string[] = [];
    const inspect = async (screen: string): Promise<void> => {
      faults.push(...(await person.faults(screen)));
      const small = await person.page
        .locator('button:visible, a:visible, select:visible')
        .evaluateAll((elements) =>
          elements.map((element) => element.getBoundingClientRect().height).filter((height) => height < 44),
        );
      if (small.length > 0) faults.push(`${screen}: targets below 44 px: ${small.join(', ')}`);
    };
    await person.open(url);
    await person.sees(/Bank of Utopia/);
    await inspect('consent');
    await person.page.getByRole('combobox').selectOption({ label: 'Русский' });
    await expect(person.heading).toHaveText('Bank of Utopia просит подтвердить вашу личность');
    expect(await person.page.locator('html').getAttribute('lang')).toBe('ru');
    await person.page.getByRole('combobox').selectOption({ label: 'English' });
    // By keyboard alone: from the heading to the only button.
    await person.heading.focus();
    await person.page.keyboard.press('Tab');
    await person.page.keyboard.press('Enter');
    await person.sees('Photo page of your document');
    await inspect('instructions');
    await person.press('Open the camera');
    await person.sees('Fit the document into the frame');
    await expect(person.hint).toHaveText(/^Good/);
    await inspect('camera');
    await person.press('Take the photo');
    await person.sees('Is everything easy to read?');
    await inspect('preview');
    expect(faults).toEqual([]);
  });
}
