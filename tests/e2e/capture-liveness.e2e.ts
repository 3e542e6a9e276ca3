import { readFile } from 'node:fs/promises';
import type { Browser } from '@playwright/test';
import { mostFrames } from '#shared/domain/liveness.ts';
import { passportAndSelfie, type ScenarioStep } from '#shared/domain/scenario.ts';
import { must } from '#shared/lib/invariant.ts';
import type { CapturePage } from './capture-page.ts';
import { selfieFile } from './capture-pictures.ts';
import { expect, launchPhones, test as base } from './capture-test.ts';

/** Phones whose camera looks at the sample person's face. */
const test = base.extend<object, { readonly phoneBrowser: Browser }>({
  phoneBrowser: [
    async ({ playwright, launchOptions }, use) => {
      const face = await readFile(selfieFile);
      const { browser, close } = await launchPhones(playwright.chromium, launchOptions, face);
      await use(browser);
      await close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});
test.skip(({ hostKind }) => hostKind === 'desktop', 'a phone has no desktop app');

const steps: ScenarioStep[] = [
  { ...must(passportAndSelfie.steps[1], 'a selfie step'), id: 'alive', type: 'liveness' },
];

/** Does what is asked, or says of one of the movements that it cannot be done. Answers what was asked. */
async function perform(person: CapturePage, skip?: number): Promise<string[]> {
  await expect(person.page.locator('.viewfinder.ready')).toBeVisible();
  await person.press('Start');
  const place = person.heading;
  await expect(place).toHaveText(/^Movement 1 of \d$/);
  const count = Number((await place.textContent())?.at(-1));
  const asked: string[] = [];
  for (let nth = 1; nth <= count; nth += 1) {
    await expect(place).toHaveText(`Movement ${nth.toString()} of ${count.toString()}`);
    await expect(person.hint).toHaveText(/Press “Start”/);
    asked.push((await person.page.locator('.action').getAttribute('class')) ?? '');
    await expect(person.page.getByRole('button', { name: 'Start' })).toBeFocused();
    if (nth === skip) await person.press('I cannot do this');
    else {
      // By keyboard, as by whoever cannot aim at a screen.
      await person.page.keyboard.press('Enter');
      await expect(person.hint).toHaveText(/^Now: /);
    }
  }
  return asked.map((name) => name.replace('action action-', ''));
}

function gapsOf(times: readonly number[]): readonly number[] {
  return times.slice(1).map((atMs, nth) => atMs - (times[nth] ?? atMs));
}

test('a person answers a challenge before the camera, but for a movement they cannot make', async ({
  intake,
  takePhone,
}) => {
  const { url, linkId } = await intake.makeLink({ steps });
  const person = await takePhone();
  await person.open(url);
  await person.agree();
  await person.sees('A short check that you are there');
  expect(await person.faults('instructions')).toEqual([]);
  await person.press('Open the camera');
  await expect(person.hint).toHaveText(/^Good\. Press “Start”/);
  expect(await person.faults('face in the oval')).toEqual([]);
  const asked = await perform(person, 1);
  await person.sees('Thank you, that is all', { within: 180_000 });

  const events = await intake.eventsOf(linkId);
  const challenge = must(
    events.find((event) => event.type === 'liveness.challenged'),
    'a challenge',
  );
  expect(challenge.body).toMatchObject({ stepId: 'alive', attempt: 1, actions: asked });
  const frames = events.flatMap((event) => (event.type === 'liveness.received' ? event.body.frames : []));
  expect([...new Set(frames.map(({ actionIndex }) => actionIndex))]).toEqual([
    null,
    ...asked.flatMap((_, place) => (place === 0 ? [] : [place])),
  ]);
  expect(frames.length).toBeLessThanOrEqual(mostFrames);
  const ofMovements = asked.map((action, place) => ({
    isOfHead: action.startsWith('turn') || action.startsWith('look'),
    times: frames.filter(({ actionIndex }) => actionIndex === place).map(({ atMs }) => atMs),
  }));
  for (const { isOfHead, times } of ofMovements) expect(times.length).toBeLessThanOrEqual(isOfHead ? 18 : 9);
  // While a head moves, frames lie closer together: more of them than the nine that are taken in any case.
  const ofHead = ofMovements.filter(({ isOfHead, times }) => isOfHead && times.length > 0);
  const count = ofHead.reduce((sum, { times }) => sum + times.length, 0);
  if (ofHead.length > 0) expect(count).toBeGreaterThan(9 * ofHead.length);
  test.info().annotations.push({
    type: 'milliseconds between frames',
    description: ofMovements
      .map(({ times }, place) => `${asked[place] ?? ''}: ${gapsOf(times).join(' ')}`)
      .join('; '),
  });
  expect(frames.map(({ atMs }) => atMs)).toEqual(frames.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
  const submittedAt = events.findIndex(({ type }) => type === 'step.submitted');
  expect(events.slice(submittedAt, submittedAt + 3).map(({ type, body }) => [type, body])).toMatchObject([
    ['step.submitted', { stepId: 'alive', attempt: 1, skippedActions: [0] }],
    ['step.analyzed', { outcome: 'passed' }],
    ['session.submitted', {}],
  ]);
  expect(person.complaints).toEqual([]);
});

test('a reload gives another challenge, and a network that is away delays the frames', async ({
  intake,
  takePhone,
}) => {
  const { url, linkId } = await intake.makeLink({ steps });
  const person = await takePhone({ reducedMotion: 'reduce' });
  await person.open(url);
  await person.agree();
  await person.press('Open the camera');
  await expect(person.page.locator('.viewfinder.ready')).toBeVisible();
  await person.press('Start');
  await expect(person.heading).toHaveText(/^Movement 1/);
  expect(await person.faults('movement')).toEqual([]);
  await person.page.reload();
  await person.sees('A short check that you are there');
  await person.press('Open the camera');
  await expect(person.page.locator('.viewfinder.ready')).toBeVisible();
  await person.press('Start');
  await expect(person.heading).toHaveText(/^Movement 1/);
  // Looked away in the middle, at another app: the movement is asked for again.
  const turn = (hidden: boolean): Promise<void> =>
    person.page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, value });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await person.page.keyboard.press('Enter');
  await expect(person.hint).toHaveText(/^Now: /);
  await turn(true);
  await expect(person.hint).toHaveText(/Press “Start”/);
  await turn(false);
  await expect(person.heading).toHaveText(/^Movement 1/);
  const context = person.page.context();
  await context.setOffline(true);
  await person.page.keyboard.press('Enter');
  await expect(person.notice).toHaveText(/No connection/);
  await context.setOffline(false);
  const count = Number((await person.heading.textContent())?.at(-1));
  for (let nth = 2; nth <= count; nth += 1) {
    await expect(person.heading).toHaveText(`Movement ${nth.toString()} of ${count.toString()}`);
    await person.press('I cannot do this');
  }
  await person.sees('Thank you, that is all', { within: 120_000 });
  const events = await intake.eventsOf(linkId);
  const challenges = events.flatMap((event) => (event.type === 'liveness.challenged' ? [event.body] : []));
  expect(challenges.map(({ attempt }) => attempt)).toEqual([1, 1]);
  expect(new Set(challenges.map(({ actions }) => actions.join())).size).toBe(2);
  const submitted = events.filter(({ type }) => type === 'step.submitted');
  expect(submitted).toHaveLength(1);
  const batches = events.flatMap((event) => (event.type === 'liveness.received' ? [event.body] : []));
  const last = challenges[1]?.challengeId;
  const frames = batches.filter(({ challengeId }) => challengeId === last).flatMap((batch) => batch.frames);
  expect(new Set(frames.map(({ captureId }) => captureId)).size).toBe(frames.length);
  expect([...new Set(frames.map(({ actionIndex }) => actionIndex))]).toEqual([null, 0]);
  expect(batches.filter(({ challengeId }) => challengeId === last)).toHaveLength(2);
});

test('a camera that is not allowed is explained, with no way around it', async ({ intake, takePhone }) => {
  const { url } = await intake.makeLink({ steps });
  const person = await takePhone({ permissions: [] });
  await person.open(url);
  await person.agree();
  await person.press('Open the camera');
  await person.sees('The camera is not allowed');
  await expect(person.page.getByRole('button', { name: 'Choose a file' })).toHaveCount(0);
  await person.press('Try the camera again');
  await person.sees('The camera is not allowed');
  expect(await person.faults('denied')).toEqual([]);
});
