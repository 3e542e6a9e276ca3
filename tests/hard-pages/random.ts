import { must } from '#shared/lib/invariant.ts';

/** Chances that depend on a seed alone, so that a set of pages can be made again. */
export interface Chance {
  /** In [from, to). */
  between(from: number, to: number): number;
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  pick<T>(items: readonly T[]): T;
  happens(probability: number): boolean;
  /** About normal, mean 0, deviation 1. */
  normal(): number;
}

/** mulberry32 (Tommy Ettinger, public domain), seeded by the hash (FNV-1a) of `name`. */
export function createChance(name: string): Chance {
  let state = 0x811c9dc5;
  for (const char of name) state = Math.imul(state ^ char.charCodeAt(0), 0x01000193) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    between: (from, to) => from + next() * (to - from),
    whole,
    pick: (items) => must(items[whole(0, items.length - 1)], 'something to pick from'),
    happens: (probability) => next() < probability,
    // Four uniform numbers have a variance of a third.
    normal: () => (next() + next() + next() + next() - 2) * Math.sqrt(3),
  };
}
