import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { findFrameFaces } from '#analysis/faces/find-frame-faces.ts';
import { hashBothWays } from '#analysis/image/perceptual-hash.ts';
import type { ModelPool } from '#analysis/models/pool.ts';
import type { LivenessAction } from '#shared/domain/liveness.ts';
import { isSameFilm, sharedFrames, type FrameHash, type SharedFrames } from '#shared/domain/near-films.ts';
import { must } from '#shared/lib/invariant.ts';
import { createChance } from '../../hard-pages/random.ts';
import { actorIds, actorOfSelfie, loadActor, pose, swing, type Actor } from '../liveness/sequences.ts';

/** Those on whom the limits of {@link isSameFilm} were chosen are not among them: of these every movement is drawn from a selfie. */
const heldOutIds = ['p02', 'p03', 'p05', 'p06', 'p09', 'p10', 'p11', 'p12'] as const;

/** How a film was taken, or is played again. */
interface Taking {
  /** How a hand moves and how far movements go: another one on each day. */
  readonly hand: string;
  /** By how much of the time between two frames they are taken later than those of the first film. */
  readonly laterBy?: number;
  /** Shift of the picture as a share of its width, and how much of it is seen: below 1 it is nearer. */
  readonly aside?: number;
  readonly seen?: number;
  readonly light?: number;
  readonly quality?: number;
  readonly isMirrored?: boolean;
}

interface HashedFilm {
  readonly frames: readonly FrameHash[];
  readonly mirrored: readonly FrameHash[];
}

const asked: readonly LivenessAction[] = ['turn-left', 'smile', 'turn-right'];
const [framesBefore, framesOfAction] = [4, 9];
/** What is left out around a picture, so that it can move in its frame. */
const margin = 0.08;

async function hashesOf(
  actor: Actor,
  actions: readonly LivenessAction[],
  { hand, laterBy = 0, aside = 0, seen = 1, light = 1, quality = 80, isMirrored = false }: Taking,
): Promise<HashedFilm> {
  const chance = createChance(hand);
  const waves = [0, 1, 2, 3].map(() => ({
    perSecond: chance.between(0.2, 1.3),
    from: chance.between(0, 2 * Math.PI),
  }));
  const reaches = actions.map(() => chance.between(0.8, 1));
  const film: { frames: FrameHash[]; mirrored: FrameHash[] } = { frames: [], mirrored: [] };
  for (const [place, action] of [null, ...actions].entries())
    for (let nth = 0; nth < (action === null ? framesBefore : framesOfAction); nth += 1) {
      const second = place * 5 + (nth + laterBy) / 3;
      const moved = swing(Math.min(1, (nth + laterBy) / (framesOfAction - 1)), 0.12);
      const reach = action === null ? 0 : (reaches[place - 1] ?? 0);
      const { width, height, data } = pose(actor, action, Math.round(20 * moved * reach) / 20);
      // Pixels, to and fro in up to five seconds.
      const [x = 0, x2 = 0, y = 0, y2 = 0] = waves.map(
        ({ perSecond, from }) => 2 * Math.sin(2 * Math.PI * perSecond * second + from),
      );
      const [wide, high] = [width, height].map((size) => Math.round(size * (1 - 2 * margin) * seen));
      const picture = sharp(data, { raw: { width, height, channels: 3 } })
        .extract({
          left: Math.round((width - must(wide, 'a width')) / 2 + aside * width + x + x2),
          top: Math.round((height - must(high, 'a height')) / 2 - (aside * height) / 2 + y + y2),
          width: must(wide, 'a width'),
          height: must(high, 'a height'),
        })
        .resize(width, height, { fit: 'fill' })
        .modulate({ brightness: light })
        .flop(isMirrored)
        .jpeg({ quality });
      const decoded = await sharp(await picture.toBuffer())
        .raw()
        .toBuffer();
      const { own, mirrored } = await hashBothWays({ width, height, channels: 3, data: decoded });
      film.frames.push(own);
      film.mirrored.push(mirrored);
    }
  return film;
}

export interface ReplayRecord {
  readonly kind: string;
  readonly isReplay: boolean;
  readonly shared: SharedFrames;
  readonly isTold: boolean;
}

/** A film that is held against an earlier one, as the intake does it: as it is, and mirrored. */
function held(kind: string, isReplay: boolean, film: HashedFilm, earlier: HashedFilm): ReplayRecord {
  const [own, mirrored] = [film.frames, film.mirrored].map((frames) => sharedFrames(frames, earlier.frames));
  const shared = must(
    [own, mirrored].find((told) => told !== undefined && isSameFilm(told)) ?? own,
    'frames',
  );
  return { kind, isReplay, shared, isTold: isSameFilm(shared) };
}

