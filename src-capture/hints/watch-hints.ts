import { chooseHint, type Hint } from './choose-hint.ts';
import { createFrameReader } from './read-frame.ts';
import type { FrameShape } from './rect.ts';
import { createSteadyHint } from './steady-hint.ts';

/** Between two looks: hints change once a second at most, and a phone that is busy all the time grows hot and stutters. */
const lookEveryMs = 200;

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
    const seen = await read();
    // Stopped, perhaps, while the pixels were being copied.
    if (isStopped) return;
    const shown =
      seen === undefined ? undefined : steady(chooseHint(seen.image, seen.frame, shape), performance.now());
    if (shown !== undefined && shown !== last) {
      last = shown;
      onHint(shown);
    }
    timer = setTimeout(() => void look(), lookEveryMs);
  };
  void look();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
