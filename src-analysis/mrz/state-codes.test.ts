import { describe, expect, it } from 'vitest';
import { isStateCode } from './state-codes.ts';

describe('isStateCode', () => {
  // ICAO Doc 9303-3, section 5, parts A to D: states, Germany, kinds of British nationality, organizations, persons without a state.
  it.each(['FRA', 'D<<', 'GBD', 'GBN', 'UNO', 'EUE', 'RKS', 'XPO', 'XXA', 'XXB', 'XXC', 'XXX', 'UTO'])(
    'knows %s',
    (code) => {
      expect(isStateCode(code)).toBe(true);
    },
  );

  it('knows what old Slovene cards print', () => {
    expect(isStateCode('SI<')).toBe(true);
  });

  it.each(['CWE', 'FRN', '<<<', 'D<D', ''])('does not know "%s"', (code) => {
    expect(isStateCode(code)).toBe(false);
  });
});
