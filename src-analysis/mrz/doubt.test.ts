import { describe, expect, it } from 'vitest';
import { must } from '#shared/lib/invariant.ts';
import { sureLogits } from '../testing/mrz-logits.ts';
import { classTables } from './decode-line.ts';
import { type DecodedZone, decodeZone } from './decode-zone.ts';
import { agreement, chanceRight, chanceUncheckedRight, raggedness } from './doubt.ts';

const upper = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<';
const lower = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10';
const tables = classTables();

type Doubt = Parameters<typeof sureLogits>[1];

function zone(upperDoubts: Doubt = [], lowerDoubts: Doubt = [], lowerMargin = 3): DecodedZone {
  const lines = [sureLogits(upper, upperDoubts), sureLogits(lower, lowerDoubts, lowerMargin)];
  return must(decodeZone(lines, tables), 'a zone of sure lines');
}

describe('chanceUncheckedRight', () => {
  it('is near 1 where the recognizer is sure of everything', () => {
    expect(chanceUncheckedRight(zone())).toBeGreaterThan(0.95);
  });

  it('multiplies the doubts about names and states', () => {
    const doubts = [
      { column: 6, char: 'B', probability: 0.5 },
      { column: 9, char: 'X', probability: 0.5 },
    ];
    expect(chanceUncheckedRight(zone(doubts))).toBeCloseTo(0.25, 1);
  });

  it('leaves out what a check digit covers (ICAO Doc 9303-4), but not the nationality, which none covers', () => {
    const inNumber = [{ column: 2, char: 'B', probability: 0.45 }];
    const inNationality = [{ column: 11, char: 'I', probability: 0.45 }];
    expect(chanceUncheckedRight(zone([], inNumber))).toBeGreaterThan(0.95);
    expect(chanceUncheckedRight(zone([], inNationality))).toBeLessThan(0.6);
  });
});

describe('chanceUncheckedRight of states that contradict each other', () => {
  it('is small where one letter differs and is in doubt, and hardly less where it is clear', () => {
    const printed = { column: 11, char: 'I' };
    expect(chanceUncheckedRight(zone([], [{ ...printed, probability: 0.88 }]))).toBeLessThan(0.25);
    expect(chanceUncheckedRight(zone([], [{ ...printed, probability: 0.999 }]))).toBeGreaterThan(0.9);
  });
});

describe('chanceUncheckedRight of codes that nobody uses', () => {
  it('is smaller than of a code that somebody uses, as little as the picture differs', () => {
    // Niue is NIU; no code is NIW. The first line says Utopia, so that the states differ in more than one letter.
    const nationality = (last: string): Doubt => [
      { column: 10, char: 'N', probability: 0.9995 },
      { column: 11, char: 'I', probability: 0.9995 },
      { column: 12, char: last, probability: 0.97 },
    ];
    expect(chanceUncheckedRight(zone([], nationality('U')))).toBeGreaterThan(0.9);
    expect(chanceUncheckedRight(zone([], nationality('W')))).toBeLessThan(0.5);
  });
});

describe('chanceRight', () => {
  it('hardly doubts one character that a check digit covers, and doubts several of them', () => {
    const one = [{ column: 2, char: 'B', probability: 0.45 }];
    const several = [2, 4, 5].map((column) => ({ column, char: 'B', probability: 0.45 }));
    expect(chanceRight(zone())).toBeGreaterThan(0.95);
    expect(chanceRight(zone([], one))).toBeGreaterThan(0.8);
    expect(chanceRight(zone([], several))).toBeLessThan(0.75);
  });

  it('leaves the doubts about what no digit covers as they are', () => {
    expect(chanceRight(zone([{ column: 6, char: 'B', probability: 0.45 }]))).toBeLessThan(0.6);
  });
});

describe('agreement', () => {
  const other = zone([{ column: 6, char: 'K', probability: 0.99 }]);
  const inNumber = zone([], [{ column: 2, char: '3', probability: 0.99 }]);

  it('is the share of looks that read the same, for the worst character', () => {
    expect(agreement(zone(), [zone(), other, zone(), zone()])).toBe(0.75);
    expect(agreement(zone(), [])).toBe(1);
  });

  it('asks half as many of what a check digit covers', () => {
    expect(agreement(zone(), [inNumber, zone()])).toBe(1);
    expect(agreement(zone(), [inNumber, inNumber, inNumber, zone()])).toBe(0.5);
  });
});

describe('raggedness', () => {
  const widthsPx = [44 * 20 + 24, 44 * 20 + 24];

  it('is nothing where lines start and end together', () => {
    expect(raggedness(zone(), widthsPx)).toBeCloseTo(0, 5);
  });

  it('counts the characters by which they do not', () => {
    // Ten columns are two characters of five.
    expect(raggedness(zone([], [], 13), widthsPx)).toBeCloseTo(2, 1);
  });
});
