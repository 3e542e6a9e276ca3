import type { LivenessAnalysis, LivenessMeasure } from '#shared/domain/analysis.ts';
import type { LivenessAction } from '#shared/domain/liveness.ts';
import type { FeatureOutcomes } from '../checks/check.ts';
import type { FaceCalibration } from '../faces/calibration.ts';
import { depthOfTurn } from '../liveness/depth-of-turn.ts';
import { judgeActions, type ActionJudgement, type ActionLimits } from '../liveness/judge-actions.ts';
import { neutralOf, type Neutral } from '../liveness/neutral.ts';
import { personOver, type PersonOverFrames } from '../liveness/one-person.ts';
import { repetitionIn } from '../liveness/repeated-frames.ts';
import { timingOf } from '../liveness/timing.ts';
import type { Policy } from '../policy/policy.ts';
import { found, missing } from './feature-outcome.ts';
import type { LivenessStep } from './liveness-features.ts';

/** What the frames of a challenge say, for the checks and for whoever looks at them: pure. */
export interface LivenessFacts {
  readonly outcomes: Required<
    Pick<
      FeatureOutcomes,
      'livenessActions' | 'livenessTiming' | 'livenessPerson' | 'livenessDepth' | 'livenessRepetition'
    >
  >;
  /** `null` where nobody was challenged. */
  readonly shown: LivenessAnalysis | null;
}

const nobodyAsked = missing('no-challenge');

function personOutcome(
  person: PersonOverFrames | null,
  calibration: FaceCalibration | null,
): LivenessFacts['outcomes']['livenessPerson'] {
  if (person === null) return missing('no-face-in-frames');
  return calibration === null ? missing('not-calibrated') : found({ ...person, calibration });
}

export function livenessFactsOf(
  step: LivenessStep | null,
  { thresholds }: Pick<Policy, 'thresholds'>,
  calibration: FaceCalibration | null,
): LivenessFacts {
  if (step === null)
    return {
      outcomes: {
        livenessActions: nobodyAsked,
        livenessTiming: nobodyAsked,
        livenessPerson: nobodyAsked,
        livenessDepth: nobodyAsked,
        livenessRepetition: nobodyAsked,
      },
      shown: null,
    };
  const { frames, challenge } = step;
  const limits: ActionLimits = {
    yawDeg: thresholds.livenessYawDeg.value,
    pitchDeg: thresholds.livenessPitchDeg.value,
    closedShare: thresholds.livenessClosedShare.value,
    smileShare: thresholds.livenessSmileShare.value,
  };
  const neutral = neutralOf(frames);
  const judgements =
    neutral === null
      ? null
      : judgeActions(frames, challenge.actions, challenge.skippedActions, neutral, limits);
  const person = personOver(frames);
  const depth = neutral === null ? null : depthOfTurn(frames, neutral, limits.yawDeg);
  const timing =
    judgements === null || neutral === null ? null : timingOf(frames, judgements, neutral, limits);
  return {
    outcomes: {
      livenessActions: actionsOutcome(judgements),
      livenessTiming: timing === null ? missing('no-movement') : found(timing),
      livenessPerson: personOutcome(person, calibration),
      livenessDepth: depth === null ? missing('no-turn') : found(depth),
      livenessRepetition: found(repetitionIn(frames, thresholds.livenessSameBits.value)),
    },
    shown: {
      neutral: neutral === null ? null : rounded(neutral),
      actions: challenge.actions.map((action, place) => {
        const judgement = judgements?.[place];
        return {
          action,
          status: judgement?.status ?? 'unclear',
          did: judgement?.did ?? null,
          reachedAtMs: judgement?.reachedIn?.atMs ?? null,
          measure: measureOf[action],
          threshold: neutral === null ? null : thresholdOf(action, neutral, limits),
        };
      }),
      bestFrameId: step.best?.captureId ?? null,
      frames: frames.map(({ captureId, atMs, actionIndex, hash, faceCount, face }) => ({
        captureId,
        atMs,
        actionIndex,
        hash,
        faces: faceCount,
        face: face === null ? null : { ...rounded(face), mouthOpening: round(face.mouthOpening, 3) },
      })),
    },
  };
}

function actionsOutcome(
  judgements: readonly ActionJudgement[] | null,
): LivenessFacts['outcomes']['livenessActions'] {
  if (judgements === null) return missing('no-face-in-frames');
  if (judgements.every(({ status }) => status === 'skipped')) return missing('movements-skipped');
  // What was skipped beside what is unclear is not told either.
  if (judgements.every(({ status }) => status === 'unclear' || status === 'skipped'))
    return missing('movements-unclear');
  return found(judgements);
}

const measureOf: Readonly<Record<LivenessAction, LivenessMeasure>> = {
  'turn-left': 'yaw',
  'turn-right': 'yaw',
  'look-up': 'pitch',
  blink: 'eyes',
  smile: 'mouth',
};

/** In the units of the measure, as it is drawn. */
function thresholdOf(action: LivenessAction, neutral: Neutral, limits: ActionLimits): number | null {
  switch (action) {
    case 'turn-left':
      return round(neutral.yawDeg + limits.yawDeg, 1);
    case 'turn-right':
      return round(neutral.yawDeg - limits.yawDeg, 1);
    case 'look-up':
      return round(neutral.pitchDeg + limits.pitchDeg, 1);
    case 'blink':
      return neutral.eyeOpening === null ? null : round(neutral.eyeOpening * limits.closedShare, 3);
    case 'smile':
      return round(neutral.mouthWidth * limits.smileShare, 3);
  }
}

function rounded({ yawDeg, pitchDeg, eyeOpening, mouthWidth }: Neutral): Neutral {
  return {
    yawDeg: round(yawDeg, 1),
    pitchDeg: round(pitchDeg, 1),
    eyeOpening: eyeOpening === null ? null : round(eyeOpening, 3),
    mouthWidth: round(mouthWidth, 3),
  };
}

/** To what a measurement carries: a history of seventy frames is read with every session. */
function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
