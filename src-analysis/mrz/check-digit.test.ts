import { describe, expect, it } from 'vitest';
import { checkDigit } from './check-digit.ts';

describe('checkDigit', () => {
  it.each([
    ['520727', '3', 'date, ICAO Doc 9303-3 appendix A, example 1'],
    ['AB2134<<<', '5', 'document number, ICAO Doc 9303-3 appendix A, example 2'],
    [
      'HA672242<6YTO5802254M9601086<<<<<<<<<<<<<<0',
      '8',
      'composite of TD3, appendix A, example 3 (columns 1-10, 14-20, 22-43)',
    ],
    ['L898902C3', '6', 'document number of the specimen passport, ICAO Doc 9303-4'],
    ['740812', '2', 'its birth date'],
    ['120415', '9', 'its expiry date'],
    ['ZE184226B<<<<<', '1', 'its personal number'],
  ])('of %s is %s (%s)', (data, expected) => {
    // The composite is over parts of the line: drop the nationality (11-13) and the sex (21).
    const parts = data.length === 43 ? data.slice(0, 10) + data.slice(13, 20) + data.slice(21, 43) : data;
    expect(checkDigit(parts)).toBe(expected);
  });

  it('takes fillers for nothing', () => {
    expect(checkDigit('<<<<<<')).toBe('0');
  });

  it('refuses characters that no zone has', () => {
    expect(() => checkDigit('ab')).toThrow(RangeError);
  });
});
