import { useEffect, useState, type ReactNode } from 'react';
import { useLocalization } from '../app/i18n/i18n.ts';
import { exactTime, relativeTime } from './time.ts';

/** Half a minute: a relative time names minutes, so that it is never wrong by more than its own unit. */
const tickMs = 30_000;

/** An instant in relative words, exact on hover. */
export function RelativeTime({ at }: { readonly at: string }): ReactNode {
  const { language } = useLocalization();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, tickMs);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return (
    <time dateTime={at} title={exactTime(at, language)} className="vd-time">
      {relativeTime(at, Math.max(now, Date.parse(at)), language)}
    </time>
  );
}
