import type { LivenessAction } from '#shared/domain/liveness.ts';
import { icons } from '../drawings.ts';
import { watchHints } from '../hints/watch-hints.ts';
import { button, html } from '../lib/dom.ts';
import { heading, iconButton } from '../screens/parts.ts';
import { createViewfinder } from '../screens/viewfinder.ts';
import type { ScreenBuilder } from '../stage.ts';
import { drawAction } from './draw-action.ts';
import { chooseFrames, type Candidate } from './choose-frames.ts';
import { createFrameTaker } from './take-frame.ts';

/** A challenge as the page received it. */
export interface Drawn {
  readonly challengeId: string;
  readonly actions: readonly LivenessAction[];
  /** By `performance.now()`: what times of frames are counted from. */
  readonly beganAtMs: number;
  readonly endsAtMs: number;
}

export interface Frame {
  readonly captureId: string;
  readonly actionIndex: number | null;
  readonly atMs: number;
  readonly file: Blob;
}

export type PerformAction =
  | { readonly kind: 'done'; readonly drawn: Drawn; readonly skippedActions: readonly number[] }
  /** No challenge, or one that is over. */
  | { readonly kind: 'stop' }
  | { readonly kind: 'close' }
  /** The camera was unplugged, taken by another app, or forbidden meanwhile. */
  | { readonly kind: 'lost' };

/** Time to turn a head and to turn it back, also for who does so slowly: nine even frames and no tenth, which the intake would not take. */
const recordMs = 2900;
/** Nine even frames of an action: eyes that are closed for a moment are closed in one of them at least. */
const frameEveryMs = 333;
/** While a head moves so many frames are taken for each even one: of a camera with 30 pictures a second one each 67 or 100 ms, so that a head that turns in 0.3 s is seen on its way. */
const framesForEven = 4;
/** Of those between the even ones as many are sent at most as there are even ones. */
const mostBetween = 9;
/** A phone that takes longer to make a file of a frame takes even ones only: half of the time is left for the page. */
const quickMs = frameEveryMs / framesForEven / 2;
const ofHead: readonly LivenessAction[] = ['turn-left', 'turn-right', 'look-up'];
/** The face as it is, before anything is asked: four frames of a moment. */
const stillMs = 1000;

/**
 * The camera with a challenge: the face comes into the oval, then action by action, each when the person presses the button. `draw`
 * answers undefined when there is no challenge; `onFrames` is given what was recorded of the face, and of each action; `isOver` tells
 * whether the intake takes no more of it. What was recorded while the page was not seen is recorded anew: its video stood still.
 */
