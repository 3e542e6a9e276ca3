import type { PersonClient, PersonReply, Refusal } from '../api/person-client.ts';
import { closeCamera } from '../camera.ts';
import { createUuid } from '../lib/uuid.ts';
import { cameraProblemScreen } from '../screens/camera-problem.ts';
import { openCameraOn, openingScreen } from '../screens/opening.ts';
import type { Stage } from '../stage.ts';
import { livenessInstructions, livenessOver, livenessSending } from './liveness-screens.ts';
import { performScreen, type Drawn, type Frame } from './perform-screen.ts';

/** A challenge whose frames have all been received, ready to be submitted. */
export interface Answered {
  readonly challengeId: string;
  readonly skippedActions: readonly number[];
}

/**
 * Leads a person through a challenge: instructions, camera, actions, and the frames on their way while the next action is done. A
 * challenge that ran out is followed by another one; any other refusal is answered.
 */
export async function runLiveness(deps: {
  readonly stage: Stage;
  readonly client: Pick<PersonClient, 'drawChallenge' | 'putFrames'>;
  readonly ask: <Value>(call: () => Promise<PersonReply<Value>>) => Promise<PersonReply<Value>>;
  readonly step: { readonly id: string; readonly number: number; readonly count: number };
}): Promise<{ readonly ok: true; readonly value: Answered } | Refusal> {
  const { stage, client, ask, step } = deps;
  await stage.show(livenessInstructions(step));
  for (let isLostAgain = false; ;) {
    const opened = await openCameraOn(stage, 'user', openingScreen(null));
    if (!opened.ok) {
      await stage.show(cameraProblemScreen(opened.problem, null));
      isLostAgain = false;
      continue;
    }
    let refusal: Refusal | undefined;
    let uploads: Promise<void> = Promise.resolve();

    const draw = async (): Promise<Drawn | undefined> => {
      const challengeId = createUuid();
      const reply = await ask(() => client.drawChallenge(step.id, challengeId));
      if (!reply.ok) {
        refusal = reply;
        return undefined;
      }
      const beganAtMs = performance.now();
      const { actions, leftMs } = reply.value;
      return { challengeId, actions, beganAtMs, endsAtMs: beganAtMs + leftMs };
    };
    /** One batch after the other: the intake wants them in the order of their times. */
    const onFrames = ({ challengeId }: Drawn, frames: readonly Frame[]): void => {
      const batchId = createUuid();
      uploads = uploads.then(async () => {
        if (refusal !== undefined) return;
        const reply = await ask(() => client.putFrames({ stepId: step.id, challengeId, batchId, frames }));
        if (!reply.ok) refusal = reply;
      });
    };

    let ended;
    try {
      const isOver = (): boolean => refusal !== undefined;
      const screen = performScreen({ stream: opened.stream, draw, onFrames, isOver, createId: createUuid });
      ended = await stage.show(screen);
    } finally {
      closeCamera(opened.stream);
    }
    if (ended.kind === 'close') {
      await stage.show(livenessInstructions(step));
      continue;
    }
    if (ended.kind === 'lost') {
      // As with other pictures: to open it again tells why.
      if (isLostAgain) await stage.show(cameraProblemScreen('busy', null));
      isLostAgain = !isLostAgain;
      continue;
    }
    if (ended.kind === 'done') await stage.during(livenessSending(step), () => uploads);
    if (refusal === undefined && ended.kind === 'done') {
      const { challengeId } = ended.drawn;
      return { ok: true, value: { challengeId, skippedActions: ended.skippedActions } };
    }
    if (refusal !== undefined && refusal.code !== 'challenge-over') return refusal;
    await stage.show(livenessOver);
  }
}