/** Films of rendered people that are played again, and other films of the same and of other people. */
export async function measureReplays(
  root: string,
  pool: ModelPool,
  onFilm: (name: string) => void,
): Promise<readonly ReplayRecord[]> {
  const folder = join(root, '..', 'shared', 'samples', 'people');
  if (!existsSync(folder)) throw new Error(`the rendered people are needed, and ${folder} is not there`);
  const records: ReplayRecord[] = [];
  const films: HashedFilm[] = [];
  for (const id of heldOutIds) {
    onFilm(`replays, ${id}`);
    const actor = await actorOfSelfie(id, join(folder, id, 'selfie-a.jpg'), pool);
    const otherDay = await actorOfSelfie(id, join(folder, id, 'selfie-b.jpg'), pool);
    const first = await hashesOf(actor, asked, { hand: id });
    const replays: Readonly<Record<string, Promise<HashedFilm>>> = {
      'the same frames, compressed again (quality 50)': hashesOf(actor, asked, { hand: id, quality: 50 }),
      'played by a program, frames half way between the first ones': hashesOf(actor, asked, {
        hand: id,
        laterBy: 0.5,
        quality: 60,
      }),
      'the same, a tenth lighter and cut by 1 % on each side': hashesOf(actor, asked, {
        hand: id,
        laterBy: 0.33,
        light: 1.1,
        seen: 0.98,
      }),
      'the same, cut by 2 % on each side': hashesOf(actor, asked, { hand: id, laterBy: 0.33, seen: 0.96 }),
      'the same, mirrored': hashesOf(actor, asked, { hand: id, laterBy: 0.5, isMirrored: true }),
      'one of its movements in the answer to another challenge': hashesOf(actor, ['turn-right', 'look-up'], {
        hand: id,
        laterBy: 0.33,
        quality: 60,
      }),
    };
    const again: Readonly<Record<string, Promise<HashedFilm>>> = {
      'the same person in another pose and light': hashesOf(otherDay, asked, { hand: `${id} later` }),
      'the same pictures, 5 % aside, a little darker': hashesOf(actor, asked, {
        hand: `${id} later`,
        aside: 0.05,
        light: 0.9,
      }),
      'the same pictures, 3 % aside': hashesOf(actor, asked, { hand: `${id} later`, aside: 0.03 }),
      'the same pictures, 2 % aside': hashesOf(actor, asked, { hand: `${id} later`, aside: 0.02 }),
      'the same pictures, 8 % nearer': hashesOf(actor, asked, { hand: `${id} later`, seen: 0.92 }),
      'the same pictures where they were, another hand': hashesOf(actor, asked, { hand: `${id} later` }),
    };
    for (const [kinds, isReplay] of [
      [replays, true],
      [again, false],
    ] as const)
      for (const [kind, film] of Object.entries(kinds)) records.push(held(kind, isReplay, await film, first));
    for (const other of films) records.push(held('other people', false, first, other));
    films.push(first);
  }
  return records;
}

export interface TurnRecord {
  readonly actor: string;
  /** Rendered: the head was rendered turned by 30 degrees, and what lies between is a morph. Drawn: the landmarks of a selfie were moved. */
  readonly how: 'rendered' | 'drawn';
  readonly action: 'turn-left' | 'turn-right';
  /** The yaw that is measured beyond that of the selfie, toward the side that is asked for, at each of {@link turnShares}; null without a face. */
  readonly turnedDeg: readonly (number | null)[];
}

export const turnShares = [0.25, 0.5, 0.75, 1] as const;

/** What the pose of the landmarks says of turns whose angle is known. */
export async function measureTurns(root: string, pool: ModelPool): Promise<readonly TurnRecord[]> {
  const folder = join(root, '..', 'shared', 'samples', 'people');
  const records: TurnRecord[] = [];
  const yawOf = async (
    actor: Actor,
    action: LivenessAction | null,
    share: number,
  ): Promise<number | null> => {
    const { face } = await findFrameFaces(pose(actor, action, share), { pool }, { withEmbedding: false });
    return face?.quality.yawDeg ?? null;
  };
  const measure = async (actor: Actor, how: TurnRecord['how']): Promise<void> => {
    const from = await yawOf(actor, null, 0);
    for (const action of ['turn-left', 'turn-right'] as const) {
      const turnedDeg: (number | null)[] = [];
      for (const share of turnShares) {
        const yaw = await yawOf(actor, action, share);
        turnedDeg.push(
          yaw === null || from === null ? null : action === 'turn-left' ? yaw - from : from - yaw,
        );
      }
      records.push({ actor: actor.id, how, action, turnedDeg });
    }
  };
  for (const id of actorIds) await measure(await loadActor(folder, id, pool), 'rendered');
  for (const id of ['p01', 'p02', 'p03', 'p05'])
    await measure(await actorOfSelfie(id, join(folder, id, 'selfie-a.jpg'), pool), 'drawn');
  return records;
}
