import type { LivenessAction } from '#shared/domain/liveness.ts';
import { withFace, type FrameFaceMeasures, type FrameWithFace, type MeasuredFrame } from './frame.ts';
import type { Neutral } from './neutral.ts';

/** From where on a movement counts as made; see the policy for what each number was measured on. */
export interface ActionLimits {
  /** Degrees away from the neutral yaw. */
  readonly yawDeg: number;
  /** Degrees above the neutral pitch. */
  readonly pitchDeg: number;
  /** Opening of the eyes as a share of the neutral one, at most. */
  readonly closedShare: number;
  /** Width of the mouth as a share of the neutral one, at least. */
  readonly smileShare: number;
}

/**
 * `other`: a turn or a look up that was not asked for, instead of the action or beside it. `unclear`: it cannot be told, such as a blink without
 * a measure of the eyes.
 */
export type ActionStatus = 'done' | 'not-done' | 'other' | 'skipped' | 'unclear';

export interface ActionJudgement {
  readonly action: LivenessAction;
  readonly place: number;
  readonly status: ActionStatus;
  /** What was done that was not asked for; `null` unless `other`. */
  readonly did: LivenessAction | null;
  /** The first frame in which it counts as made; `null` where it does in none. */
  readonly reachedIn: FrameWithFace | null;
  /** The frame in which it went furthest; `null` where it cannot be told. */
  readonly peakIn: FrameWithFace | null;
  /** How far it went, as a share of what is needed: 1 and more is made. */
  readonly reach: number | null;
}

/** Of a head turned by more, the mouth and the pitch are seen askew. */
const mostTurnedDeg = 15;
/** Eyes count as open again from here on, as a share of the neutral opening: well above closed, below what squinting costs. */
const openAgainShare = 0.75;

/** How far a face went in an action, 1 being enough; `null` where this frame cannot tell. */
export function reachOf(
  action: LivenessAction,
  face: FrameFaceMeasures,
  neutral: Neutral,
  limits: ActionLimits,
): number | null {
  const turnedDeg = face.yawDeg - neutral.yawDeg;
  switch (action) {
    case 'turn-left':
      return turnedDeg / limits.yawDeg;
    case 'turn-right':
      return -turnedDeg / limits.yawDeg;
    case 'look-up':
      return Math.abs(turnedDeg) > mostTurnedDeg
        ? null
        : (face.pitchDeg - neutral.pitchDeg) / limits.pitchDeg;
    case 'blink':
      if (face.eyeOpening === null || neutral.eyeOpening === null || neutral.eyeOpening <= 0) return null;
      return (1 - face.eyeOpening / neutral.eyeOpening) / (1 - limits.closedShare);
    case 'smile':
      if (Math.abs(turnedDeg) > mostTurnedDeg) return null;
      return (face.mouthWidth / neutral.mouthWidth - 1) / (limits.smileShare - 1);
  }
}

/** How far a movement goes that was not asked for, to be held against somebody: heads drop and rise a little while eyes close or mouths smile. */
const clearReach = 1.5;

/** Movements of the head: what nobody makes by the way while they do something else. */
export const ofHead: readonly LivenessAction[] = ['turn-left', 'turn-right', 'look-up'];

/**
 * Whether each action was made in its own frames, and no other movement of the head with it: a film of all movements, one after the other,
 * would else answer every challenge. A closed eye must open again in a later frame: a picture of a sleeper does not.
 */
export function judgeActions(
  frames: readonly MeasuredFrame[],
  actions: readonly LivenessAction[],
  skippedActions: readonly number[],
  neutral: Neutral,
  limits: ActionLimits,
): readonly ActionJudgement[] {
  return actions.map((action, place): ActionJudgement => {
    const none = { action, place, did: null, reachedIn: null, peakIn: null, reach: null };
    if (skippedActions.includes(place)) return { ...none, status: 'skipped' };
    const own = withFace(frames.filter(({ actionIndex }) => actionIndex === place));
    const reaches = own.flatMap((frame) => {
      const reach = reachOf(action, frame.face, neutral, limits);
      return reach === null ? [] : [{ frame, reach }];
    });
    const did = otherOf(action, own, neutral, limits);
    const [first] = reaches;
    if (first === undefined)
      return did === null ? { ...none, status: 'unclear' } : { ...none, status: 'other', did };
    const peak = reaches.reduce((best, other) => (other.reach > best.reach ? other : best), first);
    const reachedIn = reaches.find(({ reach }) => reach >= 1)?.frame ?? null;
    const told = { action, place, did, reachedIn, peakIn: peak.frame, reach: peak.reach };
    if (did !== null) return { ...told, status: 'other' };
    if (reachedIn === null) return { ...told, status: 'not-done' };
    if (action === 'blink' && !openAgain(frames, reachedIn, neutral)) return { ...told, status: 'not-done' };
    return { ...told, status: 'done' };
  });
}

function otherOf(
  asked: LivenessAction,
  own: readonly FrameWithFace[],
  neutral: Neutral,
  limits: ActionLimits,
): LivenessAction | null {
  const reached = ofHead
    .filter((action) => action !== asked)
    .map((action) => ({
      action,
      reach: Math.max(0, ...own.map(({ face }) => reachOf(action, face, neutral, limits) ?? 0)),
    }))
    .filter(({ reach }) => reach >= clearReach)
    .toSorted((a, b) => b.reach - a.reach);
  return reached[0]?.action ?? null;
}

function openAgain(frames: readonly MeasuredFrame[], closed: FrameWithFace, neutral: Neutral): boolean {
  return withFace(frames).some(
    ({ atMs, face }) =>
      atMs > closed.atMs &&
      face.eyeOpening !== null &&
      neutral.eyeOpening !== null &&
      face.eyeOpening >= openAgainShare * neutral.eyeOpening,
  );
}
