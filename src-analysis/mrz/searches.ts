import { toGray } from '../image/gray.ts';
import type { GrayRaster, RgbRaster } from '../image/raster.ts';
import { type LineFrame, usualFrame } from './crop-line.ts';
import {
  createLineSearch,
  createStrokeSearch,
  fineSearchSizePx,
  type LineSearch,
  searchSizePx,
} from './locate-lines.ts';

/** Degrees by which the page may be skewed; each search also covers about 9 to either side. */
const straightDeg = [0] as const;
const everyDeg = [0, -15, 15] as const;
/** Scores of blocks: 87 is a clean zone; of the zones read on synthetic pages and specimens one in 123 scored under 11. */
const clearScore = 40;
const leastScore = 10;
const evenFrame: LineFrame = { ...usualFrame, even: true };

/** One way to look for lines, and how to cut them out. */
export interface Search {
  readonly gray: GrayRaster;
  readonly marks: LineSearch;
  readonly skewsDeg: readonly number[];
  /** Blocks that score less are left to a later search. */
  readonly fromScore: number;
  /** How lines are cut out for the first look. */
  readonly frame: LineFrame;
}

/** The image in gray, two ways, each made when it is first asked for. */
export interface Planes {
  readonly longerPx: number;
  readonly luma: () => GrayRaster;
  /** The brightest channel of each pixel: colored stamps, frames and security print fade, black ink stays. */
  readonly brightest: () => GrayRaster;
}

export function planesOf(image: RgbRaster, luma: GrayRaster | undefined): Planes {
  return {
    longerPx: Math.max(image.width, image.height),
    luma: once(() => luma ?? toGray(image)),
    brightest: once(() => brightestOf(image)),
  };
}

/** Where to look, cheapest and likeliest first; nothing is computed before it is its turn. */
export function searches({ longerPx, luma, brightest }: Planes): (() => Search)[] {
  // Half as large again shows what the first size has blurred; pictures smaller than that are enlarged, which parts touching glyphs.
  const finePx = longerPx > 1.2 * searchSizePx ? Math.min(fineSearchSizePx, longerPx) : 1.6 * searchSizePx;
  const coarse = once(() => createLineSearch(luma(), searchSizePx));
  const faded = once(() => createLineSearch(brightest(), searchSizePx));
  const fine = once(() => createLineSearch(luma(), finePx));
  const strokes = once(() => createStrokeSearch(brightest(), searchSizePx));
  return [
    () => ({
      gray: luma(),
      marks: coarse(),
      skewsDeg: straightDeg,
      fromScore: clearScore,
      frame: usualFrame,
    }),
    () => ({
      gray: luma(),
      marks: coarse(),
      skewsDeg: everyDeg,
      fromScore: leastScore,
      frame: usualFrame,
    }),
    () => ({
      gray: brightest(),
      marks: faded(),
      skewsDeg: everyDeg,
      fromScore: leastScore,
      frame: usualFrame,
    }),
    () => ({
      gray: luma(),
      marks: fine(),
      skewsDeg: everyDeg,
      fromScore: leastScore,
      frame: usualFrame,
    }),
    () => ({
      gray: brightest(),
      marks: strokes(),
      skewsDeg: everyDeg,
      fromScore: leastScore,
      frame: evenFrame,
    }),
  ];
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** The brightest of each pixel's three values: colored print and backgrounds fade, black ink stays. */
function brightestOf({ width, height, data }: RgbRaster): GrayRaster {
  const out = new Uint8Array(width * height);
  for (let i = 0, j = 0; i < out.length; i++, j += 3) {
    out[i] = Math.max(data[j] ?? 0, data[j + 1] ?? 0, data[j + 2] ?? 0);
  }
  return { width, height, channels: 1, data: out };
}