export function performScreen(deps: {
  readonly stream: MediaStream;
  readonly draw: () => Promise<Drawn | undefined>;
  readonly onFrames: (drawn: Drawn, frames: readonly Frame[]) => void;
  readonly isOver: () => boolean;
  readonly createId: () => string;
}): ScreenBuilder<PerformAction> {
  const { stream, draw, onFrames, isOver, createId } = deps;
  return (say, act) => {
    const finder = createViewfinder(stream, 'user', 'face', () => act({ kind: 'lost' }));
    const { video, outline } = finder;
    const head = heading(say('camera.title.selfie'));
    const picture = html('div', { class: 'action-picture' }, drawAction(null));
    const status = html('p', { class: 'hint steady', role: 'status' }, say('camera.starting'));
    const bar = html('progress', { class: 'recording', max: '100', value: '0', 'aria-hidden': 'true' });
    const start = button(say('liveness.start'), 'primary', () => undefined);
    const skip = button(say('liveness.cannot'), 'quiet', () => undefined);
    skip.hidden = true;
    start.disabled = true;
    const close = iconButton(icons.close(), say('camera.close'));
    close.addEventListener('click', () => act({ kind: 'close' }));
    finder.room.append(picture);

    let left = false;
    const isLeft = (): boolean => left;
    const takeFrame = createFrameTaker(video);

    const stopHints = watchHints(video, 'face', (hint) => {
      const isGood = hint === 'good' || hint === 'ready';
      status.textContent = say(isGood ? 'liveness.good' : `hint.${hint}`);
      outline.classList.toggle('good', isGood);
    });

    /** Resolves when the person presses one of the two buttons, which they can when there is something to record. */
    const pressed = (): Promise<'start' | 'skip'> =>
      new Promise((resolve) => {
        const allow = (): void => {
          start.disabled = skip.disabled = false;
        };
        if (video.readyState >= video.HAVE_CURRENT_DATA) allow();
        else video.addEventListener('loadeddata', allow, { once: true });
        start.onclick = () => resolve('start');
        skip.onclick = () => resolve('skip');
      });

    /** Answers whether the page was seen all the while. */
    const record = async (drawn: Drawn, actionIndex: number | null, forMs: number): Promise<boolean> => {
      const frames: (Frame & Candidate)[] = [];
      const action = actionIndex === null ? undefined : drawn.actions[actionIndex];
      const isDense = action !== undefined && ofHead.includes(action);
      const tickMs = isDense ? frameEveryMs / framesForEven : frameEveryMs;
      let wasHidden = false;
      const isSeen = (): boolean => !wasHidden;
      const look = (): void => {
        wasHidden ||= document.hidden;
      };
      document.addEventListener('visibilitychange', look);
      const beganAt = performance.now();
      let isQuick = true;
      for (let nth = 0; isSeen() && !isLeft();) {
        const dueInMs = beganAt + nth * tickMs - performance.now();
        await pause(Math.max(0, dueInMs));
        const sinceMs = performance.now() - beganAt;
        if (sinceMs >= forMs && frames.length > 0) break;
        // A camera that gives no picture for so long gives none any more.
        if (sinceMs > 3 * forMs) break;
        bar.value = Math.min(100, (100 * sinceMs) / forMs);
        const taken = await takeFrame();
        const isEven = !isDense || nth % framesForEven === 0;
        // What a slow phone is too late for is left out, but for the even ones.
        const late = Math.ceil((performance.now() - beganAt) / tickMs);
        nth = isDense ? nextTick(nth, late, isQuick) : nth + 1;
        if (taken === undefined) continue;
        isQuick = taken.tookMs <= quickMs;
        const atMs = Math.max(0, Math.round(taken.takenAtMs - drawn.beganAtMs));
        const { file, glance } = taken;
        frames.push({ captureId: createId(), actionIndex, atMs, file, isEven, glance });
      }
      bar.value = 0;
      document.removeEventListener('visibilitychange', look);
      if (frames.length > 0 && isSeen() && !isLeft()) onFrames(drawn, chooseFrames(frames, mostBetween));
      return isSeen();
    };

    const perform = async (): Promise<void> => {
      await pressed();
      stopHints();
      start.disabled = true;
      status.textContent = say('liveness.drawing');
      const drawn = await draw();
      if (isLeft()) return;
      if (drawn === undefined) {
        act({ kind: 'stop' });
        return;
      }
      status.textContent = say('liveness.still');
      while (!(await record(drawn, null, stillMs)) && !isLeft()) await seen();
      const skippedActions: number[] = [];
      for (const [place, action] of drawn.actions.entries()) {
        for (let isRecorded = false; !isRecorded;) {
          if (isLeft()) return;
          if (performance.now() >= drawn.endsAtMs || isOver()) {
            act({ kind: 'stop' });
            return;
          }
          const text = say(`liveness.action.${action}`);
          head.textContent = say('liveness.place', { number: place + 1, count: drawn.actions.length });
          picture.replaceChildren(drawAction(action));
          picture.classList.add('shown');
          skip.hidden = false;
          status.textContent = `${text} ${say('liveness.ready')}`;
          const choice = pressed();
          start.focus();
          if ((await choice) === 'skip') {
            skippedActions.push(place);
            break;
          }
          start.disabled = skip.disabled = true;
          status.textContent = say('liveness.now', { action: text });
          isRecorded = await record(drawn, place, recordMs);
        }
      }
      if (!isLeft()) act({ kind: 'done', drawn, skippedActions });
    };
    void perform();

    return {
      heading: head,
      isImmersive: true,
      body: [
        head,
        finder.room,
        status,
        bar,
        html('div', { class: 'controls performing' }, skip, start, close),
      ],
      leave: () => {
        left = true;
        stopHints();
        finder.leave();
      },
    };
  };
}

/** The next moment at which a frame is due: of those between the even ones only what is not late, and none while the phone is slow. */
function nextTick(nth: number, late: number, isQuick: boolean): number {
  const nextEven = (Math.floor(nth / framesForEven) + 1) * framesForEven;
  return isQuick ? Math.min(nextEven, Math.max(nth + 1, late)) : nextEven;
}

/** Resolves when the page is on the screen. */
function seen(): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (document.hidden) return;
      document.removeEventListener('visibilitychange', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
    look();
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
