import type { DecisionReason } from '#shared/domain/events.ts';

/** The letter of each reason while reasons are being chosen; the first letter of its English word where that is free. */
export const reasonLetters: Readonly<Record<DecisionReason, string>> = {
  unreadable: 'u',
  'not-whole': 'w',
  'wrong-document': 't',
  expired: 'e',
  'data-differs': 'd',
  forged: 'f',
  'other-person': 'p',
  'no-face': 'n',
  age: 'a',
  other: 'o',
};
