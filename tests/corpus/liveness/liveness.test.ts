import { existsSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LivenessChallenge } from '#analysis/analysis-request.ts';
import { createAnalyzer, type Analyzer } from '#analysis/analyze.ts';
import { readFaceCalibration } from '#analysis/faces/calibration.ts';
import { evenFrames } from '#analysis/liveness/frame.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { createModelPool, type ModelPool } from '#analysis/models/pool.ts';
import { createOcr } from '#analysis/ocr/ocr.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import type { Analysis } from '#shared/domain/analysis.ts';
import { isSameFilm, sharedFrames } from '#shared/domain/near-films.ts';
import { passportAndSelfie, type Scenario } from '#shared/domain/scenario.ts';
import { aSessionId } from '#shared/testing/builders.ts';
import { must } from '#shared/lib/invariant.ts';
import {
  actorOfSelfie,
  cutTogether,
  doing,
  film,
  genuine,
  loadActor,
  sampleActor,
  still,
  turnedPrint,
  type Actor,
} from './sequences.ts';

const root = resolve(import.meta.dirname, '../../..');
const people = join(root, '..', 'shared', 'samples', 'people');
let pool: ModelPool;
let analyzer: Analyzer;
/** The person whose rendered turns lie in the repository, and another one, of whom every movement is drawn from one selfie. */
let drawn: Actor;
let stranger: Actor;

beforeAll(async () => {
  const { manifest, installedFolder } = locateModels();
  pool = createModelPool({ manifest, folder: installedFolder });
  analyzer = createAnalyzer({
    pool,
    ocr: createOcr(),
    policy: policy202611,
    calibration: readFaceCalibration(locateModels()),
  });
  drawn = await sampleActor(root, pool);
  stranger = await actorOfSelfie('p03', join(root, 'resources/samples/p03-selfie.jpg'), pool);
});
afterAll(() => analyzer.dispose());

const alive = {
  ...must(passportAndSelfie.steps[1], 'a selfie step'),
  id: 'alive',
  type: 'liveness',
} as const;
const scenario: Scenario = { ...passportAndSelfie, id: 'presence', steps: [alive] };
const requestOf = (challenge: LivenessChallenge) => ({
  sessionId: aSessionId(),
  scenario,
  referenceDay: '2026-11-26',
  captures: [],
  challenges: [challenge],
});
async function analyze(challenge: LivenessChallenge): Promise<Analysis> {
  const result = await analyzer.analyze(requestOf(challenge));
  if (!result.ok) throw new Error(result.code);
  return result.analysis;
}
const statusOf = ({ findings }: Analysis, id: string) => {
  const finding = findings.find((candidate) => candidate.id === id);
  return [finding?.status, finding?.reason];
};

