import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeOf, chooseFrames } from './choose-frames.ts';

const gray = (value: number): Uint8Array => new Uint8Array(9).fill(value);
/** Every third frame is an even one. */
const film = (values: readonly number[]) =>
  values.map((value, nth) => ({ nth, isEven: nth % 3 === 0, glance: gray(value) }));
const chosen = (values: readonly number[], most: number) =>
  chooseFrames(film(values), most).map(({ nth }) => nth);

describe('the frames of a movement that are sent', () => {
  it('are the even ones, and those about the greatest changes', () => {
    expect(chosen([0, 0, 0, 0, 0, 90, 90, 90, 90, 91], 2)).toEqual([0, 3, 4, 5, 6, 9]);
    expect(chosen([0, 0, 0, 0, 20, 40, 60, 61, 61, 61], 3)).toEqual([0, 3, 4, 5, 6, 7, 9]);
  });

  it('are in their order, no more than may be, and with every even one', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 255 }), { maxLength: 30 }), fc.nat({ max: 12 }), (values, most) => {
        const told = chosen(values, most);
        expect(told).toEqual(told.toSorted((a, b) => a - b));
        const even = values.flatMap((_, nth) => (nth % 3 === 0 ? [nth] : []));
        expect(told.filter((nth) => nth % 3 === 0)).toEqual(even);
        expect(told.length - even.length).toBeLessThanOrEqual(most);
      }),
    );
  });
});

it('measures a change by the mean difference', () => {
  expect(changeOf(gray(10), gray(30))).toBe(20);
  expect(changeOf(gray(30), gray(30))).toBe(0);
});
