import { readFaceCalibration } from '#analysis/faces/calibration.ts';
import { locateModels } from '#analysis/models/locate-models.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LivenessChallenge } from '#analysis/analysis-request.ts';
import { checks } from '#analysis/checks/registry.ts';
import { createFaceFinder, type FaceFinder } from '#analysis/faces/face-finder.ts';
import { livenessFactsOf } from '#analysis/features/liveness-facts.ts';
import { measureChallenge } from '#analysis/features/liveness-features.ts';
import type { ModelPool } from '#analysis/models/pool.ts';
import type { Policy } from '#analysis/policy/policy.ts';
import { policy202611 } from '#analysis/policy/policy-2026-11.ts';
import type { Finding, LivenessAnalysis } from '#shared/domain/analysis.ts';
import type { LivenessAction } from '#shared/domain/liveness.ts';
import { must } from '#shared/lib/invariant.ts';
import {
  actorIds,
  bentPrint,
  blurred,
  cutTogether,
  doing,
  everything,
  exchangedPrints,
  film,
  genuine,
  jumping,
  loadActor,
  pushedPrints,
  still,
  swappedPrints,
  tooEarly,
  turningIn,
  turnedPrint,
  type Actor,
  type Scene,
} from '../liveness/sequences.ts';

/** What somebody does before the camera; `genuine` is what is asked of them. */
export interface Species {
  readonly name: string;
  readonly isAttack: boolean;
  readonly isSwaying?: boolean;
  /** Of a phone that is too slow for more than one frame in so many milliseconds. */
  readonly evenMs?: number;
  readonly scene: (actor: Actor, other: Actor) => Scene;
  /** What is asked, where the species is about that; else each of `asked`. */
  readonly asked?: readonly (readonly LivenessAction[])[];
}

const asked: readonly (readonly LivenessAction[])[] = [['turn-left', 'look-up']];
/** Challenges in which the head moves more than once, as it does in most. */
const headMovements: readonly (readonly LivenessAction[])[] = [
  ['turn-left', 'look-up'],
  ['turn-right', 'turn-left'],
];
/** What a print that is turned can answer: nothing else of it looks like a movement. */
const bothTurns: readonly (readonly LivenessAction[])[] = [['turn-right', 'turn-left']];
const oneOfHead: readonly (readonly LivenessAction[])[] = [
  ['turn-left', 'smile'],
  ['turn-right', 'smile'],
];
const another: readonly LivenessAction[] = ['turn-right', 'smile'];

export const species: readonly Species[] = [
  {
    name: 'does what is asked',
    isAttack: false,
    scene: genuine,
    asked: [
      ['turn-left', 'smile', 'turn-right'],
      ['look-up', 'turn-right'],
    ],
  },
  {
    name: 'does what is asked, a blink among it',
    isAttack: false,
    scene: genuine,
    asked: [['turn-right', 'blink']],
  },
  ...[200, 300, 500, 800].map((wayMs): Species => ({
    name: `moves in ${(wayMs / 1000).toFixed(1)} s, and as long back`,
    isAttack: false,
    scene: (actor) => turningIn(actor, wayMs, `${actor.id} ${wayMs.toString()}`),
    asked: wayMs < 500 ? headMovements : headMovements.slice(0, 1),
  })),
  ...[200, 300].map((wayMs): Species => ({
    name: `moves in ${(wayMs / 1000).toFixed(1)} s, one movement of the head`,
    isAttack: false,
    scene: (actor) => turningIn(actor, wayMs, `${actor.id} one ${wayMs.toString()}`),
    asked: oneOfHead,
  })),
  {
    name: 'moves in 0.3 s, blurred by a shutter that is open for 50 ms',
    isAttack: false,
    scene: (actor) => blurred(turningIn(actor, 300, `${actor.id} blurred`), 50),
    asked: oneOfHead.slice(0, 1),
  },
  {
    name: 'moves in 0.5 s, by a phone that takes three frames a second',
    isAttack: false,
    evenMs: 333,
    scene: (actor) => turningIn(actor, 500, `${actor.id} slower phone`),
    asked: headMovements.slice(0, 1),
  },
  {
    name: 'moves in 0.5 s, by a phone that takes two frames a second',
    isAttack: false,
    evenMs: 500,
    scene: (actor) => turningIn(actor, 500, `${actor.id} slow phone`),
    asked: headMovements.slice(0, 1),
  },
  ...[15, 20, 25].map((degrees): Species => ({
    name: `turns by ${degrees.toString()}° in 0.5 s`,
    isAttack: false,
    evenMs: 333,
    scene: (actor) => turningIn(actor, 500, `${actor.id} ${degrees.toString()} degrees`, degrees / 30),
    asked: oneOfHead,
  })),
  { name: 'a picture held in a hand', isAttack: true, scene: still },
  { name: 'a picture played in the camera’s place', isAttack: true, scene: still, isSwaying: false },
  { name: 'a print, turned and tilted by 50°', isAttack: true, scene: (actor) => turnedPrint(actor, 50) },
  {
    name: 'a print bent tightly (radius 1.8 eye distances), turned by 35°',
    isAttack: true,
    scene: (actor) => bentPrint(actor, 150, 35),
    asked: bothTurns,
  },
  {
    name: 'a print bent more tightly (1.4 eye distances), turned by 50°',
    isAttack: true,
    scene: (actor) => bentPrint(actor, 117, 50),
    asked: bothTurns,
  },
  {
    name: 'a print bent wider (3 eye distances), turned by 35°',
    isAttack: true,
    scene: (actor) => bentPrint(actor, 250, 35),
    asked: bothTurns,
  },
  {
    name: 'a film of the answer to another challenge',
    isAttack: true,
    scene: (actor) => doing(actor, another),
  },
  { name: 'a film of every movement of the head, each time', isAttack: true, scene: everything },
  { name: 'a film in which each movement is there at once', isAttack: true, scene: tooEarly },
  { name: 'two people cut together', isAttack: true, scene: cutTogether },
  { name: 'two films cut together, the face elsewhere', isAttack: true, scene: jumping },
  { name: 'prints of each pose, exchanged in time', isAttack: true, scene: swappedPrints },
  {
    name: 'prints of each pose, exchanged in 0.4 s',
    isAttack: true,
    scene: (actor) => exchangedPrints(actor, 400),
  },
  {
    name: 'prints of each pose, exchanged in time, one movement of the head',
    isAttack: true,
    scene: swappedPrints,
    asked: oneOfHead,
  },
  {
    name: 'prints exchanged in 0.4 s, one movement of the head',
    isAttack: true,
    scene: (actor) => exchangedPrints(actor, 400),
    asked: oneOfHead,
  },
  ...[100, 200, 400].map((pushMs): Species => ({
    name: `prints pushed before each other in ${(pushMs / 1000).toFixed(1)} s, one movement of the head`,
    isAttack: true,
    scene: (actor) => blurred(pushedPrints(actor, pushMs), 33),
    asked: pushMs === 200 ? oneOfHead : oneOfHead.slice(0, 1),
  })),
  {
    name: 'prints exchanged in time, one movement of the head, by a phone that takes three frames a second',
    isAttack: true,
    evenMs: 333,
    scene: swappedPrints,
    asked: oneOfHead,
  },
];