describe('a challenge', () => {
  it('is passed by somebody who does what is asked, and their best frame is judged as a selfie', async () => {
    const challenge = await film(genuine(drawn), ['turn-left', 'smile'], 'genuine');
    const progress: number[] = [];
    const result = await analyzer.analyze(requestOf(challenge), {
      onProgress: ({ fraction }) => progress.push(fraction),
    });
    const { analysis } = must(result.ok ? result : null, 'an analysis');
    for (const id of ['active', 'timing', 'one-person', 'not-replayed'])
      expect([id, ...statusOf(analysis, `liveness.${id}`)]).toEqual([id, 'passed', undefined]);
    for (const id of ['selfie.single-face', 'selfie.sharp', 'selfie.frontal', 'selfie.resolution'])
      expect([id, ...statusOf(analysis, id)]).toEqual([id, 'passed', undefined]);
    const measured = must(analysis.steps[0]?.liveness, 'what was measured');
    expect(measured.frames).toHaveLength(challenge.frames.length);
    expect(analysis.faces.detected).toMatchObject([{ captureId: measured.bestFrameId, role: 'liveness' }]);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(new Set(progress).size).toBeGreaterThan(challenge.frames.length);
    // The same frames give the same analysis.
    const again = await analyze(challenge);
    expect({ ...again, pipeline: null }).toEqual({ ...analysis, pipeline: null });
  });

  // Four of the five are drawn for most people, in any order.
  it.each([[['turn-right', 'look-up', 'turn-left', 'smile']], [['blink', 'turn-left']]] as const)(
    'is passed with the movements %j',
    async (actions) => {
      const analysis = await analyze(await film(genuine(drawn), actions, actions.join()));
      for (const id of ['active', 'timing', 'one-person', 'depth', 'not-replayed'])
        expect([id, ...statusOf(analysis, `liveness.${id}`)]).toEqual([id, 'passed', undefined]);
    },
  );

  it('gives hashes of its frames, of which most are found again in a film that was compressed anew', async () => {
    const filmed = await film(genuine(drawn), ['turn-left', 'smile'], 'first');
    const again = await Promise.all(
      filmed.frames.map(async (frame) => {
        const bytes = await sharp(frame.bytes).jpeg({ quality: 60 }).toBuffer();
        return { ...frame, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
      }),
    );
    const hashesOf = async (challenge: LivenessChallenge) => {
      const result = await analyzer.analyze(requestOf(challenge));
      return must(result.ok ? result.films[0] : null, 'hashes');
    };
    const [first, second] = [await hashesOf(filmed), await hashesOf({ ...filmed, frames: again })];
    const even = evenFrames(filmed.frames);
    expect(even.length).toBeLessThan(filmed.frames.length);
    expect(first.frames.map(({ captureId }) => captureId)).toEqual(even.map(({ captureId }) => captureId));
    const told = sharedFrames(second.frames, first.frames);
    expect(told.places.length).toBeGreaterThan(0.9 * even.length);
    expect(isSameFilm(told)).toBe(true);
    expect(isSameFilm(sharedFrames(second.mirrored, first.frames))).toBe(false);
    const mirrored = await Promise.all(
      filmed.frames.map(async (frame) => {
        const bytes = await sharp(frame.bytes).flop().jpeg({ quality: 80 }).toBuffer();
        return { ...frame, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
      }),
    );
    const third = await hashesOf({ ...filmed, frames: mirrored });
    expect(isSameFilm(sharedFrames(third.frames, first.frames))).toBe(false);
    expect(isSameFilm(sharedFrames(third.mirrored, first.frames))).toBe(true);
  });

  it.each([
    ['a still picture', () => still(drawn), 'liveness.active', ['failed', 'not-done']],
    ['a print that is turned', () => turnedPrint(drawn, 50), 'liveness.active', ['failed', 'not-done']],
    [
      'the answer to another challenge',
      () => doing(drawn, ['turn-right', 'smile']),
      'liveness.active',
      ['failed', 'other-done'],
    ],
  ] as const)('is not passed by %s', async (name, scene, id, verdict) => {
    const analysis = await analyze(await film(scene(), ['turn-left', 'smile'], name));
    expect(statusOf(analysis, id)).toEqual(verdict);
    expect(analysis.verdict.outcome).toBe('review');
  });

  it('is not passed by two people: strangers among the rendered are as near as 0.5 to 0.8', async () => {
    const analysis = await analyze(await film(cutTogether(drawn, stranger), ['turn-left', 'smile'], 'two'));
    expect(['warning', 'failed']).toContain(statusOf(analysis, 'liveness.one-person')[0]);
    expect(analysis.verdict.outcome).toBe('review');
  });

  it('is not passed by a file that is played', async () => {
    const challenge = await film(still(drawn), ['turn-left', 'smile'], 'file', false);
    expect(statusOf(await analyze(challenge), 'liveness.not-replayed')).toEqual(['failed', 'same-frame']);
  });

  it('is refused with other bytes than were received, and stops when it is aborted', async () => {
    const challenge = await film(genuine(drawn), ['smile', 'turn-left'], 'refused');
    const [first, ...others] = challenge.frames;
    const changed = [{ ...must(first, 'a frame'), sha256: '0'.repeat(64) }, ...others];
    const refused = await analyzer.analyze(requestOf({ ...challenge, frames: changed }));
    expect(refused).toEqual({ ok: false, code: 'capture-changed' });
    const controller = new AbortController();
    const job = analyzer.analyze(requestOf(challenge), {
      signal: controller.signal,
      onProgress: () => {
        controller.abort(new Error('no longer wanted'));
      },
    });
    await expect(job).rejects.toThrow('no longer wanted');
  });
});

// The rendered heads are beside the repository, and not part of it.
describe.skipIf(!existsSync(people))('rendered heads', () => {
  it('have depth when they turn', async () => {
    const actor = await loadActor(people, 'p07', pool);
    const analysis = await analyze(await film(genuine(actor), ['turn-right', 'look-up'], 'rendered'));
    for (const id of ['active', 'timing', 'one-person', 'depth', 'not-replayed'])
      expect([id, ...statusOf(analysis, `liveness.${id}`)]).toEqual([id, 'passed', undefined]);
  });
});
