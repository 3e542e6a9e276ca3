import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IntakeClient } from '#shared/api/client.ts';
import { foldSession } from '#shared/domain/fold-session.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import type { FilmHashes, FrameHash } from '#shared/domain/near-films.ts';
import { passportAndSelfie } from '#shared/domain/scenario.ts';
import { must as mustBe } from '#shared/lib/invariant.ts';
import { forgetShown } from '../repositories/history-rows.ts';
import { anAnalysis } from '../testing/an-analysis.ts';
import {
  analyst,
  makeTestScenario,
  must,
  newCaptureId,
  startOpenTestIntake,
  type OpenTestIntake,
} from '../testing/test-intake.ts';
import { aPhone, tokenOf } from '../testing/test-phone.ts';

let intake: OpenTestIntake;
let client: IntakeClient;

beforeAll(async () => {
  intake = await startOpenTestIntake();
  client = intake.client;
  const selfie = mustBe(passportAndSelfie.steps[1], 'a selfie step');
  await makeTestScenario(client, 'alive', { steps: [{ ...selfie, id: 'alive', type: 'liveness' }] });
});
afterAll(() => intake.remove());

const drawn = (digits: number): string =>
  Array.from({ length: digits }, () => Math.floor(Math.random() * 16).toString(16)).join('');
/** The hashes of a head that moves: those of frames of a film are unlike each other here, as no true film's are. */
const aFilm = (count = 6): FrameHash[] =>
  Array.from({ length: count }, () => ({ coarse: drawn(16), fine: drawn(64) }));
/** As compressed again: the lowest bit of every eighth digit. */
const compressed = (frames: readonly FrameHash[]): FrameHash[] =>
  frames.map(({ coarse, fine }) => ({ coarse: touched(coarse), fine: touched(fine) }));
const touched = (hash: string): string =>
  [...hash].map((digit, at) => (at % 8 === 7 ? (parseInt(digit, 16) ^ 1).toString(16) : digit)).join('');
const aJpeg = (): Buffer =>
  Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.from(randomUUID())]);

/** A challenge that is answered with frames that look like this; `mirrored` is how they look in a mirror. */
async function answered(
  hashes: readonly FrameHash[],
  { mirrored = aFilm(hashes.length), bytes }: { mirrored?: readonly FrameHash[]; bytes?: Buffer } = {},
): Promise<SessionId> {
  const { links } = await must(client, 'createLinks', {
    requestId: randomUUID(),
    scenarioId: 'alive',
    count: 1,
    lifetimeMinutes: 60,
    clientKey: null,
    actor: analyst,
  });
  const link = mustBe(links[0], 'a link');
  const phone = aPhone(intake.running.url);
  await phone.open(tokenOf(link.url));
  await phone.consent();
  const challengeId = randomUUID();
  const challenge = await phone.challenge('alive', challengeId);
  if (!challenge.ok) throw new Error(challenge.code);
  const { actions } = challenge.value;
  const frames = hashes.map((_, nth) => ({
    captureId: newCaptureId(),
    actionIndex: nth === 0 ? null : Math.min(actions.length, nth) - 1,
    atMs: nth,
    bytes: nth === 0 && bytes !== undefined ? bytes : aJpeg(),
  }));
  const sent = await phone.frames('alive', challengeId, randomUUID(), frames);
  if (!sent.ok) throw new Error(sent.code);
  const submitted = await phone.submit('alive', 1, { challengeId, skippedActions: [] });
  if (!submitted.ok) throw new Error(submitted.code);
  const { lease } = await must(client, 'takeLease', { agentId: 'a', waitMs: 10_000 });
  const hashesOf = (all: readonly FrameHash[]): FilmHashes['frames'] =>
    all.map((hash, nth) => ({ captureId: mustBe(frames[nth], 'a frame').captureId, ...hash }));
  const analysis = anAnalysis();
  await must(client, 'completeLease', {
    leaseId: lease?.leaseId ?? '',
    analysis: {
      ...analysis,
      steps: [
        { id: 'alive', type: 'liveness', status: 'passed', document: null, captures: [], liveness: null },
      ],
    },
    films: [{ stepId: 'alive', frames: hashesOf(hashes), mirrored: hashesOf(mirrored) }],
  });
  const { links: opened } = await must(client, 'listLinks', { limit: 1 });
  return mustBe(opened[0]?.sessionId, 'a session');
}
const matchesOf = async (sessionId: SessionId) => {
  const { events } = await must(client, 'listEvents', { sessionId });
  return foldSession(events).history.matches;
};

describe('frames of a challenge', () => {
  it('are found in the session that had them first, compressed again, in part and mirrored', async () => {
    const film = aFilm();
    const first = await answered(film);
    expect(await matchesOf(first)).toEqual([]);
    const told = [{ kind: 'near-frames', stepId: 'alive', others: [{ sessionId: first }], total: 1 }];
    for (const [frames, mirrored] of [
      [compressed(film), undefined],
      [[...aFilm(3), ...film.slice(0, 4)], undefined],
      [aFilm(6), compressed(film)],
    ] as const) {
      const sessionId = await answered(frames, mirrored === undefined ? {} : { mirrored });
      expect(await matchesOf(sessionId)).toMatchObject(told);
      await intake.db.transaction().execute((trx) => forgetShown(trx, sessionId));
    }
  });

  it('are not told of another film, nor of one that has few of them', async () => {
    const film = aFilm();
    await answered(film);
    expect(await matchesOf(await answered(aFilm()))).toEqual([]);
    expect(await matchesOf(await answered([...aFilm(3), ...film.slice(0, 3)]))).toEqual([]);
  });

  it('that are the very same to the byte are told as that, be it one', async () => {
    const bytes = aJpeg();
    const first = await answered(aFilm(), { bytes });
    expect(await matchesOf(await answered(aFilm(), { bytes }))).toMatchObject([
      { kind: 'same-picture', stepId: 'alive', others: [{ sessionId: first }] },
    ]);
  });

  it('lie sealed, and go with their session', async () => {
    const film = aFilm();
    const sessionId = await answered(film);
    const rows = () =>
      intake.db.selectFrom('film_hashes').selectAll().where('session_id', '=', sessionId).execute();
    const [row] = await rows();
    for (const { coarse } of film)
      for (const part of [coarse, coarse.slice(0, 8)])
        expect(row?.sealed.includes(Buffer.from(part, 'hex'))).toBe(false);
    expect(row?.bands).toHaveLength(4 * film.length);
    await intake.db.transaction().execute((trx) => forgetShown(trx, sessionId));
    expect(await rows()).toEqual([]);
    expect(await matchesOf(await answered(film))).toEqual([]);
  });
});
