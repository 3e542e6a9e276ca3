import { useSyncExternalStore, type ReactNode } from 'react';
import { useLocalization } from '../app/i18n/i18n.ts';
import { exactTime, relativeTime } from './time.ts';

/** Half a minute: a relative time names minutes, so that it is never wrong by more than its own unit. */
const tickMs = 30_000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let currentTick = 0;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // One timer for every time on the screen.
  timer ??= setInterval(() => {
    currentTick += 1;
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** An instant in relative words, exact on hover. */
export function RelativeTime({ at }: { readonly at: string }): ReactNode {
  const { language } = useLocalization();
  useSyncExternalStore(subscribe, () => currentTick);
  return (
    <time dateTime={at} title={exactTime(at, language)} className="vd-time">
      {relativeTime(at, Date.now(), language)}
    </time>
  );
}
