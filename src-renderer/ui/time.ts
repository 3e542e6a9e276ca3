import type { Language } from '#shared/domain/check-sentences.ts';

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
];

/** An instant as "2 min. ago"; within a minute as "now", since seconds would change under the reader's eye. */
export function relativeTime(at: string, now: number, language: Language): string {
  // Russian's narrow form is a bare "-3 мин", which says nothing of the past.
  const format = new Intl.RelativeTimeFormat(language, {
    numeric: 'auto',
    style: language === 'en' ? 'narrow' : 'short',
  });
  const seconds = Math.round((Date.parse(at) - now) / 1000);
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return format.format(0, 'second');
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
