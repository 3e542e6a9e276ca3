import { describe, expect, it } from 'vitest';
import { isSameFilm, sameFilm, sharedFrames, type FrameHash } from './near-films.ts';
import { nearPictureBits } from './near-pictures.ts';

const hex = (bits: bigint, digits: number): string => bits.toString(16).padStart(digits, '0');
const ones = (count: number): bigint => (1n << BigInt(count)) - 1n;
/** A frame whose hashes differ from those of frame 0 in so many bits. */
const frame = (fineBits: number, coarseBits = 0): FrameHash => ({
  coarse: hex(ones(coarseBits), 16),
  fine: hex(ones(fineBits), 64),
});
/** A head that moves: each frame 40 bits from the one before, in other places. */
const film: readonly FrameHash[] = [0, 1, 2, 3, 4].map((nth) => ({
  coarse: hex(0n, 16),
  fine: hex(ones(40) << BigInt(40 * nth), 64),
}));
/** As compressed again: some bits of the lowest digits, which no frame of the film has. */
const again = (frames: readonly FrameHash[], bits: number): FrameHash[] =>
  frames.map(({ coarse, fine }) => ({ coarse, fine: hex(BigInt(`0x${fine}`) ^ (ones(bits) << 220n), 64) }));

describe('frames of a challenge that come again', () => {
  it('are told in any order, up to as many bits as pictures are', () => {
    const { places, movedBits } = sharedFrames(again(film, nearPictureBits.fine).toReversed(), film);
    expect(places).toEqual([0, 1, 2, 3, 4]);
    expect(movedBits).toBe(80);
    expect(isSameFilm({ places, movedBits })).toBe(true);
    expect(sharedFrames(again(film, nearPictureBits.fine + 1), film).places).toEqual([]);
    expect(
      sharedFrames([frame(0, nearPictureBits.coarse), frame(0, nearPictureBits.coarse + 1)], film).places,
    ).toEqual([]);
  });

  it('are told where a part of a film is cut into another, and not of too few frames', () => {
    const other = [0, 1, 2].map((nth) => frame(250 - nth));
    const cut = film.slice(0, sameFilm.frames);
    expect(isSameFilm(sharedFrames([...other, ...cut], film))).toBe(true);
    expect(isSameFilm(sharedFrames([...other, ...cut.slice(1)], film))).toBe(false);
  });

  it('are not told of a face that is still before the same wall on another day', () => {
    const still = Array.from({ length: 10 }, (_, nth) => frame(nth));
    const told = sharedFrames(still, still);
    expect(told.places).toHaveLength(10);
    expect(isSameFilm(told)).toBe(false);
  });
});
