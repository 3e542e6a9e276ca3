import { describe, expect, it } from 'vitest';
import type { Point } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { measureGround } from './ground.ts';

const [width, height] = [640, 800];
const eyesPx = 100;
/** Eyes 100 px apart about the middle of the picture, turned clockwise, the chin below; the other points don't matter. */
function landmarks({ at = { x: 320, y: 400 }, turnDeg = 0, apart = eyesPx } = {}): Point[] {
  const angle = (turnDeg * Math.PI) / 180;
  const place = (x: number, y: number): Point => ({
    x: at.x + x * Math.cos(angle) - y * Math.sin(angle),
    y: at.y + x * Math.sin(angle) + y * Math.cos(angle),
  });
  return Array.from({ length: 68 }, (_, index) => {
    if (index >= 36 && index < 42) return place(-apart / 2, 0);
    return index >= 42 && index < 48 ? place(apart / 2, 0) : place(0, 1.75 * apart);
  });
}

type Color = readonly [number, number, number];
function picture(colorAt: (x: number, y: number) => Color): RgbRaster {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) data.set(colorAt(x, y), (y * width + x) * 3);
  return { width, height, channels: 3, data };
}
const isHead = (x: number, y: number): boolean => ((x - 320) / 150) ** 2 + ((y - 380) / 230) ** 2 < 1;
const before = (ground: (x: number, y: number) => Color): RgbRaster =>
  picture((x, y) => (isHead(x, y) ? [40, 30, 20] : ground(x, y)));
const busyOf = (image: RgbRaster, points = landmarks()) => measureGround(image, points)?.busyShare;

describe('the ground around a head', () => {
  it('is plain before a wall, of any color', () => {
    expect(busyOf(before(() => [240, 240, 238]))).toBe(0);
    expect(busyOf(before(() => [30, 60, 140]))).toBe(0);
  });

  it('may get lighter to one side, and have the noise of a camera (ISO/IEC 19794-5, 7.2.6)', () => {
    let state = 1;
    const noise = (): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 16) % 21;
    };
    expect(busyOf(before((x, y) => [90 + x / 6 + noise(), 90 + y / 8 + noise(), 80 + noise()]))).toBe(0);
  });

  it('is busy with a picture on the wall, a door of another color, a pattern', () => {
    const wall: Color = [200, 196, 190];
    const frame = before((x, y) => (x > 500 && x < 600 && y > 120 && y < 260 ? [90, 60, 30] : wall));
    expect(busyOf(frame)).toBeGreaterThan(0.04);
    expect(busyOf(before((x) => (x > 520 ? [120, 110, 150] : wall)))).toBeGreaterThan(0.04);
    expect(
      busyOf(before((x, y) => (((x >> 4) + (y >> 4)) % 2 === 0 ? wall : [120, 116, 110]))),
    ).toBeGreaterThan(0.5);
  });

  it('does not take full hair for ground', () => {
    const hair = picture((x, y) =>
      ((x - 320) / 225) ** 2 + ((y - 380) / 300) ** 2 < 1 ? [40, 30, 20] : [240, 240, 238],
    );
    expect(busyOf(hair)).toBe(0);
  });

  it('lies beside a head that is tilted, too', () => {
    const tilted = landmarks({ turnDeg: 20 });
    expect(
      busyOf(
        before(() => [200, 200, 200]),
        tilted,
      ),
    ).toBe(0);
  });

  it('is not judged where the face fills the picture, or has no size', () => {
    expect(
      busyOf(
        before(() => [200, 200, 200]),
        landmarks({ apart: 260 }),
      ),
    ).toBeUndefined();
    expect(
      busyOf(
        before(() => [200, 200, 200]),
        landmarks({ apart: 0 }),
      ),
    ).toBeUndefined();
  });

  it('is not judged where it is seen on one side only', () => {
    expect(
      busyOf(
        before(() => [200, 200, 200]),
        landmarks({ at: { x: 40, y: 400 } }),
      ),
    ).toBeUndefined();
  });
});
