import type { GrayRaster, RgbRaster } from '#analysis/image/raster.ts';
import type { Rect } from '#shared/domain/geometry.ts';
import type { FaceSource } from './present.ts';

/** A person without what was behind, to be put before something else. */
export interface CutOutPerson {
  /** Multiplied by `alpha`, black where nobody is. */
  readonly image: RgbRaster;
  readonly alpha: GrayRaster;
  /** Of the face, in pixels of `image`. */
  readonly boxPx: Rect;
}

/** The rendered portraits' ground is one gray to within these levels; the lightest cloth on them is seven off. */
const groundLevels = 5;
/** Where a pixel near the ground is this far off its color, nothing of the ground is mixed into it. */
const clearLevels = 40;
const fringePx = 6;

/**
 * Cuts a rendered portrait out of its even ground. Its shoulders, which the portrait's sides cut off, and its chest, which ends with it, are drawn on in
 * the colors of its border, so that it can be shown smaller than it fills the picture: arms are round bars, and hair that is cut off above gets a dome.
 */
export function cutOut({ image, boxPx }: FaceSource): CutOutPerson {
  const { width, height, data } = image;
  const ground = groundOf(image);
  const off = offGround(image, ground);
  const isGround = floodGround(off, width, height);
  const nearGround = boxSums(isGround, width, height, fringePx);
  const own = new Uint8Array(width * height);
  for (let i = 0; i < own.length; i += 1)
    own[i] =
      isGround[i] === 1 ? 0 : nearGround[i] === 0 ? 255 : Math.min(255, (255 * (off[i] ?? 0)) / clearLevels);
  const at = (x: number, y: number): number => own[y * width + x] ?? 0;
  // From the lower corners up as far as somebody is there.
  const shoulderOf = (x: number): number => {
    let y = height;
    while (y > 0 && at(x, y - 1) > 127) y -= 1;
    return y;
  };
  const [leftShoulder, rightShoulder] = [shoulderOf(0), shoulderOf(width - 1)];
  let [hairFrom, hairTo] = [width, 0];
  for (let x = 0; x < width; x += 1)
    if (at(x, 0) > 127) [hairFrom, hairTo] = [Math.min(hairFrom, x), Math.max(hairTo, x)];
  const [side, above, below] = [Math.round(0.17 * width), Math.round(0.12 * width), Math.round(2 * width)];
  const size = { width: width + 2 * side, height: above + height + below };
  const out = new Uint8Array(size.width * size.height * 3);
  const alpha = new Uint8Array(size.width * size.height);
  for (let row = 0; row < size.height; row += 1)
    for (let column = 0; column < size.width; column += 1) {
      const [x, y] = [column - side, row - above];
      const [inX, inY] = [Math.min(width - 1, Math.max(0, x)), Math.min(height - 1, Math.max(0, y))];
      const beside = Math.max(-x, x - width + 1, 0) / side;
      let cover = at(inX, inY);
      let light = 1;
      if (y < 0) {
        const half = Math.max(1, (hairTo - hairFrom) / 2);
        const across = (x - (hairFrom + hairTo) / 2) / half;
        cover = beside === 0 && -y < 0.22 * half * (1 - across * across) ? cover : 0;
      } else if (beside > 0) {
        const shoulder = x < 0 ? leftShoulder : rightShoulder;
        // An arm's outline: a quarter of an ellipse, then straight down.
        const fall = 0.3 * width;
        const over = Math.max(0, (shoulder + fall - y) / fall);
        const outside = Math.hypot(beside / 0.95, over) - 1;
        cover = shoulder === height ? 0 : 255 * Math.min(1, Math.max(0, 0.5 - outside * side * 0.5));
        light = 1 - 0.4 * beside * beside;
      }
      const to = row * size.width + column;
      const from = (inY * width + inX) * 3;
      const share = at(inX, inY) / 255;
      if (share === 0) continue;
      alpha[to] = cover;
      // What of the ground is mixed into hair is taken out again.
      for (let c = 0; c < 3; c += 1) {
        const color = ((data[from + c] ?? 0) - (1 - share) * (ground[c] ?? 0)) / share;
        out[to * 3 + c] = (Math.min(255, Math.max(0, color)) * light * cover) / 255;
      }
    }
  return {
    image: { ...size, channels: 3, data: out },
    alpha: { ...size, channels: 1, data: alpha },
    boxPx: { ...boxPx, x: boxPx.x + side, y: boxPx.y + above },
  };
}

/** Per pixel, how many levels it is off the ground's color, by the channel that is farthest off. */
function offGround({ width, height, data }: RgbRaster, ground: readonly number[]): Uint8Array {
  const off = new Uint8Array(width * height);
  for (let i = 0; i < off.length; i += 1)
    for (let c = 0; c < 3; c += 1)
      off[i] = Math.max(off[i] ?? 0, Math.abs((data[i * 3 + c] ?? 0) - (ground[c] ?? 0)));
  return off;
}

/** The commonest color beside the head. */
function groundOf({ width, height, data }: RgbRaster): readonly number[] {
  const strip = (c: number): number => {
    const values: number[] = [];
    for (let y = 0; y < height / 4; y += 1) values.push(data[(y * width + 3) * 3 + c] ?? 0);
    return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
  };
  return [strip(0), strip(1), strip(2)];
}

/** 1 where the ground's color reaches from the picture's upper corners. */
function floodGround(off: Uint8Array, width: number, height: number): Uint8Array {
  const isGround = new Uint8Array(width * height);
  const open: number[] = [0, width - 1];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (isGround[at] === 1 || (off[at] ?? 255) > groundLevels) continue;
    isGround[at] = 1;
    const x = at % width;
    if (x > 0) open.push(at - 1);
    if (x < width - 1) open.push(at + 1);
    if (at >= width) open.push(at - width);
    if (at + width < isGround.length) open.push(at + width);
  }
  return isGround;
}

/** How many of the pixels within `reach` rows and columns are 1. */
function boxSums(values: Uint8Array, width: number, height: number, reach: number): Uint16Array {
  const rows = new Uint16Array(values.length);
  const sums = new Uint16Array(values.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (let k = Math.max(0, x - reach); k <= Math.min(width - 1, x + reach); k += 1)
        rows[y * width + x] = (rows[y * width + x] ?? 0) + (values[y * width + k] ?? 0);
  for (let y = 0; y < height; y += 1)
    for (let k = Math.max(0, y - reach); k <= Math.min(height - 1, y + reach); k += 1)
      for (let x = 0; x < width; x += 1)
        sums[y * width + x] = (sums[y * width + x] ?? 0) + (rows[k * width + x] ?? 0);
  return sums;
}
