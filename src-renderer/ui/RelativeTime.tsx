import { useEffect, useState, type ReactNode } from 'react';
import { useLocalization } from '../app/i18n/i18n.ts';
import { briefAge, exactTime, relativeTime } from './time.ts';

/** Half a minute: a relative time names minutes, so that it is never wrong by more than its own unit. */
const tickMs = 30_000;

interface RelativeTimeProps {
  readonly at: string;
  /** A few letters where room is short; the words are on hover and for screen readers. */
  readonly isBrief?: boolean;
}

/** An instant in relative words, exact on hover. */
export function RelativeTime({ at, isBrief = false }: RelativeTimeProps): ReactNode {
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
  const seenAt = Math.max(now, Date.parse(at));
  const words = relativeTime(at, seenAt, language);
  const exact = exactTime(at, language);
  return isBrief ? (
    <time dateTime={at} title={`${words}, ${exact}`} aria-label={words} className="vd-time">
      {briefAge(at, seenAt, language)}
    </time>
  ) : (
    <time dateTime={at} title={exact} className="vd-time">
      {words}
    </time>
  );
}
