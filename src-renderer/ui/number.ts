import type { Language } from '#shared/domain/language.ts';

/** A count or a measured value with the digits grouped as the language does, and at most `digits` behind the comma. */
export function formatNumber(value: number, language: Language, digits = 0): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

/** A share of 1 as whole percent. */
export function formatPercent(share: number, language: Language): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}