/** For which limits of a turn the films are judged, in degrees: what the policy's was chosen by. */
export const triedLimits = [12, 15, 18] as const;

export interface LivenessRecord {
  readonly species: string;
  readonly actor: string;
  readonly findings: readonly Finding[];
  /** The same with each of {@link triedLimits}. */
  readonly byLimit: readonly (readonly Finding[])[];
  readonly shown: LivenessAnalysis;
  readonly frames: number;
  /** Of processor time for all frames, with their decoding and hashes: what a machine that other programs keep busy does not change much. */
  readonly ms: number;
}

/** Measures a film and runs the checks of liveness on it. */
async function judgeFilm(
  challenge: LivenessChallenge,
  finder: FaceFinder,
): Promise<Omit<LivenessRecord, 'species' | 'actor'>> {
  const before = process.cpuUsage();
  const step = await measureChallenge(challenge, {
    faceFinder: finder,
    signal: new AbortController().signal,
    onDone: () => undefined,
  });
  const { user, system } = process.cpuUsage(before);
  const calibration = readFaceCalibration(locateModels());
  const ofLiveness = checks.filter(({ appliesTo }) => appliesTo === 'liveness');
  const findingsBy = (policy: Policy): readonly Finding[] => {
    const { outcomes } = livenessFactsOf(step, policy, calibration);
    const context = { policy, referenceDay: '2026-11-26', ageYears: { min: 0, max: 120 }, step: null };
    return ofLiveness.map((check) => check.find(outcomes, context));
  };
  const { thresholds } = policy202611;
  return {
    frames: challenge.frames.length,
    ms: (user + system) / 1000,
    shown: must(livenessFactsOf(step, policy202611, calibration).shown, 'a challenge'),
    findings: findingsBy(policy202611),
    byLimit: triedLimits.map((value) =>
      findingsBy({
        ...policy202611,
        thresholds: { ...thresholds, livenessYawDeg: { ...thresholds.livenessYawDeg, value } },
      }),
    ),
  };
}

/** Films every species with every person of whom there are turned heads, and runs the checks of liveness; none without the pictures. */
export async function measureLiveness(
  root: string,
  pool: ModelPool,
  onFilm: (name: string) => void,
): Promise<readonly LivenessRecord[]> {
  const folder = join(root, '..', 'shared', 'samples', 'people');
  if (!existsSync(folder)) throw new Error(`the rendered people are needed, and ${folder} is not there`);
  const finder = createFaceFinder(pool);
  const actors: Actor[] = [];
  for (const id of actorIds) actors.push(await loadActor(folder, id, pool));
  const records: LivenessRecord[] = [];
  for (const { name, scene, isSwaying = true, evenMs, asked: own = asked } of species)
    for (const [index, actor] of actors.entries())
      for (const actions of own) {
        onFilm(`${name}, ${actor.id}`);
        const other = must(actors[(index + 1) % actors.length], 'another person');
        const challenge = await film(
          scene(actor, other),
          actions,
          `${name} ${actor.id} ${actions.join()}`,
          isSwaying,
          evenMs,
        );
        records.push({ species: name, actor: actor.id, ...(await judgeFilm(challenge, finder)) });
      }
  return records;
}
