import type { Language } from '#shared/domain/language.ts';

type TimeUnit = 'year' | 'month' | 'week' | 'day' | 'hour' | 'minute';

const steps: readonly (readonly [TimeUnit, number])[] = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
];

/**
 * The largest unit that has passed between `at` and `now`, and how many of it; `null` within a minute, since seconds would
 * change under the reader's eye, and when `at` is yet to come, since clocks differ.
 */
function passed(at: string, now: number): { readonly count: number; readonly unit: TimeUnit } | null {
  const seconds = Math.round((now - Date.parse(at)) / 1000);
  const step = steps.find(([, length]) => seconds >= length);
  return step === undefined ? null : { count: Math.trunc(seconds / step[1]), unit: step[0] };
}

/** An instant in words, "2 minutes ago"; within a minute, or when it is yet to come, "now". */
export function relativeTime(at: string, now: number, language: Language): string {
  const { count, unit } = passed(at, now) ?? { count: 0, unit: 'second' as const };
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-count, unit);
}

/** The same as short as it is understood, "2 min" or "2 мин", for places where a name needs the room. */
export function briefAge(at: string, now: number, language: Language): string {
  const span = passed(at, now);
  if (span === null) return relativeTime(at, now, language);
  // Not narrow: its "1m" is a minute as well as a month.
  const format = new Intl.NumberFormat(language, { style: 'unit', unit: span.unit, unitDisplay: 'short' });
  return format.format(span.count);
}

/** An instant in full, in the reader's time zone. */
export function exactTime(at: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at));
}

/** A span as `m:ss`, or `h:mm:ss` from an hour on. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pad = (value: number): string => value.toString().padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h.toString()}:${pad(m)}:${pad(s)}` : `${m.toString()}:${pad(s)}`;
}
