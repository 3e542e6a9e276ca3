import { z } from 'zod';
import { captureIdSchema, sha256Schema } from './ids.ts';
import type { ScenarioStep } from './scenario.ts';
import type { Session } from './session.ts';

/** What a person can be asked to do before the camera. */
export const livenessActions = ['turn-left', 'turn-right', 'look-up', 'blink', 'smile'] as const;
export type LivenessAction = (typeof livenessActions)[number];

/** One action can be guessed one time in five; more than four tire people without making a guess much harder. */
export const fewestActions = 2;
export const mostActions = 4;
/** Four actions take half a minute; the rest is for reading, for a screen reader, and for a slow network. */
export const challengeLifetimeMs = 3 * 60 * 1000;
/** Each page that is opened or reloaded draws; far fewer than the 196 orders there are, so that none ever comes twice. */
export const mostDraws = 40;
/** Eighteen pictures of each of four actions, and four of the face before: twice the nine that a page takes of a movement at least. */
export const mostFrames = 76;
/** One action's pictures travel together. */
export const mostFramesInBatch = 18;
/** A face at 640 pixels takes a quarter of it. */
export const maxFrameBytes = 200_000;
/** The clock of a phone and ours part by less than this within a challenge, even where ours is set meanwhile. */
const clockToleranceMs = 2000;

export const livenessFrameSchema = z.strictObject({
  captureId: captureIdSchema,
  /** Which of the challenge's actions was asked for, from 0; null before the first, when the face is looked at as it is. */
  actionIndex: z
    .int()
    .min(0)
    .max(mostActions - 1)
    .nullable(),
  /** Since the challenge reached the page, by a clock of the page that does not go back. */
  atMs: z.int().min(0).max(challengeLifetimeMs),
});
export type LivenessFrame = z.infer<typeof livenessFrameSchema>;

export const receivedFrameSchema = livenessFrameSchema.extend({
  sha256: sha256Schema,
  byteLength: z.int().positive().max(maxFrameBytes),
});
export type ReceivedFrame = z.infer<typeof receivedFrameSchema>;

export const actionsSchema = z
  .array(z.enum(livenessActions))
  .min(fewestActions)
  .max(mostActions)
  .refine((actions) => new Set(actions).size === actions.length, { error: 'actions repeat' });

/** Places in a challenge's actions, each once. */
export const skippedActionsSchema = z
  .array(
    z
      .int()
      .min(0)
      .max(mostActions - 1),
  )
  .max(mostActions)
  .refine((places) => new Set(places).size === places.length, { error: 'places repeat' });

/** The challenge that a liveness step stands at, and what came in answer to it. */
export interface LivenessState {
  readonly challengeId: string;
  readonly attempt: number;
  readonly actions: readonly LivenessAction[];
  readonly drawnAt: string;
  /** Frames that come later are refused. */
  readonly expiresAt: string;
  /** In the order of their times. */
  readonly frames: readonly ReceivedFrame[];
  /** Actions that the person said they cannot do; told with the attempt. */
  readonly skippedActions: readonly number[];
}

const headMovements: ReadonlySet<LivenessAction> = new Set(['turn-left', 'turn-right', 'look-up']);
const turns: ReadonlySet<LivenessAction> = new Set(['turn-left', 'turn-right']);

/**
 * Every order of two to four different actions, one of the head among them, and one that is no turn: 196. A blink and a smile alone move nothing that has depth, and are the same
 * in any picture that is bent.
 */
export function allChallenges(): readonly (readonly LivenessAction[])[] {
  const grow = (orders: readonly (readonly LivenessAction[])[]): (readonly LivenessAction[])[] =>
    orders.flatMap((order) =>
      livenessActions.filter((action) => !order.includes(action)).map((action) => [...order, action]),
    );
  const found: (readonly LivenessAction[])[] = [];
  let orders: readonly (readonly LivenessAction[])[] = [[]];
  for (let length = 1; length <= mostActions; length += 1) {
    orders = grow(orders);
    if (length >= fewestActions)
      found.push(
        ...orders.filter(
          (order) =>
            order.some((action) => headMovements.has(action)) && order.some((action) => !turns.has(action)),
        ),
      );
  }
  return found;
}

/**
 * A challenge unlike all that were drawn before in the session. `randomBelow(n)` answers an integer from 0 to n - 1, from a source that
 * nobody can predict. The number of actions is drawn first: most orders have four.
 */
export function drawActions(
  earlier: readonly (readonly LivenessAction[])[],
  randomBelow: (limit: number) => number,
): readonly LivenessAction[] {
  const drawn = new Set(earlier.map((actions) => actions.join()));
  const left = allChallenges().filter((actions) => !drawn.has(actions.join()));
  const lengths = [...new Set(left.map(({ length }) => length))];
  const length = lengths[randomBelow(lengths.length)];
  const candidates = left.filter((actions) => actions.length === length);
  const actions = candidates[randomBelow(candidates.length)];
  if (actions === undefined) throw new RangeError('every challenge was drawn already');
  return actions;
}

/** Whether every action has a frame or was given up, and there is a frame at all: a challenge that is answered. */
export function isAnswered(
  { actions, frames }: Pick<LivenessState, 'actions' | 'frames'>,
  skippedActions: readonly number[],
): boolean {
  return (
    frames.length > 0 &&
    skippedActions.every((place) => place < actions.length) &&
    actions.every(
      (_, place) => skippedActions.includes(place) || frames.some(({ actionIndex }) => actionIndex === place),
    )
  );
}

/** Whether a step of the session is answered by frames: a person behind a link does it before their camera. */
export function needsChallenge(session: Pick<Session, 'linkId'>, step: Pick<ScenarioStep, 'type'>): boolean {
  return step.type === 'liveness' && session.linkId !== null;
}

export type FramesRefusal = 'challenge-over' | 'frames-invalid';

/**
 * Why frames are not taken into a challenge at the instant `now`; null where they are. They continue the ones before in time and in the
 * order of the actions, and none comes from the future: what was recorded earlier than the challenge was drawn cannot be told as later.
 */
export function whyFramesNotReceived(
  liveness: LivenessState | null,
  challengeId: string,
  frames: readonly LivenessFrame[],
  now: string,
): FramesRefusal | null {
  if (liveness?.challengeId !== challengeId || now >= liveness.expiresAt) return 'challenge-over';
  if (liveness.frames.length + frames.length > mostFrames) return 'frames-invalid';
  const elapsedMs = Date.parse(now) - Date.parse(liveness.drawnAt);
  let last: Pick<LivenessFrame, 'atMs' | 'actionIndex'> = liveness.frames.at(-1) ?? {
    atMs: 0,
    actionIndex: null,
  };
  for (const frame of frames) {
    const isForward =
      frame.atMs >= last.atMs &&
      (frame.actionIndex ?? -1) >= (last.actionIndex ?? -1) &&
      (frame.actionIndex ?? 0) < liveness.actions.length &&
      frame.atMs <= elapsedMs + clockToleranceMs;
    if (!isForward) return 'frames-invalid';
    last = frame;
  }
  return null;
}
