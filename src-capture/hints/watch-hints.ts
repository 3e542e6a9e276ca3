import { chooseHint, type Hint } from './choose-hint.ts';
import { createFrameReader } from './read-frame.ts';
import type { FrameShape } from './rect.ts';
import { createSteadyHint } from './steady-hint.ts';

/** Between two looks: hints change once a second at most, and a phone that is busy all the time grows hot and stutters. */
const leastPauseMs = 200;
/**
 * How many times as long as a look took the next one waits: the picture of the camera, buttons and uploads keep five sixths of the page's
 * time on any phone. A look of 40 ms and less waits no longer than it would anyhow.
 */
const pausesPerLook = 5;

/** How long to wait after a look that took `lookMs`. */
export function pauseAfter(lookMs: number): number {
  return Math.max(leastPauseMs, pausesPerLook * lookMs);
}

/** Tells what to do better while the video plays, each time that it changes; answers how to stop. */
export function watchHints(
  video: HTMLVideoElement,
  shape: FrameShape,
  onHint: (hint: Hint) => void,
): () => void {
  const read = createFrameReader(video, shape);
  const steady = createSteadyHint();
  let isStopped = false;
  let last: Hint | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async (): Promise<void> => {
    const beganAtMs = performance.now();
    // Nobody reads the hints of a page that is not seen, and its video may stand still.
    const seen = document.hidden ? undefined : await read();
    // Stopped, perhaps, while the pixels were being copied.
    if (isStopped) return;
    const hint = seen === undefined ? undefined : chooseHint(seen.image, seen.frame, shape);
    const nowMs = performance.now();
    const shown = hint === undefined ? undefined : steady(hint, nowMs);
    if (shown !== undefined && shown !== last) {
      last = shown;
      onHint(shown);
    }
    timer = setTimeout(() => void look(), pauseAfter(nowMs - beganAtMs));
  };
  void look();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
